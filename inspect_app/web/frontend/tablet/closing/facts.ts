import { say, type Words } from "../door/element";
import type { Fields, Item } from "../protocol";
import { KINDS, rawOf } from "../rules/kinds";
import { Rational } from "../rules/rational";
import { clean, lengthOf, readCount, readDate, readNumber, type Raw } from "../rules/reading";
import { COUNTS, type Dossier, dossiersIn, filledRows, isLate, timesRescheduled } from "../rules/tables";
import { ATTENDANCE_COLUMNS } from "../rules/tables";
import { writtenCount, writtenDay, writtenNumber, writtenPercent } from "./written";

type Told = (raw: Raw, options: Record<string, unknown>, words: Words) => string;
interface Pair {
  vi: string;
}
interface Choice {
  id: string;
  text: Pair;
}

const SHOWN = 300;

/** What a good answer says beyond its verdict, in one line, as the server's kinds sum it up for papers. */
export function factsOf(item: Pick<Item, "kind" | "options">, fields: Fields, words: Words): string {
  const [kind, told] = [KINDS[item.kind], TOLD[item.kind]];
  return kind && told ? clean(told(rawOf(kind, fields), item.options, words)) : "";
}

const TOLD: Record<string, Told> = {
  yes_no: (raw, _options, words) => say(words, text(raw, "yes")),
  number: (raw, options) => [number(raw, "number"), (options["unit"] as Pair | null)?.vi].filter(Boolean).join(" "),
  ratio: tellRatio,
  date: (raw) => writtenDay(readDate(text(raw, "day"))?.iso ?? ""),
  choice: (raw, options) => choices(options).find(({ id }) => id === text(raw, "choice"))?.text.vi ?? "",
  choices: tellChoices,
  text: (raw) => shortened(text(raw, "text")),
  tally: tellTally,
  attendance: tellAttendance,
  dossiers: (raw, _options, words) => tellDossiers(dossiersIn(raw), words),
};

function tellRatio(raw: Raw, options: Record<string, unknown>, words: Words): string {
  const [part, whole] = [readNumber(text(raw, "part")), readNumber(text(raw, "whole"))];
  if (!part || !whole) return "";
  const rate = whole.over === 0n ? say(words, "no_rate") : writtenPercent(part.times(new Rational(100n)).dividedBy(whole));
  return `${writtenNumber(part)} ${(options["part"] as Pair).vi} / ${writtenNumber(whole)} ${(options["whole"] as Pair).vi} (${rate})`;
}

function tellChoices(raw: Raw, options: Record<string, unknown>, words: Words): string {
  const ticked = new Set(raw.ticks["choices"]);
  const there = choices(options);
  const texts = there.filter(({ id }) => ticked.has(id)).map((choice) => choice.text.vi);
  return `${texts.length}/${there.length}: ${texts.join("; ") || say(words, "nothing")}`;
}

function tellTally(raw: Raw, options: Record<string, unknown>, words: Words): string {
  const [good, bad] = [readCount(text(raw, "good")) ?? 0, readCount(text(raw, "bad")) ?? 0];
  const all = BigInt(good + bad);
  const rate = all ? writtenPercent(new Rational(BigInt(good) * 100n, all)) : say(words, "no_observation");
  return `${(options["good"] as Pair).vi}: ${writtenCount(good)}; ${(options["bad"] as Pair).vi}: ${writtenCount(bad)} (${rate})`;
}

function tellAttendance(raw: Raw, _options: Record<string, unknown>, words: Words): string {
  const rows = filledRows(raw, ATTENDANCE_COLUMNS).map(({ row }) => row);
  const total = (name: string) => rows.reduce((sum, row) => sum + BigInt(readCount(row[name] ?? "") ?? 0), 0n);
  return say(words, "attendance", Object.fromEntries(COUNTS.map((name) => [name, writtenCount(total(name))])));
}

function tellDossiers(dossiers: Dossier[], words: Words): string {
  const late = dossiers.filter(isLate);
  const silent = late.filter(({ apologised }) => !apologised).length;
  const often = dossiers.filter((dossier) => timesRescheduled(dossier) > 1).length;
  const lacking = [...new Set(dossiers.flatMap((dossier) => dossier.lacking))].sort();
  const parts = [say(words, "dossiers", { n: dossiers.length }), say(words, "late", { n: late.length })];
  if (silent) parts.push(say(words, "silent", { n: silent }));
  if (often) parts.push(say(words, "often", { n: often }));
  if (lacking.length) parts.push(say(words, "lacking", { forms: lacking.join(", ") }));
  return parts.join("; ");
}

const text = (raw: Raw, name: string): string => clean(raw.texts[name] ?? "");
const choices = (options: Record<string, unknown>): Choice[] => options["choices"] as Choice[];

function number(raw: Raw, name: string): string {
  const read = readNumber(text(raw, name));
  return read ? writtenNumber(read) : "";
}

function shortened(whole: string): string {
  const line = whole.replace(/(?:(?!\uFEFF)[\s\x85])+/g, " ");
  return lengthOf(line) <= SHOWN ? line : `${[...line].slice(0, SHOWN - 1).join("").trimEnd()}…`;
}
