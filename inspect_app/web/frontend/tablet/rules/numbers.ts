import type { Verdict } from "../protocol";
import { Rational } from "./rational";
import { type Judged, type Raw, readCount, Reader, readNumber } from "./reading";

type Options = Record<string, unknown>;

const HUNDRED = new Rational(100n);
const ZERO = new Rational(0n);

/** Pass or fail by the limits; only recorded without limits, or without a value to hold against them. */
export function judgedBy(passes: unknown, value: Rational | null): Verdict {
  if (!passes || !value) return "recorded";
  const limits = passes as Record<string, unknown>;
  const meets = (name: string, holds: (difference: number) => boolean) => {
    const limit = Rational.from(limits[name] ?? null);
    return limit === null || holds(value.against(limit));
  };
  const within = meets("gt", (d) => d > 0) && meets("ge", (d) => d >= 0) && meets("lt", (d) => d < 0) && meets("le", (d) => d <= 0);
  return within ? "pass" : "fail";
}

export function judgeNumber(raw: Raw, options: Options): Judged {
  const reader = new Reader(raw.texts);
  const number = reader.take("number", readNumber, "number");
  if (reader.problems.length) return reader.problems;
  if (!number) return null;
  const least = Rational.from(options["min"] ?? options["least"] ?? null);
  const greatest = Rational.from(options["max"] ?? options["greatest"] ?? null);
  if (least && number.against(least) < 0) return [{ input: "number", code: "too_small" }];
  if (greatest && number.against(greatest) > 0) return [{ input: "number", code: "too_great" }];
  return { verdict: judgedBy(options["passes"], number), value: number };
}

export function judgeRatio(raw: Raw, options: Options): Judged {
  const reader = new Reader(raw.texts);
  const part = reader.take("part", readNumber, "number");
  const whole = reader.take("whole", readNumber, "number");
  if (!reader.text("part") && !reader.text("whole")) return null;
  reader.require("part", "number_missing");
  reader.require("whole", "number_missing");
  for (const [name, number] of [["part", part], ["whole", whole]] as const) {
    if (number && number.against(ZERO) < 0) reader.problems.push({ input: name, code: "negative" });
  }
  if (reader.problems.length || !part || !whole) return reader.problems;
  if (part.against(whole) > 0) return [{ input: "part", code: "part_over_whole" }];
  const percent = whole.over === 0n ? null : part.times(HUNDRED).dividedBy(whole);
  return { verdict: judgedBy(options["passes"], percent), value: percent };
}

export function judgeTally(raw: Raw, options: Options): Judged {
  const reader = new Reader(raw.texts);
  const good = reader.take("good", readCount, "count");
  const bad = reader.take("bad", readCount, "count");
  if (reader.problems.length) return reader.problems;
  if (good === null && bad === null) return null;
  const total = BigInt((good ?? 0) + (bad ?? 0));
  const percent = total ? new Rational(BigInt(good ?? 0) * 100n, total) : null;
  return { verdict: judgedBy(options["passes"], percent), value: percent };
}
