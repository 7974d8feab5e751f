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
