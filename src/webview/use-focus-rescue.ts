import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * When a button that had the focus goes away (Stop at the end, an approval once given), the focus
 * would fall to the page and a keyboard user to its start: it goes to the composer instead. It is
 * never taken from anything that still has it.
 */
export function useFocusRescue(fallback: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let last: EventTarget | null = null;
    const remember = (event: FocusEvent) => {
      last = event.target;
    };
    // An element that is still there a moment later was left on purpose, with a click or a key.
    const forget = ({ target }: FocusEvent) => {
      queueMicrotask(() => {
        if (target === last && target instanceof Element && target.isConnected) last = null;
      });
    };
    const rescue = () => {
      const gone = last instanceof Element && !last.isConnected;
      if (!gone || document.activeElement !== document.body || !document.hasFocus()) return;
      last = null;
      fallback.current?.focus({ preventScroll: true });
    };
    const changes = new MutationObserver(rescue);
    document.addEventListener('focusin', remember);
    document.addEventListener('focusout', forget);
    changes.observe(document.body, { childList: true, subtree: true });
    return () => {
      changes.disconnect();
      document.removeEventListener('focusin', remember);
      document.removeEventListener('focusout', forget);
    };
  }, []);
}
