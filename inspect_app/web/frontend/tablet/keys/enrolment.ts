import { APP, askSignedIn, type Refusal } from "../sending/line";
import type { Database } from "../store/database";
import type { Person } from "../store/steps";
import type { Self } from "../store/own_notebook";
import { Vault } from "../store/vault";
import { DataKey } from "./data_key";
import { fromBase64 } from "./texts";

interface Enrolled extends Self {
  device_id: string;
}

/** The server answered, and said no: its message says why. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message ?? refusal.error ?? "");
  }
}

type Kept = (person: Person) => void;

/** Makes this tablet a device of the person who is signed in at this browser. Throws NotSent, SignedOut, Refused, NotKept. */
export async function enrol(database: Database, label: string, password: string, kept: Kept): Promise<Vault> {
  const device = crypto.randomUUID();
  const asked = { device_id: device, label, password, app: APP };
  const { status, body } = await askSignedIn<Enrolled>("may", asked);
  if (status !== 201) throw new Refused(body);
  const key = await DataKey.make();
  const person: Person = {
    device,
    name: body.person.name,
    wrap: await key.wrapByPassword(password, device),
    recovery: [],
    last_sequence: 0,
    changes: 0,
    photos: 0,
    last_saved_at: null,
    last_received_at: null,
  };
  const vault = new Vault(database, key, person, kept);
  const self: Self = { token: body.token, seal_key: body.seal_key, person: body.person, epoch: body.epoch };
  await vault.keep([await vault.step("put", "self", 0, self)]);
  return vault;
}

/** Opens a person's records. Null when the password is another one. */
export async function unlock(database: Database, person: Person, password: string, kept: Kept): Promise<Vault | null> {
  try {
    return new Vault(database, await DataKey.unlock(person.wrap, password, person.device), person, kept);
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return null;
    throw error;
  }
}

/** Opens a person's records with the campaign's key, and puts a new password before them. Throws NotSent, SignedOut, Refused, NotKept. */
export async function recover(
  database: Database,
  person: Person,
  password: string,
  reason: string,
  kept: Kept,
): Promise<Vault> {
  let refusal: Refusal = {};
  for (const wrapped_key of person.recovery) {
    const { status, body } = await askSignedIn<{ key: string }>("khoi-phuc", { device_id: person.device, wrapped_key, reason });
    if (status === 200) {
      const key = await DataKey.from(fromBase64(body.key));
      const vault = new Vault(database, key, person, kept);
      await vault.keep([], { wrap: await key.wrapByPassword(password, person.device) });
      return vault;
    }
    refusal = body;
  }
  throw new Refused(refusal);
}
