import { enrol, recover, Refused, unlock } from "../keys/enrolment";
import { NotKept } from "../notebook";
import { NotSent, SignedOut } from "../sending/line";
import type { Database } from "../store/database";
import type { Person } from "../store/steps";
import type { Vault } from "../store/vault";
import { button, el, form, notice, say, textField, type Words } from "./element";
import { thisBrowser, unfitFor } from "./fitness";
import { unfitNotice } from "./unfit_notice";

/** The screens before the records are open: who it is, the password, a new tablet, a forgotten password. */
export class EntryScreens {
  constructor(
    private readonly root: HTMLElement,
    private readonly words: Words,
    private readonly database: Database,
    private readonly kept: (person: Person) => void,
    private readonly entered: (vault: Vault) => Promise<HTMLElement | null>,
  ) {}

  async show(told: HTMLElement | null = null): Promise<void> {
    const persons = await this.database.persons();
    if (!persons.length) this.showEnrol(told, false);
    else if (persons.length === 1) this.showUnlock(persons[0]!, false, told);
    else this.showPersons(persons, told);
  }

  private put(title: string, ...parts: (Node | null)[]): void {
    const heading = el("h1", { tabindex: "-1" }, title);
    this.root.replaceChildren(heading, ...parts.filter((part): part is Node => part !== null));
    heading.focus();
  }

  private showPersons(persons: Person[], told: HTMLElement | null): void {
    const list = el("ul", { class: "plain-list tablet-persons" });
    for (const person of persons) list.append(el("li", {}, button(person.name, "secondary", () => this.showUnlock(person, true))));
    this.put(this.text("who"), told, list, button(this.text("enrol_other"), "quiet", () => this.showEnrol(null, true)));
  }

  private showUnlock(person: Person, several: boolean, told: HTMLElement | null = null): void {
    const password = textField("password", this.text("password"), "password", "", { autocomplete: "current-password" });
    const sheet = form(this.text("unlock"), [password], async (values) => {
      const vault = await unlock(this.database, person, values["password"] ?? "", this.kept);
      return vault ? this.entered(vault) : notice("bad", this.text("wrong_password"));
    });
    const unsent = person.changes + person.photos;
    const state = unsent ? say(this.words, "unsent_here", { n: unsent }) : this.text("nothing_unsent_here");
    this.put(
      person.name,
      told,
      el("p", { class: "lead" }, state),
      sheet,
      button(this.text("forgot"), "quiet", () => this.showRecover(person)),
      several ? button(this.text("back"), "quiet", () => this.show()) : button(this.text("enrol_other"), "quiet", () => this.showEnrol(null, true)),
    );
  }

  private showEnrol(told: HTMLElement | null, back: boolean): void {
    const leave = back ? button(this.text("back"), "quiet", () => this.show()) : null;
    const unfit = unfitNotice(this.words, unfitFor(thisBrowser()));
    if (unfit) return this.put(this.text("enrol_title"), told, unfit, leave);
    const fields = [
      textField("label", this.text("label"), "text", this.text("label_hint"), { maxlength: "80", autocomplete: "off" }),
      textField("password", this.text("password"), "password", this.text("enrol_hint"), { autocomplete: "current-password" }),
    ];
    const sheet = form(this.text("enrol"), fields, (values) =>
      this.trying(() => enrol(this.database, values["label"] ?? "", values["password"] ?? "", this.kept)),
    );
    const lead = el("p", { class: "lead" }, this.text("enrol_lead"));
    this.put(this.text("enrol_title"), told, lead, sheet, leave);
  }

  private showRecover(person: Person): void {
    const back = button(this.text("back"), "quiet", () => this.show());
    if (!person.recovery.length) {
      this.put(this.text("recover_title"), notice("warn", this.text("recover_none")), back);
      return;
    }
    const fields = [
      textField("password", this.text("new_password"), "password", this.text("new_password_hint"), {
        autocomplete: "current-password",
      }),
      textField("reason", this.text("reason"), "text", "", { maxlength: "500" }),
    ];
    const sheet = form(this.text("recover"), fields, (values) =>
      this.trying(() => recover(this.database, person, values["password"] ?? "", values["reason"] ?? "", this.kept)),
    );
    this.put(this.text("recover_title"), el("p", { class: "lead" }, this.text("recover_lead")), sheet, back);
  }

  private async trying(work: () => Promise<Vault>): Promise<HTMLElement | null> {
    try {
      return await this.entered(await work());
    } catch (error) {
      if (error instanceof SignedOut) return notice("warn", this.text("signed_out"), this.signInLink());
      if (error instanceof NotSent) return notice("bad", this.text("no_server"));
      if (error instanceof Refused) return notice("bad", error.message || this.text("no_server"));
      if (error instanceof NotKept) return notice("bad", this.text(`not_kept_${error.reason}`));
      throw error;
    }
  }

  private signInLink(): HTMLElement {
    return el("p", {}, el("a", { href: "/dang-nhap?next=/may-tinh-bang" }, this.text("sign_in")));
  }

  private text(name: string): string {
    return say(this.words, name);
  }
}
