const PATIENCE = 2_000;
const GIVEN_UP = 30_000;

/** `form[data-once]`: a second press does not send the form again; after two seconds it says what is happening (`data-busy`). */
export class Once {
  private sentAt = 0;
  private note: HTMLElement | undefined;

  constructor(private readonly form: HTMLElement) {
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.forget();
    });
  }

  private submit(event: Event): void {
    if (event.defaultPrevented) return;
    if (this.sentAt && performance.now() - this.sentAt < GIVEN_UP) {
      event.preventDefault();
      return;
    }
    this.sentAt = performance.now();
    window.setTimeout(() => this.say(), PATIENCE);
  }

  private say(): void {
    if (!this.sentAt || this.note) return;
    this.note = document.createElement("p");
    this.note.className = "busy";
    this.note.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.setAttribute("aria-hidden", "true");
    this.note.append(bar, this.form.dataset["busy"] ?? "");
    this.form.append(this.note);
  }

  private forget(): void {
    this.sentAt = 0;
    this.note?.remove();
    this.note = undefined;
  }
}
