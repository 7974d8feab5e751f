export type SaveStage = "clean" | "waiting" | "saving" | "saved" | "failed" | "signedOut" | "refused";

/** Where a form says what became of its answer. All words come from the server, in data attributes of `[data-save-state]`. */
export class SaveState {
  private readonly place: HTMLElement | null;
  private later: number | undefined;

  constructor(private readonly form: HTMLFormElement, private readonly retry: () => void) {
    this.place = form.querySelector("[data-save-state]");
  }

  /** Shows a stage. "Saving" is said only when it takes longer than 300 ms. */
  show(stage: SaveStage, time = "", more = ""): void {
    window.clearTimeout(this.later);
    this.form.dataset["saveStage"] = stage;
    this.form.dispatchEvent(new CustomEvent<SaveStage>("autosave:stage", { bubbles: true, detail: stage }));
    if (stage === "clean") return;
    if (stage === "waiting") return this.takeBackSaved();
    if (stage === "saving") this.later = window.setTimeout(() => this.write("saving", this.words("saving")), 300);
    else if (stage === "saved") this.write("saved", this.words("saved").replace("{time}", time) + (more ? ` · ${more}` : ""));
    else if (stage === "refused") this.write("failed", more || this.words("refused"));
    else this.offerRetry(this.words(stage));
  }

  /** What was said of the answer before is not true of the newer one. */
  private takeBackSaved(): void {
    if (this.place?.classList.contains("is-saved")) this.write("waiting", "");
  }

  private words(name: string): string {
    return this.place?.dataset[name] ?? "";
  }

  private write(kind: string, text: string): void {
    if (!this.place) return;
    this.place.className = `save-state is-${kind}`;
    this.place.textContent = text;
  }

  private offerRetry(text: string): void {
    if (this.place?.querySelector("button")?.textContent === text) return;
    this.write("failed", "");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => this.retry());
    this.place?.append(button);
  }
}
