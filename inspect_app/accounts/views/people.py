"""People and their accounts: the list, one person, adding, correcting, keys, disabling."""

from typing import TypedDict

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.forms import AccountForm, ActionForm, NewPersonForm, PeopleFilterForm, PersonForm
from inspect_app.accounts.models import Account, Person
from inspect_app.accounts.permissions import may_change_powers, may_manage_people, may_read_people
from inspect_app.accounts.queries import delegations_of, people_page, person_by_id, sessions_of
from inspect_app.accounts.views.blueprint import bp
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.paging import page_number, paged
from inspect_app.webkit.permit import permit

PAGE_SIZE = 50


def _account_of(person: Person) -> Account:
    if person.account is None:
        raise NotFound
    return person.account


@bp.get("/nhan-su")
@permit(may_read_people)
def people() -> ResponseReturnValue:
    """Everybody, with the roles held today; searched without diacritics."""
    form = PeopleFilterForm(request.args)
    number = page_number()
    rows, total = people_page(session(), form.q.data or "", offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return render(
        "accounts/people.html",
        form=form,
        people=rows,
        page=paged(number, total, PAGE_SIZE),
        may_manage=may_manage_people(actor(), None),
    )


@bp.get("/nhan-su/<uuid:person_id>")
@permit(may_read_people, load=person_by_id)
def person(person: Person) -> ResponseReturnValue:
    """One person: account, roles with their dates, places of work, delegations and sessions."""
    manages = may_manage_people(actor(), person)
    return render(
        "accounts/person.html",
        person=person,
        delegations=delegations_of(session(), person.id),
        sign_ins=sessions_of(session(), person.account.id) if person.account and manages else [],
        may_manage=manages,
        may_change=may_change_powers(actor(), person),
        is_self=actor().person_id == person.id,
    )


@bp.route("/nhan-su/them", methods=["GET", "POST"])
@permit(may_manage_people)
def add_person() -> ResponseReturnValue:
    """Adds a person with an account; the key to set the password is shown once."""
    form = NewPersonForm()
    keys: list[tuple[Account, str]] = []

    def add() -> None:
        person = operations.create_person(session(), actor(), now=now(), **_details(form))
        keys.append(_with_key(person, form.username.data or ""))

    if form.validate_on_submit() and form.accept(add):
        return _show_key(*keys[0])
    return render_form("accounts/add_person.html", form=form)


class _Details(TypedDict):
    name: str
    title: str
    email: str
    phone: str


def _details(form: PersonForm) -> _Details:
    return _Details(
        name=form.name.data or "", title=form.title.data or "", email=form.email.data or "", phone=form.phone.data or ""
    )


def _with_key(person: Person, username: str) -> tuple[Account, str]:
    account = operations.create_account(session(), actor(), person, username=username, now=now())
    return account, operations.issue_reset(session(), actor(), account, now=now(), real_now=real_now())


def _show_key(account: Account, key: str) -> Response:
    link = url_for("accounts.set_password", key=key, _external=True)
    return make_response(render("accounts/key.html", account=account, link=link))


@bp.route("/nhan-su/<uuid:person_id>/tai-khoan", methods=["GET", "POST"])
@permit(may_change_powers, load=person_by_id)
def add_account(person: Person) -> ResponseReturnValue:
    """Gives an account to somebody who has none; the key is shown once."""
    form = AccountForm()
    keys: list[tuple[Account, str]] = []
    if form.validate_on_submit() and form.accept(lambda: keys.append(_with_key(person, form.username.data or ""))):
        return _show_key(*keys[0])
    return render_form("accounts/add_account.html", form=form, person=person)


@bp.route("/nhan-su/<uuid:person_id>/sua", methods=["GET", "POST"])
@permit(may_manage_people, load=person_by_id)
def change_person(person: Person) -> ResponseReturnValue:
    """Corrects name, title and addresses."""
    form = PersonForm(obj=person)
    if form.validate_on_submit() and form.accept(
        lambda: operations.change_person(session(), actor(), person, now=now(), **_details(form))
    ):
        tell(_("Đã lưu thông tin của %(name)s.", name=person.name))
        return redirect(url_for("accounts.person", person_id=person.id))
    return render_form("accounts/change_person.html", form=form, person=person)


@bp.route("/nhan-su/<uuid:person_id>/dat-lai-mat-khau", methods=["GET", "POST"])
@permit(may_change_powers, load=person_by_id)
def issue_reset(person: Person) -> ResponseReturnValue:
    """Makes a key to set the password anew; it is shown once, earlier keys end."""
    account = _account_of(person)
    form = ActionForm()
    if form.validate_on_submit():
        return _show_key(account, operations.issue_reset(session(), actor(), account, now=now(), real_now=real_now()))
    return render_form("accounts/issue_reset.html", form=form, person=person, account=account)


@bp.route("/nhan-su/<uuid:person_id>/khoa", methods=["GET", "POST"])
@permit(may_change_powers, load=person_by_id)
def disable(person: Person) -> ResponseReturnValue:
    """Closes the account; its sessions end at once."""
    account = _account_of(person)
    form = ActionForm()
    if form.validate_on_submit():
        operations.disable_account(session(), actor(), account, now=now(), real_now=real_now())
        tell(_("Đã khóa tài khoản của %(name)s. Mọi phiên đăng nhập đã kết thúc.", name=person.name))
        return redirect(url_for("accounts.person", person_id=person.id))
    return render_form("accounts/disable.html", form=form, person=person, account=account, on=today())


@bp.post("/nhan-su/<uuid:person_id>/mo-khoa")
@permit(may_change_powers, load=person_by_id)
def enable(person: Person) -> ResponseReturnValue:
    """Opens the account again."""
    operations.enable_account(session(), actor(), _account_of(person), now=now())
    tell(_("Đã mở lại tài khoản của %(name)s.", name=person.name))
    return redirect(url_for("accounts.person", person_id=person.id))
