import { type Answered, Day } from "./answers";
import { Rational } from "./rational";

/** Something wrong with one input (`number`, `rows-2-code`); `code` names the sentence of the page's words. */
export interface Problem {
  input: string;
  code: string;
}

/** What a form's texts say: an answer, nothing (null), or problems. */
export type Judged = Answered | Problem[] | null;

export type Row = Record<string, string>;

/** The texts of one answer: a text for each input, ticks, and the rows of a table. */
export interface Raw {
  texts: Row;
  ticks: Record<string, string[]>;
  rows: Row[];
}

// The same characters that the server's kernel/text.py takes out.
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g;
const EDGES = /^(?:(?!\uFEFF)[\s\x85])+|(?:(?!\uFEFF)[\s\x85])+$/g;
const GROUPED = /^-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]{1,6})?$/;
const PLAIN = /^-?[0-9]{1,12}([.,][0-9]{1,6})?$/;
const COUNT = /^([0-9]{1,9}|[1-9][0-9]{0,2}(\.[0-9]{3}){1,2})$/;
const ISO_DATE = /^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})$/;
const OUR_DATE = /^(?<day>[0-9]{1,2})[/.-](?<month>[0-9]{1,2})[/.-](?<year>[0-9]{4})$/;
const MOST_DIGITS = 18;

/** The text in NFC, without control characters, and trimmed. */
export function clean(text: string): string {
  return text.normalize("NFC").replaceAll("\r\n", "\n").replace(CONTROL, "").replace(EDGES, "");
}

/** How many characters a text has, as Python counts them. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** `92,5`, `92.5`, `1.234` (a thousand and more) or `1.234,5`; null when it is none. */
export function readNumber(text: string): Rational | null {
  const bare = text.replace(/[ \u00a0]/g, "").replace(/%$/, "");
  if (bare.replace(/[^0-9]/g, "").length > MOST_DIGITS) return null;
  if (GROUPED.test(bare)) return Rational.from(bare.replaceAll(".", "").replace(",", "."));
  return PLAIN.test(bare) ? Rational.from(bare.replace(",", ".")) : null;
}

/** A whole number from 0; null when it is none. */
export function readCount(text: string): number | null {
  const bare = text.replaceAll(" ", "");
  return COUNT.test(bare) ? Number(bare.replaceAll(".", "")) : null;
}

/** `18/06/2024` or `2024-06-18`; null when there is no such day between 1900 and 2100. */
export function readDate(text: string): Day | null {
  const parts = (ISO_DATE.exec(text) ?? OUR_DATE.exec(text))?.groups;
  if (!parts) return null;
  const [year, month, day] = [Number(parts["year"]), Number(parts["month"]), Number(parts["day"])];
  const made = new Date(Date.UTC(year, month - 1, day));
  const exists = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return exists && year >= 1900 && year <= 2100 ? new Day(made.toISOString().slice(0, 10)) : null;
}

/** Reads several inputs and keeps every problem, so that all are shown at once. */
export class Reader {
  readonly problems: Problem[] = [];

  constructor(public texts: Row) {}

  text(name: string): string {
    return clean(this.texts[name] ?? "");
  }

  /** The input as `read` understands it; null when it is empty or wrong (a problem, under `shownAs`). */
  take<Read>(name: string, read: (text: string) => Read | null, code: string, shownAs = name): Read | null {
    const text = this.text(name);
    if (!text) return null;
    const found = read(text);
    if (found === null) this.problems.push({ input: shownAs, code });
    return found;
  }

  require(name: string, code: string, shownAs = name): void {
    if (!this.text(name)) this.problems.push({ input: shownAs, code });
  }
}
