import { fold } from "./fold";

type Direction = "ascending" | "descending";

/** `data-table`: sorts by a press on a heading, filters without regard to diacritics, and names the cells for the cards of narrow screens. */
export class DataTable {
  private readonly body: HTMLTableSectionElement | undefined;
  private readonly rows: HTMLTableRowElement[];
  private readonly count: HTMLElement | null;
  private readonly collator = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });

  constructor(private readonly root: HTMLElement) {
    const table = root.querySelector("table");
    this.body = table?.tBodies[0];
    this.rows = this.body ? [...this.body.rows] : [];
    this.count = root.querySelector("[data-table-count]");
    if (!table) return;
    this.nameCells(table);
    this.addSorting(table);
    this.addFilter();
  }

  private nameCells(table: HTMLTableElement): void {
    const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent?.trim() ?? "");
    for (const row of this.rows) {
      [...row.cells].forEach((cell, at) => {
        const name = names[at];
        if (cell.tagName === "TD" && name && cell.dataset["label"] === undefined) cell.dataset["label"] = name;
      });
    }
  }

  private addSorting(table: HTMLTableElement): void {
    if (this.rows.length < 2) return;
    const headings = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
    for (const heading of headings.filter((cell) => cell.dataset["sortable"] !== undefined)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort-button";
      button.append(...heading.childNodes, this.arrow());
      heading.append(button);
      heading.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => this.sort(headings, heading));
    }
  }

  private arrow(): SVGElement {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS(space, "path"));
    this.point(svg, "none");
    return svg;
  }

  private point(svg: SVGElement, direction: Direction | "none"): void {
    const shapes = {
      none: "M8 4v16M4.5 7.5 8 4l3.5 3.5M16 20V4M12.5 16.5 16 20l3.5-3.5",
      ascending: "M12 20V4.5M6 10.5l6-6 6 6",
      descending: "M12 4v15.5M6 13.5l6 6 6-6",
    };
    svg.querySelector("path")?.setAttribute("d", shapes[direction]);
  }

  private sort(headings: HTMLTableCellElement[], heading: HTMLTableCellElement): void {
    const direction: Direction = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of headings.filter((cell) => cell.hasAttribute("aria-sort"))) {
      const chosen = other === heading ? direction : "none";
      other.setAttribute("aria-sort", chosen);
      const svg = other.querySelector("svg");
      if (svg) this.point(svg, chosen);
    }
    const sign = direction === "ascending" ? 1 : -1;
    const sorted = [...this.rows].sort((a, b) => {
      const [left, right] = [this.value(a, heading.cellIndex), this.value(b, heading.cellIndex)];
      if (left === "" || right === "") return Number(left === "") - Number(right === "");
      return sign * this.compare(left, right, heading.dataset["sortable"] ?? "text");
    });
    this.body?.append(...sorted);
  }

  private value(row: HTMLTableRowElement, at: number): string {
    const cell = row.cells[at];
    return (cell?.dataset["sort"] ?? cell?.textContent ?? "").trim();
  }

  private compare(left: string, right: string, kind: string): number {
    if (kind === "number") return number(left) - number(right);
    if (kind === "date") return day(left).localeCompare(day(right));
    return this.collator.compare(left, right);
  }

  private addFilter(): void {
    const label = this.root.querySelector<HTMLElement>("[data-table-filter]");
    const input = label?.querySelector("input");
    if (!label || !input || this.rows.length < 6) return;
    label.hidden = false;
    const texts = this.rows.map((row) => fold(row.textContent ?? ""));
    input.addEventListener("input", () => {
      const words = fold(input.value).split(" ").filter(Boolean);
      let shown = 0;
      this.rows.forEach((row, at) => {
        const fits = words.every((word) => texts[at]?.includes(word));
        row.hidden = !fits;
        shown += Number(fits);
      });
      this.tell(words.length > 0 ? shown : undefined);
    });
  }

  private tell(shown: number | undefined): void {
    if (!this.count) return;
    const text = this.count.dataset["text"] ?? "{shown}/{all}";
    this.count.textContent =
      shown === undefined ? "" : text.replace("{shown}", String(shown)).replace("{all}", String(this.rows.length));
  }
}

/** A number as it is written in Vietnamese: "1.234,5 %". */
function number(text: string): number {
  const written = text.match(/-?\d[\d.,]*/)?.[0] ?? "";
  const plain = /^-?\d+\.\d+$/.test(written) && !/^-?\d{1,3}(\.\d{3})+$/.test(written);
  return Number(plain ? written : written.replace(/\./g, "").replace(",", ".")) || 0;
}

/** "18/06/2024" becomes "2024-06-18"; an ISO date stays. */
function day(text: string): string {
  return text.replace(/^.*?(\d{1,2})\/(\d{1,2})\/(\d{4}).*$/, (_all, d: string, m: string, y: string) => `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`);
}
