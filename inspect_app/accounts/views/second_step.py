"""The second step of one's own account, and taking it from somebody who lost his phone."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.codes import address_of, spelled
from inspect_app.accounts.forms import CodeForm, OwnPasswordForm, ReasonForm
from inspect_app.accounts.models import Person
from inspect_app.accounts.permissions import may_change_powers, may_use_own_account
from inspect_app.accounts.queries import person_by_id
from inspect_app.accounts.sign_in import current_session
from inspect_app.accounts.views.blueprint import bp
from inspect_app.accounts.views.own import own_account
from inspect_app.documents.qr import qr_picture
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


def _back() -> ResponseReturnValue:
    return redirect(url_for("accounts.second_step"), 303)


@bp.get("/tai-khoan/xac-minh-hai-buoc")
@permit(may_use_own_account)
def second_step() -> ResponseReturnValue:
    """Whether it is on; how to turn it on, or off."""
    account = own_account()
    return render_form("accounts/second_step.html", form=OwnPasswordForm(), account=account)


@bp.post("/tai-khoan/xac-minh-hai-buoc/bat-dau")
@permit(may_use_own_account)
def begin_second_step() -> ResponseReturnValue:
    """Makes a new secret, and leads to the picture of it."""
    account, form = own_account(), OwnPasswordForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.begin_second_step(
            session(), actor(), account, password=form.password.data or "", real_now=real_now()
        )
    ):
        return redirect(url_for("accounts.confirm_second_step"), 303)
    return render_form("accounts/second_step.html", form=form, account=account)


@bp.route("/tai-khoan/xac-minh-hai-buoc/ma", methods=["GET", "POST"])
@permit(may_use_own_account)
def confirm_second_step() -> ResponseReturnValue:
    """Shows the secret to the phone, and turns the second step on by the first code."""
    account, here = own_account(), current_session()
    step = account.second_step
    if step is None or account.asks_for_code:
        return _back()
    form = CodeForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.confirm_second_step(
            session(),
            actor(),
            account,
            code=form.code.data or "",
            keep_session_id=here.id if here is not None else None,
            now=now(),
            real_now=real_now(),
        )
    ):
        tell(_("Đã bật xác minh hai bước. Lần đăng nhập sau cần mật khẩu và mã trên điện thoại."))
        return _back()
    picture = qr_picture(address_of(step.secret_bytes, account.username, request.host.partition(":")[0]))
    return render_form(
        "accounts/confirm_second_step.html",
        form=form,
        account=account,
        picture=picture,
        secret=spelled(step.secret_bytes),
    )


@bp.post("/tai-khoan/xac-minh-hai-buoc/tat")
@permit(may_use_own_account)
def end_second_step() -> ResponseReturnValue:
    """Turns it off, with the password."""
    account, form = own_account(), OwnPasswordForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.end_second_step(session(), actor(), account, password=form.password.data or "", now=now())
    ):
        tell(_("Đã tắt xác minh hai bước. Từ nay chỉ cần mật khẩu để đăng nhập."), "warning")
        return _back()
    return render_form("accounts/second_step.html", form=form, account=account)


@bp.route("/nhan-su/<uuid:person_id>/go-xac-minh", methods=["GET", "POST"])
@permit(may_change_powers, load=person_by_id)
def remove_second_step(person: Person) -> ResponseReturnValue:
    """Takes it from somebody who lost his phone, with the reason in the journal."""
    account, form = person.account, ReasonForm()
    if account is None or not account.asks_for_code:
        raise NotFound
    if form.validate_on_submit() and form.accept(
        lambda: operations.remove_second_step(session(), actor(), account, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã gỡ xác minh hai bước của %(name)s. Hãy nhắc người đó bật lại với điện thoại mới.", name=person.name))
        return redirect(url_for("accounts.person", person_id=person.id), 303)
    return render_form("accounts/remove_second_step.html", form=form, person=person, account=account)
