const LARGEST = 256 * 1024 * 1024;

/** `data-hash-file` on a file input: the browser makes the file's SHA-256 and sends that in the field `sha256`, not the file. */
export class FileHash {
  private hashed = false;

  constructor(root: HTMLElement) {
    if (!(root instanceof HTMLInputElement) || !root.form || !("subtle" in crypto)) return;
    const form = root.form;
    form.addEventListener("submit", (event) => {
      const file = root.files?.[0];
      const target = form.elements.namedItem("sha256");
      if (this.hashed || !file || file.size > LARGEST || !(target instanceof HTMLInputElement)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void this.send(form, root, target, file);
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.forget(form, root);
    });
  }

  private async send(form: HTMLFormElement, input: HTMLInputElement, target: HTMLInputElement, file: File): Promise<void> {
    try {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      target.value = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      input.disabled = true;
    } catch {
      // A file that the browser cannot read is left to the server, which says what is wrong.
    }
    this.hashed = true;
    form.requestSubmit();
  }

  private forget(form: HTMLFormElement, input: HTMLInputElement): void {
    const target = form.elements.namedItem("sha256");
    if (target instanceof HTMLInputElement) target.value = "";
    input.disabled = false;
    this.hashed = false;
  }
}
