/** What the server answers to an autosaved form. */
export interface Reply {
  saved?: boolean;
  saved_at?: string;
  message?: string | null;
  progress?: { section: string; done: number; of: number } | null;
  finding?: string | null;
  verdict?: string | null;
  next?: { text: string; url: string } | null;
  photos?: { url: string; caption: string; thumbnail_url?: string }[];
  values?: Record<string, string>;
  errors?: Record<string, string[]>;
}

/** Puts a reply where it belongs on the page: progress in the rail, what the answer will become, errors at their fields. */
export function applyReply(form: HTMLFormElement, reply: Reply): void {
  showErrors(form, reply.errors ?? {});
  if (reply.progress) showProgress(reply.progress.section, reply.progress.done, reply.progress.of);
  if (reply.finding !== undefined) showFinding(form, reply.finding);
  if (reply.verdict !== undefined) colour(form, reply.verdict);
  if (reply.next) lead(reply.next.text, reply.next.url);
  if (reply.photos) showPhotos(form, reply.photos);
  for (const [name, value] of Object.entries(reply.values ?? {})) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === "hidden") field.value = value;
  }
}

function showErrors(form: HTMLFormElement, errors: Record<string, string[]>): void {
  for (const place of form.querySelectorAll<HTMLElement>("[data-errors-of]")) {
    const messages = errors[place.dataset["errorsOf"] ?? ""] ?? [];
    place.replaceChildren(...messages.map((message) => paragraph("error", message)));
  }
}

function paragraph(kind: string, text: string): HTMLParagraphElement {
  const made = document.createElement("p");
  made.className = kind;
  made.textContent = text;
  return made;
}

function showProgress(section: string, done: number, of: number): void {
  for (const place of document.querySelectorAll<HTMLElement>(`[data-progress-of="${CSS.escape(section)}"]`)) {
    place.textContent = `${done}/${of}`;
  }
  for (const entry of document.querySelectorAll(`[data-section="${CSS.escape(section)}"]`)) {
    entry.classList.toggle("rail-done", of > 0 && done >= of);
  }
}

function showFinding(form: HTMLFormElement, text: string | null): void {
  const place = form.querySelector<HTMLElement>("[data-foreseen]");
  const words = place?.querySelector("[data-foreseen-text]");
  if (!place || !words) return;
  place.hidden = !text;
  words.textContent = text ?? "";
}

function colour(form: HTMLFormElement, verdict: string | null): void {
  const item = form.closest<HTMLElement>("[data-item]");
  if (!item) return;
  item.classList.remove("item-pass", "item-partial", "item-fail", "item-none");
  if (verdict) item.classList.add(`item-${verdict === "not_applicable" ? "none" : verdict}`);
}

function lead(text: string, url: string): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-next-item]");
  if (!link) return;
  link.href = url;
  (link.querySelector("span") ?? link).textContent = text;
}

function showPhotos(form: HTMLFormElement, photos: NonNullable<Reply["photos"]>): void {
  const place = form.querySelector(".item-photos");
  if (!place) return;
  let list = place.querySelector("ul.evidence");
  if (!list) {
    list = document.createElement("ul");
    list.className = "evidence";
    place.prepend(list);
  }
  list.replaceChildren(...photos.map(photoEntry));
}

function photoEntry(photo: NonNullable<Reply["photos"]>[number]): HTMLLIElement {
  const entry = document.createElement("li");
  entry.className = "evidence-item";
  const link = document.createElement("a");
  link.href = photo.url;
  if (photo.thumbnail_url) {
    const image = document.createElement("img");
    image.src = photo.thumbnail_url;
    image.alt = "";
    link.append(image);
  }
  const caption = document.createElement("span");
  caption.className = "evidence-caption";
  caption.textContent = photo.caption;
  link.append(caption);
  entry.append(link);
  return entry;
}
