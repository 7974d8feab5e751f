import { type Bytes, random } from "../keys/texts";
import { NotKept } from "../notebook";
import type { Key, Step } from "./steps";

/** Bytes of room that photos never get: thousands of answers. */
export const RESERVE = 20 * 1024 * 1024;
const KEY: Key = ["", "reserve", 0];
const PART = 65_536;
// Some browsers count what was deleted only a little later.
const WAITS = [0, 100, 400, 1_000, 2_000];

/** What the reserve needs of the database. */
export interface Disk {
  holds(key: Key): Promise<boolean>;
  write(steps: Step[]): Promise<void>;
}

/**
 * Room for texts on a full disk: one record of noise, which belongs to nobody. A text that finds the disk full takes its
 * place; a photo is kept only as long as the record stands, so that it never takes what texts may still need.
 */
export class Reserve {
  private making: Promise<boolean> | null = null;

  constructor(private readonly disk: Disk) {}

  /** Asked of the disk each time: another window may have given it up. While it is being made, what came of that is the answer. */
  stands(): Promise<boolean> {
    return this.making ?? this.disk.holds(KEY);
  }

  /** Makes it where it is missing; false when there is no room for it. */
  make(): Promise<boolean> {
    this.making ??= this.made().finally(() => (this.making = null));
    return this.making;
  }

  /** Writes a text once more after giving up the reserve. Throws `full` where there was none, or where that did not help. */
  async writeInstead(steps: Step[], full: NotKept): Promise<void> {
    if (!(await this.disk.holds(KEY))) throw full;
    await this.disk.write([{ what: "delete", key: KEY }]);
    for (const wait of WAITS) {
      await new Promise((go) => window.setTimeout(go, wait));
      try {
        return await this.disk.write(steps);
      } catch (error) {
        if (!isFull(error)) throw error;
      }
    }
    throw full;
  }

  private async made(): Promise<boolean> {
    if (await this.disk.holds(KEY)) return true;
    try {
      await this.disk.write([{ what: "put", key: KEY, sealed: { nonce: random(12), data: noise(RESERVE) } }]);
      return true;
    } catch (error) {
      if (isFull(error)) return false;
      throw error;
    }
  }
}

export function isFull(error: unknown): error is NotKept {
  return error instanceof NotKept && error.reason === "full";
}

/** What no file system makes smaller. */
function noise(length: number): Bytes {
  const made = new Uint8Array(length);
  for (let at = 0; at < length; at += PART) crypto.getRandomValues(made.subarray(at, at + PART));
  return made;
}
