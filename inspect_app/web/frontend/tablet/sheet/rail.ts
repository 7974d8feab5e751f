import { button, el, say } from "../door/element";
import { icon } from "./icon";
import type { Context } from "./context";
import { waitingCount } from "./waiting";

interface Line {
  section: string;
  press: HTMLButtonElement;
  count: HTMLElement;
  mark: HTMLElement;
  shown: string;
}

/** The sections with their progress: a rail in landscape, a sheet that opens in portrait; CSS shows one. */
export class Rail {
  readonly place = el("div", { class: "work-rail" });
  private readonly lines: Line[] = [];
  private readonly notes: HTMLElement[] = [];
  private told = "";
  private readonly heading = el("span", {});
  private readonly headingCount = el("span", { class: "rail-count" });
  private readonly sheet: HTMLDetailsElement;

  constructor(
    private readonly context: Context,
    private readonly actions: { text: string; press: () => void }[],
  ) {
    const label = say(context.words, "sections");
    const summary = el("summary", {}, icon("list"), this.heading, this.headingCount, icon("chevron-down"));
    this.sheet = el("details", { class: "rail-sheet" }, summary, el("nav", { "aria-label": label }, ...this.body()));
    this.place.append(el("nav", { class: "rail", "aria-label": label }, ...this.body()), this.sheet);
    this.sheet.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.sheet.open = false;
      summary.focus();
    });
  }

  private body(): HTMLElement[] {
    const list = el("ol", { class: "rail-sections" });
    for (const { id, title } of this.context.book.bundle.checklist.sections) {
      const count = el("span", { class: "rail-count" });
      const mark = el("span", { class: "rail-mark" });
      const press = el("button", { type: "button", class: "rail-section", "data-section": id }, el("span", { class: "rail-code" }, id), el("span", { class: "rail-title" }, title), count, mark);
      press.addEventListener("click", () => {
        this.sheet.open = false;
        void this.context.show(id);
      });
      this.lines.push({ section: id, press, count, mark, shown: "" });
      list.append(el("li", {}, press));
    }
    const notes = el("p", { class: "rail-notes" });
    this.notes.push(notes);
    const actions = this.actions.map(({ text, press }) => {
      const act = () => {
        this.sheet.open = false;
        press();
      };
      return el("p", { class: "rail-action" }, button(text, "secondary", act));
    });
    return [list, notes, ...actions];
  }

  update(current: string): void {
    for (const line of this.lines) this.show(line, current);
    const { book, words } = this.context;
    const section = book.bundle.checklist.sections.find(({ id }) => id === current);
    const { done, of } = book.standing.progress(section && current);
    put(this.heading, section ? `${say(words, "section", { code: current })} · ${section.title}` : say(words, "closing_title"));
    put(this.headingCount, `${done}/${of}`);
    this.tell();
  }

  /** Touches the page only where something is different from before. */
  private show(line: Line, current: string): void {
    const { book, words } = this.context;
    const { done, of } = book.standing.progress(line.section);
    const owner = book.nameOf(book.owner(line.section)) ?? "";
    const shown = JSON.stringify([done, of, owner, line.section === current]);
    if (shown === line.shown) return;
    line.shown = shown;
    const complete = of > 0 && done >= of;
    line.count.textContent = `${done}/${of}`;
    line.press.classList.toggle("rail-done", complete);
    if (line.section === current) line.press.setAttribute("aria-current", "page");
    else line.press.removeAttribute("aria-current");
    line.press.title = owner;
    line.mark.replaceChildren(...(complete ? [icon("check"), el("span", { class: "visually-hidden" }, say(words, "section_done"))] : []));
  }

  private tell(): void {
    const { book } = this.context;
    const waiting = book.entries.filter(({ stage }) => stage === "kept").length;
    const photos = book.photos.filter(({ stage }) => stage === "kept").length;
    const held = waitingCount(book.state);
    const told = JSON.stringify([held, waiting, photos]);
    if (told === this.told) return;
    this.told = told;
    for (const notes of this.notes) notes.replaceChildren(...this.counts(held, waiting, photos));
  }

  private counts(held: number, waiting: number, photos: number): (string | Node)[] {
    const { words } = this.context;
    const conflicts = el("span", held ? { class: "rail-warning" } : {}, say(words, "conflicts", { n: held }));
    return [conflicts, " · ", say(words, "waiting", { n: waiting }), " · ", say(words, "photos_waiting", { n: photos })];
  }
}

function put(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
