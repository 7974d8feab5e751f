import { RESERVE } from "../store/reserve";
import { el, say, type Words } from "./element";
import type { TabletFacts } from "./readiness";

const GIBIBYTE = 1024 ** 3;
const SCARCE = 200 * 1024 * 1024;
const megabytes = (bytes: number): string => Math.round(bytes / (1024 * 1024)).toLocaleString(document.documentElement.lang);

/** Asks the browser not to throw the store away when the disk is short. */
export async function askToPersist(): Promise<void> {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
}

/** Bytes used and left. Some browsers say the same whole number of gibibytes to every page, so as to tell nothing: `free` is null then. */
export async function room(): Promise<{ used: number | null; free: number | null }> {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const free = quota - usage;
  return { used: quota ? usage : null, free: !quota || (free > 0 && free % GIBIBYTE === 0) ? null : free };
}

/** How well the browser keeps what lies on this tablet, in words. */
export function storageHealth(words: Words, { persisted, reserve, used, free }: Pick<TabletFacts, "persisted" | "reserve" | "used" | "free">): HTMLElement[] {
  const spare = say(words, reserve ? "reserve_here" : "reserve_missing", { n: megabytes(RESERVE) });
  const lines = [el("p", {}, say(words, persisted ? "persisted" : "not_persisted")), el("p", reserve ? {} : { class: "error" }, spare)];
  if (used === null) return lines;
  if (free === null) return [...lines, el("p", {}, say(words, "space_used", { used: megabytes(used) }))];
  const space = say(words, free < SCARCE ? "space_short" : "space", { used: megabytes(used), free: megabytes(free) });
  return [...lines, el("p", free < SCARCE ? { class: "error" } : {}, space)];
}
