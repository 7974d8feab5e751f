import type { Fields, Item } from "../protocol";
import { judgeNumber, judgeRatio, judgeTally } from "./numbers";
import { clean, lengthOf, type Judged, type Problem, type Raw, type Row } from "./reading";
import { judgeChoice, judgeChoices, judgeDate, judgeText, judgeVerdict, judgeYesNo } from "./single";
import { ATTENDANCE_COLUMNS, DOSSIER_COLUMNS, judgeAttendance, judgeDossiers } from "./tables";

export interface Kind {
  inputs: string[];
  ticks?: string[];
  columns?: readonly string[];
  /** The radio buttons that offer "không áp dụng" among the answers. */
  radio?: string;
  judge(raw: Raw, options: Record<string, unknown>): Judged;
}

export const KINDS: Record<string, Kind> = {
  verdict: { inputs: ["verdict"], radio: "verdict", judge: judgeVerdict },
  yes_no: { inputs: ["yes"], radio: "yes", judge: judgeYesNo },
  number: { inputs: ["number"], judge: judgeNumber },
  ratio: { inputs: ["part", "whole"], judge: judgeRatio },
  date: { inputs: ["day"], judge: judgeDate },
  choice: { inputs: ["choice"], radio: "choice", judge: judgeChoice },
  choices: { inputs: ["none"], ticks: ["choices"], judge: judgeChoices },
  text: { inputs: ["text"], judge: judgeText },
  tally: { inputs: ["good", "bad"], judge: judgeTally },
  attendance: { inputs: [], columns: ATTENDANCE_COLUMNS, judge: judgeAttendance },
  dossiers: { inputs: [], columns: DOSSIER_COLUMNS, judge: judgeDossiers },
};

const NOT_APPLICABLE = "not_applicable";
const ROW = /^rows-([0-9]{1,4})-([a-z0-9_]+)$/;
const FURTHEST_ROW = 600;
const REASON_LIMIT = 1000;
const NOTE_LIMIT = 10000;

/** What the fields of a form say about their item: as the server's AnswerForm reads them. */
export function readAnswer(item: Pick<Item, "kind" | "options">, fields: Fields): Judged {
  const kind = KINDS[item.kind];
  if (!kind) return null;
  const problems = wordProblems(fields, saysNotApplicable(item.kind, fields));
  if (saysNotApplicable(item.kind, fields)) return problems.length ? problems : { verdict: NOT_APPLICABLE, value: null };
  const judged = kind.judge(rawOf(kind, fields), item.options);
  if (Array.isArray(judged)) return [...judged, ...problems];
  return problems.length ? problems : judged;
}

/** Whether the fields say "không áp dụng", by the box or by the kind's own radio button. */
export function saysNotApplicable(kind: string, fields: Fields): boolean {
  const radio = KINDS[kind]?.radio;
  return !["", "false"].includes(textOf(fields, NOT_APPLICABLE)) || (radio !== undefined && textOf(fields, radio) === NOT_APPLICABLE);
}

/** Whether anything at all was entered, so that there is something to keep. */
export function isBlank(fields: Fields): boolean {
  return Object.values(fields).every((value) => (Array.isArray(value) ? value.length === 0 : clean(value) === ""));
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

function wordProblems(fields: Fields, notApplicable: boolean): Problem[] {
  const reason = clean(textOf(fields, "reason"));
  const problems: Problem[] = [];
  if (notApplicable && !reason) problems.push({ input: "reason", code: "reason_missing" });
  if (lengthOf(reason) > REASON_LIMIT) problems.push({ input: "reason", code: "too_long" });
  if (lengthOf(clean(textOf(fields, "note"))) > NOTE_LIMIT) problems.push({ input: "note", code: "too_long" });
  return problems;
}

/** The texts of a form, sorted into inputs, ticks and rows. */
export function rawOf(kind: Kind, fields: Fields): Raw {
  const rows: Row[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const parts = ROW.exec(name);
    const [number, column] = [Number(parts?.[1]), parts?.[2] ?? ""];
    if (!parts || number > FURTHEST_ROW || !kind.columns?.includes(column)) continue;
    (rows[number] ??= {})[column] = Array.isArray(value) ? (value[0] ?? "") : value;
  }
  const ticks = Object.fromEntries((kind.ticks ?? []).map((name) => [name, [fields[name] ?? []].flat()]));
  return {
    texts: Object.fromEntries(kind.inputs.map((name) => [name, textOf(fields, name)])),
    ticks,
    rows: Array.from(rows, (row) => row ?? {}),
  };
}
