import type { OwnNotebook } from "../store/own_notebook";
import type { PhotoLine } from "../store/photo_log";
import type { Answer, Line, Refusal } from "./line";

interface Arrived {
  photo: string;
  offset: number;
  size: number;
  received: boolean;
}

const TRIES = 3;

async function sendPhoto(notebook: OwnNotebook, line: Line, photo: PhotoLine): Promise<void> {
  const bytes = await notebook.pictures.bytes(photo.photo);
  if (!bytes) return;
  let answer: Answer<Arrived & Refusal> = await line.get<Arrived>(`anh/${photo.photo}`);
  for (let tries = 0; tries < TRIES && answer.status !== 404 && !answer.body.received; tries += 1) {
    const offset = answer.body.offset ?? 0;
    answer = await line.put<Arrived>(`anh/${photo.photo}?offset=${offset}`, new Blob([bytes.slice(offset)]));
    if (answer.body.error === "not_a_photo") return;
  }
  const { offset = 0, received = false } = answer.body;
  if (answer.status === 404) return;
  await notebook.vault.alone(() => notebook.pictures.came(photo.photo, offset, received === true));
  notebook.tell({ type: "photos", visit: photo.visit });
  notebook.tellCounts();
}

/** Sends the photos one by one, each from where the server has it. */
export async function sendPhotos(notebook: OwnNotebook, line: Line): Promise<void> {
  for (const photo of notebook.pictures.unsent()) {
    notebook.sending = true;
    notebook.tellCounts();
    await sendPhoto(notebook, line, photo);
  }
}
