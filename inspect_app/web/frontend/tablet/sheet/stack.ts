import type { Item } from "../protocol";
import { Card } from "./card";
import type { Context } from "./context";
import { littleByLittle } from "./little_by_little";

const AT_ONCE = 4;

/** The cards of one section, above `end`: as many as a screen shows at once, the others little by little. */
export class Stack {
  readonly cards: Card[] = [];
  private readonly shown: number;
  private readonly stop: () => void;

  constructor(
    private readonly context: Context,
    private readonly items: Item[],
    private readonly end: Element,
    first: string | undefined,
  ) {
    this.shown = this.placeOf(first);
    this.reach(first);
    this.stop = littleByLittle(() => this.drawNext());
  }

  /** Draws until the item is there, and a screen below it. */
  reach(item: string | undefined): void {
    const wanted = this.placeOf(item) + AT_ONCE;
    while (this.cards.length < wanted && this.drawNext());
  }

  close(): void {
    this.stop();
    for (const card of this.cards) card.close();
  }

  private placeOf(item: string | undefined): number {
    return Math.max(0, this.items.findIndex(({ id }) => id === item));
  }

  private drawNext(): boolean {
    const place = this.cards.length;
    const item = this.items[place];
    if (!item) return false;
    const card = new Card(this.context, item);
    // What the first screen does not show may wait until somebody comes near it.
    card.place.classList.toggle("item-away", place < this.shown || place >= this.shown + AT_ONCE);
    this.cards.push(card);
    this.end.before(card.place);
    return true;
  }
}
