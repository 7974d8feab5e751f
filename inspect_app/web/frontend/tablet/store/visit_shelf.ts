import type { Bundle, VisitState } from "../protocol";
import type { Step } from "./steps";
import type { Vault } from "./vault";

interface Taken {
  number: number;
  bundle: Bundle;
  state: VisitState;
  taken_at: string;
  /** The server's name for this very bundle. */
  tag: string | null;
}

/** The visits that were taken along: their bundles, and the newest state of each. */
export class VisitShelf {
  private taken = new Map<string, Taken>();

  constructor(private readonly vault: Vault) {}

  async load(): Promise<void> {
    const bundles = await this.vault.readAll<{ bundle: Bundle; taken_at: string; tag?: string | null }>("bundles");
    const states = new Map(await this.vault.readAll<VisitState>("states"));
    for (const [number, { bundle, taken_at, tag = null }] of bundles) {
      this.taken.set(bundle.visit.id, { number, bundle, taken_at, tag, state: states.get(number) ?? bundle.state });
    }
  }

  get(visit: string): Taken | undefined {
    return this.taken.get(visit);
  }

  all(): Taken[] {
    return [...this.taken.values()];
  }

  /** Keeps a bundle and its state; only within `vault.alone`. */
  async take(bundle: Bundle, tag: string | null, recovery: string[], settled: Step[]): Promise<void> {
    const visit = bundle.visit.id;
    const number = this.taken.get(visit)?.number ?? Math.max(0, ...this.all().map((each) => each.number)) + 1;
    const fresh = { number, bundle, state: bundle.state, taken_at: new Date().toISOString(), tag };
    const steps = await Promise.all([
      this.vault.step("put", "bundles", number, { bundle, taken_at: fresh.taken_at, tag }),
      this.vault.step("put", "states", number, bundle.state),
    ]);
    await this.vault.keep([...steps, ...settled], { recovery });
    this.taken.set(visit, fresh);
  }

  /** Takes a visit from the tablet; only within `vault.alone`. What was written about it stays in the log as long as ever. */
  async drop(visit: string): Promise<void> {
    const taken = this.taken.get(visit);
    if (!taken) return;
    await this.vault.keep([this.vault.removal("bundles", taken.number), this.vault.removal("states", taken.number)]);
    this.taken.delete(visit);
  }

  /** Keeps a newer state; only within `vault.alone`. */
  async renew(visit: string, state: VisitState, settled: Step[]): Promise<void> {
    const taken = this.taken.get(visit);
    if (!taken) return;
    await this.vault.keep([await this.vault.step("put", "states", taken.number, state), ...settled]);
    this.taken.set(visit, { ...taken, state });
  }
}
