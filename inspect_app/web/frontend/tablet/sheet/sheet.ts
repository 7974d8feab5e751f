import { beginning } from "../closing/begin";
import { closingState } from "../closing/closing_state";
import { ClosingPage } from "../closing/page";
import { el, say, type Words } from "../door/element";
import type { Notebook, NotebookEvent } from "../notebook";
import { background, ownerChoice, passSection, showGaps } from "./acts";
import { ask } from "./ask";
import { Book } from "./book";
import type { Context } from "./context";
import { showDisplay } from "./display_choice";
import { HeldField } from "./held_field";
import { icon } from "./icon";
import { Rail } from "./rail";
import { Stack } from "./stack";
import { showWaiting } from "./waiting";

/** The sheet that an inspector fills: a rail of sections, one section on screen, and the next action at the thumb. */
export class Sheet {
  private readonly desk: Promise<Desk | null>;

  constructor(root: HTMLElement, notebook: Notebook, visitId: string, texts: Words) {
    this.desk = open(root, notebook, visitId, texts);
  }

  /**
   * Writes what is being typed and leaves the page; false, and everything stays, when it could not be kept. A signature that
   * nobody confirmed is no text that could be kept: whoever drew it is asked, unless nobody is there (`byItself`).
   */
  async close(byItself = false): Promise<boolean> {
    return (await (await this.desk)?.close(byItself)) ?? true;
  }

  /** Writes what is being typed, and waits for photos that are being kept; false when something could not be. */
  async keep(): Promise<boolean> {
    return (await (await this.desk)?.keep()) ?? true;
  }

  /** Somebody drew a signature that nobody confirmed yet. */
  async hasDrawing(): Promise<boolean> {
    return (await this.desk)?.hasDrawing ?? false;
  }
}

async function open(root: HTMLElement, notebook: Notebook, visit: string, words: Words): Promise<Desk> {
  const [bundle, state, entries, photos] = await Promise.all([notebook.bundle(visit), notebook.state(visit), notebook.entries(visit), notebook.photos(visit)]);
  const desk = new Desk(root, notebook, visit, words, new Book(bundle, state, [...entries], photos));
  await desk.start();
  return desk;
}

class Desk implements Context {
  private readonly rail: Rail;
  private readonly main = el("div", { class: "work-sheet" });
  private readonly count = el("p", { class: "work-count" });
  private readonly standingPlace = el("div", { class: "sheet-standings" });
  private readonly next = el("button", { type: "button", class: "button button-primary", "data-next-item": true });
  private readonly held = new HeldField(this.main);
  private readonly unsubscribe: () => void;
  private stack: Stack | null = null;
  private closing: ClosingPage | null = null;
  private section = "";
  private at: string | undefined;
  private reading: Promise<void> | null = null;
  private again = false;
  private readonly underWay = new Set<Promise<boolean>>();

  constructor(
    readonly root: HTMLElement,
    readonly notebook: Notebook,
    readonly visit: string,
    readonly words: Words,
    readonly book: Book,
  ) {
    this.rail = new Rail(this, [
      { text: say(words, "all_pass"), press: () => void passSection(this, this.section) },
      { text: say(words, "gaps"), press: () => showGaps(this) },
      { text: say(words, "waiting_title"), press: () => showWaiting(this) },
      { text: say(words, "closing_title"), press: () => void this.showClosing() },
      { text: say(words, "display"), press: () => showDisplay(this) },
    ]);
    root.classList.add("tablet-sheet", "js");
    root.replaceChildren(el("div", { class: "work-columns" }, this.rail.place, this.main));
    this.next.addEventListener("click", () => void this.goOn());
    this.main.addEventListener("focusin", (event) => {
      const item = event.target instanceof Element ? event.target.closest("[data-item]")?.id : undefined;
      if (item) this.at = item.replace(/^item-/, "");
    });
    this.unsubscribe = notebook.subscribe((event) => this.hear(event));
    window.addEventListener("beforeunload", this.guard);
    document.addEventListener("visibilitychange", this.hide);
    document.addEventListener("rows:added", this.grown);
  }

  /** Opens at the item that was written to last, so that a page that died goes on where it was; else at the next one. */
  async start(): Promise<void> {
    const last = await this.notebook.lastItem(this.visit);
    const ahead = (last && this.book.bundle.items[last]) || this.book.standing.next();
    await this.show(ahead?.section ?? this.book.bundle.checklist.sections[0]?.id ?? "", ahead?.id);
  }

  get hasDrawing(): boolean {
    return this.closing?.hasDrawing ?? false;
  }

  async keep(): Promise<boolean> {
    return (await this.flush()) && (await this.finished());
  }

  async close(byItself: boolean): Promise<boolean> {
    if (!(await this.kept(byItself)) || !(await this.finished())) return false;
    this.unsubscribe();
    this.held.close();
    window.removeEventListener("beforeunload", this.guard);
    document.removeEventListener("visibilitychange", this.hide);
    document.removeEventListener("rows:added", this.grown);
    this.clear();
    return true;
  }

  changed(): void {
    for (const card of this.stack?.cards ?? []) card.update();
    void this.closing?.update();
    this.update();
  }

  holdFor(work: Promise<boolean>): void {
    this.underWay.add(work);
    const done = (): unknown => this.underWay.delete(work);
    void work.then(done, done);
  }

  private async finished(): Promise<boolean> {
    const kept = await Promise.all([...this.underWay].map((work) => work.catch(() => false)));
    return kept.every(Boolean);
  }

  private clear(): void {
    this.stack?.close();
    this.closing?.close();
    [this.stack, this.closing] = [null, null];
  }

  private async showClosing(): Promise<void> {
    if (this.closing || !(await this.kept())) return;
    // A bundle that an older release brought has nothing of the paper.
    if (!this.book.bundle.paper) return void ask(this, say(this.words, "closing_title"), [el("p", {}, say(this.words, "closing_take_again"))]);
    this.clear();
    this.section = "";
    this.closing = new ClosingPage(this);
    this.main.replaceChildren(this.closing.place);
    this.update();
    window.scrollTo({ top: 0 });
  }

  async show(section: string, item?: string): Promise<void> {
    if (section !== this.section) {
      if (!(await this.kept())) return;
      this.draw(section, item);
    } else this.stack?.reach(item);
    this.at = item;
    const place = item ? this.main.querySelector<HTMLElement>(`#item-${CSS.escape(item)}`) : null;
    if (place) {
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
      place.scrollIntoView({ block: "start" });
    } else window.scrollTo({ top: 0 });
  }

  private draw(id: string, item: string | undefined): void {
    this.clear();
    this.section = id;
    const section = this.book.bundle.checklist.sections.find((each) => each.id === id);
    const items = (section?.items ?? []).flatMap((item) => this.book.bundle.items[item] ?? []);
    const { unit, code } = this.book.bundle.visit;
    const where = el("p", { class: "sheet-visit" }, `${code} · ${unit.name}`);
    const head = el("header", { class: "work-header" }, el("h1", {}, `${id}. ${section?.title ?? ""}`), this.count);
    const first = id === this.book.bundle.checklist.sections[0]?.id ? background(this) : [];
    const next = el("div", { class: "next-action" }, this.next);
    this.main.replaceChildren(where, head, this.standingPlace, ownerChoice(this, id), ...first, next);
    this.stack = new Stack(this, items, next, item);
    this.update();
  }

  private standing(): HTMLElement[] {
    if (this.book.state.visit.frozen) return [el("p", { class: "sheet-standing" }, say(this.words, "frozen"))];
    return [...beginning(this), ...closingState(this)];
  }

  private update(): void {
    this.rail.update(this.section);
    const standing = this.standing();
    if (standing.length || this.standingPlace.hasChildNodes()) this.standingPlace.replaceChildren(...standing);
    const { done, of } = this.book.standing.progress(this.section);
    const count = say(this.words, "assessed", { done, of });
    if (this.count.textContent !== count) this.count.textContent = count;
    const ahead = this.book.standing.next(this.at);
    const text = ahead ? say(this.words, "next", { code: ahead.id }) : say(this.words, "all_done", { n: this.book.standing.progress().of });
    if (this.next.textContent !== text) this.next.replaceChildren(el("span", {}, text), icon("arrow-right"));
  }

  private async goOn(): Promise<void> {
    const ahead = this.book.standing.next(this.at);
    if (ahead) await this.show(ahead.section, ahead.id);
    else showGaps(this);
    this.update();
  }

  /** Before the screen changes: where something could not be kept it stays, and leads to what that is. */
  private async kept(byItself = false): Promise<boolean> {
    if (await this.flush()) return byItself || !this.hasDrawing || this.givesUpDrawing();
    const failed = this.main.querySelector<HTMLElement>(".save-state.is-failed");
    failed?.scrollIntoView({ block: "center" });
    failed?.querySelector("button")?.focus({ preventScroll: true });
    return false;
  }

  private givesUpDrawing(): Promise<boolean> {
    const told = el("p", {}, say(this.words, "closing_leave"));
    return ask(this, say(this.words, "closing_leave_title"), [told], say(this.words, "closing_leave_act"));
  }

  /** Writes every card on screen; false when one could not be kept. */
  private async flush(): Promise<boolean> {
    const kept = await Promise.all([...(this.stack?.cards ?? []).map((card) => card.flush()), this.closing?.flush() ?? true]);
    return kept.every(Boolean);
  }

  private hear(event: NotebookEvent): void {
    if (event.type === "counts" || event.visit !== this.visit) return;
    if (event.type === "written") {
      this.book.add(event.entry);
      this.again = this.reading !== null;
    } else void this.reread();
  }

  /** Reads what the tablet holds now; what comes in meanwhile is read once more after it. */
  private async reread(): Promise<void> {
    this.again = true;
    if (this.reading) return this.reading;
    this.reading = this.readAll().finally(() => (this.reading = null));
    return this.reading;
  }

  private async readAll(): Promise<void> {
    const { notebook, visit } = this;
    while (this.again) {
      this.again = false;
      const [state, entries, photos] = await Promise.all([notebook.state(visit), notebook.entries(visit), notebook.photos(visit)]);
      this.book.take(state, [...entries], photos);
    }
    this.changed();
  }

  private readonly guard = (event: BeforeUnloadEvent): void => {
    if (this.underWay.size || this.stack?.cards.some((card) => card.unsaved) || this.closing?.unsaved) event.preventDefault();
  };

  private readonly hide = (): void => {
    if (document.visibilityState === "hidden") void this.flush();
  };

  private readonly grown = (): void => this.update();
}
