import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface StickOptions {
  readonly running: boolean;
  /** A new message of the user brings the end into sight, wherever one had scrolled to. */
  readonly lastMessage: string | undefined;
}

/** How near to the end, in pixels, one has to come for it to hold again. */
const slack = 24;

/**
 * Keeps the end in sight while it grows, but only as long as the user is there: scrolling up, or
 * opening something to read it, lets go until they come back.
 */
export function useStickToEnd(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  { running, lastMessage }: StickOptions,
): { readonly atEnd: boolean; readonly toEnd: () => void } {
  const stuck = useRef(true);
  const isRunning = useRef(running);
  isRunning.current = running;
  const [atEnd, setAtEnd] = useState(true);
  const stick = (now: boolean) => {
    stuck.current = now;
    setAtEnd(now);
  };
  const scrollToEnd = () => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  };

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let before = 0;
    const leftBelow = () => element.scrollHeight - element.scrollTop - element.clientHeight;
    const onScroll = () => {
      // What grows is followed before the next event of this kind, so more is left only by the user.
      const left = leftBelow();
      if (left > before + 1) stick(false);
      else if (left <= slack) stick(true);
      before = stuck.current ? 0 : left;
    };
    const onClick = ({ target }: MouseEvent) => {
      if (!(target instanceof Element) || !target.closest('[aria-expanded="false"]')) return;
      stuck.current = false;
      if (!isRunning.current) return;
      // Once it is open: where all of it fits, there is nowhere to jump to.
      requestAnimationFrame(() => {
        setAtEnd(leftBelow() <= slack);
      });
    };
    const resized = new ResizeObserver(() => {
      if (stuck.current) scrollToEnd();
      else if (isRunning.current) setAtEnd(leftBelow() <= slack);
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('click', onClick, { capture: true });
    // Rows that come into sight take their real size only then, and the end moves.
    for (const part of [element, content.current]) if (part) resized.observe(part);
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('click', onClick, { capture: true });
      resized.disconnect();
    };
  }, []);

  useLayoutEffect(() => {
    stick(true);
    scrollToEnd();
  }, [lastMessage]);

  useLayoutEffect(() => {
    if (stuck.current) scrollToEnd();
  });

  return {
    atEnd,
    toEnd: () => {
      stick(true);
      requestAnimationFrame(scrollToEnd);
    },
  };
}
