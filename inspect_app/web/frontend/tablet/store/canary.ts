import type { Person } from "./steps";

/** What is known of a store outside of the store, so that its loss is noticed. */
export interface Trace {
  device: string;
  changes: number;
  photos: number;
  last_saved_at: string | null;
}

const NAME = "tablet-canary";
const COOKIE = "tablet_canary";
const AGE = 400 * 24 * 3600;

function parsed(text: string | null): Trace[] {
  try {
    return JSON.parse(text ?? "[]") as Trace[];
  } catch {
    return [];
  }
}

function fromCookie(): Trace[] {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
  return parsed(found ? decodeURIComponent(found.slice(COOKIE.length + 1)) : null);
}

function fromStorage(): Trace[] {
  try {
    return parsed(localStorage.getItem(NAME));
  } catch {
    return [];
  }
}

function write(traces: Trace[]): void {
  const text = JSON.stringify(traces);
  try {
    localStorage.setItem(NAME, text);
  } catch {
    // The cookie stands for it.
  }
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${encodeURIComponent(text)}; Path=/may-tinh-bang; Max-Age=${AGE}; SameSite=Strict${secure}`;
}

/** The devices that were on this tablet and are in its database no more. */
export function lost(persons: Person[]): Trace[] {
  const there = new Set(persons.map((person) => person.device));
  const known = new Map([...fromCookie(), ...fromStorage()].map((trace) => [trace.device, trace]));
  return [...known.values()].filter((trace) => !there.has(trace.device));
}

/** Remembers what is in the database, beside what is still to be reported as lost. */
export function remember(persons: Person[], unreported: Trace[]): void {
  const present = persons.map(({ device, changes, photos, last_saved_at }) => ({ device, changes, photos, last_saved_at }));
  write([...present, ...unreported]);
}
