/** `data-counter`: big − and + round a number, for counting at a desk. They act like typing: an `input` and a `change` event follow. */
export class Counter {
  private readonly input: HTMLInputElement | null;

  constructor(private readonly root: HTMLElement) {
    this.input = root.querySelector("input");
    for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-step]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.step(Number(button.dataset["step"])));
    }
  }

  private step(by: number): void {
    const input = this.input;
    if (!input || input.disabled || input.readOnly) return;
    const least = input.min === "" ? -Infinity : Number(input.min);
    const most = input.max === "" ? Infinity : Number(input.max);
    input.value = String(Math.min(most, Math.max(least, (Number(input.value) || 0) + by)));
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
    this.root.classList.toggle("counter-filled", Number(input.value) > 0);
  }
}
