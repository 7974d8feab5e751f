import { wrapForCampaign } from "../keys/data_key";
import { type Bytes, encode, fromBase64, joined, random, sha256, toBase64 } from "../keys/texts";
import type { OwnNotebook } from "../store/own_notebook";
import type { PhotoLine } from "../store/photo_log";

const MARK = "KTRA1\n";
// What a cheap tablet can hold in its memory several times over, and the server takes in one file.
const PART = 30 * 1024 * 1024;

async function authenticated(sealKey: string, bytes: Bytes): Promise<string> {
  const key = await crypto.subtle.importKey("raw", fromBase64(sealKey), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, await sha256(bytes))));
}

interface Campaign {
  id: string;
  spki: string;
  code: string;
  visits: Set<string>;
}

/** The photos in groups that each fit into a file; one empty group where there are none. */
function parts(lines: PhotoLine[]): PhotoLine[][] {
  const made: PhotoLine[][] = [[]];
  let size = 0;
  for (const line of lines) {
    if (size && size + line.size > PART) {
      made.push([]);
      size = 0;
    }
    made.at(-1)!.push(line);
    size += line.size;
  }
  return made;
}

async function sealed(notebook: OwnNotebook, campaign: Campaign, pictures: PhotoLine[]): Promise<Blob> {
  const { visits } = campaign;
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

/** What is unsent, as sealed files that any computer can hand in: for each campaign one, or several when there are many photos. */
export async function sealedFiles(notebook: OwnNotebook): Promise<{ name: string; file: Blob }[]> {
  const unsent = new Set([...notebook.changes.unsent(), ...notebook.pictures.unsent()].map((line) => line.visit));
  const campaigns = new Map<string, Campaign>();
  for (const { bundle } of notebook.visits.all().filter((each) => unsent.has(each.bundle.visit.id))) {
    const { id, code, recovery_spki: spki } = bundle.campaign;
    const campaign = campaigns.get(id) ?? { id, code, spki, visits: new Set<string>() };
    campaign.visits.add(bundle.visit.id);
    campaigns.set(id, campaign);
  }
  const day = new Date().toISOString().slice(0, 16).replace(/[^0-9]/g, "");
  const made: { name: string; file: Blob }[] = [];
  for (const campaign of campaigns.values()) {
    const groups = parts(notebook.pictures.unsent().filter((line) => campaign.visits.has(line.visit)));
    for (const [number, pictures] of groups.entries()) {
      const part = groups.length > 1 ? `-${number + 1}` : "";
      const name = `${campaign.code}-${day}${part}.ktra`.replace(/[^\w.-]/g, "-");
      // Each holds all changes, so that the files may be handed in in any order.
      made.push({ name, file: await sealed(notebook, campaign, pictures) });
    }
  }
  return made;
}
