import { button, el, say } from "../door/element";
import { NotKept } from "../notebook";
import type { Fields, Item } from "../protocol";
import { ask, done } from "./ask";
import type { Context } from "./context";

/** What is still missing, section by section, with a jump to each. */
export function showGaps(context: Context): void {
  const { book, words } = context;
  const gaps = book.standing.gaps();
  const body: HTMLElement[] = book.bundle.checklist.sections.flatMap(({ id, title }) => {
    const items = gaps.filter((item) => item.section === id);
    if (!items.length) return [];
    const list = el("ul", { class: "plain-list" }, ...items.map((item) => jump(context, item)));
    return [el("section", {}, el("h3", {}, `${id}. ${title}`), list)];
  });
  if (!body.length) body.push(el("p", {}, say(words, "gaps_none")));
  void ask(context, say(words, gaps.length ? "gaps_title" : "gaps", { n: gaps.length }), body);
}

function jump(context: Context, item: Item): HTMLElement {
  const press: HTMLButtonElement = button(`${item.id} · ${item.text}`, "secondary", () => {
    done(press);
    return context.show(item.section, item.id);
  });
  return el("li", {}, press);
}

/** "Phần này đạt hết": asked first, and then each item is an answer of its own. */
export async function passSection(context: Context, section: string): Promise<void> {
  const { book, notebook, visit, words } = context;
  const open = book.standing.gaps(section).flatMap((item) => {
    const fields = passing(item);
    return fields ? [{ item, fields: { ...book.present(item.id).fields, ...fields } }] : [];
  });
  if (!open.length) {
    await ask(context, say(words, "all_pass"), [el("p", {}, say(words, "all_pass_none"))]);
    return;
  }
  const list = el("ul", { class: "sheet-list" }, ...open.map(({ item }) => el("li", {}, `${item.id} · ${item.text}`)));
  const title = say(words, "all_pass_title", { n: open.length, code: section });
  const explained = el("p", {}, say(words, "all_pass_explain"));
  if (!(await ask(context, title, [explained, list], say(words, "all_pass_confirm", { n: open.length })))) return;
  try {
    for (const { item, fields } of open) {
      book.add(await notebook.write(visit, "answer", item.id, { fields, change_reason: null }));
    }
  } catch (error) {
    // What was written before stays; the rest stays unanswered, and the screen says why.
    const reason = error instanceof NotKept ? error.reason : "broken";
    void ask(context, title, [el("p", { role: "alert" }, say(words, `not_kept_${reason}`))]);
  }
  context.changed();
}

function passing(item: Item): Fields | null {
  if (item.kind === "verdict") return { verdict: "pass" };
  if (item.kind === "yes_no") return { yes: (item.options["expected"] ?? true) ? "yes" : "no" };
  return null;
}

/** Who is responsible for a section; choosing somebody is a change of its own. */
export function ownerChoice(context: Context, section: string): HTMLElement {
  const { book, notebook, visit, words } = context;
  const select = el("select", { class: "input select" }, el("option", { value: "" }, say(words, "owner_none")));
  for (const { person, name } of book.bundle.team) select.append(el("option", { value: person }, name));
  select.value = book.owner(section) ?? "";
  select.addEventListener("change", () => {
    void notebook.write(visit, "owner", null, { section, person: select.value || null }).then(
      (entry) => {
        book.add(entry);
        context.changed();
      },
      () => {
        select.value = book.owner(section) ?? "";
        void ask(context, say(words, "owner"), [el("p", { role: "alert" }, say(words, "owner_not_kept"))]);
      },
    );
  });
  return el("label", { class: "sheet-owner" }, el("span", {}, say(words, "owner")), select);
}

/** What the unit still has to mend, and what it reported itself. */
export function background(context: Context): HTMLElement[] {
  const { book, words } = context;
  const { open_actions: actions, self_reports: reports } = book.bundle;
  const shown = (key: string, lines: string[]) =>
    lines.length ? [el("details", { class: "more" }, el("summary", {}, say(words, key, { n: lines.length })), el("ul", { class: "sheet-list" }, ...lines.map((line) => el("li", {}, line))))] : [];
  const others = book.bundle.last_year.filter(({ item }) => item === null);
  return [
    ...shown("last_year_other", others.map(({ text, grade, visit, year }) => say(words, "last_year", { text, visit, year, grade: say(words, `grade_${grade}`) }))),
    ...shown("open_actions", actions.map(({ text, owner, due_on: due }) => say(words, "open_action", { text, owner, due: written(due) }))),
    ...shown("self_reports", reports.map(({ filename, received_on: on, given_by: by }) => `${filename} · ${written(on)} · ${by}`)),
  ];
}

function written(day: string | null): string {
  return day ? day.slice(0, 10).split("-").reverse().join("/") : "–";
}
