/** `data-guard`: a form that was touched and not sent asks before the page is left. The browser says it in its own words. */
export class LeaveGuard {
  private touched = false;

  constructor(form: HTMLElement) {
    form.addEventListener("input", () => (this.touched = true));
    form.addEventListener("submit", () => (this.touched = false));
    window.addEventListener("beforeunload", (event) => {
      if (this.touched) event.preventDefault();
    });
  }
}
