/** The search key of a text: small letters, no diacritics, đ → d, single blanks. The server's kernel/text.py folds the same way. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/\s+/g, " ").trim();
}
