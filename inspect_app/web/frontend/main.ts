// Every page carries this one script. Each module looks for its own data attribute and leaves the page alone where there is none.
import { Autosave } from "./modules/autosave";
import { Counter } from "./modules/counter";
import { DataTable } from "./modules/data_table";
import { DateWords } from "./modules/date_words";
import { Display } from "./modules/display";
import { ErrorSummary } from "./modules/error_summary";
import { FileHash } from "./modules/file_hash";
import { FreshPanels } from "./modules/fresh_panels";
import { LeaveGuard } from "./modules/leave_guard";
import { Menu } from "./modules/menu";
import { Once } from "./modules/once";
import { PhotoPreview } from "./modules/photo_preview";
import { PrintButton } from "./modules/print_button";
import { Reveal } from "./modules/reveal";
import { Rows } from "./modules/rows";
import { SaveBoard } from "./modules/save_board";
import { Sheet } from "./modules/sheet";

type Module = new (root: HTMLElement) => unknown;

function startEach(selector: string, Kind: Module, within: ParentNode): void {
  for (const root of within.querySelectorAll<HTMLElement>(selector)) new Kind(root);
}

function start(within: ParentNode): void {
  startEach("[data-display]", Display, within);
  startEach("[data-menu]", Menu, within);
  startEach("[data-sheet]", Sheet, within);
  startEach("[data-table]", DataTable, within);
  startEach(".field input[type=date], .answer-line input[type=date]", DateWords, within);
  startEach("[data-error-summary]", ErrorSummary, within);
  startEach("[data-reveal]", Reveal, within);
  startEach("[data-counter]", Counter, within);
  startEach("[data-preview]", PhotoPreview, within);
  startEach("[data-rows]", Rows, within);
  startEach("[data-save-board]", SaveBoard, within);
  startEach("form[data-autosave]", Autosave, within);
  startEach("[data-hash-file]", FileHash, within);
  startEach("form[data-autosave]", FreshPanels, within);
  startEach("form[data-guard]", LeaveGuard, within);
  startEach("form[data-once]", Once, within);
  startEach("[data-print]", PrintButton, within);
}

document.addEventListener("rows:added", (event) => {
  if (event.target instanceof HTMLElement) {
    startEach("[data-counter]", Counter, event.target);
    startEach("[data-reveal]", Reveal, event.target);
  }
});

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document));
else start(document);
