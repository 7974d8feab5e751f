import type { Fields } from "../protocol";

const ROW = /^rows-([0-9]+)-(.+)$/;
const NOT_AN_ANSWER = new Set(["csrf_token", "revision", "change_reason", "photos", "search"]);

/** The texts that a form holds, by name; several of one name are a list. Empty ones are left out. */
export function readFields(form: HTMLFormElement): Fields {
  const found: Fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value === "" || NOT_AN_ANSWER.has(name)) continue;
    const before = found[name];
    const isList = form.querySelector<HTMLInputElement>(`input[type=checkbox][name="${CSS.escape(name)}"]`) && name === "choices";
    if (isList) found[name] = [...[before ?? []].flat(), value];
    else if (before === undefined) found[name] = value;
  }
  return found;
}

/** One text for the same fields, whatever their order and however much of them is empty. */
export function canonical(fields: Fields): string {
  const filled = Object.entries(fields).filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0));
  return JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Puts fields into a form: rows close up, and as many rows are there as the fields have. */
export function fillForm(form: HTMLFormElement, given: Fields): void {
  const fields = closeUp(given);
  growRows(form, rowsOf(fields).length);
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement) fillInput(control, fields);
    else if (control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
      if (control.name && !NOT_AN_ANSWER.has(control.name)) control.value = textsOf(fields, control.name)[0] ?? "";
    }
  }
}

function fillInput(input: HTMLInputElement, fields: Fields): void {
  if (!input.name || input.type === "file" || NOT_AN_ANSWER.has(input.name)) return;
  const texts = textsOf(fields, input.name);
  if (input.type === "radio" || input.type === "checkbox") input.checked = texts.includes(input.value);
  else input.value = texts[0] ?? "";
}

function textsOf(fields: Fields, name: string): string[] {
  return [fields[name] ?? []].flat();
}

function rowsOf(fields: Fields): number[] {
  const numbers = Object.keys(fields).flatMap((name) => ROW.exec(name)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((one, other) => one - other);
}

function closeUp(fields: Fields): Fields {
  const places = new Map(rowsOf(fields).map((number, place) => [number, place]));
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const parts = ROW.exec(name);
      return [parts ? `rows-${places.get(Number(parts[1]))}-${parts[2]}` : name, value];
    }),
  );
}

/** All rows that are missing are made in one go: two hundred dossiers are one insertion. */
function growRows(form: HTMLFormElement, wanted: number): void {
  const body = form.querySelector<HTMLElement>("[data-rows-body]");
  const template = form.querySelector<HTMLTemplateElement>("template[data-row-template]");
  if (!body || !template) return;
  const html = template.innerHTML;
  const made: string[] = [];
  for (let number = nextRow(body); number < wanted; number += 1) made.push(html.replaceAll("__row__", String(number)));
  if (made.length) body.insertAdjacentHTML("beforeend", made.join(""));
}

function nextRow(body: HTMLElement): number {
  const names = [...body.querySelectorAll<HTMLInputElement>("tr:last-child [name]")].map((input) => ROW.exec(input.name)?.[1]);
  return Math.max(body.children.length, ...names.map((number) => Number(number ?? -1) + 1));
}
