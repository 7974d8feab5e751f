import type { OwnNotebook } from "../store/own_notebook";
import { type BatchReply, type Bundle, type Hello, PROTOCOL, type Receipt, type VisitLine, type VisitState } from "../protocol";
import { APP, type Answer, Declined, Line, NotSent, type Refusal } from "./line";
import { PhotosOut } from "./photos_out";

const [FEWEST, MOST] = [10, 200];
const LARGEST = 3 * 1024 * 1024;
const GREETING = 5 * 60_000;
// A line that is up for seconds only is met by trying often; a try costs next to nothing.
const [SHORTEST, LONGEST] = [5_000, 30_000];

/** What came of another tablet's file. */
export interface Carried {
  receipts: Receipt[];
  photos: { received: number; known: number; left: number };
}

export interface Standing {
  /** The last answer of the server, or null when the last try found nobody. */
  reached: boolean | null;
  /** By how many milliseconds the tablet's clock is behind the server's; null before the server was heard. */
  offset: number | null;
  revoked: boolean;
  outdated: boolean;
  visits: VisitLine[];
}

/** Sends what is unsent until the server's receipts are here: at every occasion, one round at a time. */
export class Sender {
  readonly standing: Standing = { reached: null, offset: null, revoked: false, outdated: false, visits: [] };
  /** The visits whose bundles are on their way here. */
  readonly coming = new Set<string>();
  private readonly line: Line;
  private readonly photos: PhotosOut;
  // What the line got through lately: where a batch was lost, a smaller one is tried.
  private most = MOST;
  private timer: number | undefined;
  private running = false;
  private turn: Promise<void> = Promise.resolve();
  private wanted = false;
  private stopped = false;
  private failures = 0;
  /** By a clock that nobody can put right or wrong. */
  private greeted = -Infinity;
  private told: { time: number; at: number } | null = null;
  private versions: Record<string, string> = {};
  private readonly onOnline = (): void => this.occasion();
  private readonly onVisible = (): void => {
    if (document.visibilityState === "visible") this.occasion();
  };

  /** `keepTyped` writes what stands on the screen alone, false when that could not be kept; `wiped` follows an order to wipe. */
  constructor(
    private readonly notebook: OwnNotebook,
    private readonly changed: () => void,
    private readonly keepTyped: () => Promise<boolean>,
    private readonly wiped: () => void,
  ) {
    this.line = new Line(notebook.self.token);
    this.photos = new PhotosOut(notebook, this.line, () => this.now ?? Date.now());
    notebook.wokenBy(() => this.wake(0));
    window.addEventListener("online", this.onOnline);
    document.addEventListener("visibilitychange", this.onVisible);
  }

  /** The first round; until then nothing goes out but at an occasion. */
  start(): void {
    this.occasion();
  }

  stop(): void {
    this.stopped = true;
    window.clearTimeout(this.timer);
    window.removeEventListener("online", this.onOnline);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  /** Resolves when nothing is on its way any more; what was not received is offered again by whoever opens the records next. */
  async end(): Promise<void> {
    this.stop();
    this.line.hangUp();
    await this.turn;
  }

  /** Brings a visit onto the tablet. Throws NotSent when the server did not answer, Declined when it said no. */
  async take(visit: string): Promise<void> {
    this.coming.add(visit);
    try {
      await this.bring(visit);
    } finally {
      this.coming.delete(visit);
      this.changed();
    }
  }

  private async bring(visit: string): Promise<void> {
    const known = this.notebook.changes.received(visit);
    const here = this.notebook.visits.get(visit);
    const newer = await this.line.getNewer<Bundle>(`cuoc/${visit}/goi`, here?.tag ?? null);
    if (newer === null) return here && this.notebook.take(here.bundle, known, here.tag);
    const { answer, tag } = newer;
    if (answer.status !== 200) throw new Declined(answer.body.message ?? String(answer.status));
    await this.notebook.take(answer.body, known, tag);
  }

  /** Hands in the sealed file of another tablet; a text says why the server took nothing of it. Throws NotSent. */
  async carry(file: Blob): Promise<Carried | string> {
    const { status, body } = await this.line.file<Carried>("tep", file);
    return Array.isArray(body.receipts) ? body : (body.message ?? String(status));
  }

  private occasion(): void {
    this.greeted = -Infinity;
    this.wake(0);
  }

  private wake(delay: number): void {
    if (this.stopped) return;
    window.clearTimeout(this.timer);
    if (delay === 0 && this.running) this.wanted = true;
    else this.timer = window.setTimeout(() => this.begin(), delay);
  }

  private begin(): void {
    if (!this.running) this.turn = this.round();
  }

  private async round(): Promise<void> {
    this.running = true;
    this.wanted = false;
    try {
      await this.send();
      this.failures = 0;
      this.standing.reached = true;
    } catch (error) {
      this.failures += 1;
      this.standing.reached = false;
      if (!(error instanceof NotSent)) console.warn("the round of sending ended early", error);
    }
    this.running = false;
    this.notebook.sending = false;
    if (this.stopped) return;
    this.notebook.tellCounts();
    this.changed();
    // What happened during a round that failed (the network is back, an answer was written) is a reason to try again at once.
    this.wake(this.wanted ? 0 : this.pause());
  }

  private pause(): number {
    const { changes, photos } = this.notebook.vault.person;
    const waits = changes + photos > 0 || this.failures > 0;
    const base = waits || this.paperIsDue ? Math.min(LONGEST, SHORTEST * 2 ** Math.min(this.failures, 6)) : GREETING / 5;
    return base * (0.75 + Math.random() / 2);
  }

  /** Somebody stands at a closed visit and waits for the server to make its minutes. */
  private get paperIsDue(): boolean {
    return this.notebook.visits.all().some(({ state: { closing } }) => closing !== null && closing.waits_for.length === 0);
  }

  private async send(): Promise<void> {
    if (performance.now() - this.greeted > GREETING) await this.greet();
    while (this.notebook.changes.unsent().length && !this.stopped) {
      this.notebook.sending = true;
      this.notebook.tellCounts();
      await this.sendBatch();
    }
    if (this.stopped) return;
    await this.photos.send();
    // A revoked tablet says that nothing is left on it, and only then is told to wipe.
    if (this.standing.revoked) await this.sendBatch();
    else await this.renewStates();
    if (this.stopped) return;
    const { now } = this;
    if (now === null) return;
    await this.notebook.vault.alone(async () => {
      await this.notebook.changes.letGo(now);
      await this.notebook.pictures.letGo(now);
    });
  }

  private async greet(): Promise<void> {
    const asked = Date.now();
    const { status, body } = await this.line.get<Hello>("chao");
    if (body.device?.revoked) this.standing.revoked = true;
    if (status !== 200) {
      if (!this.standing.revoked) throw new NotSent(body.message ?? String(status));
      return;
    }
    this.heard(body.server_time);
    this.standing.offset = Date.parse(body.server_time) - (asked + Date.now()) / 2;
    this.standing.outdated = body.min_client > Number(APP);
    this.standing.visits = body.visits ?? [];
    for (const visit of this.standing.visits) this.versions[visit.id] = visit.version;
    Object.assign(this.versions, body.concluded);
    await this.followEpoch(body.epoch);
    this.greeted = performance.now();
    this.changed();
    await this.wipeIfTold(body.device?.wipe);
  }

  private async sendBatch(): Promise<void> {
    const waiting = this.notebook.changes.unsent();
    const taken: string[] = [];
    let size = 0;
    for (const { text } of waiting) {
      size += JSON.stringify(text).length * 1.1;
      if (taken.length && (taken.length >= this.most || size > LARGEST)) break;
      taken.push(text);
    }
    const batch = {
      protocol: PROTOCOL,
      app: APP,
      device: this.notebook.device,
      sent_at: new Date().toISOString(),
      oldest: this.notebook.changes.oldest,
      unsent: waiting.length - taken.length,
      photos_unsent: this.notebook.pictures.unsent().length,
      changes: taken,
    };
    await this.takeReply(await this.post(JSON.stringify(batch)), waiting.length);
  }

  private async post(batch: string): Promise<Answer<BatchReply & Refusal>> {
    try {
      const answer = await this.line.post<BatchReply>("thay-doi", batch);
      this.most = Math.min(MOST, this.most * 2);
      return answer;
    } catch (error) {
      this.most = Math.max(FEWEST, Math.floor(this.most / 2));
      throw error;
    }
  }

  private async takeReply({ status, body }: Answer<BatchReply & Refusal>, before: number): Promise<void> {
    if (body.error === "gap" && body.expected !== undefined) {
      const { expected } = body;
      await this.notebook.vault.alone(() => this.notebook.changes.offerAgain(expected));
      if (this.notebook.changes.unsent().length <= before) throw new NotSent("gap");
      return;
    }
    if (!Array.isArray(body.receipts)) throw new NotSent(body.message ?? String(status));
    this.heard(body.server_time);
    await this.notebook.receive(body.receipts, Date.parse(body.server_time));
    this.standing.revoked = body.device.revoked;
    Object.assign(this.versions, body.visits);
    const left = this.notebook.changes.unsent().length;
    await this.followEpoch(body.epoch);
    await this.wipeIfTold(body.device.wipe);
    if (before && left >= before) throw new NotSent("no receipts");
  }

  private async followEpoch(epoch: string): Promise<void> {
    if (epoch && epoch !== this.notebook.self.epoch) await this.notebook.newEpoch(epoch);
  }

  private heard(serverTime: string): void {
    this.told = { time: Date.parse(serverTime), at: performance.now() };
  }

  /** The server's time since it was heard last, whatever becomes of the tablet's clock meanwhile; null before. */
  private get now(): number | null {
    return this.told && this.told.time + performance.now() - this.told.at;
  }

  private get hasUnsent(): boolean {
    return this.notebook.changes.unsent().length + this.notebook.pictures.unsent().length > 0;
  }

  /** Nothing goes from this tablet before everything on it, and on its screen, is at the server. */
  private async wipeIfTold(told: boolean | undefined): Promise<void> {
    if (!told || this.hasUnsent || !(await this.keepTyped())) return;
    if (!(await this.notebook.vault.forgetUnless(() => this.hasUnsent))) return;
    this.stop();
    this.wiped();
  }

  private async renewStates(): Promise<void> {
    for (const { bundle, state } of this.notebook.visits.all()) {
      const visit = bundle.visit.id;
      const known = this.notebook.changes.received(visit);
      if (!known.length && !state.closing && (this.versions[visit] ?? state.version) === state.version) continue;
      const { status, body } = await this.line.get<VisitState>(`cuoc/${visit}/trang-thai`);
      if (status === 200) await this.notebook.renew(visit, body, known);
    }
  }
}
