/** The door's words, made by the server in the reader's language. */
export type Words = Record<string, string>;

export function say(words: Words, name: string, values: Record<string, string | number> = {}): string {
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (_whole, key: string) => String(values[key] ?? ""));
}

type Child = Node | string | null;

/** An element with its attributes and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child): child is Node | string => child !== null));
  return made;
}

export function button(text: string, kind: string, press: () => unknown): HTMLButtonElement {
  const made = el("button", { type: "button", class: `button button-${kind}` }, text);
  made.addEventListener("click", () => void press());
  return made;
}

export function notice(tone: "good" | "warn" | "bad" | "plain", title: string, ...more: Child[]): HTMLElement {
  const body = el("div", { class: "notice-body" }, el("p", { class: "notice-title" }, title), ...more);
  return el("div", { class: `notice notice-${tone}`, role: tone === "bad" ? "alert" : "status" }, body);
}

export function textField(name: string, label: string, kind: string, hint = "", more: Record<string, string> = {}): HTMLElement {
  const id = `tablet-${name}`;
  const described: Record<string, string> = hint ? { "aria-describedby": `${id}-hint` } : {};
  return el(
    "div",
    { class: "field" },
    el("label", { for: id }, label),
    hint ? el("p", { class: "hint", id: `${id}-hint` }, hint) : null,
    el("input", { id, name, type: kind, class: "input", required: true, ...described, ...more }),
  );
}

/** A form that says what came of it, and cannot be sent twice at once. */
export function form(
  submit: string,
  fields: HTMLElement[],
  done: (values: Record<string, string>) => Promise<HTMLElement | null>,
): HTMLFormElement {
  const place = el("div", { "aria-live": "polite" });
  const press = el("button", { type: "submit", class: "button button-primary" }, submit);
  const made = el("form", { class: "form", novalidate: false }, place, ...fields, el("div", { class: "form-actions" }, press));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    if (press.disabled) return;
    press.disabled = true;
    const values = Object.fromEntries([...new FormData(made)].map(([name, value]) => [name, String(value)]));
    void done(values)
      .then((told) => place.replaceChildren(...(told ? [told] : [])))
      .finally(() => (press.disabled = false));
  });
  return made;
}
