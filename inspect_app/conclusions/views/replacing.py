"""Wording a notice that replaces an issued one: each part beside what was issued, what is withdrawn, what is added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.checklists.rules import Grade
from inspect_app.conclusions import operations
from inspect_app.conclusions.correcting.amending import FINDINGS, Ground, shortcoming_labels, words_of
from inspect_app.conclusions.correcting.parts import ADD, DROP, REQUEST, SHORTCOMING, TEXT, Part, parts_of, place_of
from inspect_app.conclusions.correcting.queries import (
    changes_in,
    ground_of,
    open_correction,
    paper_that_counts,
    sheet_of,
    state_of,
)
from inspect_app.conclusions.drafting.agreement import ASKED, FOUND
from inspect_app.conclusions.forms import CorrectionForm
from inspect_app.conclusions.models import Conclusion, Correction
from inspect_app.conclusions.permissions import may_correct
from inspect_app.conclusions.queries import conclusion_by_id
from inspect_app.conclusions.rules import CorrectionState
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.conclusions.views.corrections import said
from inspect_app.conclusions.views.drafting import Board, Claim, ties_in
from inspect_app.conclusions.words import part_name
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.kernel.errors import Conflict
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.models import IssuedPaper
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

WORDED = {"opening", "general", "objective_causes", "subjective_causes", "responsibility", "recommendations"}


@dataclass(frozen=True)
class Shown:
    """One part on the page: its key, what was issued and what is to be said, and on what its sentences stand.

    `drop` is the field in which a reason withdraws the whole of it, after the last of its parts.
    """

    key: str
    name: str
    before: str
    before_read: str
    now: str
    drop: str = ""
    claims: Sequence[Claim] = field(default_factory=tuple)

    @property
    def is_worded(self) -> bool:
        """Whether it is running text whose sentences may be tied to data."""
        return self.key in WORDED


@bp.route("/<uuid:conclusion_id>/thay-the", methods=["GET", "POST"])
@permit(may_correct, load=conclusion_by_id)
def correct(conclusion: Conclusion) -> ResponseReturnValue:
    """Wording the notice that replaces: each part with what was issued in it."""
    base, present = paper_that_counts(session(), conclusion), open_correction(session(), conclusion.id)
    if base is None:
        raise Conflict(_("Thông báo này không có trong sổ hoặc đã thu hồi nên không thay thế được ở đây."))
    if present is not None and present.state is CorrectionState.SUBMITTED:
        return redirect(url_for("conclusions.correction", correction_id=present.id))
    form = CorrectionForm(reason=present.reason if present is not None else "")
    words = {**(words_of(changes_in(present)) if present is not None else {}), **_sent()}
    if form.validate_on_submit() and form.accept(lambda: _save(conclusion, form, words)):
        made = open_correction(session(), conclusion.id)
        if request.form.get("confirm"):
            tell(_("Đã lưu dự thảo thay thế và lý do giữ nguyên."))
            return redirect(url_for("conclusions.correct", conclusion_id=conclusion.id))
        tell(_("Đã lưu dự thảo thông báo thay thế. Tiếp theo: trưởng đoàn duyệt và trình ký."))
        return redirect(url_for("conclusions.correction", correction_id=made.id if made is not None else None))
    return _page(conclusion, base, present, form, words)


def _sent() -> dict[str, str]:
    return {
        name: ",".join(values) if name.endswith(f"-{FINDINGS}") else values[0] for name, values in request.form.lists()
    }


def _save(conclusion: Conclusion, form: CorrectionForm, words: Mapping[str, str]) -> None:
    correction = operations.save_correction(
        session(),
        actor(),
        conclusion,
        reason=form.reason.data or "",
        words=words,
        ties=ties_in(request.form),
        now=now(),
    )
    if key := request.form.get("confirm"):
        reason = request.form.get(f"reason-{key}", "")
        operations.confirm_in_correction(session(), actor(), correction, key, reason=reason, now=now())


def _page(
    conclusion: Conclusion,
    base: IssuedPaper,
    present: Correction | None,
    form: CorrectionForm,
    words: Mapping[str, str],
) -> ResponseReturnValue:
    sheet, ground = sheet_of(base), ground_of(session(), conclusion)
    state = state_of(session(), present) if present is not None else None
    board = Board(conclusion, state) if state is not None else None
    parts = [_shown(part, words, board) for part in parts_of(sheet)]
    return render_form(
        "conclusions/correct.html",
        form=form,
        conclusion=conclusion,
        base=base,
        parts=[_with_drop(each, following) for each, following in zip(parts, [*parts[1:], None], strict=True)],
        words=words,
        state=state,
        new_shortcomings=_rows(words, SHORTCOMING),
        new_requests=_rows(words, REQUEST),
        items=[(each.item, each.criterion) for each in ground.material.checked],
        grades=list(Grade),
        labels=_labels(sheet, ground, words),
    )


def _shown(part: Part, words: Mapping[str, str], board: Board | None) -> Shown:
    wanted = words.get(part.key, part.words)
    claims: Sequence[Claim] = ()
    if board is not None and part.key in WORDED:
        claims = board.claims(part.key)
    elif board is not None and (part.key.endswith(f"-{TEXT}") or part.key.startswith(f"{SHORTCOMING}-")):
        everything = board.claims(ASKED if part.key.endswith(f"-{TEXT}") else FOUND)
        claims = [claim for claim in everything if claim.text == wanted.strip()]
    # The sentence that the data would make is offered while drafting; here the drafter words anew.
    claims = [replace(claim, fresh="") for claim in claims]
    before = said(part.key, part.words)
    return Shown(part.key, part_name(part.key), part.words, before, wanted, claims=claims)


def _with_drop(shown: Shown, following: Shown | None) -> Shown:
    """A reason to withdraw comes after the last field of what it withdraws."""
    place = place_of(shown.key)
    is_last = following is None or place_of(following.key) != place
    if not is_last or not shown.key.startswith((f"{SHORTCOMING}-", f"{REQUEST}-")):
        return shown
    return Shown(**{**vars(shown), "drop": f"{DROP}-{place}"})


def _rows(words: Mapping[str, str], what: str) -> list[str]:
    """The rows of what is added, with an empty one at the end."""
    used = [place for place in range(20) if words.get(f"{ADD}-{what}-{place}-{TEXT}", "").strip()]
    return [f"{ADD}-{what}-{place}" for place in range(min(max(used, default=-1) + 2, 20))]


def _labels(sheet: ConclusionNoticeSheet, ground: Ground, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The findings that a new request may be for: those that stand, and those that are being added."""
    named = set(shortcoming_labels(sheet, ground.material).values())
    found = [(each.label, each.text) for each in ground.material.standing if each.label in named]
    rows = [row for row in _rows(words, SHORTCOMING) if words.get(f"{row}-{TEXT}", "").strip()]
    new = [(ground.label(place), words[f"{row}-{TEXT}"]) for place, row in enumerate(rows)]
    return [*found, *(new or [(ground.label(0), _("thiếu sót bổ sung ở trên"))])]
