import { button, el, say } from "../door/element";
import { afterPaint } from "../../modules/after_paint";
import { Counter } from "../../modules/counter";
import { DateWords } from "../../modules/date_words";
import { Reveal } from "../../modules/reveal";
import { NotKept } from "../notebook";
import type { Fields, Item, Verdict } from "../protocol";
import { findingGrade } from "../rules/progress";
import type { Problem } from "../rules/reading";
import { besideItem } from "./beside";
import type { Present } from "./book";
import { timeOf } from "../../modules/vietnam_time";
import type { Context } from "./context";
import { chooseDossiers } from "./dossier_list";
import { Entered } from "./entered";
import { canonical } from "./fields";
import { icon } from "./icon";
import { choosePhrase } from "./phrases";
import { Pictures } from "./pictures";
import { Writing } from "./writing";

const TONES = { pass: "pass", partial: "partial", fail: "fail", not_applicable: "none", recorded: "none" } as const;

const RETRY = 3_000;

/** One item on the sheet: its form, filled from what is known, and written as soon as something is entered. */
export class Card {
  readonly place: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly entered: Entered;
  private readonly writing: Writing;
  private readonly pictures: Pictures;
  private readonly beside = el("div", { class: "sheet-beside" });
  private readonly meanwhile = el("p", { class: "sheet-meanwhile", role: "status", hidden: true });
  private readonly state: HTMLElement;
  private readonly foreseen: HTMLElement;
  private readonly waits: HTMLElement;
  private readonly reason = el("textarea", { class: "input", name: "change_reason", rows: "2", maxlength: "2000" });
  /** The value that the form was filled with or that was written from it: its name, and its fields as one text. */
  private name = "";
  private shown = "";
  private told = "";
  private coloured: Verdict | null = null;
  private failed: NotKept | null = null;
  private retry: number | undefined;
  private hasProblems = false;
  /** After the closing: what was written last has no reason, and whether nobody is there any more to give one. */
  private unreasoned = false;
  private isLeft = false;

  constructor(
    private readonly context: Context,
    private readonly item: Item,
  ) {
    const fragment = el("template");
    fragment.innerHTML = context.book.bundle.fragments[item.id] ?? "";
    const parts = fragment.content;
    for (const part of parts.querySelectorAll("script, .item-photos, .item-foot, [data-foreseen], [name=csrf_token], [name=revision], .item-save")) part.remove();
    this.form = parts.querySelector("form") ?? wrapped(parts);
    this.place = parts.querySelector<HTMLElement>("[data-item]") ?? el("article", { class: "item", "data-item": true, "aria-labelledby": `item-${item.id}-text` }, parts);
    this.place.id = `item-${item.id}`;
    this.form.className = "item-form";
    this.form.noValidate = true;
    this.foreseen = el("p", { class: "foreseen", hidden: true }, icon("alert"), el("span", {}));
    this.waits = el("p", { class: "hint", hidden: true }, say(context.words, "not_yet"));
    this.state = el("p", { class: "save-state", role: "status", "data-save-state": true });
    this.pictures = new Pictures(context, item.id, () => void this.flush());
    this.furnish();
    this.entered = new Entered(this.form);
    this.startModules();
    this.fill();
    this.writing = new Writing(this.form, () => this.save(), () => this.problems().length > 0);
    this.tell();
  }

  get unsaved(): boolean {
    if (this.failed !== null || (this.unreasoned && this.reason.value.trim())) return true;
    return this.entered.touched && canonical(this.entered.fields) !== this.shown;
  }

  /** Writes what is not written yet, also a correction that has no reason; false when the browser could not keep it. */
  async flush(): Promise<boolean> {
    this.isLeft = true;
    try {
      if (this.unsaved) await this.writing.flush();
    } finally {
      this.isLeft = false;
    }
    return this.failed === null;
  }

  close(): void {
    window.clearTimeout(this.retry);
    this.pictures.close();
    this.entered.close();
  }

  /** What others answered arrives, but never into what is being entered. */
  update(): void {
    const present = this.context.book.present(this.item.id);
    if (present.name !== this.name) this.meet(present);
    void this.pictures.show();
    this.tell();
  }

  private meet(present: Present): void {
    const differs = canonical(present.fields) !== this.shown;
    if (!differs) this.name = present.name;
    else if (this.unsaved || this.writing.waits || this.isTypedInto) this.announce(present.by, present.at);
    else {
      this.writing.quietly(() => this.fill());
      this.meanwhile.hidden = true;
    }
  }

  private get isTypedInto(): boolean {
    const active = document.activeElement;
    return active instanceof HTMLElement && this.form.contains(active) && active.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=file])");
  }

  private announce(name: string | null, at: string | null): void {
    if (!name) return;
    this.meanwhile.hidden = false;
    this.meanwhile.textContent = say(this.context.words, "changed_meanwhile", { name, time: timeOf(at) });
  }

  private furnish(): void {
    const { words, book } = this.context;
    const note = this.form.querySelector<HTMLTextAreaElement>("[name=note]");
    const more = this.form.querySelector(".item-more") ?? el("div", { class: "item-more" });
    if (!more.isConnected && !this.form.contains(more)) {
      const around = note?.closest(".item-note");
      if (around) around.replaceWith(more);
      more.append(...(around ? [around] : []));
    }
    more.append(this.pictures.place);
    const foot = el("div", { class: "item-foot" }, this.state);
    if (note && book.bundle.phrases.length) foot.append(button(say(words, "phrases"), "quiet", () => choosePhrase(this.context, this.item.id, note)));
    if (this.item.kind === "dossiers" && book.bundle.dossiers.length) {
      foot.append(button(say(words, "dossiers", { n: book.bundle.dossiers.length }), "secondary", () => chooseDossiers(this.context, () => this.entered.fields, (fields) => this.enter(fields))));
    }
    this.form.append(more, this.reasonForChange(), this.foreseen, foot);
    this.form.before(this.waits, this.beside, this.meanwhile);
  }

  private reasonForChange(): HTMLElement {
    const label = el("label", {}, say(this.context.words, "change_reason"), this.reason);
    return el("div", { class: "item-note", "data-change-reason": true, hidden: this.context.book.state.visit.closed_at === null }, label);
  }

  /** What was chosen stands in the form as if it had been typed. */
  private enter(fields: Fields): void {
    this.writing.quietly(() => this.entered.put(fields));
    this.entered.touched = true;
    this.writing.touch(0);
  }

  private startModules(): void {
    for (const part of this.form.querySelectorAll<HTMLElement>("[data-reveal]")) new Reveal(part);
    for (const part of this.form.querySelectorAll<HTMLElement>("[data-counter]")) new Counter(part);
    for (const part of this.form.querySelectorAll<HTMLElement>(".answer-line input[type=date]")) new DateWords(part);
    this.form.addEventListener("input", () => this.doubt());
    this.form.addEventListener("focusout", () => afterPaint(() => !this.unsaved && this.update()));
  }

  private fill(): void {
    const { fields, name } = this.context.book.present(this.item.id);
    this.entered.put(fields);
    this.name = name;
    this.shown = canonical(fields);
    this.failed = null;
    this.unreasoned = false;
  }

  private problems(): Problem[] {
    const judged = this.context.book.judge(this.item, this.entered.fields);
    return Array.isArray(judged) ? judged : [];
  }

  private async save(): Promise<void> {
    const { book, notebook, visit, words } = this.context;
    const { fields } = this.entered;
    const written = canonical(fields);
    this.showProblems();
    const isClosed = book.state.visit.closed_at !== null;
    const reason = this.reason.value.trim();
    if (written === this.shown && !this.failed && !(this.unreasoned && reason)) return this.tell();
    if (isClosed && !this.isLeft && !this.isReasoned) return reason ? this.say("open", say(words, "typing")) : this.say("failed", say(words, "reason_first"));
    this.foretell();
    try {
      const entry = await notebook.write(visit, "answer", this.item.id, { fields, change_reason: reason || null });
      this.failed = null;
      this.shown = written;
      this.name = entry.change.id;
      this.unreasoned = isClosed && !reason;
      if (this.entered.fields === fields) this.entered.touched = false;
      book.add(entry);
    } catch (error) {
      return this.fail(error instanceof NotKept ? error : new NotKept("broken", String(error)));
    }
    this.context.changed();
  }

  /** A reason is written once, whole: not in the middle of being typed. */
  private get isReasoned(): boolean {
    return this.reason.value.trim() !== "" && document.activeElement !== this.reason;
  }

  /** What was chosen shows its colour before it is kept; that it is kept is said only when it is. */
  private foretell(): void {
    const judged = this.context.book.judge(this.item, this.entered.fields);
    this.colour(judged && !Array.isArray(judged) ? judged.verdict : null);
    this.told = "";
  }

  /** What was kept before is not what stands on the screen now: that goes with the same frame, and what is instead is said after it. */
  private doubt(): void {
    if (this.failed || !this.entered.touched) return;
    this.told = "";
    if (this.state.classList.contains("is-open")) return;
    this.state.className = "save-state is-gone";
    afterPaint(() => !this.failed && this.unsaved && this.say("open", say(this.context.words, "typing")));
  }

  /** The browser could not keep it: the form stays as it is; a press tries again, and so do we, since space may come back. */
  private fail(error: NotKept): void {
    this.failed = error;
    window.clearTimeout(this.retry);
    this.retry = window.setTimeout(() => void this.flush(), RETRY);
    const text = say(this.context.words, `not_kept_${error.reason}`);
    // The button stays while we try: a finger that is on it must not lose it.
    if (this.state.querySelector("button")?.textContent === text) return;
    this.state.className = "save-state is-failed";
    this.state.replaceChildren(button(text, "danger", () => this.writing.flush()));
  }

  private say(stage: string, text: string): void {
    this.state.className = `save-state is-${stage}`;
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  private tell(): void {
    const { book, words } = this.context;
    const verdict = book.verdict(this.item.id);
    const waits = book.standing.applies.get(this.item.id) !== "yes";
    const [own, { by, at, name }, held] = [book.own(this.item.id), book.present(this.item.id), book.held(this.item.id)];
    const { closed_at: closed, frozen } = book.state.visit;
    const told = JSON.stringify([verdict, waits, name, own?.stage, this.failed?.reason, this.unreasoned, closed, frozen, held.map(({ change, why }) => [change, why])]);
    if (told === this.told) return;
    this.told = told;
    this.lock();
    if (this.waits.hidden === waits) this.waits.hidden = !waits;
    this.beside.replaceChildren(...besideItem(words, book, this.item));
    // Nothing is called kept while something newer stands in the form.
    if (this.failed || this.unsaved) return void (this.told = "");
    this.colour(verdict);
    if (own && this.unreasoned) this.say("open", say(words, "kept_unreasoned"));
    else if (own) this.say("saved", say(words, own.stage, { time: timeOf(own.change.at) }));
    else this.say("saved", by ? say(words, "answered_by", { name: by, time: timeOf(at) }) : "");
  }

  private colour(verdict: Verdict | null): void {
    if (verdict === this.coloured) return;
    this.coloured = verdict;
    this.place.classList.remove("item-pass", "item-partial", "item-fail", "item-none");
    if (verdict) this.place.classList.add(`item-${TONES[verdict]}`);
    this.foresee(verdict);
  }

  private foresee(verdict: Verdict | null): void {
    const { words } = this.context;
    const grade = findingGrade(this.item.grade, verdict);
    this.foreseen.hidden = !grade;
    if (!grade) return;
    const key = this.item.area ? "foreseen_area" : "foreseen";
    this.foreseen.lastElementChild!.textContent = say(words, key, { grade: say(words, `grade_${grade}`), area: this.item.area ?? "" });
  }

  private lock(): void {
    const { visit } = this.context.book.state;
    const reason = this.form.querySelector<HTMLElement>("[data-change-reason]")!;
    if (reason.hidden !== (visit.closed_at === null)) reason.hidden = visit.closed_at === null;
    if (this.form.inert !== visit.frozen) this.form.inert = visit.frozen;
  }

  private showProblems(): void {
    const problems = this.problems();
    if (!problems.length && !this.hasProblems) return;
    this.hasProblems = problems.length > 0;
    for (const place of this.form.querySelectorAll("[data-errors-of]")) place.replaceChildren();
    for (const part of this.form.querySelectorAll("[aria-invalid]")) part.removeAttribute("aria-invalid");
    for (const { input, code } of problems) {
      const text = say(this.context.words, `problem_${code}`);
      const row = /^rows-([0-9]+)-/.exec(input);
      const place = this.form.querySelector(`[data-errors-of="${row ? "rows" : CSS.escape(input)}"]`);
      const said = row ? say(this.context.words, "problem_row", { n: Number(row[1]) + 1, text }) : text;
      place?.append(el("p", { class: "error" }, said));
      this.form.querySelector(`[name="${CSS.escape(input)}"]`)?.setAttribute("aria-invalid", "true");
    }
  }
}

function wrapped(parts: DocumentFragment): HTMLFormElement {
  const head = parts.querySelector(".item-head");
  const form = el("form", {});
  form.append(...[...parts.childNodes].filter((node) => node !== head));
  parts.append(form);
  return form;
}
