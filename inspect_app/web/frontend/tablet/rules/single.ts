import type { Verdict } from "../protocol";
import { Day } from "./answers";
import { clean, type Judged, lengthOf, type Raw, readDate, Reader } from "./reading";

type Options = Record<string, unknown>;

const TEXT_LIMIT = 10000;

export function judgeVerdict(raw: Raw): Judged {
  const chosen = clean(raw.texts["verdict"] ?? "");
  if (!chosen) return null;
  if (chosen === "pass" || chosen === "partial" || chosen === "fail") return { verdict: chosen, value: null };
  return [{ input: "verdict", code: "choice" }];
}

export function judgeYesNo(raw: Raw, options: Options): Judged {
  const chosen = clean(raw.texts["yes"] ?? "");
  if (!chosen) return null;
  if (chosen !== "yes" && chosen !== "no") return [{ input: "yes", code: "choice" }];
  const yes = chosen === "yes";
  return { verdict: yes === (options["expected"] ?? true) ? "pass" : "fail", value: yes };
}

export function judgeDate(raw: Raw, options: Options): Judged {
  const reader = new Reader(raw.texts);
  const day = reader.take("day", readDate, "date");
  if (reader.problems.length) return reader.problems;
  if (!day) return null;
  const period = options["passes"] as { from?: string | null; from_?: string | null; until?: string | null } | null | undefined;
  return { verdict: period ? within(day, period.from ?? period.from_, period.until) : "recorded", value: day };
}

function within(day: Day, from: string | null | undefined, until: string | null | undefined): Verdict {
  return (!from || day.iso >= from) && (!until || day.iso <= until) ? "pass" : "fail";
}

export function judgeChoice(raw: Raw, options: Options): Judged {
  const chosen = clean(raw.texts["choice"] ?? "");
  if (!chosen) return null;
  const found = (options["choices"] as { id: string; verdict: Verdict }[]).find((choice) => choice.id === chosen);
  return found ? { verdict: found.verdict, value: chosen } : [{ input: "choice", code: "choice" }];
}

export function judgeChoices(raw: Raw, options: Options): Judged {
  const ticked = raw.ticks["choices"] ?? [];
  const none = clean(raw.texts["none"] ?? "") !== "";
  if (none && ticked.length) return [{ input: "none", code: "none_and_ticks" }];
  if (!none && !ticked.length) return null;
  const known = (options["choices"] as { id: string }[]).map((choice) => choice.id);
  const unique = new Set(ticked);
  if (ticked.some((id) => !known.includes(id))) return [{ input: "choices", code: "choice" }];
  const enough = unique.size >= Number(options["at_least"]);
  return { verdict: enough ? "pass" : unique.size ? "partial" : "fail", value: unique };
}

export function judgeText(raw: Raw): Judged {
  const text = clean(raw.texts["text"] ?? "");
  if (lengthOf(text) > TEXT_LIMIT) return [{ input: "text", code: "too_long" }];
  return text ? { verdict: "recorded", value: null } : null;
}
