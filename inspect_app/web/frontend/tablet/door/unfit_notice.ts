import { el, notice, say, type Words } from "./element";
import { chromeAddress, type Unfit } from "./fitness";

/** Why nothing is taken along in this browser, and what to open instead; null where it can be. */
export function unfitNotice(words: Words, unfit: Unfit): HTMLElement | null {
  if (!unfit) return null;
  const more = el("p", {}, say(words, `${unfit}_more`));
  const chrome = unfit === "in_an_app" ? chromeAddress(navigator.userAgent, new URL(location.href)) : null;
  const link = chrome ? el("p", {}, el("a", { href: chrome, class: "button button-primary" }, say(words, "open_in_chrome"))) : null;
  return notice("bad", say(words, unfit), more, link);
}
