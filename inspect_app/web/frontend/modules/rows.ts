/** `data-rows`: a table whose rows are added from `template[data-row-template]` (its `__row__` becomes the next number) and removed. */
export class Rows {
  private readonly body: HTMLElement | null;
  private readonly template: HTMLTemplateElement | null;
  private next: number;

  constructor(private readonly root: HTMLElement) {
    this.body = root.querySelector("[data-rows-body]");
    this.template = root.querySelector("template[data-row-template]");
    this.next = Number(root.dataset["rowsNext"] ?? this.body?.children.length ?? 0);
    const add = root.querySelector<HTMLButtonElement>("[data-add-row]");
    if (add && this.template && this.body) {
      add.hidden = false;
      add.addEventListener("click", () => this.add());
    }
    for (const row of this.body?.children ?? []) this.letRemove(row);
  }

  private add(): void {
    if (!this.template || !this.body) return;
    const row = (this.template.content.cloneNode(true) as DocumentFragment).firstElementChild;
    if (!(row instanceof HTMLElement)) return;
    for (const part of row.querySelectorAll("*")) {
      for (const attribute of part.attributes) attribute.value = attribute.value.replaceAll("__row__", String(this.next));
    }
    this.next += 1;
    this.body.append(row);
    this.letRemove(row);
    row.dispatchEvent(new CustomEvent("rows:added", { bubbles: true }));
    row.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }

  private letRemove(row: Element): void {
    const button = row.querySelector<HTMLButtonElement>("[data-remove-row]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const form = this.root.closest("form");
      row.remove();
      this.root.querySelector<HTMLElement>("[data-add-row]")?.focus();
      form?.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
