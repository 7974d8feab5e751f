import { button, el, say } from "../door/element";
import { NotKept } from "../notebook";
import type { SignaturePart, Strokes } from "../protocol";
import { timeOf } from "../../modules/vietnam_time";
import type { Context } from "../sheet/context";
import type { KnownSignature } from "./known";
import { Pad } from "./pad";

/** What stands on the screen now, ready to be signed: its time, its hash. */
export interface Current {
  at: string;
  hash: string;
}

export interface Signer {
  part: SignaturePart;
  name: string;
  title: string;
}

/** One of the three that sign: name, office, the box; or the unit's refusal with its reason. */
export class SigningCard {
  readonly place: HTMLElement;
  private readonly told = el("div", { class: "closing-signed", role: "status" });
  private readonly form = el("div", { class: "closing-sign-form" });
  private readonly errors = el("p", { class: "error", role: "alert", hidden: true });
  private readonly name = el("input", { class: "input", maxlength: "200" });
  private readonly title = el("input", { class: "input", maxlength: "200" });
  private readonly reason = el("textarea", { class: "input", rows: "2", maxlength: "2000" });
  private readonly pad: Pad;
  private again = false;
  private fits: KnownSignature | null = null;
  private drawn = "";

  /** `ready` makes sure that everything typed is kept, and gives what is signed; null when the screen changed by it. */
  constructor(
    private readonly context: Context,
    private readonly signer: Signer,
    private readonly ready: () => Promise<Current | null>,
  ) {
    const label = this.say(`part_${signer.part}`);
    this.pad = new Pad(this.say("pad", { who: label }), () => this.fault(""));
    this.name.value = signer.name;
    this.title.value = signer.title;
    this.place = el("section", { class: "closing-signer", "data-signer": signer.part }, el("h3", {}, label), this.told, this.form);
    this.fillForm();
  }

  get isDone(): boolean {
    return this.fits !== null;
  }

  /** Whether something was drawn, or given as a reason to refuse, that nobody confirmed yet. */
  get isOpen(): boolean {
    return !this.pad.isEmpty || this.reason.value.trim() !== "";
  }

  close(): void {
    this.pad.close();
  }

  /** The name that the minutes give for the unit's side, as long as nobody typed another. */
  suggest(name: string, title: string): void {
    if (this.name.value === this.signer.name) this.name.value = this.signer.name = name;
    if (this.title.value === this.signer.title) this.title.value = this.signer.title = title;
  }

  update(hash: string, signatures: KnownSignature[], mayWrite: boolean): void {
    const own = signatures.filter(({ part }) => part === this.signer.part);
    this.fits = own.filter(({ sheet_sha256 }) => sheet_sha256 === hash).at(-1) ?? null;
    const stale = !this.fits && own.length > 0;
    const key = JSON.stringify([this.fits?.at, this.fits?.strokes !== null, stale, this.again]);
    if (key !== this.drawn) {
      this.drawn = key;
      this.told.replaceChildren(...(this.fits ? this.signed(this.fits) : [el("p", stale ? { class: "closing-stale" } : { class: "hint" }, this.say(stale ? "sign_stale" : "sign_missing"))]));
    }
    this.form.hidden = !mayWrite || (this.fits !== null && !this.again);
  }

  private signed({ name, title, refused, at, strokes }: KnownSignature): HTMLElement[] {
    const who = [name, title].filter(Boolean).join(", ");
    const line = el("p", { class: "closing-done" }, this.say(refused ? "refused_by" : "signed_by", { who, time: timeOf(at) }));
    const anew = button(this.say("sign_again"), "quiet", () => {
      this.again = true;
      this.context.changed();
    });
    return [line, ...(strokes ? [drawing(strokes)] : []), anew];
  }

  private fillForm(): void {
    const { part } = this.signer;
    const clear = button(this.say("clear"), "secondary", () => this.pad.show([]));
    const sign = button(this.say("sign"), "primary", () => this.sign(sign, false));
    const named = (key: string, control: HTMLElement): HTMLElement => {
      control.id = `closing-${part}-${key}`;
      return el("div", { class: "field" }, el("label", { for: control.id }, this.say(`signer_${key}`)), control);
    };
    this.form.append(
      el("div", { class: "closing-names" }, named("name", this.name), named("title", this.title)),
      this.pad.place,
      this.errors,
      el("div", { class: "button-row" }, sign, clear),
    );
    if (part !== "unit") return;
    const refuse = button(this.say("refuse"), "secondary", () => this.sign(refuse, true));
    this.form.append(el("details", { class: "more" }, el("summary", {}, this.say("refuses")), named("reason", this.reason), el("div", { class: "button-row" }, refuse)));
  }

  private async sign(press: HTMLButtonElement, refused: boolean): Promise<void> {
    const [name, reason] = [this.name.value.trim(), this.reason.value.trim()];
    if (!refused && (!name || this.pad.isEmpty)) return this.fault(this.say(name ? "nothing_drawn" : "no_name"));
    if (refused && !reason) return this.fault(this.say("no_reason"));
    press.disabled = true;
    try {
      const current = await this.ready();
      if (!current) return this.fault(this.say("look_again"));
      const { book, notebook, visit } = this.context;
      const signed = { strokes: refused ? null : this.pad.strokes, refused, reason: refused ? reason : null };
      const body = { part: this.signer.part, name, title: this.title.value.trim(), ...signed, sheet_sha256: current.hash, sheet_at: current.at };
      book.add(await notebook.write(visit, "signature", null, body));
      this.again = false;
      this.pad.show([]);
      this.reason.value = "";
      this.fault("");
      this.context.changed();
    } catch (error) {
      this.fault(say(this.context.words, `not_kept_${error instanceof NotKept ? error.reason : "broken"}`));
    } finally {
      press.disabled = false;
    }
  }

  private fault(text: string): void {
    this.errors.hidden = !text;
    this.errors.textContent = text;
  }

  private say(name: string, values: Record<string, string> = {}): string {
    return say(this.context.words, `closing_${name}`, values);
  }
}

const SVG = "http://www.w3.org/2000/svg";

function drawing(strokes: Strokes): HTMLElement {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", "0 0 1000 400");
  made.setAttribute("aria-hidden", "true");
  for (const line of strokes) {
    const path = document.createElementNS(SVG, "polyline");
    path.setAttribute("points", line.concat(line.slice(-1)).map((point) => point.join(",")).join(" "));
    made.append(path);
  }
  return el("div", { class: "closing-drawing" }, made as unknown as HTMLElement);
}
