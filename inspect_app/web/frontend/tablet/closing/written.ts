import type { Rational } from "../rules/rational";

/** A number as the server's papers write it: `1.234,5`, at most three decimals. */
export function writtenNumber(value: Rational): string {
  const sign = value.over < 0n ? "-" : "";
  // As on the server: first to four places, halves away from zero; then to three, halves to the even side.
  const four = nearest(magnitude(value.over) * 10_000n, value.under, true);
  const three = nearest(four, 10n, false);
  const decimals = String(three % 1_000n).padStart(3, "0").replace(/0+$/, "");
  return `${sign}${grouped(three / 1_000n)}${decimals ? `,${decimals}` : ""}`;
}

/** `6,00 %` of a share that is already in percent. */
export function writtenPercent(share: Rational): string {
  const two = nearest(share.over * 100n, share.under, true);
  return `${grouped(two / 100n)},${String(two % 100n).padStart(2, "0")} %`;
}

export function writtenCount(value: number | bigint): string {
  return grouped(BigInt(value));
}

/** `18/06/2024` of `2024-06-18`. */
export function writtenDay(iso: string): string {
  return iso.slice(0, 10).split("-").reverse().join("/");
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function nearest(over: bigint, under: bigint, halvesUp: boolean): bigint {
  const [whole, rest] = [over / under, (over % under) * 2n];
  const up = rest > under || (rest === under && (halvesUp || whole % 2n === 1n));
  return up ? whole + 1n : whole;
}

function grouped(whole: bigint): string {
  return String(whole).replace(/\B(?=([0-9]{3})+$)/g, ".");
}
