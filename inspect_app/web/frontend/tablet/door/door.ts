import { afterPaint } from "../../modules/after_paint";
import { Sender } from "../sending/sender";
import { reportLost } from "../sending/loss";
import { Sheet } from "../sheet/sheet";
import { lost, remember, type Trace } from "../store/canary";
import { type Closed, Database } from "../store/database";
import type { Person } from "../store/steps";
import { OwnNotebook } from "../store/own_notebook";
import type { Vault } from "../store/vault";
import { el, notice, say, type Words } from "./element";
import { EntryScreens } from "./entry_screens";
import { Idle } from "./idle";
import { Install } from "./install";
import { NoTrace } from "./no_trace";
import { onlyWindow } from "./only_window";
import { Release } from "./release";
import { StatusBar } from "./status_bar";
import { askToPersist } from "./storage_health";
import { VisitsScreen } from "./visits_screen";

export interface Texts {
  door: Words;
  sheet: Words;
}

interface Work {
  notebook: OwnNotebook;
  sender: Sender;
  bar: StatusBar;
  leave: () => void;
  visits: VisitsScreen | null;
  sheet: Sheet | null;
}

const part = (root: HTMLElement, name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-${name}]`)!;

/** The tablet's page: it lets a person in, shows the visits, and locks behind him. */
export class TabletDoor {
  private work: Work | null = null;
  private persons: Person[] = [];
  private traces: Trace[] = [];
  private entry: EntryScreens | null = null;
  private readonly main: HTMLElement;
  private readonly site: string;

  constructor(
    private readonly root: HTMLElement,
    private readonly texts: Texts,
  ) {
    this.main = part(root, "tablet-main");
    this.site = part(root, "tablet-name").textContent ?? "";
    if (!window.isSecureContext || !crypto.subtle || !navigator.locks) {
      this.main.replaceChildren(notice("bad", this.text("not_secure"), el("p", {}, this.text("not_secure_more"))));
      return;
    }
    new NoTrace(document.body);
    new Release(part(root, "tablet-release"), texts.door, () => this.leave());
    new Install(part(root, "tablet-install"), texts.door);
    new Idle(() => void this.lockByTime());
    void this.start();
  }

  private async start(): Promise<void> {
    let database: Database;
    try {
      database = await Database.open((why) => this.databaseClosed(why));
      this.persons = await database.persons();
    } catch (error) {
      this.main.replaceChildren(notice("bad", this.text("no_database")));
      throw error;
    }
    this.traces = lost(this.persons);
    this.entry = new EntryScreens(this.main, this.texts.door, database, (person) => this.kept(person), (vault) => this.enter(vault));
    await this.entry.show();
    await this.alarm();
  }

  private kept(person: Person): void {
    this.persons = [...this.persons.filter((each) => each.device !== person.device), person];
    remember(this.persons, this.traces);
  }

  private async alarm(): Promise<void> {
    if (!this.traces.length) return;
    const [changes, photos] = this.traces.reduce(([a, b], each) => [a + each.changes, b + each.photos] as [number, number], [0, 0]);
    const place = part(this.root, "tablet-alarm");
    const more = el("p", {}, say(this.texts.door, "lost_more", { n: changes, photos }));
    place.replaceChildren(notice("bad", this.text("lost"), more));
    this.traces = await reportLost(this.traces);
    more.append(" ", this.text(this.traces.length ? "lost_untold" : "lost_told"));
    remember(this.persons, this.traces);
  }

  private async enter(vault: Vault): Promise<HTMLElement | null> {
    const leave = await onlyWindow(vault.person.device);
    if (!leave) return notice("warn", this.text("other_window"));
    const [notebook] = await Promise.all([OwnNotebook.open(vault), askToPersist()]);
    const wiped = (): void => void this.lock(notice("warn", this.text("wiped")), vault.person.device);
    const keepTyped = async (): Promise<boolean> => (await this.work?.sheet?.keep()) ?? true;
    const sender = new Sender(notebook, () => this.refresh(), keepTyped, wiped);
    const actions = { home: () => this.home(), lock: () => this.lock(null) };
    const bar = new StatusBar(part(this.root, "tablet-bar"), this.texts.door, notebook, () => sender, actions);
    this.work = { notebook, sender, bar, leave, visits: null, sheet: null };
    await this.home();
    // The line comes after the screen: what the server says draws the visits anew.
    void this.work?.visits?.shown.finally(() => afterPaint(() => sender.start()));
    await this.alarm();
    return null;
  }

  private refresh(): void {
    this.work?.bar.show();
    void this.work?.visits?.show();
  }

  private async home(): Promise<void> {
    const work = this.work;
    if (!work || !(await this.closeSheet()) || this.work !== work) return;
    work.visits?.leave();
    void work.notebook.vault.makeReserve().catch(() => false);
    work.visits = new VisitsScreen(this.main, this.texts.door, work.notebook, work.sender, (visit) => this.openVisit(visit));
  }

  private openVisit(visit: string): void {
    const work = this.work;
    if (!work) return;
    work.visits?.leave();
    work.visits = null;
    this.root.dataset["view"] = "sheet";
    this.name(visit);
    const place = el("div", {});
    this.main.replaceChildren(place);
    work.sheet = new Sheet(place, work.notebook, visit, this.texts.sheet);
  }

  /** Whose sheet is open stands at the top all the time: who took two visits along must not fill the wrong one. */
  private name(visit: string | null): void {
    const taken = visit ? this.work?.notebook.visits.get(visit)?.bundle.visit : undefined;
    const place = part(this.root, "tablet-name");
    place.textContent = taken ? `${taken.code} · ${taken.unit.name}` : this.site;
    place.title = taken?.unit.name ?? "";
  }

  /** False when what is on screen could not be kept: then the sheet stays, and says so at its item. */
  private async closeSheet(byItself = false): Promise<boolean> {
    const work = this.work;
    if (!work?.sheet) return true;
    if (!(await work.sheet.close(byItself))) return false;
    work.sheet = null;
    delete this.root.dataset["view"];
    this.name(null);
    return true;
  }

  /** What is being typed goes into the log before anything takes the page away; false when it could not. */
  private async keepTyped(byItself = false): Promise<boolean> {
    if (!(await this.closeSheet(byItself))) return false;
    await this.work?.notebook.vault.idle();
    return true;
  }

  /** Nobody is there to be asked: what cannot be kept of a signature is told to whoever comes back. */
  private async lockByTime(): Promise<void> {
    const drawn = await this.work?.sheet?.hasDrawing();
    await this.lock(notice(drawn ? "warn" : "plain", this.text("locked_by_time"), drawn ? el("p", {}, this.text("drawing_gone")) : null), null, true);
  }

  private async lock(told: HTMLElement | null, gone: string | null = null, byItself = gone !== null): Promise<void> {
    if (gone) {
      this.persons = this.persons.filter((person) => person.device !== gone);
      remember(this.persons, this.traces);
    }
    const work = this.work;
    if (!work) return;
    // A full store keeps the page open: an answer that is nowhere else is worth more than the lock.
    if (!(await this.keepTyped(byItself)) && !gone) return;
    await this.endWork(work);
    await this.entry?.show(told);
  }

  /** The page is about to give way to a newer one; false when what is being typed could not be kept. */
  private async leave(): Promise<boolean> {
    if (!(await this.keepTyped())) return false;
    if (this.work) await this.endWork(this.work);
    this.main.replaceChildren();
    return true;
  }

  private async endWork(work: Work): Promise<void> {
    this.work = null;
    work.visits?.leave();
    work.bar.close();
    await work.sender.end();
    await work.notebook.vault.close();
    work.leave();
  }

  private databaseClosed(why: Closed): void {
    part(this.root, "tablet-alarm").replaceChildren(notice("bad", this.text(`closed_${why}`)));
  }

  private text(name: string): string {
    return say(this.texts.door, name);
  }
}
