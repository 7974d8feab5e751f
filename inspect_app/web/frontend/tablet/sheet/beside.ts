import { el, say, type Words } from "../door/element";
import type { Fields, Item } from "../protocol";
import type { Book } from "./book";
import { timeOf } from "../../modules/vietnam_time";
import { icon } from "./icon";

/** What stands beside an item's form: values that wait for a decision, last year's findings. */
export function besideItem(words: Words, book: Book, item: Item): HTMLElement[] {
  return [...lastYear(words, book, item.id), ...held(words, book, item)];
}

function lastYear(words: Words, book: Book, item: string): HTMLElement[] {
  return book.bundle.last_year
    .filter((finding) => finding.item === item)
    .map(({ text, grade, visit, year }) => {
      const said = say(words, "last_year", { text, visit, year, grade: say(words, `grade_${grade}`) || grade });
      return el("p", { class: "sheet-last-year" }, said);
    });
}

function held(words: Words, book: Book, item: Item): HTMLElement[] {
  const waiting = book.held(item.id);
  if (!waiting.length) return [];
  const answer = book.state.answers[item.id];
  const present = answer ? [value(say(words, "held_present"), `${answer.by}, ${timeOf(answer.at)}`, told(words, answer.fields), "")] : [];
  const others = waiting.map(({ why, by, at, device, fields, message }) =>
    value(say(words, `held_${why}`), say(words, "held_by", { name: by, time: timeOf(at), device }), fields ? told(words, fields) : "", message),
  );
  const title = el("p", { class: "sheet-held-title" }, icon("alert"), el("span", {}, say(words, "held_title")));
  const where = waiting.some(({ why }) => why !== "shelf") ? "held_where" : "shelf_where";
  return [el("section", { class: "sheet-held" }, title, el("div", { class: "sheet-held-values" }, ...present, ...others), el("p", { class: "hint" }, say(words, where)))];
}

function value(title: string, who: string, text: string, message: string): HTMLElement {
  return el("div", { class: "sheet-held-value" }, el("strong", {}, title), el("p", {}, text), message ? el("p", { class: "hint" }, message) : null, el("p", { class: "hint" }, who));
}

/** Fields in one line: the verdict in words, the rest as it was typed. */
export function told(words: Words, fields: Fields): string {
  const texts = Object.entries(fields).flatMap(([name, text]) => (name === "not_applicable" ? say(words, "not_applicable") : text));
  return texts.map((text) => say(words, text) || text).filter(Boolean).join(" · ");
}
