import { button, say, type Words } from "./element";

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** Offers the page to the home screen as soon as the browser says that it can be put there. */
export class Install {
  constructor(
    private readonly place: HTMLElement,
    private readonly words: Words,
  ) {
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.offer(event as InstallPrompt);
    });
    window.addEventListener("appinstalled", () => this.place.replaceChildren());
  }

  private offer(asked: InstallPrompt): void {
    const press = button(say(this.words, "install"), "secondary", async () => {
      press.disabled = true;
      await asked.prompt();
      this.place.replaceChildren();
    });
    this.place.replaceChildren(press);
  }
}
