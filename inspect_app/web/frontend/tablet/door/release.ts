import { button, el, notice, say, type Words } from "./element";

export const PAGE = "/may-tinh-bang";

// After this a person is told that it takes longer, and what to do.
const SOON = 10_000;

/** Keeps the page's shell on the tablet, and takes a new release only when what is being typed is kept. */
export class Release {
  private taking = false;

  /**
   * `leave` keeps what is being typed and ends the work on this page, false when it could not be kept. Nothing may go out
   * after it: each request wakes the old release's worker, and the new one starts only when the old one is at rest.
   */
  constructor(
    private readonly place: HTMLElement,
    private readonly words: Words,
    private readonly leave: () => Promise<boolean>,
  ) {
    if ("serviceWorker" in navigator) void this.register();
  }

  private async register(): Promise<void> {
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (!this.taking) return;
      this.taking = false;
      location.reload();
    });
    try {
      const registration = await navigator.serviceWorker.register(`${PAGE}/sw.js`, { scope: PAGE, updateViaCache: "none" });
      this.watch(registration);
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") registration.update().catch(() => undefined);
      });
    } catch (error) {
      console.warn("the shell was not kept", error);
    }
  }

  private watch(registration: ServiceWorkerRegistration): void {
    if (registration.waiting && navigator.serviceWorker.controller) this.announce(registration, registration.waiting);
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => {
        if (coming.state === "installed" && navigator.serviceWorker.controller) this.announce(registration, coming);
      });
    });
  }

  private announce(registration: ServiceWorkerRegistration, coming: ServiceWorker): void {
    const told = el("p", { class: "error", role: "alert" });
    const take = button(say(this.words, "update_now"), "secondary", async () => {
      told.textContent = "";
      take.disabled = true;
      take.disabled = await this.leave();
      if (take.disabled) this.take(registration.waiting ?? coming);
      else told.textContent = say(this.words, "update_not_kept");
    });
    this.place.replaceChildren(notice("plain", say(this.words, "update"), take, told));
  }

  private take(coming: ServiceWorker): void {
    // Another window may have taken it already: then it is this page's too with its next load.
    if (coming.state !== "installed") return location.reload();
    this.taking = true;
    this.place.replaceChildren(notice("plain", say(this.words, "update_coming")));
    window.setTimeout(() => {
      const again = button(say(this.words, "update_reload"), "secondary", () => location.reload());
      this.place.replaceChildren(notice("warn", say(this.words, "update_late"), el("p", {}, say(this.words, "update_late_more")), again));
    }, SOON);
    coming.postMessage("SKIP_WAITING");
  }
}
