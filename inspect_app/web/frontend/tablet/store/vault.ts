import type { DataKey } from "../keys/data_key";
import type { Bytes } from "../keys/texts";
import { NotKept } from "../notebook";
import type { Database } from "./database";
import { type Key, type Person, placeOf, type Shelf, type Step } from "./steps";

/** One person's records on this tablet, open. Work on them goes one after the other. */
export class Vault {
  private turn: Promise<unknown> = Promise.resolve();
  private open = true;

  constructor(
    private readonly database: Database,
    private readonly key: DataKey,
    public person: Person,
    private readonly kept: (person: Person) => void,
  ) {}

  /** Does a piece of work when everything asked for before is done. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(() => {
      if (!this.open) throw new NotKept("locked");
      return work();
    });
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Resolves when nothing is under way; nothing is taken any more. */
  async close(): Promise<void> {
    await this.turn;
    this.open = false;
  }

  idle(): Promise<unknown> {
    return this.turn;
  }

  /** Makes the room that is kept for texts where it is missing; false when the disk has none. */
  makeReserve(): Promise<boolean> {
    return this.database.reserve.make();
  }

  hasReserve(): Promise<boolean> {
    return this.database.reserve.stands();
  }

  wrapForCampaign(spki: string): Promise<string> {
    return this.key.wrapForCampaign(spki, this.person.device);
  }

  async step(what: "add" | "put", shelf: Shelf, number: number, value: unknown): Promise<Step> {
    const key = this.at(shelf, number);
    return { what, key, sealed: await this.key.sealJson(placeOf(key), value) };
  }

  async bytesStep(shelf: Shelf, number: number, bytes: Bytes): Promise<Step> {
    const key = this.at(shelf, number);
    return { what: "add", key, sealed: await this.key.seal(placeOf(key), bytes) };
  }

  removal(shelf: Shelf, number: number): Step {
    return { what: "delete", key: this.at(shelf, number) };
  }

  /** Throws NotKept. */
  async keep(steps: Step[], known: Partial<Person> = {}): Promise<void> {
    const person = { ...this.person, ...known };
    await this.database.keep([...steps, { what: "person", person }]);
    this.person = person;
    this.kept(person);
  }

  async readAll<T>(shelf: Shelf): Promise<[number, T][]> {
    const records = await this.database.all(this.person.device, shelf);
    const opened = records.map(async ([key, sealed]): Promise<[number, T]> => [
      key[2],
      await this.key.openJson<T>(placeOf(key), sealed),
    ]);
    return Promise.all(opened);
  }

  async bytes(shelf: Shelf, number: number): Promise<Bytes | null> {
    const key = this.at(shelf, number);
    const sealed = await this.database.get(key);
    return sealed ? this.key.open(placeOf(key), sealed) : null;
  }

  /** Takes everything of this person from the tablet, unless something on it is nowhere else; whether it did. */
  forgetUnless(isNeeded: () => boolean): Promise<boolean> {
    // Within one turn: nothing is written between the look and the end.
    return this.alone(async () => {
      if (isNeeded()) return false;
      await this.database.keep([{ what: "forget", device: this.person.device }]);
      this.open = false;
      return true;
    });
  }

  private at(shelf: Shelf, number: number): Key {
    return [this.person.device, shelf, number];
  }
}
