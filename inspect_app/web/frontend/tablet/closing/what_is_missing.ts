import { button, el, say } from "../door/element";
import type { Context } from "../sheet/context";
import { missing } from "./known";

/** What has to be done before closing, each with the way there; and what will come to the server by itself. */
export function whatIsMissing(context: Context, toUnitSide: () => void): HTMLElement[] {
  const { book, words } = context;
  const gaps = missing(book, words);
  const jumps = gaps.map(({ item, text }) => {
    const section = item ? book.bundle.items[item]?.section : undefined;
    const go = item && section ? () => context.show(section, item) : toUnitSide;
    return el("li", {}, button(text, "secondary", go));
  });
  const list = jumps.length
    ? [el("p", {}, say(words, "closing_missing", { n: jumps.length })), el("ul", { class: "plain-list closing-gaps" }, ...jumps)]
    : [el("p", { class: "closing-done" }, say(words, "closing_nothing_missing"))];
  return [...list, ...onTheirWay(context)];
}

function onTheirWay({ book, words }: Context): HTMLElement[] {
  const { held, strays, photos_missing: coming } = book.state;
  const own = new Set(book.photos.filter(({ stage }) => stage === "kept").map(({ photo }) => photo));
  const counts = {
    closing_unsent: book.entries.filter(({ stage }) => stage === "kept").length,
    closing_photos: own.size,
    closing_photos_elsewhere: coming.filter(({ photo }) => !own.has(photo)).length,
    closing_held: held.length + strays,
  };
  const lines = Object.entries(counts).filter(([, n]) => n > 0).map(([name, n]) => el("li", {}, say(words, name, { n })));
  if (!lines.length) return [];
  return [el("p", {}, say(words, "closing_waits_anyway")), el("ul", { class: "sheet-list" }, ...lines)];
}
