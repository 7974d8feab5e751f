// Reads a calendar from standard input as Thunderbird does, with ical.js in strict mode; prints what it understood as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;
const whole = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const zones = whole.getAllSubcomponents("vtimezone").map((part) => new ICAL.Timezone(part));
const morning = ICAL.Time.fromString("2024-06-18T09:00:00");
console.log(JSON.stringify({
  method: whole.getFirstPropertyValue("method"),
  zones: zones.map((zone) => ({ name: zone.tzid, offset: zone.utcOffset(morning) })),
  events: whole.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: part.getFirstPropertyValue("status"),
      summary: event.summary,
      description: event.description,
      location: event.location,
      starts: event.startDate.toString(),
      ends: event.endDate.toString(),
      wholeDays: event.startDate.isDate && event.endDate.isDate,
      days: event.duration.toSeconds() / 86400,
    };
  }),
}));
