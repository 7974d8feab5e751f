/** What decides whether a browser may be trusted with work that is nowhere else. */
export interface Browsing {
  agent: string;
  touchPoints: number;
  /** Opened from the home screen, as an app. */
  standalone: boolean;
}

/** The name of the sentence that says why a browser is refused; null when it may be trusted. */
export type Unfit = "in_an_app" | "not_installed" | null;

// Names by which apps sign their inner browsers, and the two marks of Android's WebView.
const IN_AN_APP = /\bZalo|\bFBAN|\bFBAV|\bFB_IAB|\bInstagram|\bLine\/|\bMicroMessenger|\bTelegram|\bGSA\/|; wv\)|\bVersion\/[0-9.]+ Chrome\//;

export function thisBrowser(): Browsing {
  const own = navigator as Navigator & { standalone?: boolean };
  const standalone = own.standalone === true || window.matchMedia("(display-mode: standalone)").matches;
  return { agent: navigator.userAgent, touchPoints: navigator.maxTouchPoints, standalone };
}

/**
 * Why nothing is taken along in this browser, as the name of its sentence: a window within another app keeps a store
 * of its own that nobody finds again, and an iPad clears a page that is not on the home screen after seven days.
 */
export function unfitFor({ agent, touchPoints, standalone }: Browsing): Unfit {
  if (IN_AN_APP.test(agent)) return "in_an_app";
  const apple = /iPad|iPhone/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1);
  return apple && !standalone ? "not_installed" : null;
}

/** The address by which Android opens this page in Chrome; null where there is no such way. */
export function chromeAddress(agent: string, address: URL): string | null {
  if (!/\bAndroid\b/.test(agent)) return null;
  const scheme = address.protocol.replace(":", "");
  return `intent://${address.host}${address.pathname}#Intent;scheme=${scheme};package=com.android.chrome;end`;
}
