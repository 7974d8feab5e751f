import { wrapForCampaign } from "../keys/data_key";
import { type Bytes, encode, fromBase64, random, sha256, toBase64 } from "../keys/texts";
import type { OwnNotebook } from "../store/own_notebook";

const MARK = "KTRA1\n";

function joined(parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function authenticated(sealKey: string, bytes: Bytes): Promise<string> {
  const key = await crypto.subtle.importKey("raw", fromBase64(sealKey), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, await sha256(bytes))));
}

async function sealed(notebook: OwnNotebook, campaign: { id: string; spki: string }, visits: Set<string>): Promise<Blob> {
  const pictures = notebook.pictures.unsent().filter((line) => visits.has(line.visit));
  const photos = [];
  for (const { photo, sha256: hash } of pictures) {
    const bytes = await notebook.pictures.bytes(photo);
    if (bytes) photos.push({ photo, sha256: hash, data: toBase64(bytes) });
  }
  const changes = notebook.changes.unsent().filter((line) => visits.has(line.visit)).map((line) => line.text);
  const [raw, nonce] = [random(32), random(12)];
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const content = encode(JSON.stringify({ device: notebook.device, changes, photos }));
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, content));
  const wrapped_key = await wrapForCampaign(raw, campaign.spki, `file/${notebook.device}`);
  const head = { campaign: campaign.id, device: notebook.device, wrapped_key, nonce: toBase64(nonce) };
  const unsigned = joined([encode(`${MARK}${JSON.stringify(head)}\n`), ciphertext]);
  const mac = await authenticated(notebook.self.seal_key, unsigned);
  return new Blob([encode(`${MARK}${JSON.stringify({ ...head, mac })}\n`), ciphertext], { type: "application/octet-stream" });
}

/** What is unsent, as sealed files that any computer can hand in: one for each campaign. */
export async function sealedFiles(notebook: OwnNotebook): Promise<{ name: string; file: Blob }[]> {
  const unsent = new Set([...notebook.changes.unsent(), ...notebook.pictures.unsent()].map((line) => line.visit));
  const campaigns = new Map<string, { id: string; spki: string; code: string; visits: Set<string> }>();
  for (const { bundle } of notebook.visits.all().filter((each) => unsent.has(each.bundle.visit.id))) {
    const { id, code, recovery_spki: spki } = bundle.campaign;
    const campaign = campaigns.get(id) ?? { id, code, spki, visits: new Set<string>() };
    campaign.visits.add(bundle.visit.id);
    campaigns.set(id, campaign);
  }
  const day = new Date().toISOString().slice(0, 16).replace(/[^0-9]/g, "");
  const made = [...campaigns.values()].map(async (campaign) => ({
    name: `${campaign.code}-${day}.ktra`.replace(/[^\w.-]/g, "-"),
    file: await sealed(notebook, campaign, campaign.visits),
  }));
  return Promise.all(made);
}
