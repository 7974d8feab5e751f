/** What is asked of the server: a visit on a day, and one member in another's place if the row was changed. */
export interface Move {
  visit: string;
  day: string;
  leaving?: string;
  coming?: string;
}

interface Outlook {
  title?: string;
  before?: string;
  after?: string;
  people?: string;
  final?: string[];
  weigh?: string[];
  needs_reason?: boolean;
  told?: string[];
  nearest?: { starts_on: string; text: string }[];
  refused?: string[];
  saved?: string;
}

/** `data-move-dialog`: shows what stands against a move before anything is saved, asks for the reason, and saves. */
export class MoveDialog {
  private move: Move | undefined;
  private settle: ((saved: boolean) => void) | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly dialog: HTMLDialogElement,
  ) {
    this.part("save").addEventListener("click", () => void this.save());
    dialog.addEventListener("close", () => this.end(false));
  }

  /** True when the move was saved; the page is loaded anew then. */
  async ask(move: Move): Promise<boolean> {
    this.move = move;
    const outlook = await this.send("kiem-tra-doi-lich", move);
    this.show(outlook);
    if (!this.dialog.open) this.dialog.showModal();
    return new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  private part(name: string): HTMLElement {
    const found = this.dialog.querySelector<HTMLElement>(`[data-move-${name}]`);
    if (!found) throw new Error(`the dialog has no part ${name}`);
    return found;
  }

  private async send(act: string, move: Move, reason = ""): Promise<Outlook> {
    const form = new FormData();
    form.set("csrf_token", this.dialog.querySelector<HTMLInputElement>('input[name="csrf_token"]')?.value ?? "");
    form.set("starts_on", move.day);
    form.set("leaving", move.leaving ?? "");
    form.set("coming", move.coming ?? "");
    form.set("reason", reason);
    try {
      const response = await fetch(`${this.root.dataset["visits"]}${move.visit}/${act}`, { method: "POST", body: form });
      if (response.redirected || !response.headers.get("Content-Type")?.includes("json")) throw new Error("no answer");
      return (await response.json()) as Outlook;
    } catch {
      return { refused: [this.root.dataset["wordOffline"] ?? ""] };
    }
  }

  private show(outlook: Outlook): void {
    this.part("title").textContent = outlook.title ?? this.root.dataset["wordMove"] ?? "";
    this.part("before").textContent = outlook.before ?? "";
    this.part("after").textContent = outlook.after ?? this.move?.day ?? "";
    this.say("people", outlook.people ?? "");
    this.list("final", outlook.final ?? []);
    this.list("weigh", outlook.weigh ?? []);
    this.list("told", outlook.told ?? []);
    this.say("refused", (outlook.refused ?? []).join(" "));
    this.offer(outlook.nearest ?? []);
    this.part("reason").hidden = !outlook.needs_reason;
    const impossible = Boolean(outlook.final?.length || outlook.refused?.length);
    this.part("save").hidden = impossible;
  }

  private say(name: string, text: string): void {
    this.part(name).textContent = text;
    this.part(name).hidden = !text;
  }

  private list(name: string, lines: string[]): void {
    const part = this.part(name);
    part.hidden = lines.length === 0;
    part.querySelector("ul")?.replaceChildren(
      ...lines.map((line) => {
        const item = document.createElement("li");
        item.textContent = line;
        return item;
      }),
    );
  }

  private offer(days: { starts_on: string; text: string }[]): void {
    const part = this.part("nearest");
    part.hidden = days.length === 0;
    part.querySelector("ul")?.replaceChildren(
      ...days.map(({ starts_on, text }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-secondary";
        button.textContent = text;
        button.addEventListener("click", () => void this.choose(starts_on));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
  }

  private async choose(day: string): Promise<void> {
    if (!this.move) return;
    this.move = { ...this.move, day };
    this.show(await this.send("kiem-tra-doi-lich", this.move));
    this.part("save").focus();
  }

  private async save(): Promise<void> {
    if (!this.move) return;
    const reason = this.dialog.querySelector("textarea");
    const answer = await this.send("doi-lich", this.move, reason?.value ?? "");
    if (answer.saved) {
      this.end(true);
      location.reload();
      return;
    }
    this.say("refused", (answer.refused ?? []).join(" "));
    if (!this.part("reason").hidden) reason?.focus();
  }

  private end(saved: boolean): void {
    const settle = this.settle;
    this.settle = undefined;
    this.move = undefined;
    settle?.(saved);
  }
}
