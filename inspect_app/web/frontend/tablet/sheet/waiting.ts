import { button, el, say } from "../door/element";
import type { Held, VisitState } from "../protocol";
import { ask, done } from "./ask";
import { told } from "./beside";
import { timeOf } from "../../modules/vietnam_time";
import type { Context } from "./context";

/** How much of a visit waits for somebody's decision, and what nobody could read. */
export function waitingCount(state: VisitState): number {
  return state.held.length + state.strays;
}

/** Everything that waits at the visit, of whatever kind: what has no item is seen here alone. */
export function showWaiting(context: Context): void {
  const { book, words } = context;
  const { held, strays, photos_missing: photos } = book.state;
  const body: HTMLElement[] = held.map((each) => line(context, each));
  if (strays) body.push(el("p", {}, say(words, "strays", { n: strays })));
  if (photos.length) {
    const missing = photos.map(({ item, by, device }) => el("li", {}, say(words, "photo_missing", { code: item, name: by, device })));
    body.push(el("section", {}, el("h3", {}, say(words, "photos_missing", { n: missing.length })), el("ul", { class: "sheet-list" }, ...missing)));
  }
  body.push(el("p", { class: "hint" }, say(words, body.length ? "held_where" : "waiting_none")));
  void ask(context, say(words, "waiting_title"), body);
}

function line(context: Context, { item, kind, why, by, at, device, fields, message }: Held): HTMLElement {
  const { book, words } = context;
  const known = item ? book.bundle.items[item] : undefined;
  const what = say(words, `kind_${kind}`);
  const title = [item, what, say(words, `held_${why}`)].filter(Boolean).join(" · ");
  const press: HTMLButtonElement | null = known
    ? button(title, "secondary", () => {
        done(press as HTMLButtonElement);
        return context.show(known.section, known.id);
      })
    : null;
  return el(
    "section",
    { class: "sheet-held-value" },
    press ?? el("strong", {}, title),
    fields ? el("p", {}, told(words, fields)) : null,
    message ? el("p", {}, message) : null,
    el("p", { class: "hint" }, say(words, "held_by", { name: by, time: timeOf(at), device })),
  );
}
