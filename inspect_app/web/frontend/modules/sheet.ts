/** `data-sheet`: the portrait rail closes after a section was chosen, on Escape, and on a press outside. */
export class Sheet {
  constructor(root: HTMLElement) {
    if (!(root instanceof HTMLDetailsElement)) return;
    document.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target : null;
      if (root.open && (!target || !root.contains(target) || target.closest("a"))) root.open = false;
    });
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      root.open = false;
      root.querySelector("summary")?.focus();
    });
  }
}
