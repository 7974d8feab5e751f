/** What decides whether a browser may be trusted with work that is nowhere else. */
export interface Browsing {
  agent: string;
  touchPoints: number;
  /** Opened from the home screen, as an app. */
  standalone: boolean;
}

const IN_AN_APP = /Zalo|FBAN|FBAV|Instagram|Line\/|; wv\)/;

export function thisBrowser(): Browsing {
  const own = navigator as Navigator & { standalone?: boolean };
  const standalone = own.standalone === true || window.matchMedia("(display-mode: standalone)").matches;
  return { agent: navigator.userAgent, touchPoints: navigator.maxTouchPoints, standalone };
}

/**
 * Why nothing is taken along in this browser, as the name of its sentence: a window within another app keeps a store
 * of its own that nobody finds again, and an iPad clears a page that is not on the home screen after seven days.
 */
export function unfitFor({ agent, touchPoints, standalone }: Browsing): "in_an_app" | "not_installed" | null {
  if (IN_AN_APP.test(agent)) return "in_an_app";
  const apple = /iPad|iPhone/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1);
  return apple && !standalone ? "not_installed" : null;
}
