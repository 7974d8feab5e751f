import { type Bytes, decode, encode, fromBase64, random, toBase64 } from "./texts";

export const ROUNDS = 600_000;

/** The data key as a password wraps it. */
export interface PasswordWrap {
  salt: Bytes;
  nonce: Bytes;
  rounds: number;
  wrapped: Bytes;
}

/** What lies on the disk in the place of a record. */
export interface Sealed {
  nonce: Bytes;
  data: Bytes;
}

async function keyFromPassword(password: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", encode(password.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** The wrap of a key for a campaign's recovery key, given as SPKI in base64 or PEM; it opens under this label alone. */
export async function wrapForCampaign(raw: Bytes, spki: string, label: string): Promise<string> {
  const bytes = fromBase64(spki.replace(/-----[A-Z ]+-----/g, "").replace(/\s+/g, ""));
  const key = await crypto.subtle.importKey("spki", bytes, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
  return toBase64(new Uint8Array(await crypto.subtle.encrypt({ name: "RSA-OAEP", label: encode(label) }, key, raw)));
}

/** One person's key on one tablet: it closes and opens records, and lets itself be wrapped. */
export class DataKey {
  private constructor(
    private readonly key: CryptoKey,
    private readonly raw: Bytes,
  ) {}

  static async make(): Promise<DataKey> {
    return DataKey.from(random(32));
  }

  static async from(raw: Bytes): Promise<DataKey> {
    return new DataKey(await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]), raw);
  }

  /** Throws OperationError when the password is another one. */
  static async unlock(wrap: PasswordWrap, password: string, device: string): Promise<DataKey> {
    const key = await keyFromPassword(password, wrap.salt, wrap.rounds);
    const how = { name: "AES-GCM", iv: wrap.nonce, additionalData: encode(`key/${device}`) };
    return DataKey.from(new Uint8Array(await crypto.subtle.decrypt(how, key, wrap.wrapped)));
  }

  async wrapByPassword(password: string, device: string): Promise<PasswordWrap> {
    const [salt, nonce] = [random(16), random(12)];
    const key = await keyFromPassword(password, salt, ROUNDS);
    const how = { name: "AES-GCM", iv: nonce, additionalData: encode(`key/${device}`) };
    return { salt, nonce, rounds: ROUNDS, wrapped: new Uint8Array(await crypto.subtle.encrypt(how, key, this.raw)) };
  }

  wrapForCampaign(spki: string, device: string): Promise<string> {
    return wrapForCampaign(this.raw, spki, `key/${device}`);
  }

  /** `place` is the record's store and key: a record that was moved to another place does not open. */
  async seal(place: string, bytes: Bytes): Promise<Sealed> {
    const nonce = random(12);
    const how = { name: "AES-GCM", iv: nonce, additionalData: encode(place) };
    return { nonce, data: new Uint8Array(await crypto.subtle.encrypt(how, this.key, bytes)) };
  }

  async open(place: string, sealed: Sealed): Promise<Bytes> {
    const how = { name: "AES-GCM", iv: sealed.nonce, additionalData: encode(place) };
    return new Uint8Array(await crypto.subtle.decrypt(how, this.key, sealed.data));
  }

  sealJson(place: string, value: unknown): Promise<Sealed> {
    return this.seal(place, encode(JSON.stringify(value)));
  }

  async openJson<T>(place: string, sealed: Sealed): Promise<T> {
    return JSON.parse(decode(await this.open(place, sealed))) as T;
  }
}
