import type { Fields } from "../protocol";
import { type Control, isControl, ROW } from "./fields";
import { littleByLittle } from "./little_by_little";

type Row = Map<string, string>;
type Place = [part: number, attribute: string, text: string];

const AT_ONCE = 12;
const IN_BLOCK = 20;
const WIDTHS: Record<string, string> = { code: "14rem", date: "10.5rem", select: "8.5rem", text: "minmax(14rem, 1fr)", number: "7rem", other: "var(--target)" };

/**
 * The table of an item. Its rows are known at once; those beyond the first screen are drawn little by little.
 * `changed` is called when a row was taken away.
 */
export class RowsTable {
  private readonly body: HTMLElement;
  private readonly template: Element | null;
  private readonly places: Place[];
  private readonly known = new Map<number, Row>();
  private readonly drawn = new Map<number, Element>();
  private blocks: Element[] = [];
  private stop: () => void = () => undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly changed: () => void,
  ) {
    this.body = root.querySelector<HTMLElement>("[data-rows-body]") ?? root;
    this.template = root.querySelector<HTMLTemplateElement>("template[data-row-template]")?.content.firstElementChild ?? null;
    this.places = [...placesOf(this.template)];
    for (const row of this.body.children) this.drawn.set(numberOf(row), row);
    const table = root.querySelector("table");
    if (this.template && table) table.style.setProperty("--row-columns", columnsOf(this.template));
    for (const press of root.querySelectorAll<HTMLElement>("[data-add-row], [data-remove-row]")) press.hidden = false;
    root.addEventListener("click", (event) => this.press(event.target));
  }

  /** The texts of all rows, drawn or not, by the names of the form. */
  get fields(): Fields {
    const found: Fields = {};
    for (const [number, row] of this.known) {
      for (const [column, text] of row) if (text !== "") found[`rows-${number}-${column}`] = text;
    }
    return found;
  }

  /** Rows close up; as many are there as the fields have, and blank ones that were there before stay. */
  fill(fields: Fields): void {
    this.stop();
    this.known.clear();
    for (const [number, row] of rowsOf(fields).entries()) this.known.set(number, row);
    const blank = this.drawn.size;
    if ([...this.drawn.keys()].some((number, place) => number !== place)) this.clear();
    for (const [number, row] of this.drawn) fillRow(row, this.known.get(number));
    this.drawUntil(Math.min(Math.max(this.known.size, blank), Math.max(AT_ONCE, this.drawn.size)));
    if (this.drawn.size < this.known.size) this.drawLater();
  }

  note(number: number, column: string, text: string): void {
    const row = this.known.get(number) ?? new Map<string, string>();
    this.known.set(number, row.set(column, text));
  }

  close(): void {
    this.stop();
  }

  private clear(): void {
    this.body.replaceChildren();
    for (const block of this.blocks) block.remove();
    this.blocks = [];
    this.drawn.clear();
  }

  private drawLater(): void {
    this.stop = littleByLittle(() => {
      this.drawUntil(this.drawn.size + 1);
      return this.drawn.size < this.known.size;
    });
  }

  private drawUntil(many: number): void {
    while (this.drawn.size < many && this.template) this.room().append(this.draw(this.drawn.size, this.template));
  }

  /** Where the next row goes: what is far down stands in blocks that the browser passes over as one. */
  private room(): Element {
    const last = this.blocks.at(-1);
    if (last ? last.children.length < IN_BLOCK : this.drawn.size < AT_ONCE) return last ?? this.body;
    const block = document.createElement("tbody");
    block.className = "rows-away";
    (last ?? this.body).after(block);
    this.blocks.push(block);
    return block;
  }

  private draw(number: number, template: Element): Element {
    const row = template.cloneNode(true) as Element;
    const parts = row.querySelectorAll("*");
    for (const [part, attribute, text] of this.places) parts[part]?.setAttribute(attribute, text.replaceAll("__row__", String(number)));
    fillRow(row, this.known.get(number));
    for (const remove of row.querySelectorAll<HTMLElement>("[data-remove-row]")) remove.hidden = false;
    this.drawn.set(number, row);
    return row;
  }

  private press(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-add-row]")) this.add();
    const row = target.closest("[data-remove-row]") ? target.closest("tbody > *") : null;
    if (row) this.remove(row);
  }

  private add(): void {
    if (!this.template) return;
    this.stop();
    this.drawUntil(this.known.size);
    const row = this.draw(Math.max(-1, ...this.drawn.keys(), ...this.known.keys()) + 1, this.template);
    this.room().append(row);
    row.dispatchEvent(new CustomEvent("rows:added", { bubbles: true }));
    row.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }

  private remove(row: Element): void {
    this.stop();
    this.drawUntil(this.known.size);
    const number = numberOf(row);
    this.known.delete(number);
    this.drawn.delete(number);
    row.remove();
    this.root.querySelector<HTMLElement>("[data-add-row]")?.focus();
    this.changed();
  }
}

function controlsOf(row: Element): Control[] {
  return [...row.querySelectorAll("input, select, textarea")].filter(isControl);
}

function fillRow(row: Element, texts: Row | undefined): void {
  for (const control of controlsOf(row)) {
    const text = texts?.get(ROW.exec(control.name)?.[2] ?? "") ?? "";
    if (control.value !== text) control.value = text;
  }
}

function numberOf(row: Element): number {
  return Number(ROW.exec(row.querySelector<HTMLInputElement>("[name]")?.name ?? "")?.[1] ?? -1);
}

/** Where the number of a row stands in its template. */
function* placesOf(template: Element | null): Iterable<Place> {
  for (const [part, element] of (template?.querySelectorAll("*") ?? []).entries()) {
    for (const { name, value } of element.attributes) if (value.includes("__row__")) yield [part, name, value];
  }
}

/** The rows of fields in order, without gaps between their numbers. */
function rowsOf(fields: Fields): Row[] {
  const found = new Map<number, Row>();
  for (const [name, value] of Object.entries(fields)) {
    const parts = ROW.exec(name);
    if (!parts) continue;
    const row = found.get(Number(parts[1])) ?? new Map<string, string>();
    found.set(Number(parts[1]), row.set(parts[2] ?? "", [value].flat()[0] ?? ""));
  }
  return [...found].sort(([one], [other]) => one - other).map(([, row]) => row);
}

/** The widths of a row's cells, so that each row is laid out by itself. */
function columnsOf(template: Element): string {
  const widths = [...template.children].map((cell) => {
    const control = cell.querySelector("input, select, textarea");
    if (control instanceof HTMLSelectElement) return WIDTHS["select"];
    if (!(control instanceof HTMLInputElement)) return WIDTHS["other"];
    if (control.type === "date") return WIDTHS["date"];
    if (control.inputMode === "numeric") return WIDTHS["number"];
    return control.classList.contains("input-code") ? WIDTHS["code"] : WIDTHS["text"];
  });
  return widths.join(" ");
}
