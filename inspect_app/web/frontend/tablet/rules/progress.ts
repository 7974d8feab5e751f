import type { Item, Verdict } from "../protocol";
import type { Answered } from "./answers";
import { applicability, type Applies } from "./conditions";
import { Rational } from "./rational";

export interface Progress {
  done: number;
  of: number;
}

/** A group of items that apply: how much was assessed and how well it complies are two numbers, never one. */
export interface Score {
  items: number;
  answered: number;
  counts: Record<Verdict, number>;
  judged: Rational;
  earned: Rational;
}

// A partial pass earns half, as on the server.
const CREDIT: Partial<Record<Verdict, Rational>> = { pass: new Rational(1n), partial: new Rational(1n, 2n), fail: new Rational(0n) };

/** Where a checklist stands: which items apply, how far it is, what comes next. */
export class Standing {
  readonly applies: Map<string, Applies>;

  constructor(
    private readonly items: Item[],
    readonly answered: Map<string, Answered>,
  ) {
    this.applies = applicability(items, answered);
  }

  progress(section?: string): Progress {
    const counted = this.counted(section);
    return { done: counted.filter((item) => this.answered.has(item.id)).length, of: counted.length };
  }

  /** What is still owed, in the checklist's order. */
  gaps(section?: string): Item[] {
    return this.counted(section).filter((item) => !this.answered.has(item.id));
  }

  /** The next item without an answer after the given one, going round to the beginning. */
  next(after?: string): Item | null {
    const start = this.items.findIndex((item) => item.id === after) + 1;
    const ahead = new Set([...this.items.slice(start), ...this.items.slice(0, start)]);
    const owed = new Set(this.gaps());
    return [...ahead].find((item) => owed.has(item)) ?? null;
  }

  score(section?: string): Score {
    const counted = this.counted(section);
    const counts: Record<Verdict, number> = { pass: 0, partial: 0, fail: 0, not_applicable: 0, recorded: 0 };
    let [judged, earned, answered] = [new Rational(0n), new Rational(0n), 0];
    for (const item of counted) {
      const verdict = this.answered.get(item.id)?.verdict;
      if (!verdict) continue;
      answered += 1;
      counts[verdict] += 1;
      const [credit, weight] = [CREDIT[verdict], Rational.from(item.weight)];
      if (!credit || !weight) continue;
      judged = judged.plus(weight);
      earned = earned.plus(weight.times(credit));
    }
    return { items: counted.length, answered, counts, judged, earned };
  }

  private counted(section?: string): Item[] {
    return this.items.filter((item) => this.applies.get(item.id) === "yes" && (section === undefined || item.section === section));
  }
}

/** The grade of the finding that a bad answer makes; for a partial pass a major one becomes minor. Null when nothing is wrong. */
export function findingGrade(grade: string | null, verdict: Verdict | null): string | null {
  if (verdict !== "fail" && verdict !== "partial") return null;
  return verdict === "partial" && grade === "major" ? "minor" : grade;
}
