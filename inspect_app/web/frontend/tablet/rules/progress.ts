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

/** Where a checklist stands: which items apply, how far it is, what comes next. Counted once, asked often. */
export class Standing {
  readonly applies: Map<string, Applies>;
  private readonly owed: Item[] = [];
  private readonly whole: Progress = { done: 0, of: 0 };
  private readonly parts = new Map<string, Progress>();

  constructor(
    private readonly items: Item[],
    readonly answered: Map<string, Answered>,
  ) {
    this.applies = applicability(items, answered);
    for (const item of this.counted()) this.count(item);
  }

  private count(item: Item): void {
    const part = this.parts.get(item.section) ?? { done: 0, of: 0 };
    this.parts.set(item.section, part);
    const done = Number(this.answered.has(item.id));
    for (const progress of [part, this.whole]) {
      progress.of += 1;
      progress.done += done;
    }
    if (!done) this.owed.push(item);
  }

  progress(section?: string): Progress {
    return section === undefined ? this.whole : (this.parts.get(section) ?? { done: 0, of: 0 });
  }

  /** What is still owed, in the checklist's order. */
  gaps(section?: string): Item[] {
    return section === undefined ? this.owed : this.owed.filter((item) => item.section === section);
  }

  /** The next item without an answer after the given one, going round to the beginning. */
  next(after?: string): Item | null {
    const start = this.items.findIndex((item) => item.id === after) + 1;
    const owed = new Set(this.owed);
    for (let step = 0; step < this.items.length; step += 1) {
      const item = this.items[(start + step) % this.items.length];
      if (item && owed.has(item)) return item;
    }
    return null;
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
