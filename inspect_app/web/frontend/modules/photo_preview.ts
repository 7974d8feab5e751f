/** `data-preview` on a file input: shows the chosen photos and names before they are sent, in the `data-previews` list of the same form. */
export class PhotoPreview {
  private readonly list: HTMLElement | null;
  private urls: string[] = [];

  constructor(root: HTMLElement) {
    const input = root instanceof HTMLInputElement ? root : null;
    this.list = root.closest("form")?.querySelector("[data-previews]") ?? null;
    if (!input) return;
    input.addEventListener("change", () => this.show([...(input.files ?? [])]));
    input.form?.addEventListener("reset", () => this.show([]));
    input.addEventListener("preview:clear", () => this.show([]));
  }

  private show(files: File[]): void {
    for (const url of this.urls) URL.revokeObjectURL(url);
    this.urls = [];
    this.list?.replaceChildren(...files.map((file) => this.entry(file)));
  }

  private entry(file: File): HTMLLIElement {
    const entry = document.createElement("li");
    if (/^image\/(jpeg|png|webp|gif|avif)$/.test(file.type)) {
      const image = document.createElement("img");
      image.alt = "";
      image.src = URL.createObjectURL(file);
      this.urls.push(image.src);
      entry.append(image);
    }
    const name = document.createElement("span");
    name.textContent = `${file.name} · ${(file.size / 1_000_000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
    entry.append(name);
    return entry;
  }
}
