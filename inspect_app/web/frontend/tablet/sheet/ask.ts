import { button, el, say } from "../door/element";
import type { Context } from "./context";

/** A dialog over the sheet; resolves with true when its act was confirmed. Without `act` it can only be closed. */
export function ask(context: Context, title: string, body: Node[], act: string | null = null, ready: () => boolean = () => true): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "sheet-dialog", "aria-label": title });
    const actions = el("div", { class: "button-row" });
    if (act) actions.append(button(act, "primary", () => ready() && dialog.close("yes")));
    actions.append(button(say(context.words, act ? "cancel" : "close"), "secondary", () => dialog.close()));
    dialog.append(el("h2", {}, title), el("div", { class: "sheet-dialog-body" }, ...body), actions);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    context.root.append(dialog);
    dialog.showModal();
  });
}

/** Closes the dialog that an element stands in. */
export function done(inside: Element): void {
  inside.closest("dialog")?.close();
}
