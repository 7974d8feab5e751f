import { el, notice, say } from "../door/element";
import { timeOf } from "../../modules/vietnam_time";
import type { Context } from "../sheet/context";
import { waitingCount } from "../sheet/waiting";
import { ownClosing } from "./known";

type Told = (name: string, values?: Record<string, string>) => string;
const listed = (lines: string[]): HTMLElement => el("ul", { class: "sheet-list" }, ...lines.map((line) => el("li", {}, line)));

/** How far the closing is: on this tablet, at the server and what it waits for, or done with its paper. */
export function closingState(context: Context): HTMLElement[] {
  const { book, words } = context;
  const { visit } = book.state;
  const told: Told = (name, values = {}) => say(words, `closing_${name}`, values);
  if (visit.closed_at) {
    const paper = visit.minutes_pdf ? el("p", {}, el("a", { class: "button button-secondary", href: visit.minutes_pdf, target: "_blank", rel: "noopener" }, told("open_pdf"))) : null;
    return [notice("good", told("closed", { time: timeOf(visit.closed_at) }), el("p", {}, told("number")), paper, el("p", { class: "hint" }, told("pdf_hint")))];
  }
  const refused = book.state.held.filter(({ kind }) => kind === "close" || kind === "signature" || kind === "begin").map(({ message }) => message);
  const back = refused.length ? [notice("bad", told("held_back"), listed(refused))] : [];
  return [...back, ...askedFor(context, told)];
}

function askedFor({ book }: Context, told: Told): HTMLElement[] {
  const { closing } = book.state;
  const own = ownClosing(book);
  if (own && !own.received) return [notice("warn", told("kept", { time: timeOf(own.at) }), el("p", {}, told("kept_hint")))];
  if (!closing) return own ? [notice("plain", told("received", { time: timeOf(own.at) }))] : [];
  const waits = closing.waits_for;
  const list = waits.length ? listed(waits) : el("p", {}, told("soon"));
  const there = waitingCount(book.state) ? decide(book.state.visit.id, told) : [];
  return [notice(waits.length ? "warn" : "plain", told(waits.length ? "waits" : "received", { time: timeOf(closing.asked_at) }), list, ...there)];
}

/** Where what waits is decided: a page of the server. */
function decide(visit: string, told: Told): HTMLElement[] {
  const link = el("a", { class: "button button-secondary", href: `/cuoc-kiem-tra/${visit}/cho-quyet-dinh`, target: "_blank", rel: "noopener" }, told("decide"));
  return [el("p", {}, link), el("p", { class: "hint" }, told("pdf_hint"))];
}
