"""The second step at the door: the code of the person's phone."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.forms import CodeForm
from inspect_app.accounts.models import Account
from inspect_app.accounts.sign_in import address, device
from inspect_app.accounts.views.blueprint import bp
from inspect_app.accounts.views.entering import let_in
from inspect_app.accounts.waiting import begin_waiting, who_waits
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import commit_though_refused, now, session
from inspect_app.webkit.limits import limiter
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import public

PER_ADDRESS = "30 per minute"


def ask_for_code(account: Account) -> ResponseReturnValue:
    """Leads on to the page of the code; nobody is signed in yet."""
    begin_waiting(account, real_now())
    return redirect(url_for("accounts.sign_in_by_code", next=request.args.get("next")), 303)


@bp.route("/dang-nhap/ma", methods=["GET", "POST"])
@public
@limiter.limit(PER_ADDRESS, methods=["POST"])
def sign_in_by_code() -> ResponseReturnValue:
    """Asks for the code of whoever has shown his password here; without that it begins at the door."""
    account = who_waits(session(), real_now())
    if account is None:
        tell(_("Hãy đăng nhập lại: đã quá 5 phút từ khi nhập mật khẩu."), "warning")
        return redirect(url_for("accounts.sign_in", next=request.args.get("next")), 303)
    form = CodeForm()
    if form.validate_on_submit():
        found = operations.sign_in_by_code(
            session(),
            account,
            form.code.data or "",
            address=address(),
            device=device(),
            now=now(),
            real_now=real_now(),
        )
        if isinstance(found, operations.SignedIn):
            return let_in(found)
        # How often it was tried is kept.
        commit_though_refused()
        form.code.errors = [found.message]
    return render_form("accounts/sign_in_by_code.html", form=form, username=account.username)
