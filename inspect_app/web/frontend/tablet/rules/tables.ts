import type { Verdict } from "../protocol";
import type { Day } from "./answers";
import { judgedBy } from "./numbers";
import { Rational } from "./rational";
import { clean, type Judged, lengthOf, type Raw, readCount, readDate, Reader, type Row } from "./reading";

type Options = Record<string, unknown>;

export const COUNTS = ["establishment", "present", "excused", "unexcused"] as const;
const DATES = ["received", "first_due", "last_due", "result_on"] as const;
const FORMS = ["form01", "form02", "form03", "form04", "form05"] as const;
const THREEFOLD = [...FORMS, "apology"] as const;
export const ATTENDANCE_COLUMNS = ["division", ...COUNTS] as const;
export const DOSSIER_COLUMNS = ["code", ...DATES, ...THREEFOLD, "supplements", "reschedules"] as const;
const MOST_ROWS = 300;
const CODE_LIMIT = 60;

export function filledRows(raw: Raw, columns: readonly string[]): { index: number; row: Row }[] {
  return raw.rows
    .map((texts, index) => ({ index, row: Object.fromEntries(columns.map((name) => [name, clean(texts[name] ?? "")])) }))
    .filter(({ row }) => Object.values(row).some((text) => text !== ""));
}

export function judgeAttendance(raw: Raw, options: Options): Judged {
  const filled = filledRows(raw, ATTENDANCE_COLUMNS);
  if (filled.length > MOST_ROWS) return [{ input: "rows", code: "too_many_rows" }];
  const reader = new Reader({});
  let unexcused = 0n;
  for (const { index, row } of filled) {
    reader.texts = row;
    const at = (name: string) => `rows-${index}-${name}`;
    for (const name of COUNTS) {
      const count = reader.take(name, readCount, "count", at(name));
      if (name === "unexcused") unexcused += BigInt(count ?? 0);
    }
    reader.require("establishment", "count_missing", at("establishment"));
    reader.require("present", "count_missing", at("present"));
    reader.require("division", "division_missing", at("division"));
  }
  if (reader.problems.length) return reader.problems;
  if (!filled.length) return null;
  const absent = new Rational(unexcused);
  return { verdict: judgedBy(options["passes"], absent), value: absent };
}

export interface Dossier {
  received: Day | null;
  firstDue: Day | null;
  lastDue: Day | null;
  resultOn: Day | null;
  reschedules: number | null;
  apologised: boolean;
  /** The numbers of the forms that should be there and are not. */
  lacking: string[];
}

/** The dossiers of a table that has no problems. */
export function dossiersIn(raw: Raw): Dossier[] {
  const reader = new Reader({});
  return filledRows(raw, DOSSIER_COLUMNS).map(({ row }) => readDossier(reader, row, (name) => name));
}

export function judgeDossiers(raw: Raw): Judged {
  const filled = filledRows(raw, DOSSIER_COLUMNS);
  if (filled.length > MOST_ROWS) return [{ input: "rows", code: "too_many_rows" }];
  const reader = new Reader({});
  const dossiers = filled.map(({ index, row }) => ({ index, dossier: readDossier(reader, row, (name) => `rows-${index}-${name}`) }));
  if (reader.problems.length) return reader.problems;
  if (!filled.length) return null;
  const early = dossiers.flatMap(({ index, dossier }) => tooEarly(dossier).map((name) => ({ input: `rows-${index}-${name}`, code: "before_received" })));
  return early.length ? early : { verdict: verdictOf(dossiers.map(({ dossier }) => dossier)), value: null };
}

function readDossier(reader: Reader, row: Row, at: (name: string) => string): Dossier {
  reader.texts = row;
  reader.require("code", "code_missing", at("code"));
  reader.take("code", (text) => (lengthOf(text) > CODE_LIMIT ? null : text), "too_long", at("code"));
  const [received = null, firstDue = null, lastDue = null, resultOn = null] = DATES.map((name) => reader.take(name, readDate, "date", at(name)));
  reader.take("supplements", readCount, "count", at("supplements"));
  const reschedules = reader.take("reschedules", readCount, "count", at("reschedules"));
  for (const name of THREEFOLD) reader.take(name, (text) => (["yes", "no", "na"].includes(text) ? text : null), "choice", at(name));
  const lacking = FORMS.filter((name) => row[name] === "no").map((name) => name.replace("form", ""));
  return { received, firstDue, lastDue, resultOn, reschedules, apologised: row["apology"] === "yes", lacking };
}

function tooEarly({ received, firstDue, lastDue, resultOn }: Dossier): string[] {
  const days = { first_due: firstDue, last_due: lastDue, result_on: resultOn };
  return Object.entries(days).filter(([, day]) => received && day && day.iso < received.iso).map(([name]) => name);
}

function verdictOf(dossiers: Dossier[]): Verdict {
  if (dossiers.some((dossier) => timesRescheduled(dossier) > 1)) return "fail";
  const late = dossiers.filter(isLate);
  if (late.some(({ apologised }) => !apologised)) return "fail";
  return late.length ? "partial" : "pass";
}

/** Whether the result came after the first appointed date. */
export function isLate({ firstDue, resultOn }: Dossier): boolean {
  return firstDue !== null && resultOn !== null && resultOn.iso > firstDue.iso;
}

export function timesRescheduled({ reschedules, firstDue, lastDue }: Dossier): number {
  return reschedules ?? (lastDue && firstDue && lastDue.iso !== firstDue.iso ? 1 : 0);
}
