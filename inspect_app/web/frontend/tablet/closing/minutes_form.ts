import { button, el, say } from "../door/element";
import { NotKept } from "../notebook";
import type { MinutesDetails } from "../protocol";
import { timeOf } from "../../modules/vietnam_time";
import type { Context } from "../sheet/context";
import { Writing } from "../sheet/writing";
import { canonical, minutesOf } from "./known";

/** What the minutes say beyond the answers: kept as it is typed, like every answer. */
export class MinutesForm {
  readonly place: HTMLFormElement;
  private readonly state = el("p", { class: "save-state", role: "status", "data-minutes-state": true });
  private readonly beside = el("div", { class: "sheet-beside" });
  private readonly refusal: HTMLElement;
  private readonly writing: Writing;
  private shown = "";
  private failed = false;

  constructor(private readonly context: Context) {
    const word = (name: string): string => say(context.words, `closing_${name}`);
    this.refusal = area("refusal_reason", word("refusal_reason"), "", 2);
    this.place = el(
      "form",
      { class: "form closing-minutes", "data-closing-minutes": true },
      field("place", word("place"), el("input", { class: "input", maxlength: "300" })),
      area("unit_side", word("unit_side"), word("unit_side_hint"), 3),
      area("unit_opinion", word("unit_opinion"), word("unit_opinion_hint"), 4),
      this.refusal,
      field("copies", word("copies"), el("input", { class: "input input-number", type: "number", min: "1", max: "20", inputmode: "numeric" })),
      this.state,
      this.beside,
    );
    this.place.noValidate = true;
    this.fill();
    this.writing = new Writing(this.place, () => this.save(), () => this.copies === null);
  }

  /** Writes what is not written yet; false when the browser could not keep it, or when it cannot be read. */
  async flush(): Promise<boolean> {
    if (this.unsaved) await this.writing.flush();
    return !this.failed;
  }

  get unsaved(): boolean {
    return this.failed || canonical(this.entered()) !== this.shown;
  }

  focusUnitSide(): void {
    this.control("unit_side").focus();
  }

  /** What others wrote arrives, but never into what is being typed. */
  update(): void {
    const isBusy = this.unsaved || this.writing.waits || this.place.contains(document.activeElement);
    if (!isBusy && canonical(minutesOf(this.context.book)) !== this.shown) this.writing.quietly(() => this.fill());
    const { state, bundle } = this.context.book;
    this.place.inert = state.visit.closed_at !== null || bundle.me.role === "observer";
    this.beside.replaceChildren(...this.held());
    this.tell();
  }

  private fill(): void {
    const { place, unit_side, unit_opinion, refusal_reason, copies } = minutesOf(this.context.book);
    const texts = { place, unit_side, unit_opinion, refusal_reason: refusal_reason ?? "", copies: String(copies) };
    for (const [name, text] of Object.entries(texts)) this.control(name).value = text;
    // The unit refuses at its signature; only what was written about it before is shown here, so that it can be mended.
    this.refusal.hidden = !refusal_reason;
    this.shown = canonical(this.entered());
  }

  private control(name: string): HTMLInputElement | HTMLTextAreaElement {
    return this.place.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
  }

  private get copies(): number | null {
    const copies = Number(this.control("copies").value);
    return Number.isInteger(copies) && copies >= 1 && copies <= 20 ? copies : null;
  }

  private entered(): MinutesDetails {
    const text = (name: string): string => this.control(name).value;
    return {
      place: text("place"),
      unit_side: text("unit_side"),
      unit_opinion: text("unit_opinion"),
      refusal_reason: text("refusal_reason").trim() ? text("refusal_reason") : null,
      copies: this.copies ?? minutesOf(this.context.book).copies,
    };
  }

  private async save(): Promise<void> {
    const { book, notebook, visit, words } = this.context;
    this.failed = this.copies === null;
    if (this.failed) return this.say("failed", say(words, "closing_copies_wrong"));
    const entered = this.entered();
    if (canonical(entered) === this.shown) return this.tell();
    try {
      book.add(await notebook.write(visit, "minutes", null, { ...entered }));
    } catch (error) {
      this.failed = true;
      const reason = error instanceof NotKept ? error.reason : "broken";
      this.state.className = "save-state is-failed";
      this.state.replaceChildren(button(say(words, `not_kept_${reason}`), "danger", () => this.writing.flush()));
      return;
    }
    this.shown = canonical(entered);
    this.context.changed();
  }

  private tell(): void {
    if (this.failed) return;
    const own = this.context.book.entries.filter(({ change }) => change.kind === "minutes").at(-1);
    this.say("saved", own ? say(this.context.words, own.stage, { time: timeOf(own.change.at) }) : "");
  }

  private say(stage: string, text: string): void {
    if (this.state.textContent === text) return;
    this.state.className = `save-state is-${stage}`;
    this.state.textContent = text;
  }

  private held(): HTMLElement[] {
    const { book, words } = this.context;
    return book.state.held.filter(({ kind }) => kind === "minutes").map(({ why, by, at, device, message, fields }) =>
      el(
        "section",
        { class: "sheet-held" },
        el("p", { class: "sheet-held-title" }, say(words, `held_${why}`)),
        el("p", {}, Object.values(fields ?? {}).flat().filter(Boolean).join(" · ")),
        el("p", { class: "hint" }, say(words, "held_by", { name: by, time: timeOf(at), device }), message ? ` – ${message}` : ""),
      ),
    );
  }
}

function area(name: string, label: string, hint: string, rows: number): HTMLElement {
  return field(name, label, el("textarea", { class: "input", rows: String(rows), maxlength: "10000" }), hint);
}

function field(name: string, label: string, control: HTMLInputElement | HTMLTextAreaElement, hint = ""): HTMLElement {
  const id = `closing-${name}`;
  control.id = id;
  control.name = name;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return el("div", { class: "field" }, el("label", { for: id }, label), hint ? el("p", { class: "hint", id: `${id}-hint` }, hint) : null, control);
}
