const LIMIT = 30 * 60_000;
const TOUCHES = ["pointerdown", "keydown", "input"];

/** Calls when nobody has touched the page for 30 minutes; leaving it for the camera is no lock by itself. */
export class Idle {
  private last = Date.now();

  constructor(passed: () => void) {
    for (const touch of TOUCHES) document.addEventListener(touch, () => (this.last = Date.now()), { capture: true, passive: true });
    const look = (): void => {
      if (Date.now() - this.last < LIMIT) return;
      this.last = Date.now();
      passed();
    };
    window.setInterval(look, 15_000);
    document.addEventListener("visibilitychange", look);
  }
}
