import type { Bundle, VisitLine } from "../protocol";
import { RESERVE } from "../store/reserve";
import type { Unfit } from "./fitness";

/** What is known of the tablet when a visit is to go where there is no network. */
export interface TabletFacts {
  unfit: Unfit;
  /** The page itself is kept, so that it opens without a network. */
  shell: boolean;
  persisted: boolean;
  /** Bytes; null when the browser does not say. */
  used: number | null;
  free: number | null;
  /** The room that is kept for texts is there. */
  reserve: boolean;
  /** Milliseconds by which the clock differs; null before the server was heard. */
  offset: number | null;
  outdated: boolean;
  update: boolean;
  revoked: boolean;
}

/** What is known of one visit. */
export interface VisitFacts {
  taken: { bundle: Pick<Bundle, "checklist" | "items" | "fragments">; state: { version: string } } | null;
  line: Pick<VisitLine, "checklist" | "version"> | undefined;
}

export type Level = "good" | "warn" | "bad";

/** One point of the light; `name` is the key of its sentence, which says what to do. */
export interface Check {
  name: string;
  level: Level;
  values?: Record<string, number>;
}

export const MEGABYTE = 1024 * 1024;
const SCARCE = 200 * MEGABYTE;
const TOO_LITTLE = 50 * MEGABYTE;
const CLOCK_MINUTES = 5;

/** Every point for one visit; a bad one means that work without a network would fail or be lost. */
export function checks(tablet: TabletFacts, visit: VisitFacts): Check[] {
  return [...bundleChecks(visit), ...pageChecks(tablet), ...storeChecks(tablet), ...clockCheck(tablet)];
}

/** The worst of the points. */
export function light(points: Check[]): Level {
  return points.some(({ level }) => level === "bad") ? "bad" : points.some(({ level }) => level === "warn") ? "warn" : "good";
}

function bundleChecks({ taken, line }: VisitFacts): Check[] {
  if (!taken) return [{ name: "not_taken", level: "bad" }];
  const { checklist, items, fragments } = taken.bundle;
  const ids = checklist.sections.flatMap((section) => section.items);
  if (ids.some((id) => !items[id] || !fragments[id])) return [{ name: "bundle_broken", level: "bad" }];
  const other = line && (line.checklist.code !== checklist.code || line.checklist.version !== checklist.version);
  if (other) return [{ name: "checklist_newer", level: "bad" }];
  const older = line && line.version !== taken.state.version;
  return [{ name: "bundle_here", level: "good", values: { n: ids.length } }, ...(older ? [{ name: "state_older", level: "warn" } as const] : [])];
}

function pageChecks({ unfit, shell, outdated, update, revoked }: TabletFacts): Check[] {
  const found: Check[] = [];
  if (revoked) found.push({ name: "revoked", level: "bad" });
  if (unfit) found.push({ name: unfit, level: "bad" });
  if (!shell) found.push({ name: "shell_missing", level: "bad" });
  else if (outdated) found.push({ name: "outdated", level: "bad" });
  else if (update) found.push({ name: "update_waits", level: "warn" });
  else found.push({ name: "shell_here", level: "good" });
  return [...found, { name: "secure", level: "good" }];
}

function storeChecks({ persisted, free, reserve }: TabletFacts): Check[] {
  const kept: Check = persisted ? { name: "persisted", level: "good" } : { name: "not_persisted", level: "warn" };
  const spare: Check = { name: reserve ? "reserve_here" : "reserve_missing", level: reserve ? "good" : "bad", values: { n: RESERVE / MEGABYTE } };
  if (free === null) return [kept, spare];
  const n = Math.floor(free / MEGABYTE);
  const level = free < TOO_LITTLE ? "bad" : free < SCARCE ? "warn" : "good";
  return [kept, spare, { name: level === "good" ? "free" : "free_short", level, values: { n } }];
}

function clockCheck({ offset }: TabletFacts): Check[] {
  if (offset === null) return [];
  const n = Math.round(Math.abs(offset) / 60_000);
  return [n >= CLOCK_MINUTES ? { name: "clock_wrong", level: "warn", values: { n } } : { name: "clock_right", level: "good" }];
}
