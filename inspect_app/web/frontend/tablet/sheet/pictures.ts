import { button, el, say } from "../door/element";
import { type KeptPhoto, NotKept } from "../notebook";
import { ask } from "./ask";
import type { Context } from "./context";
import { icon } from "./icon";

/** The photos of one item: taking, showing, withdrawing. */
export class Pictures {
  readonly place = el("div", { class: "item-photos" });
  private readonly list = el("ul", { class: "evidence" });
  private readonly errors = el("div", { class: "errors", role: "alert" });
  private urls: string[] = [];
  private shown = "";

  /** `before` writes what is being typed: a camera may end the page. */
  constructor(
    private readonly context: Context,
    private readonly item: string,
    before: () => void,
  ) {
    const input = el("input", { type: "file", accept: "image/*", capture: "environment", multiple: true });
    input.addEventListener("click", before);
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      context.holdFor(this.keep(input));
    });
    const label = el("label", { class: "photo-input" }, icon("camera"), el("span", {}, say(context.words, "add_photo")), input);
    this.place.append(label, this.list, this.errors);
    void this.show();
  }

  close(): void {
    for (const url of this.urls) URL.revokeObjectURL(url);
    this.urls = [];
  }

  async show(): Promise<void> {
    const { book, notebook, words } = this.context;
    const withdrawn = new Set(book.entries.filter(({ change }) => change.kind === "photo_withdrawn").map(({ change }) => change.body["photo"]));
    const written = book.entries.filter(({ change }) => change.kind === "photo").map(({ change }) => change.body["photo"]);
    const evidence = new Set((book.state.evidence[this.item] ?? []).map(({ photo }) => photo));
    const onlyKept = new Map((book.state.photos_kept ?? []).map(({ photo, message }) => [photo, message]));
    const told = new Set([...written, ...evidence, ...onlyKept.keys(), ...book.state.photos_missing.map(({ photo }) => photo)]);
    // What the lead took after all counts like any other.
    const problemOf = ({ photo, problem }: KeptPhoto): string | null => (evidence.has(photo) ? null : (onlyKept.get(photo) ?? problem ?? null));
    // What the server received and does not show any more was taken back.
    const stands = ({ photo, stage }: KeptPhoto): boolean => !withdrawn.has(photo) && (stage !== "received" || told.has(photo));
    const kept = book.photos.filter((photo) => photo.item === this.item && stands(photo));
    const known = new Set(kept.map(({ photo }) => photo));
    const others = (book.state.evidence[this.item] ?? []).filter(({ photo }) => !photo || (!known.has(photo) && !withdrawn.has(photo)));
    const key = JSON.stringify([kept.map((photo) => [photo.photo, photo.stage, problemOf(photo)]), others.map(({ number }) => number)]);
    if (key === this.shown) return;
    this.shown = key;
    const entries: HTMLElement[] = [];
    for (const photo of kept) {
      const problem = problemOf(photo);
      const said = problem ?? say(words, photo.stage === "received" ? "photo_received" : "photo_kept");
      const entry = this.entry(await notebook.photoUrl(photo.photo), said, photo.caption, photo.photo);
      entry.classList.toggle("evidence-failed", problem !== null);
      entries.push(entry);
    }
    for (const { number, photo, by, caption } of others) {
      const said = say(words, "photo_elsewhere", { number: String(number).padStart(2, "0"), by });
      entries.push(this.entry(photo ? await notebook.photoUrl(photo) : null, said, caption, photo));
    }
    if (this.shown === key) this.list.replaceChildren(...entries);
  }

  private entry(url: string | null, said: string, caption: string, photo: string | null): HTMLElement {
    if (url) this.urls.push(url);
    const drawn = url ? el("img", { src: url, alt: caption, width: "160", height: "120" }) : el("span", { class: "evidence-paper" }, icon("document"));
    const entry = el("li", { class: "evidence-item" }, drawn, el("span", { class: "evidence-state" }, said));
    if (photo) entry.append(button(say(this.context.words, "photo_withdraw"), "quiet", () => this.withdraw(photo)));
    return entry;
  }

  /** Where the item is on the screen no more, it is said over what is. */
  private tell(...texts: string[]): void {
    const told = texts.map((text) => el("p", { class: "error" }, text));
    if (!told.length) return;
    if (this.place.isConnected) this.errors.append(...told);
    else void ask(this.context, say(this.context.words, "photo_not_kept_title", { code: this.item }), [el("div", { role: "alert" }, ...told)]);
  }

  /** Whether every picture was kept. */
  private async keep(input: HTMLInputElement): Promise<boolean> {
    const { notebook, visit, book, words } = this.context;
    const refused: string[] = [];
    this.errors.replaceChildren();
    for (const file of [...(input.files ?? [])]) {
      try {
        await notebook.keepPhoto(visit, this.item, file, "");
      } catch (error) {
        refused.push(`${file.name}: ${say(words, error instanceof NotKept ? `photo_not_kept_${error.reason}` : "photo_not_read")}`);
      }
    }
    input.value = "";
    this.tell(...refused);
    book.photos = await notebook.photos(visit);
    if (this.place.isConnected) await this.show();
    this.context.changed();
    return refused.length === 0;
  }

  private async withdraw(photo: string): Promise<void> {
    const { notebook, visit, book, words } = this.context;
    const reason = el("textarea", { class: "input", rows: "3", required: true });
    const label = el("label", { class: "field" }, say(words, "photo_withdraw_reason"), reason);
    const title = say(words, "photo_withdraw_title", { code: this.item });
    if (!(await ask(this.context, title, [label], say(words, "photo_withdraw"), () => reason.value.trim() !== ""))) return;
    if (!reason.value.trim()) return;
    try {
      book.add(await notebook.write(visit, "photo_withdrawn", this.item, { photo, reason: reason.value.trim() }));
    } catch (error) {
      if (!(error instanceof NotKept)) throw error;
      return this.tell(say(words, `not_kept_${error.reason}`));
    }
    await this.show();
  }
}
