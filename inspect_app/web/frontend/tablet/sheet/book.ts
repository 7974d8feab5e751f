import type { Bundle, Fields, Held, Item, Verdict, VisitState } from "../protocol";
import type { Entry, KeptPhoto } from "../notebook";
import type { Answered } from "../rules/answers";
import { readAnswer } from "../rules/kinds";
import type { Judged } from "../rules/reading";
import { Standing } from "../rules/progress";

/** What stands at an item: the tablet's own newest answer, else the server's. */
export interface Present {
  fields: Fields;
  by: string | null;
  at: string | null;
  /** The name of this value: the same name is the same value, whether it came from here or back from the server. */
  name: string;
}

/** A visit as this tablet knows it: the bundle, the server's newest state, and what was written here since. */
export class Book {
  /** Every item, in the checklist's order. */
  readonly items: Item[];
  private counted: Standing | null = null;
  private readonly judged = new WeakMap<Fields, Judged>();
  private readonly read = new Map<string, { name: string; answered: Answered | null }>();
  private ids = new Set<string>();
  private answers = new Map<string, Entry>();
  private owners = new Map<string, Entry>();
  private waiting = new Map<string, Held[]>();

  constructor(
    readonly bundle: Bundle,
    public state: VisitState,
    public entries: Entry[],
    public photos: KeptPhoto[],
  ) {
    this.items = bundle.checklist.sections.flatMap((section) => section.items.flatMap((id) => bundle.items[id] ?? []));
    this.index();
  }

  get standing(): Standing {
    return (this.counted ??= new Standing(this.items, this.answered()));
  }

  take(state: VisitState, entries: Entry[], photos: KeptPhoto[]): void {
    Object.assign(this, { state, entries, photos });
    this.index();
    this.counted = null;
  }

  add(entry: Entry): void {
    if (!this.ids.has(entry.change.id)) {
      this.entries.push(entry);
      this.note(entry);
    }
    this.counted = null;
  }

  present(item: string): Present {
    const own = this.own(item);
    if (own) return { fields: own.change.body["fields"] as Fields, by: null, at: own.change.at, name: own.change.id };
    const answer = this.state.answers[item];
    if (!answer) return { fields: {}, by: null, at: null, name: "" };
    return { fields: answer.fields, by: answer.by, at: answer.at, name: answer.seen ?? `revision ${answer.revision}` };
  }

  /** The newest answer of this tablet that the state does not have yet. */
  own(item: string): Entry | null {
    return this.answers.get(item) ?? null;
  }

  /** What fields say about their item; asked again of the same fields, it is known. */
  judge(item: Item, fields: Fields): Judged {
    const known = this.judged.get(fields);
    if (known !== undefined) return known;
    const judged = readAnswer(item, fields);
    this.judged.set(fields, judged);
    return judged;
  }

  verdict(item: string): Verdict | null {
    return this.standing.answered.get(item)?.verdict ?? null;
  }

  held(item: string): Held[] {
    return this.waiting.get(item) ?? [];
  }

  owner(section: string): string | null {
    const own = this.owners.get(section);
    return own ? (own.change.body["person"] as string | null) : (this.state.owners[section] ?? null);
  }

  nameOf(person: string | null): string | null {
    return this.bundle.team.find((member) => member.person === person)?.name ?? null;
  }

  private index(): void {
    this.ids = new Set();
    this.answers = new Map();
    this.owners = new Map();
    for (const entry of this.entries) this.note(entry);
    this.waiting = new Map();
    for (const held of this.state.held) {
      if (held.item) this.waiting.set(held.item, [...this.held(held.item), held]);
    }
  }

  private note(entry: Entry): void {
    const { id, kind, item, body } = entry.change;
    this.ids.add(id);
    if (kind === "answer" && item && this.isAsked(entry)) this.answers.set(item, entry);
    if (kind === "owner") this.owners.set(body["section"] as string, entry);
  }

  /** What was written by another version of the checklist answers no question of this one, whatever its item is called. */
  private isAsked(entry: Entry): boolean {
    const { code, version } = entry.change.checklist;
    return code === this.bundle.checklist.code && version === this.bundle.checklist.version;
  }

  private answered(): Map<string, Answered> {
    const found = new Map<string, Answered>();
    for (const item of this.items) {
      const answered = this.readAt(item);
      if (answered) found.set(item.id, answered);
    }
    return found;
  }

  private readAt(item: Item): Answered | null {
    const { fields, name } = this.present(item.id);
    if (!name) return null;
    const known = this.read.get(item.id);
    if (known?.name === name) return known.answered;
    const judged = this.judge(item, fields);
    const answered = Array.isArray(judged) ? null : judged;
    this.read.set(item.id, { name, answered });
    return answered;
  }
}
