import { applyReply, type Reply } from "./autosave_reply";
import { renewFormToken } from "./form_token";
import { SaveState } from "./save_state";

const QUIET = 500;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;
const KEEPALIVE_LIMIT = 60_000;
// A line that swallows everything is as bad as none: after this long without a word it counts as cut.
const PATIENCE = 20_000;
const PATIENCE_WITH_PHOTOS = 180_000;

/**
 * `form[data-autosave]`: an answer is sent as soon as it is given, one request at a time, the newest state last.
 * Nothing typed is ever dropped: until the server has said yes the form stays as it is, tries again, and warns before the page is left.
 */
export class Autosave {
  private readonly form: HTMLFormElement;
  private readonly state: SaveState;
  private edition = 0;
  private savedEdition = 0;
  private sending = false;
  private composing = false;
  private timer: number | undefined;
  private retryTimer: number | undefined;
  private wait = FIRST_RETRY;
  private mayRenew = true;

  constructor(root: HTMLElement) {
    this.form = root as HTMLFormElement;
    this.state = new SaveState(this.form, () => void this.send());
    this.form.addEventListener("compositionstart", () => (this.composing = true));
    this.form.addEventListener("compositionend", () => {
      this.composing = false;
      this.touch(QUIET);
    });
    this.form.addEventListener("input", (event) => {
      if (isTyped(event.target)) this.touch(QUIET);
    });
    this.form.addEventListener("change", () => this.touch(0));
    this.form.addEventListener("submit", (event) => {
      // A button that does more than save sends the whole form itself, words and all.
      if (event.submitter?.hasAttribute("data-direct")) {
        this.savedEdition = this.edition;
        return;
      }
      event.preventDefault();
      this.touch(0);
    });
    window.addEventListener("online", () => this.unsaved && void this.send());
    window.addEventListener("beforeunload", (event) => {
      if (this.unsaved) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.unsaved) void this.send(true);
    });
  }

  private get unsaved(): boolean {
    return this.edition !== this.savedEdition;
  }

  /** Something changed: send it after `quiet` ms without another change, but never in the middle of composing a letter. */
  private touch(quiet: number): void {
    this.edition += 1;
    this.state.show("waiting");
    window.clearTimeout(this.timer);
    if (this.composing) return;
    this.timer = window.setTimeout(() => void this.send(), quiet);
  }

  private async send(leaving = false): Promise<void> {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.retryTimer);
    if (this.sending) return;
    this.sending = true;
    const edition = this.edition;
    const data = new FormData(this.form);
    const files = filesOf(this.form);
    this.state.show("saving");
    const stop = new AbortController();
    const patience = window.setTimeout(() => stop.abort(), files.length ? PATIENCE_WITH_PHOTOS : PATIENCE);
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        signal: stop.signal,
        keepalive: leaving && files.length === 0 && sizeOf(data) < KEEPALIVE_LIMIT,
      });
      await this.take(response, edition, files);
    } catch {
      this.fail("failed");
    } finally {
      window.clearTimeout(patience);
      this.sending = false;
    }
    if (this.edition !== edition && !this.composing) this.timer = window.setTimeout(() => void this.send(), QUIET);
  }

  private async take(response: Response, edition: number, files: SentFiles[]): Promise<void> {
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    if (!isJson) return this.fail(response.redirected || response.status === 401 ? "signedOut" : "failed");
    const reply = (await response.json()) as Reply;
    if (response.ok && reply.saved !== false) return this.done(reply, edition, files);
    if (response.status === 400 && this.mayRenew) return this.renew();
    if (response.status >= 500 || response.status === 429) return this.fail("failed");
    if (edition === this.edition) applyReply(this.form, reply);
    this.state.show("refused", "", reply.errors ? "" : (reply.message ?? ""));
  }

  /** The form key was refused: with a fresh one the same answer is sent once more. */
  private async renew(): Promise<void> {
    this.mayRenew = false;
    if (!(await renewFormToken())) return this.fail("signedOut");
    this.timer = window.setTimeout(() => void this.send(), 0);
  }

  private done(reply: Reply, edition: number, files: SentFiles[]): void {
    this.wait = FIRST_RETRY;
    this.mayRenew = true;
    this.savedEdition = edition;
    for (const { input, names } of files) {
      if (namesOf(input) !== names) continue;
      input.value = "";
      input.dispatchEvent(new CustomEvent("preview:clear"));
    }
    applyReply(this.form, reply);
    this.state.show(this.unsaved ? "waiting" : "saved", reply.saved_at ?? "", reply.message ?? "");
  }

  private fail(stage: "failed" | "signedOut"): void {
    this.state.show(stage);
    if (stage === "signedOut") {
      this.mayRenew = true;
      return;
    }
    this.retryTimer = window.setTimeout(() => void this.send(), this.wait);
    this.wait = Math.min(this.wait * 2, LAST_RETRY);
  }
}

interface SentFiles {
  input: HTMLInputElement;
  names: string;
}

function isTyped(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "file", "date", "button"].includes(target.type);
}

function filesOf(form: HTMLFormElement): SentFiles[] {
  const inputs = [...form.querySelectorAll<HTMLInputElement>('input[type="file"]')];
  return inputs.filter((input) => input.files?.length).map((input) => ({ input, names: namesOf(input) }));
}

function namesOf(input: HTMLInputElement): string {
  return [...(input.files ?? [])].map((file) => `${file.name}:${file.size}:${file.lastModified}`).join("|");
}

function sizeOf(data: FormData): number {
  let size = 0;
  for (const [name, value] of data) size += name.length + (typeof value === "string" ? value.length * 3 : value.size) + 150;
  return size;
}
