/** `2024-06-18` so many days later. */
export function shifted(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** `thứ Ba, 18/06/2024`. */
export function dayWords(day: string, locale: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  const weekday = at.toLocaleDateString(locale, { weekday: "long", timeZone: "UTC" });
  const [year, month, date] = day.split("-");
  return `${weekday}, ${date}/${month}/${year}`;
}

/** Says where a visit would go, for whoever moves it by keys. */
export function announce(root: HTMLElement, name: string, day: string): void {
  const status = root.querySelector("[data-desk-status]");
  const words = root.dataset["wordKeys"] ?? "";
  if (status) status.textContent = words.replace("{visit}", name).replace("{day}", dayWords(day, document.documentElement.lang));
}
