import { button, el, say } from "../door/element";
import { fold } from "../../modules/fold";
import { ask, done } from "./ask";
import type { Context } from "./context";

/** The bank of phrases for an item; a tap puts one into the note. Searched without diacritics. */
export function choosePhrase(context: Context, item: string, note: HTMLTextAreaElement): void {
  const { words, book } = context;
  const own = book.bundle.phrases.filter((phrase) => phrase.item === item);
  const phrases = [...own, ...book.bundle.phrases.filter((phrase) => phrase.item === null)].map(({ text }) => text);
  const list = el("ul", { class: "plain-list" });
  const label = say(words, "phrases_search");
  const search = el("input", { class: "input", type: "search", placeholder: label, "aria-label": label });
  const take = (text: string) => {
    note.value = note.value.trim() ? `${note.value.trimEnd()}\n${text}` : text;
    done(list);
    note.dispatchEvent(new Event("input", { bubbles: true }));
    note.focus();
  };
  const show = () => {
    const wanted = fold(search.value).split(" ");
    const found = phrases.filter((text) => wanted.every((word) => fold(text).includes(word)));
    const entries = found.slice(0, 50).map((text) => el("li", {}, button(text, "secondary", () => take(text))));
    list.replaceChildren(...(entries.length ? entries : [el("li", { class: "hint" }, say(words, "phrases_none"))]));
  };
  search.addEventListener("input", show);
  show();
  void ask(context, say(words, "phrases_title", { code: item }), [search, list]);
}
