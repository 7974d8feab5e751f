import type { Trace } from "../store/canary";
import { askSignedIn, NotSent, SignedOut } from "./line";

/** Tells the server of stores that the browser threw away; gives back those that it could not tell. */
export async function reportLost(traces: Trace[]): Promise<Trace[]> {
  const left: Trace[] = [];
  for (const trace of traces) {
    try {
      const { device, ...counts } = trace;
      const { status } = await askSignedIn("mat-du-lieu", { device_id: device, ...counts });
      if (status !== 202) left.push(trace);
    } catch (error) {
      if (!(error instanceof NotSent || error instanceof SignedOut)) throw error;
      left.push(trace);
    }
  }
  return left;
}
