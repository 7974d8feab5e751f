import type { Item, Verdict } from "../protocol";
import { clean } from "../rules/reading";
import type { Book } from "../sheet/book";
import { answersOf, type KnownAnswer } from "./known";

/** One line of the minutes: what it says, the item it is about, the rule it is held against. */
export interface Line {
  text: string;
  item: string;
  facts: string;
  basis: string;
}

export interface AreaDraft {
  title: string;
  facts: Line[];
  strengths: Line[];
  shortcomings: Line[];
}

/** The results area by area, by the same rules as the server's `fieldwork/paper.py`. */
export function areasOf(book: Book): AreaDraft[] {
  const answers = answersOf(book);
  return book.bundle.paper.areas.flatMap(({ area, title }) => {
    const items = book.items.filter((item) => item.area === area && book.standing.applies.get(item.id) === "yes");
    const having = (...verdicts: Verdict[]) => items.filter(({ id }) => verdicts.includes(book.standing.answered.get(id)?.verdict ?? "not_applicable"));
    const draft = {
      title,
      facts: having("recorded").map((item) => remark(book, item, answers[item.id])),
      strengths: having("pass").map((item) => remark(book, item, answers[item.id])),
      shortcomings: having("fail", "partial").map((item) => shortcoming(book, item, answers[item.id])),
    };
    return draft.facts.length || draft.strengths.length || draft.shortcomings.length ? [draft] : [];
  });
}

const bare = (text: string): string => text.replace(/\.+$/, "");
const joined = (answer: KnownAnswer | undefined): string => [answer?.facts ?? "", bare(answer?.note ?? "")].filter(Boolean).join("; ");

function remark(book: Book, item: Item, answer: KnownAnswer | undefined): Line {
  const [text, more] = [bare(book.bundle.paper.items[item.id]?.text ?? item.text), joined(answer)];
  return { text: clean(more ? `${text}: ${more}` : text), item: item.id, facts: "", basis: "" };
}

function shortcoming(book: Book, item: Item, answer: KnownAnswer | undefined): Line {
  const { items, words } = book.bundle.paper;
  const { text, basis } = items[item.id] ?? { text: item.text, basis: "" };
  const leadIn = words[answer?.verdict === "partial" ? "partly" : "short"];
  return { text: clean(`${leadIn} “${bare(text)}”`), item: item.id, facts: clean(joined(answer)), basis: clean(basis) };
}
