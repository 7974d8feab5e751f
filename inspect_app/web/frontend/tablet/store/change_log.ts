import { encode, sha256Hex } from "../keys/texts";
import type { Entry } from "../notebook";
import type { Base, Change, Kind, Receipt, VisitState } from "../protocol";
import type { Step } from "./steps";
import type { Vault } from "./vault";

const CHAINED: Kind[] = ["answer", "minutes"];
const KEPT_FOR = 30 * 24 * 3600 * 1000;

/** A change as it lies on the tablet: its text never changes, what became of it does. */
interface Written {
  text: string;
  sha256: string;
  receipt: Receipt | null;
  /** The server lost it: it is offered again. */
  again: boolean;
  /** A state of the server that was asked for after the receipt is here. */
  settled: boolean;
  received_at: number | null;
}

interface Line extends Written {
  change: Change;
}

export interface Draft {
  visit: string;
  kind: Kind;
  item: string | null;
  body: Record<string, unknown>;
  checklist: Change["checklist"];
}

const entryOf = (line: Line): Entry => ({
  change: line.change,
  stage: line.receipt && !line.again ? "received" : "kept",
  receipt: line.receipt,
});

const writtenOf = ({ text, sha256, receipt, again, settled, received_at }: Line): Written => ({
  text, sha256, receipt, again, settled, received_at,
});

const isUnsent = (line: Line): boolean => line.again || line.receipt === null;

/** The tablet's clock with its zone, as `at` of a change. */
export function clockText(now: Date): string {
  const shift = -now.getTimezoneOffset();
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, "0");
  const local = new Date(now.getTime() + shift * 60_000).toISOString().slice(0, -1);
  return `${local}${shift < 0 ? "-" : "+"}${two(shift / 60)}:${two(Math.abs(shift) % 60)}`;
}

/** The changes of one person on this tablet: written down one after the other, never altered. */
export class ChangeLog {
  private lines = new Map<number, Line>();

  constructor(private readonly vault: Vault) {}

  async load(): Promise<void> {
    const found = await this.vault.readAll<Written>("changes");
    this.lines = new Map(found.map(([number, kept]) => [number, { ...kept, change: JSON.parse(kept.text) as Change }]));
  }

  entries(visit: string): Entry[] {
    return this.sorted().filter((line) => line.change.visit === visit && !line.settled).map(entryOf);
  }

  /** The item that this tablet wrote to last. */
  lastItem(visit: string): string | null {
    return this.sorted().filter(({ change }) => change.visit === visit && change.item).at(-1)?.change.item ?? null;
  }

  unsent(): { sequence: number; text: string; visit: string }[] {
    const waiting = this.sorted().filter(isUnsent);
    return waiting.map(({ change, text }) => ({ sequence: change.sequence, text, visit: change.visit }));
  }

  get oldest(): number {
    return this.sorted()[0]?.change.sequence ?? this.vault.person.last_sequence + 1;
  }

  /** Writes a change with what else must be kept with it. Only within `vault.alone`. Throws NotKept. */
  async write(draft: Draft, state: VisitState, more: Step[] = [], photos = 0): Promise<Entry> {
    const person = this.vault.person;
    const now = new Date();
    const change: Change = {
      id: crypto.randomUUID(),
      sequence: person.last_sequence + 1,
      visit: draft.visit,
      kind: draft.kind,
      item: draft.item,
      checklist: { code: draft.checklist.code, version: draft.checklist.version },
      base: this.base(draft, state),
      at: clockText(now),
      body: draft.body,
    };
    const text = JSON.stringify(change);
    const sha256 = await sha256Hex(encode(text));
    const line: Line = { change, text, sha256, receipt: null, again: false, settled: false, received_at: null };
    const step = await this.vault.step("add", "changes", change.sequence, writtenOf(line));
    await this.vault.keep([step, ...more], {
      last_sequence: change.sequence,
      last_saved_at: now.toISOString(),
      changes: person.changes + 1,
      photos: person.photos + photos,
    });
    this.lines.set(change.sequence, line);
    return entryOf(line);
  }

  /** Takes receipts to the changes with the same id and the same bytes; tells the visits that they are about. `now` is the server's time. */
  async receive(receipts: Receipt[], now: number): Promise<Set<string>> {
    const byId = new Map(this.sorted().map((line) => [line.change.id, line]));
    const fresh: Line[] = [];
    for (const receipt of receipts) {
      const line = receipt.id ? byId.get(receipt.id) : undefined;
      if (line && line.sha256 === receipt.sha256) fresh.push({ ...line, receipt, again: false, received_at: now });
    }
    await this.replace(fresh, { last_received_at: new Date().toISOString() });
    return new Set(fresh.map((line) => line.change.visit));
  }

  /** The server lost what it had from this number on: everything that is still here is offered again. */
  async offerAgain(from: number): Promise<void> {
    const lost = this.sorted().filter((line) => line.change.sequence >= from && line.receipt);
    await this.replace(lost.map((line) => ({ ...line, again: true, settled: false })));
  }

  /** The changes whose receipts are here but that are in no state yet. */
  received(visit: string): number[] {
    const due = this.sorted().filter((line) => line.change.visit === visit && !isUnsent(line) && !line.settled);
    return due.map((line) => line.change.sequence);
  }

  /** What keeps that these changes are in a state; it counts once `settled` was called. */
  settling(sequences: number[]): Promise<Step[]> {
    const lines = sequences.map((number) => this.lines.get(number)).filter((line): line is Line => line !== undefined);
    const fresh = lines.map((line) => writtenOf({ ...line, settled: true }));
    return Promise.all(fresh.map((kept, at) => this.vault.step("put", "changes", lines[at]!.change.sequence, kept)));
  }

  settled(sequences: number[]): void {
    for (const number of sequences) {
      const line = this.lines.get(number);
      if (line) this.lines.set(number, { ...line, settled: true });
    }
  }

  /**
   * Lets go of what the server has had for 30 days, from the oldest on: between what is kept there is never a gap. `now` is the server's time: a clock that was
   * put right is no month that passed.
   */
  async letGo(now: number): Promise<void> {
    const until = now - KEPT_FOR;
    const isNeeded = (line: Line): boolean => isUnsent(line) || !line.settled || (line.received_at ?? until) >= until;
    const sorted = this.sorted();
    const first = sorted.findIndex(isNeeded);
    const old = first < 0 ? sorted : sorted.slice(0, first);
    if (!old.length) return;
    await this.vault.keep(old.map((line) => this.vault.removal("changes", line.change.sequence)));
    for (const line of old) this.lines.delete(line.change.sequence);
  }

  private async replace(fresh: Line[], known: { last_received_at?: string } = {}): Promise<void> {
    if (!fresh.length) return;
    const after = new Map([...this.lines, ...fresh.map((line): [number, Line] => [line.change.sequence, line])]);
    const steps = fresh.map((line) => this.vault.step("put", "changes", line.change.sequence, writtenOf(line)));
    const changes = [...after.values()].filter(isUnsent).length;
    await this.vault.keep(await Promise.all(steps), { ...known, changes });
    this.lines = after;
  }

  /** What the writer had before his eyes: an own answer that is in no state yet and what it was written upon, else the state's. */
  private base({ visit, kind, item }: Draft, state: VisitState): Base {
    const mine = this.sorted().filter(
      (line) => !line.settled && line.change.visit === visit && line.change.kind === kind && line.change.item === item,
    );
    const newest = CHAINED.includes(kind) ? mine[mine.length - 1]?.change : undefined;
    if (newest) return { ...newest.base, change: newest.id };
    const stands = kind === "minutes" ? state.minutes : item ? state.answers[item] : undefined;
    return { revision: stands?.revision ?? 0, seen: stands?.seen ?? null, change: null };
  }

  private sorted(): Line[] {
    return [...this.lines.values()].sort((one, other) => one.change.sequence - other.change.sequence);
  }
}
