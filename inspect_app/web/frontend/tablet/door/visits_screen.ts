import { NotKept } from "../notebook";
import type { VisitLine } from "../protocol";
import { Declined, NotSent } from "../sending/line";
import { sealedFiles } from "../sending/sealed_file";
import type { Carried, Sender } from "../sending/sender";
import { waitingCount } from "../sheet/waiting";
import type { OwnNotebook } from "../store/own_notebook";
import { button, el, notice, say, type Words } from "./element";
import { lightView } from "./light_view";
import { checks, type TabletFacts } from "./readiness";
import { storageHealth } from "./storage_health";
import { tabletFacts } from "./tablet_facts";
import { unfitNotice } from "./unfit_notice";

interface Listed {
  id: string;
  unit: string;
  code: string;
  days: string;
  line: VisitLine | undefined;
}

// The team's work there is done.
const BEHIND = ["closed", "concluded", "cancelled"];

const dayText = (day: string | null): string => (day ? day.split("-").reverse().join("/") : "");

/** The list of visits, with what each needs before it can be taken where there is no network. */
export class VisitsScreen {
  /** Resolves when the visits stand on the screen. */
  readonly shown: Promise<void>;
  private told: HTMLElement | null = null;
  private left = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly words: Words,
    private readonly notebook: OwnNotebook,
    private readonly sender: Sender,
    private readonly openVisit: (visit: string) => void,
  ) {
    this.shown = this.show();
  }

  /** Another screen stands here now: what is still being looked up is not shown over it. */
  leave(): void {
    this.left = true;
  }

  async show(): Promise<void> {
    const list = el("ul", { class: "plain-list tablet-visits" });
    const visits = this.listed();
    const facts = await tabletFacts(this.sender.standing, this.notebook.vault);
    if (this.left) return;
    const opened = new Set([...this.root.querySelectorAll("[data-visit] details[open]")].map((one) => one.closest<HTMLElement>("[data-visit]")!.dataset["visit"]));
    for (const visit of visits) list.append(this.card(visit, facts));
    for (const one of list.querySelectorAll("details")) one.open = opened.has(one.closest<HTMLElement>("[data-visit]")!.dataset["visit"]);
    const empty = visits.length ? null : el("p", { class: "lead" }, this.text("no_visits"));
    this.root.replaceChildren(
      el("h1", {}, this.text("visits")),
      ...this.warnings(facts),
      ...(this.told ? [this.told] : []),
      ...(empty ? [empty] : []),
      list,
      el("section", { class: "tablet-health", "aria-labelledby": "tablet-health" }, ...this.health(storageHealth(this.words, facts))),
    );
  }

  private health(lines: HTMLElement[]): HTMLElement[] {
    const { changes, photos } = this.notebook.vault.person;
    const heading = el("h2", { id: "tablet-health" }, this.text("health"));
    const save = button(this.text("save_file"), "secondary", () => this.saveFile());
    save.disabled = changes + photos === 0;
    const hint = el("p", { class: "hint" }, this.text("save_file_hint"));
    return [heading, ...lines, hint, save, ...this.carrying()];
  }

  private carrying(): HTMLElement[] {
    const input = el("input", { type: "file", accept: ".ktra", id: "tablet-carry", class: "input" });
    input.addEventListener("change", () => void this.carry(input));
    const label = el("label", { for: "tablet-carry" }, this.text("carry"));
    return [el("div", { class: "field" }, label, el("p", { class: "hint" }, this.text("carry_hint")), input)];
  }

  private async carry(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    input.disabled = true;
    try {
      this.told = this.carried(await this.sender.carry(file));
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      this.told = this.carried(this.text("no_server"));
    }
    await this.show();
  }

  private carried(answer: Carried | string): HTMLElement {
    if (typeof answer === "string") return notice("bad", this.text("carry_failed"), el("p", {}, answer));
    const { receipts, photos } = answer;
    const known = receipts.filter((receipt) => receipt.replayed).length;
    const held = receipts.filter(({ state }) => !["applied", "same", "waiting"].includes(state)).length;
    const values = { n: receipts.length - known, known, photos: photos.received, held, left: photos.left };
    return notice(photos.left ? "warn" : "good", say(this.words, photos.left ? "carried_left" : "carried", values));
  }

  private warnings({ revoked, outdated, offset, unfit }: TabletFacts): HTMLElement[] {
    const refused = unfitNotice(this.words, unfit);
    const shown: HTMLElement[] = refused ? [refused] : [];
    if (revoked) shown.push(notice("bad", this.text("revoked")));
    if (outdated) shown.push(notice("warn", this.text("outdated")));
    const minutes = Math.round(Math.abs(offset ?? 0) / 60_000);
    if (minutes >= 5) shown.push(notice("warn", say(this.words, "clock_wrong", { n: minutes })));
    return shown;
  }

  private listed(): Listed[] {
    const lines = new Map(this.sender.standing.visits.map((line) => [line.id, line]));
    const taken = this.notebook.visits.all().map(({ bundle: { visit } }) => ({ ...visit, unit: visit.unit.name }));
    const known = [...taken.filter((visit) => !lines.has(visit.id)), ...lines.values()];
    const rows = known.map(({ id, unit, code, starts_on, ends_on }) => {
      const days = [...new Set([dayText(starts_on), dayText(ends_on)])].filter(Boolean).join(" – ");
      return { id, unit, code, days, starts: starts_on ?? "", line: lines.get(id) };
    });
    // What is behind the team stands last.
    const key = (row: Listed & { starts: string }): string => `${this.isClosed(row) ? 1 : 0} ${row.starts}`;
    return rows.sort((one, other) => key(one).localeCompare(key(other)));
  }

  private stateOf({ id, line }: Listed): string | undefined {
    return line?.state ?? this.notebook.visits.get(id)?.state.visit.state;
  }

  private isClosed(visit: Listed): boolean {
    return BEHIND.includes(this.stateOf(visit) ?? "");
  }

  private card(visit: Listed, facts: TabletFacts): HTMLElement {
    const taken = this.notebook.visits.get(visit.id);
    const points = checks(facts, { taken: taken ?? null, line: visit.line });
    const take = button(this.text(taken ? "take_again" : "take"), taken ? "secondary" : "primary", () => this.take(visit.id, take));
    // Until the newer bundle stands, the older one is not opened.
    const isComing = this.sender.coming.has(visit.id);
    take.disabled = facts.unfit !== null || isComing;
    const open = taken ? button(this.text("open"), "primary", () => this.openVisit(visit.id)) : null;
    if (open) open.disabled = isComing;
    // Only what is behind the team: before that, one wrong press would leave it without the sheet.
    const drop = taken && this.isClosed(visit) && !this.notebook.hasUnsent(visit.id) ? button(this.text("drop"), "quiet", () => this.drop(visit)) : null;
    if (drop) drop.disabled = isComing;
    const state = this.stateOf(visit);
    return el(
      "li",
      { class: "tablet-visit", "data-visit": visit.id },
      el("h2", {}, visit.unit),
      el("p", { class: "hint" }, [visit.code, visit.days, state ? this.text(`state_${state}`) : ""].filter(Boolean).join(" · ")),
      ...lightView(this.words, points, taken?.taken_at ?? null),
      taken && waitingCount(taken.state) ? el("p", {}, el("span", { class: "badge badge-warn" }, say(this.words, "held_at_visit", { n: waitingCount(taken.state) }))) : null,
      el("div", { class: "button-row" }, open, take, drop),
    );
  }

  private async drop({ id, unit }: Listed): Promise<void> {
    try {
      const gone = await this.notebook.drop(id);
      this.told = gone ? notice("good", say(this.words, "dropped", { unit })) : notice("warn", say(this.words, "not_dropped", { unit }));
    } catch (error) {
      if (!(error instanceof NotKept)) throw error;
      this.told = notice("bad", this.text(`not_kept_${error.reason}`));
    }
    await this.show();
  }

  private async take(visit: string, pressed: HTMLButtonElement): Promise<void> {
    for (const one of pressed.parentElement?.querySelectorAll("button") ?? [pressed]) one.disabled = true;
    this.told = null;
    try {
      await this.sender.take(visit);
      this.told = notice("good", this.text("taken"));
    } catch (error) {
      if (error instanceof NotKept) this.told = notice("bad", this.text(`not_kept_${error.reason}`));
      else if (error instanceof Declined) this.told = notice("bad", error.message);
      else if (error instanceof NotSent) this.told = notice("bad", this.text("not_taken_now"));
      else throw error;
    }
    await this.show();
  }

  private async saveFile(): Promise<void> {
    for (const { name, file } of await sealedFiles(this.notebook)) {
      const url = URL.createObjectURL(file);
      el("a", { href: url, download: name }).click();
      window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
    }
    this.told = notice("good", this.text("file_saved"));
    await this.show();
  }

  private text(name: string): string {
    return say(this.words, name);
  }
}
