/** `data-error-summary`: takes the focus when the page opens, and its links put the cursor into the field. */
export class ErrorSummary {
  constructor(root: HTMLElement) {
    root.focus();
    root.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const field = link?.hash ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null;
      if (!field) return;
      event.preventDefault();
      const control = field.matches("input, select, textarea") ? field : (field.querySelector<HTMLElement>("input, select, textarea") ?? field);
      control.scrollIntoView({ block: "center" });
      control.focus({ preventScroll: true });
    });
  }
}
