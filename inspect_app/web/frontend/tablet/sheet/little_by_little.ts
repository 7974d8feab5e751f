// Milliseconds: short enough that a tap in between is not felt.
const [TURN, PAUSE] = [30, 10];

/** Calls `draw` again and again, some milliseconds at a time, until it says that nothing is left; the result ends it early. */
export function littleByLittle(draw: () => boolean): () => void {
  let timer = 0;
  const turn = (): void => {
    const until = performance.now() + TURN;
    let isMore = true;
    while (isMore && performance.now() < until) isMore = draw();
    if (isMore) timer = window.setTimeout(turn, PAUSE);
  };
  timer = window.setTimeout(turn, PAUSE);
  return () => window.clearTimeout(timer);
}
