import { afterPaint } from "../../modules/after_paint";

const QUIET = 500;
const QUIET_WHEN_WRONG = 4_000;

/** When a form is written: a tap as soon as it is on the screen, typing after half a second of quiet, never in the middle of composing a letter. */
export class Writing {
  /** Takes back what is due. */
  private due: (() => void) | null = null;
  private composing = false;
  private filling = false;
  private running: Promise<void> | null = null;

  /** `save` writes what the form holds; `isWrong` says that a rule forbids it, so that it may wait a little for the rest. */
  constructor(
    form: HTMLFormElement,
    private readonly save: () => Promise<void>,
    private readonly isWrong: () => boolean,
  ) {
    form.addEventListener("compositionstart", () => {
      this.composing = true;
      this.forget();
    });
    form.addEventListener("compositionend", () => {
      this.composing = false;
      this.touch(QUIET);
    });
    form.addEventListener("input", (event) => isTyped(event.target) && this.touch(QUIET));
    form.addEventListener("change", (event) => this.touch(isTyped(event.target) ? QUIET : 0));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.touch(0);
    });
  }

  /** What the program puts into the form is not somebody's typing. */
  quietly(fill: () => void): void {
    this.filling = true;
    fill();
    this.filling = false;
  }

  get waits(): boolean {
    return this.due !== null || this.composing || this.running !== null;
  }

  touch(quiet: number): void {
    if (this.filling) return;
    this.forget();
    if (this.composing) return;
    const act = (): void => (this.isWrong() ? this.later(QUIET_WHEN_WRONG, () => void this.flush()) : void this.flush());
    if (quiet === 0) this.due = afterPaint(act);
    else this.later(quiet, act);
  }

  private later(wait: number, act: () => void): void {
    const timer = window.setTimeout(act, wait);
    this.due = () => window.clearTimeout(timer);
  }

  private forget(): void {
    this.due?.();
    this.due = null;
  }

  /** Writes now what is not written yet; one after the other, the newest state last. */
  async flush(): Promise<void> {
    this.forget();
    while (this.running) await this.running;
    this.running = this.save().finally(() => (this.running = null));
    await this.running;
  }
}

function isTyped(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "file", "button"].includes(target.type);
}
