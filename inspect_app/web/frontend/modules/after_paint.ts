// Milliseconds after which the work is done without a frame: a page that nobody sees draws none.
const PATIENCE = 100;

/** Does a piece of work as soon as what was just chosen or typed stands on the screen; the result takes it back. */
export function afterPaint(work: () => void): () => void {
  let waits = true;
  const once = (): void => {
    if (!waits) return;
    stop();
    work();
  };
  const timer = window.setTimeout(once, PATIENCE);
  const stop = (): void => {
    waits = false;
    window.clearTimeout(timer);
  };
  window.requestAnimationFrame(() => waits && window.setTimeout(once, 0));
  return stop;
}
