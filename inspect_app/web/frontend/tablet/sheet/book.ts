import type { Bundle, Fields, Held, Item, Verdict, VisitState } from "../protocol";
import type { Entry, KeptPhoto } from "../notebook";
import type { Answered } from "../rules/answers";
import { readAnswer } from "../rules/kinds";
import { Standing } from "../rules/progress";

/** What stands at an item: the tablet's own newest answer, else the server's. */
export interface Present {
  fields: Fields;
  by: string | null;
  at: string | null;
}

/** A visit as this tablet knows it: the bundle, the server's newest state, and what was written here since. */
export class Book {
  private counted: Standing | null = null;
  private read = new Map<string, { fields: Fields; answered: Answered | null }>();

  constructor(
    readonly bundle: Bundle,
    public state: VisitState,
    public entries: Entry[],
    public photos: KeptPhoto[],
  ) {}

  /** Every item, in the checklist's order. */
  get items(): Item[] {
    return this.bundle.checklist.sections.flatMap((section) => section.items.flatMap((id) => this.bundle.items[id] ?? []));
  }

  get standing(): Standing {
    return (this.counted ??= new Standing(this.items, this.answers()));
  }

  take(state: VisitState, entries: Entry[], photos: KeptPhoto[]): void {
    Object.assign(this, { state, entries, photos });
    this.counted = null;
  }

  add(entry: Entry): void {
    if (!this.entries.some(({ change }) => change.id === entry.change.id)) this.entries.push(entry);
    this.counted = null;
  }

  present(item: string): Present {
    const own = this.own(item);
    if (own) return { fields: own.change.body["fields"] as Fields, by: null, at: own.change.at };
    const answer = this.state.answers[item];
    return { fields: answer?.fields ?? {}, by: answer?.by ?? null, at: answer?.at ?? null };
  }

  /** The newest answer of this tablet that the state does not have yet. */
  own(item: string): Entry | null {
    return this.entries.filter(({ change }) => change.kind === "answer" && change.item === item).at(-1) ?? null;
  }

  verdict(item: string): Verdict | null {
    return this.standing.answered.get(item)?.verdict ?? null;
  }

  held(item: string): Held[] {
    return this.state.held.filter((held) => held.item === item);
  }

  owner(section: string): string | null {
    const own = this.entries.filter(({ change }) => change.kind === "owner" && change.body["section"] === section).at(-1);
    return own ? (own.change.body["person"] as string | null) : (this.state.owners[section] ?? null);
  }

  nameOf(person: string | null): string | null {
    return this.bundle.team.find((member) => member.person === person)?.name ?? null;
  }

  private answers(): Map<string, Answered> {
    const found = new Map<string, Answered>();
    for (const item of this.items) {
      const answered = this.answered(item);
      if (answered) found.set(item.id, answered);
    }
    return found;
  }

  private answered(item: Item): Answered | null {
    const { fields } = this.present(item.id);
    const known = this.read.get(item.id);
    if (known?.fields === fields) return known.answered;
    const judged = readAnswer(item, fields);
    const answered = Array.isArray(judged) ? null : judged;
    this.read.set(item.id, { fields, answered });
    return answered;
  }
}
