import { button, el, say } from "../door/element";
import { fold } from "../../modules/fold";
import type { Fields } from "../protocol";
import { ask } from "./ask";
import type { Context } from "./context";
import { ROW } from "./fields";

const SHOWN = 50;
const day = (text: string | undefined): string => (text ? text.split("-").reverse().join("/") : "");

/** The unit's list of dossiers: a tap puts one into the table, with the days that the list knows. */
export function chooseDossiers(context: Context, fields: () => Fields, enter: (fields: Fields) => void): void {
  const { words, book } = context;
  const label = say(words, "dossiers_search");
  const search = el("input", { class: "input", type: "search", placeholder: label, "aria-label": label });
  const list = el("ul", { class: "plain-list" });
  const show = () => {
    const taken = new Set(Object.entries(fields()).flatMap(([name, text]) => (name.endsWith("-code") ? [text].flat() : [])));
    const found = book.bundle.dossiers.filter(({ code = "" }) => fold(code).includes(fold(search.value)));
    const entries = found.slice(0, SHOWN).map((dossier) => {
      const days = [day(dossier["received"]), day(dossier["first_due"])].filter(Boolean).join(" → ");
      const press = button([dossier["code"], days].filter(Boolean).join(" · "), "secondary", () => {
        enter(withDossier(fields(), dossier));
        show();
      });
      press.disabled = taken.has(dossier["code"] ?? "");
      return el("li", {}, press);
    });
    const more = found.length > SHOWN ? [el("li", { class: "hint" }, say(words, "dossiers_more", { n: found.length - SHOWN }))] : [];
    list.replaceChildren(...(entries.length ? [...entries, ...more] : [el("li", { class: "hint" }, say(words, "dossiers_none"))]));
  };
  search.addEventListener("input", show);
  show();
  void ask(context, say(words, "dossiers_title", { n: book.bundle.dossiers.length }), [search, list]);
}

/** The fields with the dossier in a row after all others. */
function withDossier(fields: Fields, dossier: Record<string, string>): Fields {
  const numbers = Object.keys(fields).map((name) => Number(ROW.exec(name)?.[1] ?? -1));
  const next = Math.max(-1, ...numbers) + 1;
  return { ...fields, ...Object.fromEntries(Object.entries(dossier).map(([column, text]) => [`rows-${next}-${column}`, text])) };
}
