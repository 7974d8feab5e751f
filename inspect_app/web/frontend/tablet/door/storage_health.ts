import { el, say, type Words } from "./element";

const SCARCE = 200 * 1024 * 1024;
const megabytes = (bytes: number): string => Math.round(bytes / (1024 * 1024)).toLocaleString(document.documentElement.lang);

/** Asks the browser not to throw the store away when the disk is short. */
export async function askToPersist(): Promise<void> {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
}

/** How well the browser keeps what lies on this tablet, in words. */
export async function storageHealth(words: Words): Promise<HTMLElement[]> {
  const persisted = (await navigator.storage?.persisted?.()) ?? false;
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const free = quota - usage;
  const lines = [el("p", {}, say(words, persisted ? "persisted" : "not_persisted"))];
  if (quota) {
    const space = say(words, free < SCARCE ? "space_short" : "space", { used: megabytes(usage), free: megabytes(free) });
    lines.push(el("p", free < SCARCE ? { class: "error" } : {}, space));
  }
  return lines;
}
