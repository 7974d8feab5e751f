import type { Fields } from "../protocol";

export const ROW = /^rows-([0-9]+)-(.+)$/;
const NOT_AN_ANSWER = new Set(["csrf_token", "revision", "change_reason", "photos", "search"]);

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The controls of a form that hold an answer, without the cells of its rows. */
export function plainControls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter((control): control is Control => isControl(control) && isAnswer(control) && !ROW.test(control.name));
}

export function isControl(part: unknown): part is Control {
  return part instanceof HTMLInputElement || part instanceof HTMLTextAreaElement || part instanceof HTMLSelectElement;
}

export function isAnswer(control: Control): boolean {
  return control.name !== "" && control.type !== "file" && !NOT_AN_ANSWER.has(control.name);
}

/** The texts that controls hold, by name; several of one name are a list. Empty ones are left out. */
export function readControls(controls: Control[]): Fields {
  const found: Fields = {};
  for (const control of controls) {
    const { name, value } = control;
    if (value === "" || control.disabled || !isChosen(control)) continue;
    const before = found[name];
    if (name === "choices" && control.type === "checkbox") found[name] = [...[before ?? []].flat(), value];
    else if (before === undefined) found[name] = value;
  }
  return found;
}

function isChosen(control: Control): boolean {
  return !(control instanceof HTMLInputElement) || !["radio", "checkbox"].includes(control.type) || control.checked;
}

/** Puts fields into controls; what the fields do not name becomes empty. */
export function fillControls(controls: Iterable<Control>, fields: Fields): void {
  for (const control of controls) {
    const texts = [fields[control.name] ?? []].flat();
    if (control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type)) control.checked = texts.includes(control.value);
    else if (control.value !== (texts[0] ?? "")) control.value = texts[0] ?? "";
  }
}

/** One text for the same fields, whatever their order and however much of them is empty. */
export function canonical(fields: Fields): string {
  const filled = Object.entries(fields).filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0));
  return JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
}
