/** What tablet and server say to each other: docs/tablets.md is the text, these are its shapes. */

export const PROTOCOL = 1;

export type Kind = "begin" | "answer" | "photo" | "photo_withdrawn" | "owner" | "minutes" | "signature" | "close";
export type ReceiptState = "applied" | "same" | "conflict" | "quarantined" | "shelved" | "waiting" | "differs";
export type Verdict = "pass" | "partial" | "fail" | "not_applicable" | "recorded";

/** The texts of a form by the names of the server's page, without prefix: `verdict`, `rows-0-code`, `note` … */
export type Fields = Record<string, string | string[]>;

export interface Base {
  revision: number;
  /** The `seen` of the answer that the writer had before his eyes; null before the first. */
  seen: string | null;
  change: string | null;
}

export interface Change {
  id: string;
  sequence: number;
  visit: string;
  kind: Kind;
  item: string | null;
  checklist: { code: string; version: number };
  base: Base;
  at: string;
  body: Record<string, unknown>;
}

export interface Receipt {
  id: string | null;
  sequence: number | null;
  sha256: string;
  state: ReceiptState;
  revision: number | null;
  message: string | null;
  replayed: boolean;
}

export interface BatchReply {
  protocol: number;
  epoch: string;
  server_time: string;
  min_client: number;
  device: { revoked: boolean; wipe: boolean };
  receipts: Receipt[];
  visits: Record<string, string>;
}

export interface Hello {
  protocol: number;
  epoch: string;
  server_time: string;
  min_client: number;
  app: string;
  person: { id: string; name: string; username: string };
  device: { id: string; label: string; revoked: boolean; wipe: boolean };
  visits: VisitLine[];
  /** The versions of states of visits that were concluded lately, by visit. */
  concluded: Record<string, string>;
}

export interface VisitLine {
  id: string;
  code: string;
  unit: string;
  title: string;
  starts_on: string | null;
  ends_on: string | null;
  state: string;
  checklist: { code: string; version: number };
  role: string;
  version: string;
}

/** A condition as the checklist's file writes it. */
export type Condition =
  | { item: string; [operator: string]: unknown }
  | { any: Condition[] }
  | { all: Condition[] }
  | { not: Condition };

export interface Item {
  id: string;
  section: string;
  kind: string;
  area: number | null;
  text: string;
  grade: string | null;
  weight: string;
  when: Condition | null;
  options: Record<string, unknown>;
}

export interface Bundle {
  protocol: number;
  epoch: string;
  server_time: string;
  visit: {
    id: string;
    code: string;
    title: string;
    unit: { id: string; name: string; code: string };
    starts_on: string | null;
    ends_on: string | null;
    stream: string;
    unannounced: boolean;
  };
  campaign: { id: string; code: string; title: string; recovery_spki: string };
  team: { person: string; name: string; role: string }[];
  me: { person: string; role: string; may_close: boolean; may_begin: boolean };
  checklist: {
    code: string;
    version: number;
    sha256: string;
    title: string;
    sections: { id: string; title: string; items: string[] }[];
  };
  items: Record<string, Item>;
  fragments: Record<string, string>;
  phrases: { item: string | null; text: string }[];
  last_year: { item: string | null; text: string; grade: string; visit: string; year: number }[];
  open_actions: { id: string; text: string; owner: string; due_on: string | null; state: string }[];
  self_reports: { filename: string; received_on: string; given_by: string }[];
  dossiers: Record<string, string>[];
  minutes_form: string;
  paper: Paper;
  state: VisitState;
}

/** What the minutes print that does not come from answers; the words are the paper's own. */
export interface Paper {
  subject: string;
  mandate: string;
  team: string[];
  lead: string;
  secretary: string;
  chair: string;
  clerk: string;
  scope: string;
  areas: { area: number | null; title: string }[];
  items: Record<string, { text: string; basis: string }>;
  words: Record<string, string>;
  facts: Record<string, string>;
}

/** What the minutes say beyond the answers: the body of a `minutes` change. */
export interface MinutesDetails {
  place: string;
  unit_side: string;
  unit_opinion: string;
  refusal_reason: string | null;
  copies: number;
}

export type SignaturePart = "lead" | "secretary" | "unit";
/** Lines of [x, y] in thousandths of the box's width. */
export type Strokes = [number, number][][];

export interface ServerAnswer {
  revision: number;
  fields: Fields;
  verdict: Verdict | null;
  by: string;
  at: string;
  change: string | null;
  /** The name of this value: the change that brought it, or its own where it was given on the server's page. */
  seen: string;
}

export interface Held {
  change: string;
  why: "conflict" | "quarantine" | "shelf";
  cause: string;
  message: string;
  item: string | null;
  kind: Kind;
  fields: Fields | null;
  by: string;
  person: string;
  device: string;
  at: string;
}

export interface VisitState {
  protocol: number;
  version: string;
  server_time: string;
  visit: {
    id: string;
    state: string;
    begun_at: string | null;
    closed_at: string | null;
    frozen: boolean;
    minutes_pdf: string | null;
  };
  owners: Record<string, string>;
  answers: Record<string, ServerAnswer>;
  evidence: Record<string, { number: number; photo: string | null; sha256: string; caption: string; by: string; at: string }[]>;
  held: Held[];
  strays: number;
  photos_missing: { photo: string; item: string; sha256: string; by: string; device: string }[];
  /** Here and no evidence, and why; a tablet may still hold a state without it. */
  photos_kept?: { photo: string; item: string; sha256: string; by: string; device: string; message: string }[];
  minutes: (MinutesDetails & { revision: number; seen: string | null }) | null;
  signatures: {
    part: SignaturePart;
    name: string;
    title: string;
    refused: boolean;
    at: string;
    sheet_sha256: string;
    sheet_at: string;
  }[];
  closing: { asked_at: string; sheet_sha256: string; waits_for: string[] } | null;
}
