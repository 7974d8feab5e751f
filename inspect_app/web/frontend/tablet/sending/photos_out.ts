import type { Bytes } from "../keys/texts";
import type { OwnNotebook } from "../store/own_notebook";
import type { PhotoLine } from "../store/photo_log";
import { type Answer, type Line, NotSent, type Refusal } from "./line";

interface Arrived {
  photo: string;
  offset: number;
  size: number;
  received: boolean;
  /** Why a received photo is only kept; `message` says it. */
  problem?: string;
}

type Reply = Answer<Arrived & Refusal>;

const TRIES = 3;
const [SMALLEST, LARGEST] = [16 * 1024, 1024 * 1024];

// One connection that loses packets fills a quarter of a slow line; texts are through before the first photo.
const LANES = 4;

/** Sends the photos, a few at once, each from where the server has it, in slices that suit the line. */
export class PhotosOut {
  // A proxy that gathers a whole request before it passes it on would lose a long one with every cut.
  private slice = 256 * 1024;

  constructor(
    private readonly notebook: OwnNotebook,
    private readonly line: Line,
    private readonly now: () => number,
  ) {}

  async send(): Promise<void> {
    const waiting = this.notebook.pictures.unsent();
    const lanes = await Promise.allSettled(Array.from({ length: Math.min(LANES, waiting.length) }, () => this.lane(waiting)));
    const broken = lanes.find((lane) => lane.status === "rejected");
    // What a busy server turned away from one connection was sent by another.
    if (broken && waiting.length) throw broken.reason;
  }

  private async lane(waiting: PhotoLine[]): Promise<void> {
    for (let photo = waiting.shift(); photo; photo = waiting.shift()) {
      this.notebook.sending = true;
      this.notebook.tellCounts();
      try {
        await this.sendPhoto(photo);
      } catch (error) {
        waiting.push(photo);
        throw error;
      }
    }
  }

  private async sendPhoto(photo: PhotoLine): Promise<void> {
    const bytes = await this.notebook.pictures.bytes(photo.photo);
    if (!bytes) return;
    let answer: Reply = await this.line.get<Arrived>(`anh/${photo.photo}`);
    for (let refused = 0; refused < TRIES && answer.status !== 404 && !answer.body.received; ) {
      answer = await this.put(photo.photo, bytes, answer.body.offset ?? 0);
      if (answer.status !== 200) refused += 1;
    }
    if (answer.status === 404) return;
    const { offset = 0, received = false, problem, message } = answer.body;
    const told = problem ? (message ?? problem) : null;
    await this.notebook.vault.alone(() => this.notebook.pictures.came(photo.photo, { sent: offset, received: received === true, problem: told }, this.now()));
    this.notebook.tell({ type: "photos", visit: photo.visit });
    this.notebook.tellCounts();
  }

  private async put(photo: string, bytes: Bytes, offset: number): Promise<Reply> {
    try {
      const body = new Blob([bytes.slice(offset, offset + this.slice)]);
      const answer = await this.line.put<Arrived>(`anh/${photo}?offset=${offset}`, body);
      this.slice = Math.min(LARGEST, this.slice * 2);
      return answer;
    } catch (error) {
      if (error instanceof NotSent) this.slice = Math.max(SMALLEST, this.slice / 2);
      throw error;
    }
  }
}
