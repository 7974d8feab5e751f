import type { Bytes } from "../keys/texts";
import { type Counts, type Entry, type KeptPhoto, type Notebook, type NotebookEvent, NotKept } from "../notebook";
import type { Bundle, Kind, Receipt, VisitState } from "../protocol";
import { ChangeLog } from "./change_log";
import { PhotoLog } from "./photo_log";
import { shrink } from "./pictures";
import type { Vault } from "./vault";
import { VisitShelf } from "./visit_shelf";

/** What the server gave to this tablet when it was enrolled. */
export interface Self {
  token: string;
  seal_key: string;
  person: { id: string; name: string; username: string };
  epoch: string;
}

/** One person's work on this tablet, unlocked. */
export class OwnNotebook implements Notebook {
  readonly changes: ChangeLog;
  readonly pictures: PhotoLog;
  readonly visits: VisitShelf;
  sending = false;
  private readonly listeners = new Set<(event: NotebookEvent) => void>();
  private kick: () => void = () => undefined;

  private constructor(
    readonly vault: Vault,
    public self: Self,
  ) {
    this.changes = new ChangeLog(vault);
    this.pictures = new PhotoLog(vault);
    this.visits = new VisitShelf(vault);
  }

  static async open(vault: Vault): Promise<OwnNotebook> {
    const self = (await vault.readAll<Self>("self"))[0]?.[1];
    if (!self) throw new NotKept("broken", "no token");
    const notebook = new OwnNotebook(vault, self);
    await Promise.all([notebook.changes.load(), notebook.pictures.load(), notebook.visits.load()]);
    return notebook;
  }

  get person(): string {
    return this.self.person.id;
  }

  get name(): string {
    return this.self.person.name;
  }

  get device(): string {
    return this.vault.person.device;
  }

  async bundle(visit: string): Promise<Bundle> {
    return this.taken(visit).bundle;
  }

  async state(visit: string): Promise<VisitState> {
    return this.taken(visit).state;
  }

  async entries(visit: string): Promise<Entry[]> {
    return this.changes.entries(visit);
  }

  async lastItem(visit: string): Promise<string | null> {
    return this.changes.lastItem(visit);
  }

  async write(visit: string, kind: Kind, item: string | null, body: Record<string, unknown>): Promise<Entry> {
    const entry = await this.vault.alone(() => {
      const { bundle, state } = this.taken(visit);
      return this.changes.write({ visit, kind, item, body, checklist: bundle.checklist }, state);
    });
    this.tell({ type: "written", visit, entry });
    this.tellCounts();
    this.kick();
    return entry;
  }

  async keepPhoto(visit: string, item: string, picture: Blob, caption: string): Promise<KeptPhoto> {
    const bytes = await shrink(picture);
    const [kept, entry] = await this.vault.alone(() => this.keepBytes(visit, item, bytes, caption));
    this.tell({ type: "written", visit, entry });
    this.tell({ type: "photos", visit });
    this.tellCounts();
    this.kick();
    return kept;
  }

  async photos(visit: string): Promise<KeptPhoto[]> {
    return this.pictures.of(visit);
  }

  async photoUrl(photo: string): Promise<string | null> {
    const bytes = await this.pictures.bytes(photo);
    return bytes ? URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) : null;
  }

  async counts(): Promise<Counts> {
    return { changes: this.vault.person.changes, photos: this.vault.person.photos };
  }

  subscribe(listener: (event: NotebookEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  sendNow(): void {
    this.kick();
  }

  /** Whoever sends says how he is woken. */
  wokenBy(kick: () => void): void {
    this.kick = kick;
  }

  tell(event: NotebookEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  tellCounts(): void {
    const { changes, photos } = this.vault.person;
    this.tell({ type: "counts", counts: { changes, photos }, sending: this.sending });
  }

  /** `now` is the server's time. */
  async receive(receipts: Receipt[], now: number): Promise<void> {
    const visits = await this.vault.alone(() => this.changes.receive(receipts, now));
    for (const visit of visits) this.tell({ type: "receipts", visit });
    this.tellCounts();
  }

  async newEpoch(epoch: string): Promise<void> {
    await this.vault.alone(async () => {
      await this.changes.offerAgain(0);
      await this.pictures.offerAgain();
      this.self = { ...this.self, epoch };
      await this.vault.keep([await this.vault.step("put", "self", 0, this.self)]);
    });
    this.tellCounts();
  }

  /** `known` are the changes whose receipts were here before this was asked for; `tag` names this very bundle. */
  async take(bundle: Bundle, known: number[], tag: string | null): Promise<void> {
    await this.vault.alone(async () => {
      const spki = bundle.campaign.recovery_spki;
      const wrapped = this.visits.all().some((each) => each.bundle.campaign.recovery_spki === spki);
      const before = this.vault.person.recovery;
      const recovery = wrapped ? before : [...before, await this.vault.wrapForCampaign(spki)];
      await this.visits.take(bundle, tag, recovery, await this.changes.settling(known));
      this.changes.settled(known);
    });
    this.tell({ type: "state", visit: bundle.visit.id });
  }

  async renew(visit: string, state: VisitState, known: number[]): Promise<void> {
    await this.vault.alone(async () => {
      await this.visits.renew(visit, state, await this.changes.settling(known));
      this.changes.settled(known);
    });
    this.tell({ type: "state", visit });
  }

  /** Whether the tablet holds something about the visit that the server has not. */
  hasUnsent(visit: string): boolean {
    return [...this.changes.unsent(), ...this.pictures.unsent()].some((each) => each.visit === visit);
  }

  /** Takes a visit from the tablet, unless something of it is nowhere else; whether it did. Throws NotKept. */
  async drop(visit: string): Promise<boolean> {
    return this.vault.alone(async () => {
      if (this.hasUnsent(visit)) return false;
      await this.visits.drop(visit);
      return true;
    });
  }

  private async keepBytes(visit: string, item: string, bytes: Bytes, caption: string): Promise<[KeptPhoto, Entry]> {
    const { bundle, state } = this.taken(visit);
    const [line, steps] = await this.pictures.prepare(visit, item, bytes, caption);
    const body = { photo: line.photo, sha256: line.sha256, size: line.size, caption };
    const draft = { visit, kind: "photo" as const, item, body, checklist: bundle.checklist };
    const entry = await this.changes.write(draft, state, steps, 1);
    return [this.pictures.added(line), entry];
  }

  private taken(visit: string): { bundle: Bundle; state: VisitState } {
    const found = this.visits.get(visit);
    if (!found) throw new NotKept("broken", "the visit is not on this tablet");
    return found;
  }
}
