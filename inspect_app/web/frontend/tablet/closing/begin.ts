import { button, el, say } from "../door/element";
import { NotKept } from "../notebook";
import { ask } from "../sheet/ask";
import { timeOf } from "../../modules/vietnam_time";
import type { Context } from "../sheet/context";

/** How far the visit's beginning is, and the way to begin it where there is no network. */
export function beginning(context: Context): HTMLElement[] {
  const { book, words } = context;
  const { begun_at: begun } = book.state.visit;
  if (begun) return [];
  const own = book.entries.find(({ change }) => change.kind === "begin");
  if (own) return [el("p", { class: "sheet-standing" }, say(words, "begun_here", { time: timeOf(own.change.at) }))];
  const press = book.bundle.me.may_begin ? button(say(words, "begin"), "primary", () => begin(context)) : null;
  return [el("div", { class: "sheet-standing sheet-begin" }, el("p", {}, say(words, "not_begun")), press)];
}

async function begin(context: Context): Promise<void> {
  const { book, notebook, visit, words } = context;
  const place = el("input", { class: "input", maxlength: "300" });
  place.value = book.bundle.visit.unit.name;
  const body = [el("p", {}, say(words, "begin_explain")), el("label", { class: "field" }, say(words, "closing_place"), place)];
  if (!(await ask(context, say(words, "begin"), body, say(words, "begin")))) return;
  try {
    book.add(await notebook.write(visit, "begin", null, { place: place.value.trim() }));
  } catch (error) {
    const reason = error instanceof NotKept ? error.reason : "broken";
    await ask(context, say(words, "begin"), [el("p", { role: "alert" }, say(words, `not_kept_${reason}`))]);
  }
  context.changed();
}
