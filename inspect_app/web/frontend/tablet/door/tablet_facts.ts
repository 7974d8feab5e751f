import type { Standing } from "../sending/sender";
import type { Vault } from "../store/vault";
import { thisBrowser, unfitFor } from "./fitness";
import type { TabletFacts } from "./readiness";
import { PAGE } from "./release";
import { room } from "./storage_health";

async function isShellKept(): Promise<boolean> {
  if (navigator.serviceWorker?.controller) return true;
  return (await caches.match(PAGE, { ignoreVary: true })) !== undefined;
}

/** Looks at this tablet: where the page runs, what the browser keeps, and how much room is left. */
export async function tabletFacts({ offset, outdated, revoked }: Standing, vault: Vault): Promise<TabletFacts> {
  const [shell, persisted, { used, free }, reserve, registration] = await Promise.all([
    isShellKept(),
    navigator.storage?.persisted?.() ?? false,
    room(),
    vault.hasReserve().catch(() => false),
    navigator.serviceWorker?.getRegistration(PAGE),
  ]);
  const update = Boolean(registration?.waiting);
  return { unfit: unfitFor(thisBrowser()), shell, persisted, used, free, reserve, offset, outdated, update, revoked };
}
