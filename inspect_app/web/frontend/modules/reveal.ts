/** `data-reveal="name=value|value"`: shown only while the form's field `name` has one of the values. A hidden part keeps what was typed. */
export class Reveal {
  private readonly name: string;
  private readonly values: string[];

  constructor(private readonly root: HTMLElement) {
    const [name = "", values = ""] = (root.dataset["reveal"] ?? "").split("=");
    this.name = name;
    this.values = values.split("|");
    const form = root.closest("form");
    if (!form) return;
    form.addEventListener("change", () => this.apply(form));
    this.apply(form);
  }

  private apply(form: HTMLFormElement): void {
    // Only the controls of that name: a form with two hundred rows is not read whole at each tap.
    const controls = form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(this.name)}"]`);
    this.root.hidden = ![...controls].some((control) => isChosen(control) && this.values.includes(control.value));
  }
}

function isChosen(control: HTMLInputElement): boolean {
  return !control.disabled && (!["radio", "checkbox"].includes(control.type) || control.checked);
}
