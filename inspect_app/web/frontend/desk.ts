// The coordinators' desk alone carries this script: the calendar is too heavy for every page.
import { DeskCalendar } from "./desk/calendar";
import { MoveDialog } from "./desk/move_dialog";
import { DeskTable } from "./desk/table";

function start(): void {
  const root = document.querySelector<HTMLElement>("[data-desk]");
  const element = root?.querySelector<HTMLDialogElement>("[data-move-dialog]");
  if (!root || !element) return;
  const dialog = new MoveDialog(root, element);
  const calendar = root.querySelector<HTMLElement>("[data-calendar]");
  if (calendar) new DeskCalendar(root, calendar, dialog);
  else new DeskTable(root, dialog);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
