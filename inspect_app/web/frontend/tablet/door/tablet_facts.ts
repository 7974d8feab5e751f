import type { Standing } from "../sending/sender";
import { thisBrowser, unfitFor } from "./fitness";
import type { TabletFacts } from "./readiness";
import { PAGE } from "./release";

async function isShellKept(): Promise<boolean> {
  if (navigator.serviceWorker?.controller) return true;
  return (await caches.match(PAGE, { ignoreVary: true })) !== undefined;
}

/** Looks at this tablet: where the page runs, what the browser keeps, and how much room is left. */
export async function tabletFacts({ offset, outdated, revoked }: Standing): Promise<TabletFacts> {
  const [shell, persisted, room, registration] = await Promise.all([
    isShellKept(),
    navigator.storage?.persisted?.() ?? false,
    navigator.storage?.estimate?.(),
    navigator.serviceWorker?.getRegistration(PAGE),
  ]);
  const free = room?.quota ? room.quota - (room.usage ?? 0) : null;
  const update = Boolean(registration?.waiting);
  return { unfit: unfitFor(thisBrowser()), shell, persisted, free, offset, outdated, update, revoked };
}
