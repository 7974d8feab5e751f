import type { Words } from "../door/element";
import type { Notebook } from "../notebook";
import type { Book } from "./book";

/** What every part of the sheet works with. */
export interface Context {
  readonly root: HTMLElement;
  readonly notebook: Notebook;
  readonly visit: string;
  readonly words: Words;
  readonly book: Book;
  /** Something was written here: progress, rail and next action follow. */
  changed(): void;
  show(section: string, item?: string): Promise<void>;
  /** The page is not left before this work is done; it says whether everything of it was kept. */
  holdFor(work: Promise<boolean>): void;
}

/** `09:12`; with the day when it is not today's. */
export function timeOf(at: string | null): string {
  const when = at ? new Date(at) : new Date();
  if (Number.isNaN(when.getTime())) return "";
  const two = (number: number) => String(number).padStart(2, "0");
  const time = `${two(when.getHours())}:${two(when.getMinutes())}`;
  const today = when.toDateString() === new Date().toDateString();
  return today ? time : `${time} ${two(when.getDate())}/${two(when.getMonth() + 1)}/${when.getFullYear()}`;
}
