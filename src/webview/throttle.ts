/**
 * Draws at most once a frame, and never spends more than about a third of the time drawing: after a
 * frame that took long (a huge answer being streamed) it waits twice as long as that took, so that
 * typing and scrolling stay fluid.
 */
export function createThrottle(work: () => void): () => void {
  let scheduled = false;
  let busyUntil = 0;
  const run = () => {
    scheduled = false;
    const start = performance.now();
    work();
    const end = performance.now();
    busyUntil = end - start > 8 ? end + 2 * (end - start) : 0;
  };
  return () => {
    if (scheduled) return;
    scheduled = true;
    const wait = busyUntil - performance.now();
    if (wait > 0) setTimeout(() => requestAnimationFrame(run), wait);
    else requestAnimationFrame(run);
  };
}
