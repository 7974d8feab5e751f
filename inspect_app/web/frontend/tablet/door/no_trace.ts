const CONTROLS = "input, textarea, select";
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Browsers write what stands in a page's fields to the disk, in the clear, to bring the page back after a crash.
 * They leave out the fields of a form that says `autocomplete="off"`: every field of the tablet belongs to one.
 */
export class NoTrace {
  private readonly owner = document.createElement("form");

  constructor(root: HTMLElement) {
    this.owner.id = "tablet-no-trace";
    this.owner.hidden = true;
    this.owner.autocomplete = "off";
    this.owner.addEventListener("submit", (event) => event.preventDefault());
    document.body.append(this.owner);
    for (const control of root.querySelectorAll<Control>(CONTROLS)) this.guard(control);
    new MutationObserver((changes) => {
      for (const added of changes.flatMap((change) => [...change.addedNodes])) {
        if (!(added instanceof HTMLElement)) continue;
        if (added.matches(CONTROLS)) this.guard(added as Control);
        for (const control of added.querySelectorAll<Control>(CONTROLS)) this.guard(control);
      }
    }).observe(root, { childList: true, subtree: true });
  }

  private guard(control: Control): void {
    if (control.form) control.form.autocomplete = "off";
    else control.setAttribute("form", this.owner.id);
    if (!control.hasAttribute("autocomplete")) control.setAttribute("autocomplete", "off");
  }
}
