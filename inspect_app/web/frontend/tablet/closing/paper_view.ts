import { el, say } from "../door/element";
import type { Book } from "../sheet/book";
import { timeOf } from "../../modules/vietnam_time";
import { areasOf, type AreaDraft, type Line } from "./draft";
import { begunAt, minutesOf, type SignedSheet } from "./known";

/** The minutes as they will be printed, but for number, evidence numbers and signatures. */
export function paperView(book: Book, sheet: SignedSheet): HTMLElement {
  const { paper } = book.bundle;
  const word = (name: string, values: Record<string, string | number> = {}): string => say(paper.words, name, { unit: book.bundle.visit.unit.name, ...values });
  const minutes = minutesOf(book);
  const { done, of } = book.standing.progress();
  const areas = areasOf(book);
  return el(
    "article",
    { class: "closing-paper", lang: "vi", "data-closing-paper": true },
    el("header", {}, el("p", { class: "closing-paper-title" }, word("title")), el("p", { class: "closing-paper-subject" }, paper.subject)),
    el("p", {}, word("begins", { at: timeOf(begunAt(book)) })),
    el("p", {}, word("place", { place: minutes.place })),
    el("h3", {}, word("team")),
    listing(paper.team),
    el("h3", {}, word("unit_side")),
    listing(minutes.unit_side.split("\n").map((line) => line.replace(/^[\s\-;]+|[\s\-;]+$/g, "")).filter(Boolean)),
    el("p", {}, word("chair", { name: paper.chair })),
    el("p", {}, word("clerk", { name: paper.clerk })),
    el("h3", {}, word("scope")),
    el("p", {}, word("mandate", { mandate: paper.mandate })),
    el("p", {}, `${say({ scope: paper.scope }, "scope", { done, of })}.`),
    el("h3", {}, word("results")),
    ...(areas.length ? areas.map((area, place) => areaView(area, place + 1, word, sheet)) : [el("p", {}, word("nothing"))]),
    el("h3", {}, word("opinion")),
    ...(minutes.unit_opinion || word("no_opinion")).split("\n").filter(Boolean).map((line) => el("p", {}, line)),
    el("h3", {}, word("requests")),
    el("p", {}, word("no_requests")),
    el("p", {}, word("copies", { n: String(minutes.copies).padStart(2, "0") })),
    minutes.refusal_reason ? el("p", {}, word("refusal", { reason: minutes.refusal_reason })) : null,
  );
}

type Word = (name: string, values?: Record<string, string | number>) => string;

function areaView({ title, facts, strengths, shortcomings }: AreaDraft, number: number, word: Word, sheet: SignedSheet): HTMLElement {
  const part = (heading: string, lines: Line[]): HTMLElement[] => (lines.length ? [el("h5", {}, heading), listing(lines.map((line) => lineText(line, word, sheet)))] : []);
  const bad = shortcomings.length ? part(word("shortcomings"), shortcomings) : [el("h5", {}, word("shortcomings")), el("p", {}, word("no_shortcomings"))];
  return el("section", {}, el("h4", {}, `${number}. ${title}`), ...part(word("facts"), facts), ...part(word("strengths"), strengths), ...bad);
}

function lineText({ text, item, facts, basis }: Line, word: Word, sheet: SignedSheet): string {
  const photos = sheet.photos[item]?.length ?? 0;
  const source = [word("item", { item }), photos ? word("photos", { n: photos }) : ""].filter(Boolean).join("; ");
  const more = [facts, basis ? word("basis", { text: basis }) : ""].filter(Boolean).map((each) => ` ${sentence(each)}`);
  return `${text} (${source}).${more.join("")}`;
}

const sentence = (text: string): string => (/[.!?…:;]["”]?$/.test(text) ? text : `${text}.`);

function listing(lines: string[]): HTMLElement {
  return el("ul", {}, ...lines.map((line) => el("li", {}, line)));
}
