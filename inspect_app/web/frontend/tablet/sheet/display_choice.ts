import { el, say, type Words } from "../door/element";
import { Display } from "../../modules/display";
import { ask } from "./ask";
import type { Context } from "./context";

const SIZES = ["100 %", "115 %", "130 %", "150 %"];

/** How the page looks on this tablet: light, dark or high contrast, and the size of its letters. */
export function showDisplay(context: Context): void {
  const { words } = context;
  const themes: [string, string][] = ["", "light", "dark", "contrast"].map((theme) => [theme, say(words, `theme_${theme || "device"}`)]);
  const sizes: [string, string][] = SIZES.map((size, at) => [at ? size.replace(" %", "") : "", size]);
  const groups = [choices(words, "theme", themes), choices(words, "text", sizes)];
  for (const group of groups) new Display(group);
  void ask(context, say(words, "display"), groups);
}

function choices(words: Words, name: string, offered: [string, string][]): HTMLElement {
  const label = say(words, `display_${name}`);
  const buttons = offered.map(([choice, text]) => el("button", { type: "button", class: "sheet-choice", "data-choice": choice }, text));
  const group = el("div", { class: "sheet-choices", role: "group", "aria-label": label }, ...buttons);
  return el("div", { "data-display": name }, el("p", {}, label), group);
}
