import { button, notice, say, type Words } from "./element";

export const PAGE = "/may-tinh-bang";

/** Keeps the page's shell on the tablet, and takes a new release only when what is being typed is kept. */
export class Release {
  private taking = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly words: Words,
    private readonly keepTyped: () => Promise<boolean>,
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
    const take = button(say(this.words, "update_now"), "secondary", async () => {
      take.disabled = true;
      take.disabled = await this.keepTyped();
      if (!take.disabled) return;
      this.taking = true;
      // Another release may have taken the place of the one that was announced.
      (registration.waiting ?? coming).postMessage("SKIP_WAITING");
    });
    this.place.replaceChildren(notice("plain", say(this.words, "update"), take));
  }
}
