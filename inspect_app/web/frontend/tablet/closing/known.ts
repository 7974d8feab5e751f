import { say } from "../door/element";
import { sha256Hex, encode } from "../keys/texts";
import type { Bundle, Fields, MinutesDetails, SignaturePart, Strokes, Verdict, VisitState } from "../protocol";
import { readAnswer, saysNotApplicable, textOf } from "../rules/kinds";
import { clean } from "../rules/reading";
import type { Book } from "../sheet/book";
import { factsOf } from "./facts";

/** An answer in the paper's words; `seen` is its name: the change that brought it or is about to, else the value's own. */
export interface KnownAnswer {
  facts: string;
  note: string;
  reason: string;
  seen: string;
  verdict: Verdict | "";
}

/** Who signed which sheet on a tablet of the team, or refused to. */
export interface KnownSignature {
  part: SignaturePart;
  name: string;
  title: string;
  refused: boolean;
  at: string;
  sheet_sha256: string;
  sheet_at: string;
  /** On the tablet that it was drawn on, until the server has it. */
  strokes: Strokes | null;
}

export interface SignedSheet {
  answers: Record<string, KnownAnswer>;
  at: string;
  checklist: { code: string; sha256: string; version: number };
  minutes: { copies: number; place: string; refusal_reason: string; unit_opinion: string; unit_side: string };
  photos: Record<string, string[]>;
  visit: { code: string; id: string; unit: string };
}

/** What this tablet knows of the visit and would have signed: docs/tablets.md, “Closing on the spot”. */
export function sheetOf(book: Book, at: string): SignedSheet {
  const { visit, checklist } = book.bundle;
  const { copies, place, refusal_reason, unit_opinion, unit_side } = minutesOf(book);
  return {
    answers: answersOf(book),
    at,
    checklist: { code: checklist.code, sha256: checklist.sha256, version: checklist.version },
    minutes: { copies, place, refusal_reason: refusal_reason ?? "", unit_opinion, unit_side },
    photos: photosOf(book),
    visit: { code: visit.code, id: visit.id, unit: visit.unit.name },
  };
}

/** The one text of a sheet: sorted keys, no spaces; the server writes it the same way. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${parts.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}

export const hashOf = (text: string): Promise<string> => sha256Hex(encode(text));

export function answersOf(book: Book): Record<string, KnownAnswer> {
  const found: Record<string, KnownAnswer> = {};
  for (const item of book.items) {
    const seen = book.own(item.id)?.change.id ?? book.state.answers[item.id]?.seen;
    if (!seen) continue;
    const { fields } = book.present(item.id);
    const judged = readAnswer(item, fields);
    const answered = Array.isArray(judged) ? null : judged;
    const notApplicable = saysNotApplicable(item.kind, fields);
    found[item.id] = {
      facts: answered && !notApplicable ? factsOf(item, fields, book.bundle.paper.facts) : "",
      note: noteOf(fields),
      reason: notApplicable ? clean(textOf(fields, "reason")) : "",
      seen,
      verdict: answered?.verdict ?? "",
    };
  }
  return found;
}

export const noteOf = (fields: Fields): string => clean(textOf(fields, "note"));

/** The hashes of what is shown for each item, with what is on its way from this tablet and from others. */
function photosOf(book: Book): Record<string, string[]> {
  const withdrawn = new Set(book.entries.filter(({ change }) => change.kind === "photo_withdrawn").map(({ change }) => change.body["photo"]));
  const photos = new Map<string, { item: string; sha256: string }>();
  for (const [item, shown] of Object.entries(book.state.evidence)) {
    for (const { photo, number, sha256 } of shown) photos.set(photo ?? `${item}-${number}`, { item, sha256 });
  }
  for (const { photo, item, sha256 } of book.state.photos_missing) photos.set(photo, { item, sha256 });
  for (const { change } of book.entries) {
    if (change.kind === "photo") photos.set(String(change.body["photo"]), { item: change.item ?? "", sha256: String(change.body["sha256"]) });
  }
  const found: Record<string, string[]> = {};
  for (const [photo, { item, sha256 }] of photos) if (!withdrawn.has(photo)) (found[item] ??= []).push(sha256);
  for (const hashes of Object.values(found)) hashes.sort();
  return found;
}

/** The minutes as they stand on this tablet: its own newest words, else the server's. */
export function minutesOf(book: Book): MinutesDetails {
  const own = book.entries.filter(({ change }) => change.kind === "minutes").at(-1);
  const { place, unit_side, unit_opinion, refusal_reason, copies } = (own?.change.body ?? book.state.minutes ?? NOTHING_YET) as unknown as MinutesDetails;
  return {
    place: clean(place) || book.bundle.visit.unit.name,
    unit_side: clean(unit_side),
    unit_opinion: clean(unit_opinion),
    refusal_reason: clean(refusal_reason ?? "") || null,
    copies,
  };
}

const NOTHING_YET: MinutesDetails = { place: "", unit_side: "", unit_opinion: "", refusal_reason: null, copies: 3 };

/** Every signature that this tablet knows of, the newest last. */
export function signaturesOf(book: Book): KnownSignature[] {
  const own = book.entries.filter(({ change }) => change.kind === "signature").map(({ change }) => ({ ...(change.body as unknown as KnownSignature), at: change.at }));
  return [...book.state.signatures.map((signature) => ({ ...signature, strokes: null })), ...own];
}

/** The parts that have to sign: a team without a secretary has nobody for his. */
export function partsOf({ paper }: Bundle): SignaturePart[] {
  return paper.secretary ? ["lead", "secretary", "unit"] : ["lead", "unit"];
}

/** The closing that was written here and is in no state of the server yet. */
export function ownClosing(book: Book): { at: string; sheet_sha256: string; received: boolean } | null {
  const entry = book.entries.filter(({ change, receipt }) => change.kind === "close" && isInEffect(receipt?.state)).at(-1);
  return entry ? { at: entry.change.at, sheet_sha256: String(entry.change.body["sheet_sha256"]), received: entry.stage === "received" } : null;
}

function isInEffect(state: string | undefined): boolean {
  return state === undefined || ["applied", "same", "waiting"].includes(state);
}

/** When the visit began: by the server, else by what was written here. */
export function begunAt(book: Book): string | null {
  return book.state.visit.begun_at ?? book.entries.find(({ change }) => change.kind === "begin")?.change.at ?? null;
}

export interface Missing {
  item: string | null;
  text: string;
}

/** What stands in the way of closing, as the server's `Standing.gaps` says it. */
export function missing(book: Book, words: Record<string, string>): Missing[] {
  const { standing } = book;
  const found = standing.gaps().map(({ id }) => ({ item: id as string | null, text: say(words, "closing_unanswered", { item: id }) }));
  for (const { id } of book.items) {
    const verdict = standing.answered.get(id)?.verdict;
    const isBad = standing.applies.get(id) === "yes" && (verdict === "fail" || verdict === "partial");
    if (isBad && !noteOf(book.present(id).fields)) found.push({ item: id, text: say(words, "closing_no_remark", { item: id }) });
  }
  if (!minutesOf(book).unit_side) found.push({ item: null, text: say(words, "closing_no_unit_side") });
  return found;
}

export function isClosed(state: VisitState): boolean {
  return state.visit.closed_at !== null;
}
