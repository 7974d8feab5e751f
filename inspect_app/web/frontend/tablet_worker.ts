// The tablet's service worker: it keeps the shell of one release and nothing else. The server puts `self.SHELL` before it.
interface Shell {
  release: string;
  page: string;
  files: string[];
}

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Asked extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Scope {
  SHELL: Shell;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", heard: (event: Lasting) => void): void;
  addEventListener(name: "fetch", heard: (event: Asked) => void): void;
  addEventListener(name: "message", heard: (event: MessageEvent) => void): void;
}

const worker = self as unknown as Scope;
const PREFIX = "tablet-shell-";
const { release, page, files } = worker.SHELL;
const kept = new Set([page, ...files]);

async function keepShell(): Promise<void> {
  const cache = await caches.open(PREFIX + release);
  await cache.addAll([...kept].map((path) => new Request(path, { cache: "reload", credentials: "same-origin" })));
}

async function dropOldShells(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + release).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function fromShell(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(PREFIX + release);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(keepShell()));
worker.addEventListener("activate", (event) => event.waitUntil(dropOldShells()));
worker.addEventListener("message", (event) => {
  if (event.data === "SKIP_WAITING") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method === "GET" && origin === location.origin && kept.has(pathname)) {
    event.respondWith(fromShell(event.request, pathname));
  }
});

export {};
