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
    const chosen = new FormData(form).getAll(this.name).map(String);
    this.root.hidden = !chosen.some((value) => this.values.includes(value));
  }
}
