/** `data-display="theme" | "text"`: how the page looks, chosen by a person and kept on this machine. The layout's first script applies it early. */
export class Display {
  private readonly name: string;
  private readonly buttons: HTMLButtonElement[];

  constructor(root: HTMLElement) {
    this.name = root.dataset["display"] ?? "theme";
    this.buttons = [...root.querySelectorAll<HTMLButtonElement>("button[data-choice]")];
    if (document.documentElement.classList.contains("no-storage")) return;
    root.hidden = false;
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.choose(button.dataset["choice"] ?? ""));
    }
    this.show();
  }

  private choose(choice: string): void {
    const root = document.documentElement;
    if (choice) {
      root.dataset[this.name] = choice;
      localStorage.setItem(`display-${this.name}`, choice);
    } else {
      delete root.dataset[this.name];
      localStorage.removeItem(`display-${this.name}`);
    }
    this.show();
  }

  private show(): void {
    const current = document.documentElement.dataset[this.name] ?? "";
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset["choice"] === current));
  }
}
