import { Calendar, type EventApi, type EventInput } from "@fullcalendar/core";
import viLocale from "@fullcalendar/core/locales/vi";
import dayGridPlugin from "@fullcalendar/daygrid";
import interactionPlugin, { Draggable } from "@fullcalendar/interaction";

import { announce, shifted } from "./days";
import type { MoveDialog } from "./move_dialog";

interface Content {
  day: string;
  visits: { id: string; title: string; start: string; end: string; movable: boolean; pinned: boolean; secret: boolean; state: string }[];
  closed: EventInput[];
  off: { title: string; start: string; end: string }[];
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const LONG_PRESS = 350;

/** `data-calendar`: the month or week, on which visits are moved by drag, by touch and by keys; the server is asked first. */
export class DeskCalendar {
  private readonly calendar: Calendar;
  private readonly content: Content;
  /** The visit that is being moved by keys, and where it stood. */
  private pending: { id: string; from: string } | undefined;
  /** Whether the calendar is drawing that visit anew and will have it focused in a moment. */
  private redrawn = false;

  constructor(
    private readonly root: HTMLElement,
    place: HTMLElement,
    private readonly dialog: MoveDialog,
  ) {
    this.content = JSON.parse(root.querySelector("[data-calendar-content]")?.textContent ?? "{}") as Content;
    place.hidden = false;
    // The table stays for paper: a calendar has the widths of the screen.
    root.querySelector("[data-calendar-table]")?.classList.add("is-for-paper");
    const vietnamese = place.dataset["locale"] === "vi";
    this.calendar = new Calendar(place, {
      plugins: [dayGridPlugin, interactionPlugin],
      initialView: root.dataset["view"] === "tuan" ? "dayGridWeek" : "dayGridMonth",
      initialDate: this.content.day,
      locales: [viLocale],
      locale: vietnamese ? "vi" : "en-gb",
      firstDay: 1,
      headerToolbar: false,
      height: "auto",
      fixedWeekCount: false,
      longPressDelay: LONG_PRESS,
      eventStartEditable: true,
      eventDurationEditable: false,
      droppable: true,
      events: [...this.content.visits.map((one) => this.event(one)), ...this.background()],
      // A day is named by what stands in it, its number first.
      dayCellDidMount: ({ el }) => el.removeAttribute("aria-labelledby"),
      eventDidMount: ({ el, event }) => this.mounted(el, event),
      eventDrop: ({ event, revert }) => void this.ask(event.id, event.startStr, revert),
      eventReceive: ({ event }) => void this.ask(event.id, event.startStr, () => event.remove()),
    });
    this.calendar.render();
    const waiting = root.querySelector<HTMLElement>(".desk-waiting");
    if (waiting) {
      new Draggable(waiting, {
        itemSelector: "[data-movable]",
        longPressDelay: LONG_PRESS,
        eventData: (chip) => ({ id: chip.dataset["visit"] ?? "", title: chip.textContent ?? "", allDay: true }),
      });
    }
  }

  private event(one: Content["visits"][number]): EventInput {
    return {
      id: one.id,
      title: one.title,
      start: one.start,
      end: one.end,
      allDay: true,
      editable: one.movable,
      url: `${this.root.dataset["visits"]}${one.id}`,
      classNames: [`tone-${one.state}`, ...(one.movable ? ["is-movable"] : []), ...(one.pinned || one.secret ? ["is-locked"] : [])],
    };
  }

  private background(): EventInput[] {
    const closed = this.content.closed.map((one) => ({ ...one, allDay: true, editable: false, classNames: ["is-closed"] }));
    const off = this.content.off.map((one) => ({
      start: one.start, end: shifted(one.end, 1), title: one.title, display: "background", classNames: ["is-holiday"],
    }));
    return [...closed, ...off];
  }

  private mounted(element: HTMLElement, event: EventApi): void {
    if (!event.id) return;
    element.dataset["visit"] = event.id;
    element.addEventListener("keydown", (key) => this.pressed(key, event.id));
    element.addEventListener("blur", () => this.left(event.id));
  }

  private pressed(key: KeyboardEvent, id: string): void {
    const event = this.calendar.getEventById(id);
    if (!event || !event.startEditable) return;
    const step = STEPS[key.key];
    if (step !== undefined) {
      key.preventDefault();
      this.pending ??= { id, from: event.startStr };
      event.moveDates({ days: step });
      announce(this.root, event.title, event.startStr);
      this.keepFocus(id);
    } else if (key.key === "Enter" && this.pending?.id === id && this.pending.from !== event.startStr) {
      key.preventDefault();
      const { from } = this.pending;
      this.pending = undefined;
      void this.ask(id, event.startStr, () => this.back(id, from));
    } else if (key.key === "Escape" && this.pending?.id === id) {
      this.back(id, this.pending.from);
    }
  }

  /** The calendar draws the visit anew, at first out of sight: it is focused once it can be. */
  private keepFocus(id: string, tries = 10): void {
    const element = this.root.querySelector<HTMLElement>(`.fc-event[data-visit="${id}"]`);
    element?.focus();
    this.redrawn = tries > 0 && document.activeElement !== element;
    if (this.redrawn) window.setTimeout(() => this.keepFocus(id, tries - 1), 20);
  }

  /** Whoever turns to something else has not moved anything. */
  private left(id: string): void {
    window.setTimeout(() => {
      const here = document.activeElement instanceof HTMLElement && document.activeElement.dataset["visit"] === id;
      if (this.pending?.id === id && !here && !this.redrawn) this.back(id, this.pending.from, false);
    }, 80);
  }

  private back(id: string, day: string, focuses = true): void {
    const event = this.calendar.getEventById(id);
    event?.setStart(day, { maintainDuration: true });
    if (event) announce(this.root, event.title, day);
    this.pending = undefined;
    if (focuses) this.keepFocus(id);
  }

  private async ask(visit: string, day: string, revert: () => void): Promise<void> {
    if (!(await this.dialog.ask({ visit, day }))) revert();
  }
}
