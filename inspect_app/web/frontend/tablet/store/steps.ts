import type { PasswordWrap, Sealed } from "../keys/data_key";

/** Who works on this tablet: all that it knows in the clear. */
export interface Person {
  device: string;
  name: string;
  wrap: PasswordWrap;
  recovery: string[];
  last_sequence: number;
  changes: number;
  photos: number;
  last_saved_at: string | null;
  last_received_at: string | null;
}

export type Shelf = "self" | "changes" | "photos" | "pictures" | "bundles" | "states" | "reserve";
export type Key = [device: string, shelf: Shelf, number: number];
export const placeOf = (key: Key): string => key.join("/");

/** One step of a write: all steps of a call are kept together, or none is. */
export type Step =
  | { what: "add"; key: Key; sealed: Sealed }
  | { what: "put"; key: Key; sealed: Sealed }
  | { what: "delete"; key: Key }
  | { what: "person"; person: Person }
  | { what: "forget"; device: string };
