import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * When the focus comes to the page as a whole (its command was run, its key pressed), it goes to the
 * composer: who opens the chat wants to type. A click goes where it was clicked.
 */
export function useOpenFocus(textbox: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let pressed = false;
    const press = () => {
      pressed = true;
    };
    const release = () => {
      pressed = false;
    };
    const take = () => {
      if (pressed || document.activeElement !== document.body) return;
      textbox.current?.focus({ preventScroll: true });
    };
    if (document.hasFocus()) take();
    window.addEventListener('focus', take);
    document.addEventListener('pointerdown', press, true);
    document.addEventListener('pointerup', release, true);
    document.addEventListener('pointercancel', release, true);
    return () => {
      window.removeEventListener('focus', take);
      document.removeEventListener('pointerdown', press, true);
      document.removeEventListener('pointerup', release, true);
      document.removeEventListener('pointercancel', release, true);
    };
  }, []);
}
