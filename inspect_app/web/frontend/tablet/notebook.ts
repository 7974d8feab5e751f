import type { Bundle, Change, Kind, Receipt, VisitState } from "./protocol";

/** A change of this tablet, with how far it has come. */
export interface Entry {
  change: Change;
  /** `kept`: on this tablet; `received`: the server's receipt is here. */
  stage: "kept" | "received";
  receipt: Receipt | null;
}

export interface KeptPhoto {
  photo: string;
  item: string;
  caption: string;
  size: number;
  sent: number;
  stage: "kept" | "received";
  /** What the server says of a photo that it received and only keeps. */
  problem?: string | null;
}

export interface Counts {
  changes: number;
  photos: number;
}

export type NotebookEvent =
  | { type: "written"; visit: string; entry: Entry }
  | { type: "receipts"; visit: string }
  | { type: "state"; visit: string }
  | { type: "photos"; visit: string }
  | { type: "counts"; counts: Counts; sending: boolean };

/** The browser could not keep what was entered: the screen must say so and keep the form as it is. */
export class NotKept extends Error {
  constructor(
    readonly reason: "full" | "broken" | "locked",
    message = reason as string,
  ) {
    super(message);
  }
}

/**
 * One person's work on this tablet, unlocked. Writing resolves only once the browser's database has it on disk;
 * sending goes on by itself.
 */
export interface Notebook {
  readonly person: string;
  readonly name: string;
  readonly device: string;
  bundle(visit: string): Promise<Bundle>;
  /** The newest state of the server that this tablet holds. */
  state(visit: string): Promise<VisitState>;
  /** This tablet's changes that are not in that state yet, oldest first. */
  entries(visit: string): Promise<Entry[]>;
  /** The item that was written to last on this tablet: where the person goes on after a crash. */
  lastItem(visit: string): Promise<string | null>;
  /** Throws NotKept. The base is filled in from the state and the entries. */
  write(visit: string, kind: Kind, item: string | null, body: Record<string, unknown>): Promise<Entry>;
  /** Shrinks the picture, leaves its metadata behind, keeps it, and writes its `photo` change. Throws NotKept, NotAPicture. */
  keepPhoto(visit: string, item: string, picture: Blob, caption: string): Promise<KeptPhoto>;
  photos(visit: string): Promise<KeptPhoto[]>;
  /** An object URL of a photo that is on this tablet; the caller revokes it. */
  photoUrl(photo: string): Promise<string | null>;
  counts(): Promise<Counts>;
  subscribe(listener: (event: NotebookEvent) => void): () => void;
  /** Sends now instead of at the next occasion. */
  sendNow(): void;
}
