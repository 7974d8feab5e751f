"""The checklist of a visit, one section on screen, saved item by item."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.rules import Item, Section
from inspect_app.checklists.rules.grading import finding_grade, grade_name
from inspect_app.fieldwork import operations
from inspect_app.fieldwork.forms import ItemForm
from inspect_app.fieldwork.history import item_history
from inspect_app.fieldwork.intake import JPEG, receive_photo
from inspect_app.fieldwork.models import Answer, Evidence
from inspect_app.fieldwork.paper import evidence_mark
from inspect_app.fieldwork.permissions import may_fill, may_read_fieldwork
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.fieldwork.standing import Standing
from inspect_app.fieldwork.views.blueprint import bp, standing_of, visit_of
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.formats import format_time
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, clock, file_store, now, session
from inspect_app.webkit.pages import UNPROCESSABLE, render
from inspect_app.webkit.permit import permit


@dataclass(frozen=True)
class RailSection:
    """A section as the rail shows it."""

    code: str
    title: str
    done: int
    of: int
    url: str
    current: bool


@dataclass(frozen=True)
class Sheet:
    """One item as the page shows it."""

    item: Item
    form: ItemForm
    answer: Answer | None
    evidence: Sequence[Evidence]
    applies: bool
    foreseen: str | None

    @property
    def tone(self) -> str:
        """The class by which the article shows its verdict; nothing while unanswered."""
        if self.answer is None or self.answer.verdict is None:
            return ""
        tone = {"not_applicable": "none", "recorded": "none"}.get(self.answer.verdict, self.answer.verdict)
        return f"item-{tone}"

    @property
    def basis(self) -> list[tuple[str, str]]:
        """Each basis short, and whole with what has to be checked."""
        found: list[tuple[str, str]] = []
        for basis in self.item.basis:
            marks = [_("cần đối chiếu")] if basis.needs_checking else []
            notes = [basis.note] if basis.note else []
            whole = " – ".join([basis.label, *marks, *notes])
            short = f"{basis.label} ({marks[0]})" if marks else basis.label
            found.append((short, whole))
        return found


def foreseen_of(item: Item, verdict: str | None) -> str | None:
    """What the answer will become, said before."""
    grade = finding_grade(item.grade, verdict)
    if grade is None:
        return None
    where = _(" · lĩnh vực %(area)d", area=item.area) if item.area else ""
    return _("Sẽ thành phát hiện: %(grade)s%(where)s", grade=grade_name(grade).lower(), where=where)


def rail_of(visit: Visit, standing: Standing, current: Section | None) -> list[RailSection]:
    """Every section with its progress."""
    found: list[RailSection] = []
    for section in standing.version.sections:
        progress = standing.progress(section)
        url = url_for("fieldwork.checklist", visit_id=visit.id, phan=section.id)
        title = str(section.title)
        found.append(RailSection(section.id, title, progress.done, progress.of, url, section is current))
    return found


def _sheet(standing: Standing, item: Item, form: ItemForm | None = None) -> Sheet:
    answer = standing.answers.get(item.id)
    return Sheet(
        item=item,
        form=form or ItemForm(item, answer, formdata=None),
        answer=answer,
        evidence=standing.evidence.get(item.id, ()),
        applies=item.id in standing.applying,
        foreseen=foreseen_of(item, answer.verdict if answer else None),
    )


def _page(visit: Visit, section: Section | None, refused: ItemForm | None = None) -> str:
    standing = standing_of(visit)
    items = section.items if section is not None else standing.version.items
    sheets = [
        _sheet(standing, item, refused if refused is not None and refused.item.id == item.id else None)
        for item in items
    ]
    ahead = standing.next_unanswered(after=standing.before(items[0]) if items else None)
    return render(
        "fieldwork/checklist.html",
        visit=visit,
        section=section,
        sheets=sheets,
        rail_sections=rail_of(visit, standing, section),
        progress=standing.progress(section),
        whole=standing.progress(),
        upcoming=ahead,
        upcoming_url=_item_url(visit, standing, ahead) if ahead else None,
        may_fill=may_fill(actor(), visit),
    )


def _item_url(visit: Visit, standing: Standing, item: Item) -> str:
    section = standing.version.section_of(item.id)
    return url_for("fieldwork.checklist", visit_id=visit.id, phan=section.id, _anchor=f"item-{item.id}")


@bp.get("/phieu")
@permit(may_read_fieldwork, load=visit_of)
def checklist(visit: Visit) -> ResponseReturnValue:
    """One section of the checklist; without a wish, the one with the next unanswered item."""
    standing = standing_of(visit)
    wanted = request.args.get("phan")
    sections = {section.id: section for section in standing.version.sections}
    if wanted is None:
        ahead = standing.next_unanswered()
        section = standing.version.section_of(ahead.id) if ahead else standing.version.sections[0]
        return _page(visit, section)
    if wanted not in sections:
        raise NotFound
    return _page(visit, sections[wanted])


@bp.get("/phieu/toan-bo")
@permit(may_read_fieldwork, load=visit_of)
def whole(visit: Visit) -> ResponseReturnValue:
    """Every item on one page: to read through, or to print."""
    return _page(visit, None)


@bp.post("/phieu/<item_id>")
@permit(may_fill, load=visit_of)
def answer(visit: Visit) -> ResponseReturnValue:
    """Saves one item: by script as JSON, without it back to where it was."""
    standing = standing_of(visit)
    item = standing.version.item(str((request.view_args or {})["item_id"]))
    form = ItemForm(item, standing.answers.get(item.id))
    if form.validate() and form.accept(lambda: _save(visit, item, form)):
        return _saved(visit, item, standing, form)
    if _by_script():
        return jsonify(errors=_problems(form)), UNPROCESSABLE
    return _page(visit, standing.version.section_of(item.id), form), UNPROCESSABLE


def _problems(form: ItemForm) -> dict[str, list[str]]:
    problems = form.problems()
    for refusal in form.refusals:
        name = {"files": "photos"}.get(refusal.field or "note", refusal.field or "note")
        problems.setdefault(name, []).append(refusal.message)
    return problems


def _by_script() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _save(visit: Visit, item: Item, form: ItemForm) -> None:
    read = form.answer()
    wanted = GivenAnswer(
        value=read.value,
        not_applicable=read.not_applicable,
        reason=read.reason,
        note=read.note,
        verdict=read.verdict.value if read.verdict else None,
    )
    operations.answer_item(
        session(),
        actor(),
        visit,
        item.id,
        wanted,
        now=now(),
        change_reason=request.form.get("change_reason"),
        base_revision=request.form.get("revision", type=int),
    )
    for sent in request.files.getlist("photos"):
        if sent.filename:
            received = receive_photo(file_store(), sent.read(), sent.filename)
            operations.add_evidence(session(), actor(), visit, item.id, received, caption="", now=now())


def _saved(visit: Visit, item: Item, before: Standing, form: ItemForm) -> ResponseReturnValue:
    standing = standing_of(visit)
    if not _by_script():
        return redirect(_item_url(visit, standing, item))
    section = standing.version.section_of(item.id)
    progress = standing.progress(section)
    present = standing.answers.get(item.id)
    verdict = present.verdict if present else None
    return jsonify(
        saved=True,
        saved_at=format_time(clock().now()),
        progress={"section": section.id, "done": progress.done, "of": progress.of},
        finding=foreseen_of(item, verdict),
        verdict=verdict,
        values={"revision": str(present.revision if present else 0)},
        next=_ahead(visit, standing, item),
        photos=_shown(visit, standing.evidence.get(item.id, ())),
        message=" ".join([*_changed_items(before, standing), *form.answer().warnings]) or None,
    )


def _ahead(visit: Visit, standing: Standing, item: Item) -> dict[str, str]:
    """Where the button at the thumb leads after this item."""
    upcoming = standing.next_unanswered(after=item.id)
    if upcoming is None:
        done = _("Đã đủ %(n)s mục: xem biên bản", n=standing.progress().of)
        return {"text": done, "url": url_for("fieldwork.minutes", visit_id=visit.id)}
    text = _("Mục kế tiếp chưa trả lời: %(code)s", code=upcoming.id)
    return {"text": text, "url": _item_url(visit, standing, upcoming)}


def _shown(visit: Visit, evidence: Sequence[Evidence]) -> list[dict[str, str]]:
    """The evidence of an item as the page's script puts it into the strip."""
    found: list[dict[str, str]] = []
    for each in evidence:
        url = url_for("fieldwork.evidence_file", visit_id=visit.id, number=each.number)
        small = {"thumbnail_url": url} if each.media_type == JPEG else {}
        found.append({"url": url, "caption": evidence_mark(each.number), **small})
    return found


def _changed_items(before: Standing, after: Standing) -> list[str]:
    changed = sorted(before.applying ^ after.applying)
    if not changed:
        return []
    shown = ", ".join(changed)
    return [_("Câu trả lời này làm đổi các mục phải đánh giá: %(items)s. Tải lại trang để xem.", items=shown)]


@bp.get("/phieu/<item_id>/lich-su")
@permit(may_read_fieldwork, load=visit_of)
def history(visit: Visit) -> ResponseReturnValue:
    """Every value that was ever received for an item: who, when, from which tablet, what became of it and why."""
    item = standing_of(visit).version.item(str((request.view_args or {})["item_id"]))
    past = item_history(session(), visit, item)
    waits = any(row.held is not None and row.held.settled_at is None for row in past)
    return render("fieldwork/history.html", visit=visit, item=item, past=past, waits=waits)
