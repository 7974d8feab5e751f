import { timeOfDay } from "../../modules/vietnam_time";
import type { OwnNotebook } from "../store/own_notebook";
import type { Sender } from "../sending/sender";
import { button, el, say, type Words } from "./element";

/** The three states at the top: kept here, on its way, at the server. */
export class StatusBar {
  private readonly state = el("p", { class: "tablet-state", role: "status", "data-tablet-state": "" });
  private readonly stop: () => void;

  constructor(
    private readonly place: HTMLElement,
    private readonly words: Words,
    private readonly notebook: OwnNotebook,
    private readonly sender: () => Sender | null,
    actions: { home: () => unknown; lock: () => unknown },
  ) {
    const home = button(say(words, "visits"), "quiet", actions.home);
    const lock = button(say(words, "lock"), "quiet", actions.lock);
    place.replaceChildren(this.state, el("span", { class: "tablet-who", title: notebook.name }, notebook.name), home, lock);
    this.stop = notebook.subscribe((event) => {
      if (event.type === "counts" || event.type === "written") this.show();
    });
    this.show();
  }

  show(): void {
    const { changes, photos, last_received_at } = this.notebook.vault.person;
    const left = changes + photos;
    if (!left) this.put("received", last_received_at ? "all_received" : "nothing_yet", last_received_at);
    else if (this.notebook.sending && this.sender()?.standing.reached !== false) this.put("sending", "sending", null, left);
    else this.put("kept", "kept_here", null, left);
  }

  close(): void {
    this.stop();
    this.place.replaceChildren();
  }

  private put(kind: string, name: string, at: string | null, n = 0): void {
    const time = at ? timeOfDay(at) : "";
    const text = say(this.words, name, { n, time });
    if (this.state.dataset["tabletState"] !== kind) this.state.dataset["tabletState"] = kind;
    if (this.state.textContent !== text) this.state.textContent = text;
  }
}
