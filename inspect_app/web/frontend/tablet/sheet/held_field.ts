import { afterPaint } from "../../modules/after_paint";

// Milliseconds without a key after which the field may take another size: a text that became shorter waits for it.
const QUIET = 1_000;

/**
 * Keeps the size of a text field while somebody types into it, so that the browser lays out the field alone for a key and
 * not everything around it. The field grows at once when its text needs it.
 */
export class HeldField {
  private held: HTMLTextAreaElement | null = null;
  private fits = false;
  private timer = 0;
  private due: (() => void) | null = null;

  constructor(private readonly root: HTMLElement) {
    root.addEventListener("input", this.typed);
    root.addEventListener("focusout", this.release);
    window.addEventListener("resize", this.release);
  }

  close(): void {
    this.release();
    this.root.removeEventListener("input", this.typed);
    this.root.removeEventListener("focusout", this.release);
    window.removeEventListener("resize", this.release);
  }

  private readonly typed = (event: Event): void => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || field !== document.activeElement) return;
    if (field === this.held && this.fits && overflows(field)) this.grow(field);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(this.release, QUIET);
    if (this.held) return;
    this.due?.();
    this.due = afterPaint(() => this.hold(field));
  };

  private hold(field: HTMLTextAreaElement): void {
    this.due = null;
    this.fits = !overflows(field);
    this.held = field;
    field.style.blockSize = `${field.getBoundingClientRect().height}px`;
    field.classList.add("is-held");
  }

  /** The browser has shown the caret in the field as it was: a caret at the end goes down with the field's edge. */
  private grow(field: HTMLTextAreaElement): void {
    this.release();
    if (field.selectionEnd === field.value.length) field.scrollIntoView({ block: "nearest" });
  }

  private readonly release = (): void => {
    window.clearTimeout(this.timer);
    this.due?.();
    this.due = null;
    this.held?.classList.remove("is-held");
    this.held?.style.removeProperty("block-size");
    this.held = null;
  };
}

function overflows(field: HTMLTextAreaElement): boolean {
  return field.scrollHeight > field.clientHeight;
}
