/** Under a date field: the chosen day in words, "thứ Ba, 18/06/2024", because browsers write the field itself in their own order. */
export class DateWords {
  private readonly words = document.createElement("output");

  constructor(root: HTMLElement) {
    if (!(root instanceof HTMLInputElement)) return;
    this.words.className = "date-words";
    if (root.id) this.words.htmlFor.add(root.id);
    root.after(this.words);
    root.addEventListener("input", () => this.show(root));
    this.show(root);
  }

  private show(input: HTMLInputElement): void {
    const day = input.valueAsDate;
    this.words.textContent = day ? written(day) : "";
  }
}

function written(day: Date): string {
  const language = document.documentElement.lang || "vi";
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(day);
  const [year, month, date] = day.toISOString().slice(0, 10).split("-");
  return `${language === "vi" ? weekday.charAt(0).toLowerCase() + weekday.slice(1) : weekday}, ${date}/${month}/${year}`;
}
