import type { SaveStage } from "./save_state";

/** `data-save-board`: one sentence for the whole page: how many answers wait to be saved, or that all are on the server. */
export class SaveBoard {
  private readonly waiting = new Set<EventTarget>();

  constructor(private readonly root: HTMLElement) {
    document.addEventListener("autosave:stage", (event) => {
      const stage = (event as CustomEvent<SaveStage>).detail;
      if (!event.target) return;
      if (stage === "saved" || stage === "clean") this.waiting.delete(event.target);
      else this.waiting.add(event.target);
      this.show();
    });
  }

  private show(): void {
    const count = this.waiting.size;
    const text = count ? (this.root.dataset["waiting"] ?? "").replace("{count}", String(count)) : (this.root.dataset["clean"] ?? "");
    if (this.root.textContent !== text) this.root.textContent = text;
  }
}
