import { button, el, notice, say } from "../door/element";
import { NotKept } from "../notebook";
import type { Context } from "../sheet/context";
import { clockText } from "../store/change_log";
import { beginning } from "./begin";
import { closingState } from "./closing_state";
import { canonical, hashOf, isClosed, minutesOf, missing, ownClosing, partsOf, sheetOf, type SignedSheet, signaturesOf } from "./known";
import { MinutesForm } from "./minutes_form";
import { paperView } from "./paper_view";
import { type Current, SigningCard } from "./signing";
import { whatIsMissing } from "./what_is_missing";

interface Shown extends Current {
  content: string;
  sheet: SignedSheet;
}

/** “Khép lại tại chỗ”: what is missing, the minutes, their code, the signatures, and the last press. */
export class ClosingPage {
  readonly place = el("div", { class: "closing" });
  private readonly state = el("div", { class: "closing-state", "aria-live": "polite" });
  private readonly gaps = el("div", {});
  private readonly minutes: MinutesForm;
  private readonly paper = el("div", {});
  private readonly code = el("p", { class: "closing-code", "data-closing-code": true });
  private readonly text = el("pre", { class: "closing-text", tabindex: "0" });
  private readonly cards: SigningCard[];
  private readonly last = el("div", { class: "closing-last" });
  private shown: Shown | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly context: Context) {
    const { paper, visit } = context.book.bundle;
    this.minutes = new MinutesForm(context);
    // A deputy who closes signs in the lead's place.
    const deputy = context.book.bundle.me.role === "deputy";
    const lead = deputy ? [context.notebook.name, this.say("part_deputy")] : [paper.lead, this.say("part_lead")];
    const signers = { lead, secretary: [paper.secretary, this.say("part_secretary")], unit: unitSigner(context) };
    this.cards = partsOf(context.book.bundle).map((part) => new SigningCard(context, { part, name: signers[part][0]!, title: signers[part][1]! }, () => this.ready()));
    this.place.append(
      el("p", { class: "sheet-visit" }, `${visit.code} · ${visit.unit.name}`),
      el("header", { class: "work-header" }, el("h1", { tabindex: "-1" }, this.say("title"))),
      this.state,
      this.step("gaps", 1, this.gaps),
      this.step("minutes", 2, this.minutes.place),
      this.step("draft", 3, el("p", { class: "hint" }, this.say("draft_hint")), this.paper),
      this.step("code", 4, el("p", { class: "hint" }, this.say("code_hint")), this.code, this.whole()),
      this.step("sign", 5, el("p", { class: "hint" }, this.say("sign_hint")), el("div", { class: "closing-signers" }, ...this.cards.map(({ place }) => place))),
      this.step("last", 6, this.last),
    );
    void this.update();
  }

  /** Writes what is being typed; false, and everything stays, when it could not be kept. */
  flush(): Promise<boolean> {
    return this.minutes.flush();
  }

  get unsaved(): boolean {
    return this.minutes.unsaved || this.hasDrawing;
  }

  /** Somebody drew a signature, or gave a reason to refuse it, that nobody confirmed yet. */
  get hasDrawing(): boolean {
    return this.cards.some((card) => card.isOpen);
  }

  close(): void {
    for (const card of this.cards) card.close();
  }

  update(): Promise<void> {
    this.turn = this.turn.then(() => this.draw());
    return this.turn;
  }

  private async draw(): Promise<void> {
    const { context } = this;
    const { book } = context;
    this.minutes.update();
    const before = this.shown?.hash;
    const shown = await this.current();
    if (shown.hash !== before) {
      this.code.textContent = (shown.hash.match(/.{4}/g) ?? []).join(" ");
      this.text.textContent = "";
      this.paper.replaceChildren(paperView(book, shown.sheet));
    }
    const [name = "", title = ""] = unitSigner(context);
    this.cards.at(-1)?.suggest(name, title);
    const mayWrite = !isClosed(book.state) && book.bundle.me.role !== "observer";
    for (const card of this.cards) card.update(shown.hash, signaturesOf(book), mayWrite);
    this.place.classList.toggle("is-closed", isClosed(book.state));
    this.state.replaceChildren(...beginning(context), ...closingState(context));
    this.gaps.replaceChildren(...whatIsMissing(context, () => this.minutes.focusUnitSide()));
    this.last.replaceChildren(...this.lastStep(shown));
  }

  /** What stands on the screen: as long as it is what somebody signed, it keeps that sheet's time and so its hash. */
  private async current(): Promise<Shown> {
    const { book } = this.context;
    const content = canonical(sheetOf(book, ""));
    const signed = signaturesOf(book).reverse();
    if (this.shown?.content === content) return this.shown;
    for (const at of new Set(signed.map(({ sheet_at }) => sheet_at))) {
      const sheet = sheetOf(book, at);
      const hash = await hashOf(canonical(sheet));
      if (signed.some((each) => each.sheet_at === at && each.sheet_sha256 === hash)) return (this.shown = { content, sheet, at, hash });
    }
    const at = clockText(new Date());
    const sheet = sheetOf(book, at);
    return (this.shown = { content, sheet, at, hash: await hashOf(canonical(sheet)) });
  }

  private async ready(): Promise<Current | null> {
    const before = this.shown?.hash;
    if (!(await this.minutes.flush())) return null;
    await this.update();
    return this.shown && this.shown.hash === before ? this.shown : null;
  }

  private lastStep(shown: Shown): HTMLElement[] {
    const { book, words } = this.context;
    if (!book.bundle.me.may_close) return [el("p", {}, this.say("not_allowed"))];
    const asked = ownClosing(book)?.sheet_sha256 ?? book.state.closing?.sheet_sha256;
    if (asked === shown.hash) return [el("p", {}, this.say("is_asked"))];
    const unsigned = this.cards.filter((card) => !card.isDone).length;
    const left = missing(book, words).length;
    const lines = [left ? this.say("left_gaps", { n: left }) : "", unsigned ? this.say("left_signatures", { n: unsigned }) : ""].filter(Boolean);
    if (lines.length) return [el("ul", { class: "sheet-list" }, ...lines.map((line) => el("li", {}, line)))];
    const press: HTMLButtonElement = button(this.say("close"), "primary", () => this.ask(press));
    press.dataset["closeVisit"] = "";
    return [el("p", {}, this.say("close_hint")), press];
  }

  private async ask(press: HTMLButtonElement): Promise<void> {
    const { book, notebook, visit, words } = this.context;
    press.disabled = true;
    const current = await this.ready();
    if (!current || !this.shown) return;
    const sheet = canonical(this.shown.sheet);
    try {
      book.add(await notebook.write(visit, "close", null, { sheet, sheet_sha256: current.hash }));
    } catch (error) {
      this.last.append(notice("bad", say(words, `not_kept_${error instanceof NotKept ? error.reason : "broken"}`)));
      press.disabled = false;
      return;
    }
    this.context.changed();
    this.place.querySelector("h1")?.focus();
  }

  private whole(): HTMLElement {
    const details = el("details", { class: "more" }, el("summary", {}, this.say("whole_text")), this.text);
    details.addEventListener("toggle", () => {
      if (details.open && this.shown) this.text.textContent = canonical(this.shown.sheet);
    });
    return details;
  }

  private step(name: string, number: number, ...parts: (HTMLElement | null)[]): HTMLElement {
    const id = `closing-step-${name}`;
    return el("section", { class: "closing-step", "aria-labelledby": id, "data-closing-step": name }, el("h2", { id }, `${number}. ${this.say(`step_${name}`)}`), ...parts);
  }

  private say(name: string, values: Record<string, string | number> = {}): string {
    return say(this.context.words, `closing_${name}`, values);
  }
}

/** The first who is named on the unit's side: he signs, unless somebody else is typed. */
function unitSigner({ book }: Context): [string, string] {
  const [name = "", ...office] = (minutesOf(book).unit_side.split("\n")[0] ?? "").replace(/^[\s\-;]+/, "").split(",");
  return [name.trim(), office.join(",").trim()];
}
