/** `data-print`: opens the browser's print dialogue. */
export class PrintButton {
  constructor(button: HTMLElement) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
