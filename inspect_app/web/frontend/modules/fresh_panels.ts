/**
 * `form[data-autosave]` on a page with `[data-panel]`: after a save the panels show what the server says of the new words.
 * A panel in which somebody types is left alone until the next save.
 */
export class FreshPanels {
  private asked = 0;

  constructor(form: HTMLElement) {
    if (!document.querySelector("[data-panel]")) return;
    form.addEventListener("autosave:stage", (event) => {
      if ((event as CustomEvent<string>).detail === "saved") void this.renew();
    });
  }

  private async renew(): Promise<void> {
    const own = ++this.asked;
    try {
      const response = await fetch(window.location.pathname, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (!response.ok || own !== this.asked) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const panel of document.querySelectorAll<HTMLElement>("[data-panel]")) this.replace(panel, page);
    } catch {
      // The panels stay as they are; the words themselves are saved.
    }
  }

  private replace(panel: HTMLElement, page: Document): void {
    const fresh = page.getElementById(panel.id);
    if (!fresh || panel.contains(document.activeElement) || fresh.innerHTML === panel.innerHTML) return;
    const open = [...panel.querySelectorAll("details")].map((details) => details.open);
    panel.replaceChildren(...fresh.childNodes);
    panel.querySelectorAll("details").forEach((details, place) => (details.open = open[place] ?? false));
  }
}
