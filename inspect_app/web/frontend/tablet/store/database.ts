import type { Sealed } from "../keys/data_key";
import { NotKept } from "../notebook";
import { type Disk, isFull, Reserve } from "./reserve";
import type { Key, Person, Shelf, Step } from "./steps";

const NAME = "inspect-tablet";
const [PERSONS, SEALED] = ["persons", "sealed"] as const;

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(reasonOf(request.error));
  });
}

function reasonOf(error: DOMException | null): NotKept {
  return new NotKept(error?.name === "QuotaExceededError" ? "full" : "broken", error?.message ?? "aborted");
}

// What is large and can be had again, or done without, for the sake of what was typed.
const BULKY: Shelf[] = ["pictures", "bundles"];
const isBulky = (step: Step): boolean => "sealed" in step && BULKY.includes(step.key[1]);

const shelfOf = (device: string, shelf: Shelf): IDBKeyRange => IDBKeyRange.bound([device, shelf], [device, shelf, []]);

function connect(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(PERSONS, { keyPath: "device" });
    request.result.createObjectStore(SEALED);
  };
  return answered(request);
}

/** Why this window's database is closed: another window has a newer page, or the browser threw the store away. */
export type Closed = "elsewhere" | "gone";

/** The browser's database. A write resolves only when the browser says that it is on the disk. */
export class Database implements Disk {
  readonly reserve = new Reserve(this);
  private lost = false;
  /** Whose records were seen here: a store in which one of them is missing was thrown away. */
  private readonly devices = new Set<string>();

  private constructor(
    private inner: IDBDatabase,
    private readonly closed: (why: Closed) => void,
  ) {
    this.watch();
  }

  static async open(closed: (why: Closed) => void): Promise<Database> {
    return new Database(await connect(), closed);
  }

  async persons(): Promise<Person[]> {
    if (this.lost) await this.reconnect();
    const persons = await answered(this.reading(PERSONS).getAll() as IDBRequest<Person[]>);
    for (const { device } of persons) this.devices.add(device);
    return persons;
  }

  async get(key: Key): Promise<Sealed | undefined> {
    if (this.lost) await this.reconnect();
    return answered(this.reading(SEALED).get(key) as IDBRequest<Sealed | undefined>);
  }

  async all(device: string, shelf: Shelf): Promise<[Key, Sealed][]> {
    if (this.lost) await this.reconnect();
    const store = this.reading(SEALED);
    const range = shelfOf(device, shelf);
    const [keys, values] = await Promise.all([answered(store.getAllKeys(range)), answered(store.getAll(range))]);
    return keys.map((key, at) => [key as unknown as Key, values[at] as Sealed]);
  }

  async holds(key: Key): Promise<boolean> {
    if (this.lost) await this.reconnect();
    return (await answered(this.reading(SEALED).count(key))) > 0;
  }

  /** Throws NotKept when the browser did not keep it. Where the disk is full, texts take the room that is kept for them. */
  async keep(steps: Step[]): Promise<void> {
    const bulky = steps.some(isBulky);
    if (bulky && !(await this.reserve.make())) throw new NotKept("full", "what room is left is for texts");
    try {
      await this.write(steps);
    } catch (error) {
      if (bulky || !isFull(error)) throw error;
      await this.reserve.writeInstead(steps, error);
    }
  }

  /** One transaction: all of it is on the disk, or none of it is. */
  async write(steps: Step[]): Promise<void> {
    if (this.lost) await this.reconnect();
    await this.transact(steps);
    for (const step of steps) {
      if (step.what === "person") this.devices.add(step.person.device);
      if (step.what === "forget") this.devices.delete(step.device);
    }
  }

  private watch(): void {
    this.inner.onversionchange = () => {
      this.inner.close();
      this.closed("elsewhere");
    };
    this.inner.onclose = () => (this.lost = true);
  }

  /** The browser closed the connection. Throws NotKept when somebody's records went with it: a half store is worse than none. */
  private async reconnect(): Promise<void> {
    this.inner = await connect();
    this.watch();
    const persons = (await answered(this.reading(PERSONS).getAll())) as Person[];
    const there = new Set(persons.map((person) => person.device));
    if ([...this.devices].some((device) => !there.has(device))) {
      this.closed("gone");
      throw new NotKept("broken", "the store was thrown away");
    }
    this.lost = false;
  }

  private transact(steps: Step[]): Promise<void> {
    return new Promise((resolve, reject) => {
      let transaction: IDBTransaction;
      try {
        transaction = this.inner.transaction([PERSONS, SEALED], "readwrite", { durability: "strict" });
      } catch (error) {
        reject(reasonOf(error as DOMException));
        return;
      }
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(reasonOf(transaction.error));
      try {
        for (const step of steps) Database.take(transaction, step);
      } catch (error) {
        transaction.abort();
        reject(reasonOf(error as DOMException));
      }
    });
  }

  private static take(transaction: IDBTransaction, step: Step): void {
    const sealed = transaction.objectStore(SEALED);
    if (step.what === "add") sealed.add(step.sealed, step.key);
    else if (step.what === "put") sealed.put(step.sealed, step.key);
    else if (step.what === "delete") sealed.delete(step.key);
    else if (step.what === "person") transaction.objectStore(PERSONS).put(step.person);
    else {
      sealed.delete(IDBKeyRange.bound([step.device], [step.device, []]));
      transaction.objectStore(PERSONS).delete(step.device);
    }
  }

  private reading(store: string): IDBObjectStore {
    try {
      return this.inner.transaction(store, "readonly").objectStore(store);
    } catch (error) {
      throw reasonOf(error as DOMException);
    }
  }
}
