"""What waits for a decision at a visit: values side by side, what is held and why, what is missing; and deciding it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.fieldwork.forms import DROP, KEEP, TAKE, ConflictForm, DecideForm, SetAsideForm
from inspect_app.fieldwork.intake import JPEG
from inspect_app.fieldwork.matters import can_become_evidence, held_of, obstacle_to_taking, photo_of, stray_of
from inspect_app.fieldwork.models import HeldChange, Photo, PhotoProblem
from inspect_app.fieldwork.operations import settling
from inspect_app.fieldwork.permissions import may_read_fieldwork, may_settle, may_settle_held
from inspect_app.fieldwork.side_by_side import Board, Disagreement, Single, board_of
from inspect_app.fieldwork.views.blueprint import bp, visit_of
from inspect_app.kernel.errors import Conflict, NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import UNPROCESSABLE, render, tell
from inspect_app.webkit.permit import permit

Forms = dict[str, SetAsideForm | None]


def _board(visit: Visit) -> Board:
    return board_of(session(), visit, version_of(session(), visit.checklist_code, visit.checklist_version))


def _page(visit: Visit, refused: Mapping[str, SetAsideForm] | None = None) -> Response:
    board, refused = _board(visit), refused or {}
    forms: Forms = {}
    if may_settle(actor(), visit):
        for part in board.disagreements:
            forms[f"muc-{part.item.id}"] = _conflict_form(part, refused.get(f"muc-{part.item.id}"))
        for single in (*board.quarantined, *board.shelved):
            anchor = f"giu-{single.waiting.held.change_id}"
            forms[anchor] = _single_form(single, refused.get(anchor))
        for stray, _value in board.strays:
            anchor = f"la-{stray.id}"
            forms[anchor] = refused.get(anchor) or SetAsideForm(formdata=None, prefix=anchor)
        for photo, _problem in board.photos:
            anchor = f"anh-{photo.id}"
            forms[anchor] = refused.get(anchor) or _photo_form(photo, formdata=None)
    page = render("fieldwork/matters.html", visit=visit, board=board, forms=forms)
    return Response(page, status=UNPROCESSABLE if refused else 200)


def _conflict_form(part: Disagreement, refused: SetAsideForm | None = None) -> SetAsideForm | None:
    """The form of an item, sent or new; None when the reader may not judge one of its values."""
    if not all(may_settle_held(actor(), value.held) for value in part.values):
        return None
    form = refused or ConflictForm(formdata=None, prefix=f"muc-{part.item.id}")
    if isinstance(form, ConflictForm):
        form.choice.choices = _choices(part)
        form.show(part.standing.seen)
        form.others.data = " ".join(str(value.held.change_id) for value in part.values)
    return form


def _choices(part: Disagreement) -> list[tuple[str, str]]:
    keeps = _("Giữ giá trị đang có, bỏ giá trị khác")
    found = [(KEEP, keeps if part.standing.written else _("Không lấy giá trị nào"))]
    for number, value in enumerate(part.values, 1):
        words = {"n": number, "who": value.written.who}
        if value.obstacle is None:
            takes = _("Lấy giá trị %(n)d của %(who)s, bỏ giá trị khác", **words)
            found.append((f"{TAKE}:{value.held.change_id}", takes))
        if len(part.values) > 1:
            found.append((f"{DROP}:{value.held.change_id}", _("Chỉ bỏ giá trị %(n)d của %(who)s", **words)))
    return found


def _single_form(single: Single, refused: SetAsideForm | None = None) -> SetAsideForm | None:
    held = single.waiting.held
    if not may_settle_held(actor(), held):
        return None
    anchor = f"giu-{held.change_id}"
    if single.waiting.obstacle is not None:
        return refused or SetAsideForm(formdata=None, prefix=anchor)
    form = refused or DecideForm(formdata=None, prefix=anchor)
    if isinstance(form, DecideForm):
        form.choice.choices = _two_choices()
        form.show(single.standing.seen)
    return form


def _two_choices() -> list[tuple[str, str]]:
    return [(TAKE, _("Lấy: ghi nhận với tên người đã ghi")), (DROP, _("Bỏ: không ghi nhận, vẫn giữ trong lịch sử"))]


@bp.get("/cho-quyet-dinh")
@permit(may_read_fieldwork, load=visit_of)
def matters(visit: Visit) -> ResponseReturnValue:
    """Everything that waits at the visit, and what was decided there."""
    return _page(visit)


@bp.post("/cho-quyet-dinh/muc/<item_id>")
@permit(may_settle, load=visit_of)
def settle_conflict(visit: Visit) -> ResponseReturnValue:
    """Chooses between the values of an item; what came since the page was shown stays open."""
    item_id = str((request.view_args or {})["item_id"])
    part = next((one for one in _board(visit).disagreements if one.item.id == item_id), None)
    if part is None:
        raise Conflict(_("Mục này không còn giá trị nào chờ quyết định. Hãy tải lại trang."))
    form = ConflictForm(prefix=f"muc-{item_id}")
    form.choice.choices = _choices(part)
    return _settled(visit, f"muc-{item_id}", form, lambda: _decide(form, [value.held for value in part.values]))


def _decide(form: ConflictForm, waiting: Sequence[HeldChange]) -> None:
    act, named = form.named()
    reason = form.reason.data or ""
    chosen = next((held for held in waiting if str(held.change_id) == named), None)
    shown = [held for held in waiting if str(held.change_id) in form.shown()]
    if act == TAKE and chosen is not None:
        others = [] if form.others_wait.data else [held for held in shown if held is not chosen]
        settling.take_held(session(), actor(), chosen, reason=reason, seen=form.seen, others=others, now=now())
        return
    for held in [chosen] if chosen is not None else shown:
        settling.set_aside_held(session(), actor(), held, reason=reason, now=now())


@bp.post("/cho-quyet-dinh/<uuid:change_id>")
@permit(may_settle, load=visit_of)
def settle_held(visit: Visit) -> ResponseReturnValue:
    """Takes one held change, or sets it aside; what cannot be taken is only set aside."""
    held = held_of(session(), visit.id, _named("change_id"))
    anchor = f"giu-{held.change_id}"
    form = SetAsideForm(prefix=anchor) if obstacle_to_taking(session(), held) else DecideForm(prefix=anchor)
    if isinstance(form, DecideForm):
        form.choice.choices = _two_choices()
    return _settled(visit, anchor, form, lambda: _decide_one(form, held))


def _decide_one(form: SetAsideForm, held: HeldChange) -> None:
    reason = form.reason.data or ""
    if isinstance(form, DecideForm) and form.choice.data == TAKE:
        settling.take_held(session(), actor(), held, reason=reason, seen=form.seen, now=now())
    else:
        settling.set_aside_held(session(), actor(), held, reason=reason, now=now())


@bp.post("/cho-quyet-dinh/noi-dung/<uuid:stray_id>")
@permit(may_settle, load=visit_of)
def set_aside_stray(visit: Visit) -> ResponseReturnValue:
    """Is done with a text that nobody could read."""
    stray = stray_of(session(), visit.id, _named("stray_id"))
    form = SetAsideForm(prefix=f"la-{stray.id}")
    who, reason = actor(), form.reason.data or ""
    return _settled(
        visit,
        f"la-{stray.id}",
        form,
        lambda: settling.set_aside_stray(session(), who, visit, stray, reason=reason, now=now()),
    )


@bp.post("/cho-quyet-dinh/anh/<uuid:photo_id>")
@permit(may_settle, load=visit_of)
def settle_photo(visit: Visit) -> ResponseReturnValue:
    """Gives up a photo that does not come, or decides on one that was only kept."""
    photo = photo_of(session(), visit.id, _named("photo_id"))
    form = _photo_form(photo)
    return _settled(visit, f"anh-{photo.id}", form, lambda: _decide_photo(form, photo))


def _photo_form(photo: Photo, **options: Any) -> SetAsideForm:
    if not can_become_evidence(session(), photo):
        return SetAsideForm(prefix=f"anh-{photo.id}", **options)
    form = DecideForm(prefix=f"anh-{photo.id}", **options)
    form.choice.choices = [(TAKE, _("Đưa vào hồ sơ làm chứng cứ")), (DROP, _("Không đưa vào hồ sơ, vẫn giữ tệp"))]
    return form


def _decide_photo(form: SetAsideForm, photo: Photo) -> None:
    reason = form.reason.data or ""
    if isinstance(form, DecideForm) and form.choice.data == TAKE:
        settling.take_photo(session(), actor(), photo, reason=reason, now=now())
    else:
        settling.waive_photo(session(), actor(), photo, reason=reason, now=now())


@bp.get("/cho-quyet-dinh/anh/<uuid:photo_id>")
@permit(may_read_fieldwork, load=visit_of)
def kept_photo(visit: Visit) -> Response:
    """The bytes of a photo that were only kept, for who must decide."""
    photo = photo_of(session(), visit.id, _named("photo_id"))
    if photo.kept_sha256 is None:
        raise NotFound
    is_picture = photo.problem is not PhotoProblem.NOT_A_PHOTO
    name, kind = (f"{photo.id}.jpg", JPEG) if is_picture else (f"{photo.id}.bin", "application/octet-stream")
    return send_stored(photo.kept_sha256, name, kind)


def _named(name: str) -> UUID:
    return UUID(str((request.view_args or {})[name]))


def _settled(visit: Visit, anchor: str, form: SetAsideForm, act: Callable[[], None]) -> ResponseReturnValue:
    if form.validate_on_submit() and form.accept(act):
        tell(_("Đã ghi quyết định cùng lý do. Giá trị không được lấy vẫn còn trong lịch sử."))
        return redirect(url_for("fieldwork.matters", visit_id=visit.id))
    return _page(visit, {anchor: form})
