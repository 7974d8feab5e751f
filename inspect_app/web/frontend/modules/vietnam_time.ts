const ZONE = "Asia/Ho_Chi_Minh";
const PARTS = { timeZone: ZONE, hourCycle: "h23", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" } as const;
const FORMAT = new Intl.DateTimeFormat("en-GB", PARTS);

/** An instant as Vietnam's clocks and calendars show it, whatever zone the device is set to; null when it is no instant. */
function parts(at: Date): { time: string; day: string } | null {
  if (Number.isNaN(at.getTime())) return null;
  const part = Object.fromEntries(FORMAT.formatToParts(at).map(({ type, value }) => [type, value]));
  return { time: `${part["hour"]}:${part["minute"]}`, day: `${part["day"]}/${part["month"]}/${part["year"]}` };
}

/** `09:12`. */
export function timeOfDay(at: string): string {
  return parts(new Date(at))?.time ?? "";
}

/** `09:12 18/06/2024`. */
export function timeAndDay(at: string): string {
  const shown = parts(new Date(at));
  return shown ? `${shown.time} ${shown.day}` : "";
}

/** `09:12`; with the day when it is not today's. */
export function timeOf(at: string | null, now = new Date()): string {
  const shown = parts(at ? new Date(at) : now);
  if (!shown) return "";
  return shown.day === parts(now)?.day ? shown.time : `${shown.time} ${shown.day}`;
}
