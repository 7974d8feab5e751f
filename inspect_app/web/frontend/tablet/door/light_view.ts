import { timeAndDay } from "../../modules/vietnam_time";
import { icon } from "../sheet/icon";
import { el, say, type Words } from "./element";
import { type Check, type Level, light } from "./readiness";

const ICONS = { good: "check", warn: "alert", bad: "stop", wait: "clock" } as const;

/** The light of one visit: a word with its icon, what is missing and what to do, and what is right on demand. */
export function lightView(words: Words, points: Check[], takenAt: string | null): HTMLElement[] {
  const level = takenAt ? light(points) : "wait";
  const time = takenAt ? timeAndDay(takenAt) : "";
  const badge = el("span", { class: `badge badge-${level}`, "data-readiness": level }, icon(ICONS[level]), el("span", {}, say(words, `light_${level}`, { time })));
  const missing = points.filter((point) => point.level !== "good" && point.name !== "not_taken");
  const list = missing.length ? [el("ul", { class: "readiness-missing" }, ...missing.map((point) => line(words, point)))] : [];
  const good = points.filter((point) => point.level === "good");
  const all = el("details", { class: "more" }, el("summary", {}, say(words, "light_points", { n: good.length })), el("ul", { class: "readiness-missing" }, ...good.map((point) => line(words, point))));
  return [el("p", {}, badge), ...list, ...(takenAt ? [all] : [])];
}

function line(words: Words, { name, level, values }: Check): HTMLElement {
  const written = Object.fromEntries(Object.entries(values ?? {}).map(([key, number]) => [key, number.toLocaleString(document.documentElement.lang)]));
  return el("li", { class: `readiness-${level satisfies Level}`, "data-check": name }, icon(ICONS[level]), el("span", {}, say(words, name, written)));
}
