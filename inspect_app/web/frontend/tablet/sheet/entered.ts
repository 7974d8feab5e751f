import type { Fields } from "../protocol";
import { type Control, fillControls, isAnswer, isControl, plainControls, readControls, ROW } from "./fields";
import { RowsTable } from "./rows_table";

/** What a form holds: known from what was put in and from every touch since, so that two hundred rows are not read again at each. */
export class Entered {
  private readonly controls: Control[];
  private readonly rows: RowsTable | null;
  private known: Fields | null = null;
  private filling = false;
  /** Somebody changed something since the last `put`. */
  touched = false;

  constructor(private readonly form: HTMLFormElement) {
    this.controls = plainControls(form);
    const table = form.querySelector<HTMLElement>("[data-rows]");
    this.rows = table ? new RowsTable(table, () => form.dispatchEvent(new Event("change", { bubbles: true }))) : null;
    for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => this.note(event.target), { capture: true });
  }

  get fields(): Fields {
    return (this.known ??= { ...readControls(this.controls), ...this.rows?.fields });
  }

  put(fields: Fields): void {
    this.filling = true;
    fillControls(this.controls, fields);
    this.rows?.fill(fields);
    this.known = null;
    this.touched = false;
    this.form.dispatchEvent(new Event("change"));
    this.filling = false;
  }

  close(): void {
    this.rows?.close();
  }

  private note(target: EventTarget | null): void {
    if (this.filling) return;
    if (isControl(target)) {
      if (!isAnswer(target)) return;
      const cell = ROW.exec(target.name);
      if (cell) this.rows?.note(Number(cell[1]), cell[2] ?? "", target.value);
    }
    this.known = null;
    this.touched = true;
  }
}
