import { type Bytes, sha256Hex } from "../keys/texts";
import type { KeptPhoto } from "../notebook";
import type { Step } from "./steps";
import type { Vault } from "./vault";

const KEPT_FOR = 30 * 24 * 3600 * 1000;

export interface PhotoLine {
  number: number;
  photo: string;
  visit: string;
  item: string;
  caption: string;
  sha256: string;
  size: number;
  sent: number;
  received_at: number | null;
  /** What the server says of a photo that it only keeps. */
  problem?: string | null;
}

const keptOf = ({ photo, item, caption, size, sent, received_at, problem }: PhotoLine): KeptPhoto => ({
  photo, item, caption, size, sent, stage: received_at === null ? "kept" : "received", problem: problem ?? null,
});

/** The photos of one person on this tablet; their bytes lie beside what is known of them. */
export class PhotoLog {
  private lines = new Map<string, PhotoLine>();

  constructor(private readonly vault: Vault) {}

  async load(): Promise<void> {
    const found = await this.vault.readAll<PhotoLine>("photos");
    this.lines = new Map(found.map(([, line]) => [line.photo, line]));
  }

  of(visit: string): KeptPhoto[] {
    return [...this.lines.values()].filter((line) => line.visit === visit).map(keptOf);
  }

  unsent(): PhotoLine[] {
    return [...this.lines.values()].filter((line) => line.received_at === null);
  }

  /** What keeps a new photo; it counts once `added` was called. */
  async prepare(visit: string, item: string, bytes: Bytes, caption: string): Promise<[PhotoLine, Step[]]> {
    const number = Math.max(0, ...[...this.lines.values()].map((line) => line.number)) + 1;
    const known = { photo: crypto.randomUUID(), sha256: await sha256Hex(bytes), size: bytes.length };
    const line: PhotoLine = { number, visit, item, caption, sent: 0, received_at: null, ...known };
    const steps = [this.vault.step("add", "photos", number, line), this.vault.bytesStep("pictures", number, bytes)];
    return [line, await Promise.all(steps)];
  }

  added(line: PhotoLine): KeptPhoto {
    this.lines.set(line.photo, line);
    return keptOf(line);
  }

  async bytes(photo: string): Promise<Bytes | null> {
    const line = this.lines.get(photo);
    return line ? this.vault.bytes("pictures", line.number) : null;
  }

  /** `now` is the server's time. */
  async came(photo: string, { sent, received, problem }: Pick<PhotoLine, "sent"> & { received: boolean; problem: string | null }, now: number): Promise<void> {
    const line = this.lines.get(photo);
    if (!line) return;
    await this.replace([{ ...line, sent, received_at: received ? now : null, problem }]);
  }

  async offerAgain(): Promise<void> {
    await this.replace([...this.lines.values()].map((line) => ({ ...line, sent: 0, received_at: null })));
  }

  async letGo(now: number): Promise<void> {
    const until = now - KEPT_FOR;
    const old = [...this.lines.values()].filter((line) => line.received_at !== null && line.received_at < until);
    if (!old.length) return;
    const steps = old.flatMap(({ number }) => [this.vault.removal("photos", number), this.vault.removal("pictures", number)]);
    await this.vault.keep(steps);
    for (const line of old) this.lines.delete(line.photo);
  }

  private async replace(fresh: PhotoLine[]): Promise<void> {
    if (!fresh.length) return;
    const after = new Map([...this.lines, ...fresh.map((line): [string, PhotoLine] => [line.photo, line])]);
    const steps = await Promise.all(fresh.map((line) => this.vault.step("put", "photos", line.number, line)));
    await this.vault.keep(steps, { photos: [...after.values()].filter((line) => line.received_at === null).length });
    this.lines = after;
  }
}
