import { PROTOCOL } from "../protocol";

/** The server did not answer, or somebody else did in its place: nothing was sent. */
export class NotSent extends Error {}

/** The server itself said no, and why: the message is for the person. */
export class Declined extends NotSent {}

/** The server's own answer. */
export interface Answer<T> {
  status: number;
  body: T;
}

export interface Refusal {
  error?: string;
  message?: string;
  offset?: number;
  expected?: number;
}

export const APP = "1";
const PATIENCE = 60_000;
const LONG_PATIENCE = 15 * 60_000;

/** Asks and reads the answer; a line that stalls in the middle of it is given up too. `calls` holds what is under way. */
async function ask<R>(path: string, init: RequestInit, read: (response: Response) => Promise<R>, patience = PATIENCE, calls?: Set<AbortController>): Promise<R> {
  const stop = new AbortController();
  const giveUp = (): void => stop.abort();
  let timer = window.setTimeout(giveUp, patience);
  calls?.add(stop);
  try {
    const response = await fetch(`/dong-bo/${path}`, { cache: "no-store", redirect: "error", signal: stop.signal, ...init });
    window.clearTimeout(timer);
    timer = window.setTimeout(giveUp, LONG_PATIENCE);
    return await read(response);
  } catch (error) {
    throw error instanceof NotSent ? error : new NotSent(String(error));
  } finally {
    window.clearTimeout(timer);
    calls?.delete(stop);
  }
}

/** Takes an answer only if it is the server's: JSON that names the protocol. */
async function understood<T>(response: Response): Promise<Answer<T & Refusal>> {
  const type = response.headers.get("Content-Type") ?? "";
  if (response.status >= 500 || type.split(";")[0]?.trim() !== "application/json") throw new NotSent(`${response.status}`);
  const body = (await response.json()) as (T & Refusal & { protocol?: number }) | null;
  if (body?.protocol !== PROTOCOL) throw new NotSent("protocol");
  return { status: response.status, body };
}

/** A tag without the mark that a proxy puts before it when it packs the answer. */
const bare = (tag: string | null): string | null => tag?.replace(/^W\//, "") ?? null;

/** The line of an enrolled tablet: its token, and no cookie. */
export class Line {
  private readonly calls = new Set<AbortController>();
  private isHung = false;

  constructor(private readonly token: string) {}

  /** Ends what is under way, as a cut line does, and asks nothing any more. */
  hangUp(): void {
    this.isHung = true;
    for (const call of this.calls) call.abort();
  }

  async get<T>(path: string): Promise<Answer<T & Refusal>> {
    return this.ask(path, this.init("GET", {}), understood<T>);
  }

  /** The answer with its tag; null when what bears `tag` here is still the newest. */
  async getNewer<T>(path: string, tag: string | null): Promise<{ answer: Answer<T & Refusal>; tag: string | null } | null> {
    return this.ask(path, this.init("GET", tag ? { "If-None-Match": tag } : {}), async (response) => {
      const own = bare(response.headers.get("ETag"));
      if (response.status === 304 && tag && own === tag) return null;
      return { answer: await understood<T>(response), tag: own };
    });
  }

  /** `text` is sent as it is: a change keeps its bytes. */
  async post<T>(path: string, text: string): Promise<Answer<T & Refusal>> {
    return this.ask(path, { ...this.init("POST", { "Content-Type": "application/json" }), body: text }, understood<T>);
  }

  async put<T>(path: string, bytes: Blob): Promise<Answer<T & Refusal>> {
    return this.ask(path, { ...this.init("PUT", { "Content-Type": "application/octet-stream" }), body: bytes }, understood<T>);
  }

  /** A whole file at once, over whatever line there is. */
  async file<T>(path: string, file: Blob): Promise<Answer<T & Refusal>> {
    const init = { ...this.init("POST", { "Content-Type": "application/octet-stream" }), body: file };
    return this.ask(path, init, understood<T>, LONG_PATIENCE);
  }

  private async ask<R>(path: string, init: RequestInit, read: (response: Response) => Promise<R>, patience = PATIENCE): Promise<R> {
    if (this.isHung) throw new NotSent("hung up");
    return ask(path, init, read, patience, this.calls);
  }

  private init(method: string, headers: Record<string, string>): RequestInit {
    const own = { Authorization: `Bearer ${this.token}`, "X-Requested-With": "tablet", Accept: "application/json" };
    return { method, credentials: "omit", headers: { ...own, ...headers } };
  }
}

/** Nobody is signed in at this browser. */
export class SignedOut extends Error {}

/** Asks in the name of the person who is signed in: the key of forms comes from a page of his. */
export async function askSignedIn<T>(path: string, value: unknown): Promise<Answer<T & Refusal>> {
  let page: Response;
  try {
    page = await fetch("/", { credentials: "same-origin", cache: "no-store", headers: { Accept: "text/html" } });
  } catch (error) {
    throw new NotSent(String(error));
  }
  if (page.redirected || page.status === 401 || page.status === 403) throw new SignedOut();
  const document = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = document.querySelector<HTMLInputElement>('input[name="csrf_token"]')?.value;
  if (!token) throw new SignedOut();
  const headers = {
    "Content-Type": "application/json",
    Accept: "application/json",
    "X-CSRFToken": token,
    "X-Requested-With": "tablet",
  };
  return ask(path, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(value) }, understood<T>);
}
