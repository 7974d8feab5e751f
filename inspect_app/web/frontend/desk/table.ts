import { announce } from "./days";
import type { Move, MoveDialog } from "./move_dialog";

const LONG_PRESS = 350;
const FAR_ENOUGH = 6;
const STEPS: Record<string, [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** The tables of people and teams against days: a visit is taken by mouse, by a long press or by keys, and put on another cell. */
export class DeskTable {
  private chip: HTMLElement | undefined;
  private ghost: HTMLElement | undefined;
  private target: HTMLElement | undefined;
  private timer = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly dialog: MoveDialog,
  ) {
    for (const chip of root.querySelectorAll<HTMLElement>("[data-movable]")) {
      chip.addEventListener("pointerdown", (event) => this.down(event, chip));
      chip.addEventListener("keydown", (event) => this.pressed(event, chip));
      chip.addEventListener("blur", () => this.forget(chip));
      chip.addEventListener("contextmenu", (event) => {
        if (this.chip) event.preventDefault();
      });
    }
    // While a visit is dragged by touch the page does not scroll away under it.
    root.addEventListener("touchmove", (event) => this.chip && event.cancelable && event.preventDefault(), { passive: false });
  }

  private down(event: PointerEvent, chip: HTMLElement): void {
    if (event.button !== 0) return;
    const [x, y] = [event.clientX, event.clientY];
    const moved = (next: PointerEvent): void => {
      const far = Math.hypot(next.clientX - x, next.clientY - y) > FAR_ENOUGH;
      if (this.chip) this.over(next);
      else if (far && event.pointerType === "mouse") this.take(chip, next);
      else if (far) window.clearTimeout(this.timer);
    };
    const ended = (last: PointerEvent): void => {
      window.clearTimeout(this.timer);
      document.removeEventListener("pointermove", moved);
      document.removeEventListener("pointerup", ended);
      document.removeEventListener("pointercancel", ended);
      if (this.chip) this.drop(last.type === "pointerup");
    };
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", ended);
    document.addEventListener("pointercancel", ended);
    if (event.pointerType !== "mouse") this.timer = window.setTimeout(() => this.take(chip, event), LONG_PRESS);
  }

  private take(chip: HTMLElement, at: PointerEvent): void {
    this.chip = chip;
    this.ghost = chip.cloneNode(true) as HTMLElement;
    this.ghost.classList.add("desk-ghost");
    this.ghost.removeAttribute("href");
    document.body.append(this.ghost);
    chip.classList.add("is-taken");
    chip.addEventListener("click", (event) => event.preventDefault(), { once: true });
    this.over(at);
  }

  private over(at: PointerEvent): void {
    if (this.ghost) this.ghost.style.transform = `translate(${at.clientX + 8}px, ${at.clientY + 8}px)`;
    const cell = document.elementFromPoint(at.clientX, at.clientY)?.closest<HTMLElement>("td[data-day]");
    this.aim(cell ?? undefined);
  }

  private aim(cell: HTMLElement | undefined): void {
    this.target?.classList.remove("is-target");
    this.target = cell;
    cell?.classList.add("is-target");
  }

  private drop(meant: boolean): void {
    const [chip, cell] = [this.chip, this.target];
    this.ghost?.remove();
    this.ghost = undefined;
    this.chip = undefined;
    this.aim(undefined);
    chip?.classList.remove("is-taken");
    if (meant && chip && cell) void this.ask(chip, cell);
  }

  private pressed(event: KeyboardEvent, chip: HTMLElement): void {
    const step = STEPS[event.key];
    if (step && chip.closest("td")) {
      event.preventDefault();
      const next = this.beside(this.target ?? chip.closest<HTMLElement>("td") ?? undefined, step);
      if (!next) return;
      this.aim(next);
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
      const name = next.closest("tr")?.querySelector("th")?.firstChild?.textContent ?? "";
      announce(this.root, `${chip.firstChild?.textContent ?? ""} – ${name}`, next.dataset["day"] ?? "");
    } else if (event.key === "Enter" && this.target) {
      event.preventDefault();
      const cell = this.target;
      this.aim(undefined);
      void this.ask(chip, cell);
    } else if (event.key === "Escape" && this.target) {
      event.preventDefault();
      this.aim(undefined);
    }
  }

  private forget(chip: HTMLElement): void {
    if (!this.chip && document.activeElement !== chip) this.aim(undefined);
  }

  /** The next cell in a direction; days off are stepped over, and among teams nobody changes the row. */
  private beside(cell: HTMLElement | undefined, [down, right]: [number, number]): HTMLElement | undefined {
    const row = cell?.closest("tr");
    if (!cell || !row) return undefined;
    const cells = [...row.querySelectorAll<HTMLElement>("td[data-day]")];
    let at = cells.indexOf(cell);
    if (down) {
      if (this.root.dataset["view"] !== "nguoi") return undefined;
      const other = down > 0 ? row.nextElementSibling : row.previousElementSibling;
      return other?.querySelectorAll<HTMLElement>("td[data-day]")[at];
    }
    do at += right;
    while (cells[at]?.classList.contains("is-off"));
    return cells[at];
  }

  private async ask(chip: HTMLElement, cell: HTMLElement): Promise<void> {
    const [from, to] = [chip.dataset["row"] ?? "", cell.closest("tr")?.dataset["row"] ?? ""];
    const move: Move = { visit: chip.dataset["visit"] ?? "", day: cell.dataset["day"] ?? "" };
    const swaps = this.root.dataset["view"] === "nguoi" && from && to && from !== to;
    if (!swaps && move.day === chip.dataset["day"]) return;
    await this.dialog.ask(swaps ? { ...move, leaving: from, coming: to } : move);
    chip.focus();
  }
}
