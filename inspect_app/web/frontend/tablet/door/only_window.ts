const PATIENCE = 3_000;

/** Makes this window the only one in which a device's records are open. Null when another window has them; else the way to give them up. */
export function onlyWindow(device: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const timer = window.setTimeout(() => stop.abort(), PATIENCE);
    const held = navigator.locks.request(`inspect-tablet/${device}`, { signal: stop.signal }, () => {
      window.clearTimeout(timer);
      return new Promise<void>((leave) => resolve(leave));
    });
    held.catch(() => resolve(null));
  });
}
