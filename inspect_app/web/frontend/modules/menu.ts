/** `data-menu`: a <details> that closes on Escape, and on a press outside. */
export class Menu {
  constructor(root: HTMLElement) {
    if (!(root instanceof HTMLDetailsElement)) return;
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !root.open) return;
      root.open = false;
      root.querySelector("summary")?.focus();
    });
    document.addEventListener("click", (event) => {
      if (root.open && event.target instanceof Node && !root.contains(event.target)) root.open = false;
    });
  }
}
