const QUIET = 500;
const QUIET_WHEN_WRONG = 4_000;

/** When a form is written: a tap at once, typing after half a second of quiet, never in the middle of composing a letter. */
export class Writing {
  private timer: number | undefined;
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
      window.clearTimeout(this.timer);
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
    return this.timer !== undefined || this.composing || this.running !== null;
  }

  touch(quiet: number): void {
    if (this.filling) return;
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (this.composing) return;
    if (quiet === 0 && !this.isWrong()) return void this.flush();
    this.timer = window.setTimeout(() => (this.isWrong() ? this.wait() : void this.flush()), quiet);
  }

  private wait(): void {
    this.timer = window.setTimeout(() => void this.flush(), QUIET_WHEN_WRONG);
  }

  /** Writes now what is not written yet; one after the other, the newest state last. */
  async flush(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    while (this.running) await this.running;
    this.running = this.save().finally(() => (this.running = null));
    await this.running;
  }
}

function isTyped(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "file", "button"].includes(target.type);
}
