import { useRef, useState } from 'preact/hooks';

/** Rows in the page at first, and how many more each time earlier ones are asked for. */
const pageSize = 120;

export interface Window {
  /** How many rows at the beginning are left out. */
  readonly hidden: number;
  readonly showEarlier: () => void;
  readonly showEnd: () => void;
}

/**
 * Which rows are in the page: the last ones, growing by what comes. At the end of the conversation
 * the oldest are let go again in one go; never while the user reads further up, where it would move
 * the text under their eyes.
 */
export function useWindow(taskId: string | undefined, rows: number, atEnd: boolean): Window {
  const window = useRef({ taskId, start: 0, extended: false });
  const [, draw] = useState({});
  const lastPage = Math.max(0, rows - pageSize);
  const { current } = window;
  const other = current.taskId !== taskId || current.start > lastPage;
  const overgrown = atEnd && !current.extended && rows - current.start > 2 * pageSize;
  if (other || overgrown) window.current = { taskId, start: lastPage, extended: false };
  return {
    hidden: window.current.start,
    showEarlier: () => {
      const start = Math.max(0, window.current.start - pageSize);
      window.current = { taskId, start, extended: true };
      draw({});
    },
    showEnd: () => {
      window.current = { taskId, start: lastPage, extended: false };
      draw({});
    },
  };
}
