import type { Condition, Item, Verdict } from "../protocol";
import { comparableFrom, Day, type Answered, type Comparable } from "./answers";
import { Rational } from "./rational";

/** Kleene's three answers: a comparison with an item that nobody has answered yet is `not_yet`. */
export type Applies = "yes" | "no" | "not_yet";

type Conditional = Pick<Item, "id"> & { when?: Condition | null };
type Seen = (other: string) => Answered | undefined;

const VERDICTS: readonly string[] = ["pass", "partial", "fail", "not_applicable", "recorded"] satisfies Verdict[];
const OPPOSITE: Record<Applies, Applies> = { yes: "no", no: "yes", not_yet: "not_yet" };
const ORDER: Record<string, (difference: number) => boolean> = {
  gt: (difference) => difference > 0,
  ge: (difference) => difference >= 0,
  lt: (difference) => difference < 0,
  le: (difference) => difference <= 0,
};

/** For each item whether it applies, as checklists/rules/conditions.py says it; the order changes nothing. */
export function applicability(items: Conditional[], answers: Map<string, Answered>): Map<string, Applies> {
  const settling = new Settling(new Map(items.map((item) => [item.id, item])), answers);
  return new Map(items.map((item) => [item.id, settling.settle(item.id, new Set())]));
}

class Settling {
  private readonly found = new Map<string, Applies>();

  constructor(
    private readonly known: Map<string, Conditional>,
    private readonly answers: Map<string, Answered>,
  ) {}

  settle(id: string, asking: Set<string>): Applies {
    const settled = this.found.get(id);
    if (settled) return settled;
    const item = this.known.get(id);
    if (!item || asking.has(id)) return "not_yet";
    const state = item.when ? this.ask(id, item.when, asking) : "yes";
    this.found.set(id, state);
    return state;
  }

  private ask(id: string, when: Condition, asking: Set<string>): Applies {
    const further = new Set([...asking, id]);
    return holds(when, (other) => this.seen(other, further));
  }

  private seen(other: string, asking: Set<string>): Answered | undefined {
    const state = this.settle(other, asking);
    if (state === "no") return { verdict: "not_applicable", value: null };
    return state === "yes" ? this.answers.get(other) : undefined;
  }
}

function holds(condition: Condition, seen: Seen): Applies {
  if ("not" in condition) return OPPOSITE[holds(condition.not as Condition, seen)];
  if ("any" in condition) return together(condition.any as Condition[], "yes", seen);
  if ("all" in condition) return together(condition.all as Condition[], "no", seen);
  const answer = seen(condition.item);
  if (!answer) return "not_yet";
  return compare(condition, answer) ? "yes" : "no";
}

function together(parts: Condition[], decisive: Applies, seen: Seen): Applies {
  const states = parts.map((part) => holds(part, seen));
  if (states.includes(decisive)) return decisive;
  return states.includes("not_yet") ? "not_yet" : OPPOSITE[decisive];
}

function compare(comparison: { [operator: string]: unknown }, answer: Answered): boolean {
  if ("is" in comparison) return is(comparableFrom(comparison["is"]), answer);
  if ("in" in comparison) return (comparison["in"] as unknown[]).some((operand) => is(comparableFrom(operand), answer));
  const operator = Object.keys(ORDER).find((name) => name in comparison);
  const difference = operator ? distance(answer.value, comparableFrom(comparison[operator])) : null;
  return operator !== undefined && difference !== null && (ORDER[operator]?.(difference) ?? false);
}

function distance(value: Comparable, operand: Comparable): number | null {
  if (value instanceof Rational && operand instanceof Rational) return value.against(operand);
  if (value instanceof Day && operand instanceof Day) return value.iso < operand.iso ? -1 : value.iso > operand.iso ? 1 : 0;
  return null;
}

function is(operand: Comparable, answer: Answered): boolean {
  if (typeof operand === "string" && VERDICTS.includes(operand)) return answer.verdict === operand;
  if (answer.value instanceof Set) return typeof operand === "string" && answer.value.has(operand);
  const difference = distance(answer.value, operand);
  if (difference !== null) return difference === 0;
  return operand !== null && typeof operand !== "object" && answer.value === operand;
}
