"""One's own account: language, mail, password, and where one is signed in."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.forms import ChangePasswordForm, ChoicesForm
from inspect_app.accounts.models import Account, MailChoice, SignInSession
from inspect_app.accounts.permissions import may_end_session, may_use_own_account
from inspect_app.accounts.queries import account_by_id, session_by_id, sessions_of
from inspect_app.accounts.sign_in import address, current_session, device, set_cookie
from inspect_app.accounts.views.blueprint import bp
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import set_language
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


def own_account() -> Account:
    """The account of whoever is signed in. Raises NotFound for whoever has none."""
    account_id = actor().account_id
    if account_id is None:
        raise NotFound
    return account_by_id(session(), account_id)


@bp.route("/tai-khoan", methods=["GET", "POST"])
@permit(may_use_own_account)
def my_account() -> ResponseReturnValue:
    """Who I am here, my language, how mail comes, my roles, and where I am signed in."""
    account = own_account()
    form = ChoicesForm(obj=account)

    def keep() -> None:
        operations.choose_language(session(), actor(), account, form.language.data or "", now=now())
        operations.choose_mail(session(), actor(), account, MailChoice(form.mail_choice.data), now=now())

    if form.validate_on_submit() and form.accept(keep):
        set_language(account.language)
        tell(_("Đã lưu lựa chọn."))
        return redirect(url_for("accounts.my_account"))
    here = current_session()
    return render_form(
        "accounts/my_account.html",
        form=form,
        account=account,
        roles=[held for held in account.person.roles if held.is_valid_on(today())],
        sign_ins=sessions_of(session(), account.id),
        here=here.id if here is not None else None,
    )


@bp.route("/tai-khoan/mat-khau", methods=["GET", "POST"])
@permit(may_use_own_account)
def change_password() -> ResponseReturnValue:
    """Changes the password; the other sessions end, and this one gets a new cookie."""
    account, here = own_account(), current_session()
    form = ChangePasswordForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.change_password(
            session(),
            actor(),
            account,
            current=form.current.data or "",
            new=form.new.data or "",
            keep_session_id=None,
            now=now(),
            real_now=real_now(),
        )
    ):
        token = operations.open_session(session(), account, address=address(), device=device(), real_now=real_now())
        response = redirect(url_for("accounts.my_account"))
        set_cookie(response, token)
        tell(_("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
        return response
    return render_form("accounts/change_password.html", form=form, account=account, here=here)


@bp.post("/phien/<uuid:session_id>/thu-hoi")
@permit(may_end_session, load=session_by_id)
def revoke_session(sign_in: SignInSession) -> ResponseReturnValue:
    """Ends a session: one's own, or, for an administrator, anybody's."""
    operations.revoke_session(session(), actor(), sign_in, now=now(), real_now=real_now())
    tell(_("Đã thu hồi phiên đăng nhập. Thiết bị đó phải đăng nhập lại."))
    if sign_in.account_id != actor().account_id:
        return redirect(url_for("accounts.person", person_id=sign_in.account.person_id))
    return redirect(url_for("accounts.my_account"))
