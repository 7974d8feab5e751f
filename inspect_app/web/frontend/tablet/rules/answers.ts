import type { Verdict } from "../protocol";
import { Rational } from "./rational";

/** A day of the calendar, kept as `2024-06-18`: days compare as their texts do. */
export class Day {
  constructor(readonly iso: string) {}
}

/** The one value that conditions may compare; a Set holds the ids that were ticked. */
export type Comparable = boolean | Rational | Day | string | Set<string> | null;

/** An answer as the rules see it. */
export interface Answered {
  verdict: Verdict;
  value: Comparable;
}

/** A comparable as JSON writes it, for tests and for showing. */
export function plainComparable(value: Comparable): unknown {
  if (value instanceof Rational) return { number: String(value) };
  if (value instanceof Day) return { date: value.iso };
  return value instanceof Set ? [...value].sort() : value;
}

/** The other way round. */
export function comparableFrom(data: unknown): Comparable {
  if (Array.isArray(data)) return new Set(data.map(String));
  if (typeof data === "number") return Rational.from(data);
  if (typeof data === "boolean" || typeof data === "string") return data;
  if (typeof data !== "object" || data === null) return null;
  if ("number" in data) return Rational.from(data.number);
  return "date" in data ? new Day(String(data.date)) : null;
}
