/** An exact number, as the server's Fraction: nothing is ever rounded on the way to a verdict. */
export class Rational {
  readonly over: bigint;
  readonly under: bigint;

  constructor(over: bigint, under: bigint = 1n) {
    if (under === 0n) throw new RangeError("a number over nothing");
    const shared = common(over < 0n ? -over : over, under < 0n ? -under : under);
    const sign = under < 0n ? -1n : 1n;
    this.over = (sign * over) / shared;
    this.under = (sign * under) / shared;
  }

  /** `5`, `-2.50`, `10/4`, or a number of JSON; null when it is none of these. */
  static from(written: unknown): Rational | null {
    const text = typeof written === "number" ? String(written) : written;
    const parts = typeof text === "string" ? /^(-?[0-9]+)(?:\.([0-9]+)|\/([0-9]+))?$/.exec(text.trim()) : null;
    if (!parts) return null;
    const [, whole = "0", decimals = "", under = "1"] = parts;
    if (decimals) return new Rational(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
    return BigInt(under) === 0n ? null : new Rational(BigInt(whole), BigInt(under));
  }

  plus(other: Rational): Rational {
    return new Rational(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  times(other: Rational): Rational {
    return new Rational(this.over * other.over, this.under * other.under);
  }

  dividedBy(other: Rational): Rational {
    return new Rational(this.over * other.under, this.under * other.over);
  }

  /** Negative, zero or positive, as this number is smaller, equal or greater. */
  against(other: Rational): number {
    const difference = this.over * other.under - other.over * this.under;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** As the server writes a Fraction: `5`, `5/2`. */
  toString(): string {
    return this.under === 1n ? String(this.over) : `${this.over}/${this.under}`;
  }
}

function common(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other];
  while (b) [a, b] = [b, a % b];
  return a || 1n;
}
