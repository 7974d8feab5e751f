"""Pages on which a conclusion is worded: every part beside what the data say, and the requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.rules import DeadlineKind
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.conclusions import operations
from inspect_app.conclusions.drafting.agreement import ASKED, FOUND, Disagreement
from inspect_app.conclusions.drafting.annex import part_title
from inspect_app.conclusions.drafting.parts import AFTER_FINDINGS, Tied, flat, mark_of, overtaken
from inspect_app.conclusions.drafting.repeats import repeat_mark
from inspect_app.conclusions.drafting.sources import Datum
from inspect_app.conclusions.drafting.state import DraftState, KeptSentence, draft_state
from inspect_app.conclusions.drafting.wording import Suggestion, first_draft, suggestions
from inspect_app.conclusions.forms import RequestsForm, WordingForm
from inspect_app.conclusions.models import Conclusion, Confirmation
from inspect_app.conclusions.permissions import may_draft, may_read_draft
from inspect_app.conclusions.queries import conclusion_by_id
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.fieldwork.paper import evidence_mark
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import findings_of, standing_findings
from inspect_app.kernel.formats import format_time
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.webkit.context import actor, clock, now, session
from inspect_app.webkit.pages import UNPROCESSABLE, render, render_form, tell
from inspect_app.webkit.permit import permit

# Beside the first of the parts on causes; what somebody said may be a cause of either kind.
IDEAS_AT = "objective_causes"


@dataclass(frozen=True)
class Link:
    """One thing that a sentence stands on: its code, what it says, where it is shown, its photos and its law."""

    ref: str
    title: str
    said: str
    url: str
    photos: Sequence[tuple[str, str]]
    basis: Sequence[str]


@dataclass(frozen=True)
class Claim:
    """A sentence as the page shows it; `fresh` is the sentence that the data would make now in its place."""

    text: str
    refs: str
    links: Sequence[Link]
    clashes: Sequence[tuple[Disagreement, Confirmation | KeptSentence | None]]
    fresh: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the paper: the field in which it is worded (none for what is printed from the data) and its sentences."""

    name: str
    title: str
    field: Field | None
    shown: str
    claims: Sequence[Claim]
    ideas: Sequence[Suggestion] = ()
    # What somebody else made of it meanwhile, between which and his own words the drafter chooses.
    theirs: str | None = None
    theirs_mark: str = ""

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"phan-{self.name.replace('.', '-')}"


class Board:
    """Makes the parts of the page from where the draft stands."""

    def __init__(self, conclusion: Conclusion, state: DraftState) -> None:
        visit = conclusion.visit
        self.conclusion, self.state, self.visit = conclusion, state, visit
        self.version = version_of(session(), visit.checklist_code, visit.checklist_version)
        self.findings = {finding.label: finding for finding in findings_of(session(), visit.id)}
        self.fresh = {
            (part, tied.refs): tied.text for part, told in first_draft(state.material).ties.items() for tied in told
        }

    def read(self) -> list[Part]:
        """What states something, to be read: each sentence with what it stands on."""
        return [
            Part(name, part_title(name), None, "", [self._claim(name, tied) for tied in told])
            for name, told in self.state.told
            if told
        ]

    def parts(self, form: WordingForm, seen: Mapping[str, str], theirs: Mapping[str, str]) -> list[Part]:
        """In the order of the paper: parts to word, and between them the shortcomings and what is asked for.

        `seen` are the marks that a refused page keeps, `theirs` what others made of a part meanwhile.
        """
        told, texts = dict(self.state.told), flat(self.conclusion)
        found: list[Part] = []
        order = [*_before(texts), FOUND, *AFTER_FINDINGS, "recipients", ASKED]
        areas = {str(checked.area or 0) for checked in self.state.material.checked}
        for name in order:
            worded = name in texts
            if worded and name.startswith("strengths.") and not texts[name] and name[-1] not in areas:
                continue
            found.append(
                Part(
                    name=name,
                    title=part_title(name) if name != "recipients" else _("Nơi nhận"),
                    field=form[operations.field_of(name)] if worded else None,
                    shown=seen.get(name, mark_of(texts[name])) if worded else "",
                    theirs=theirs.get(name),
                    theirs_mark=mark_of(texts[name]) if name in theirs else "",
                    claims=[self._claim(name, tied) for tied in told.get(name, ())],
                    ideas=suggestions(self.state.material) if name == IDEAS_AT else (),
                )
            )
        return found

    def claims(self, part: str) -> list[Claim]:
        """The sentences of one part."""
        return [self._claim(part, tied) for tied in dict(self.state.told).get(part, ())]

    def _claim(self, part: str, tied: Tied) -> Claim:
        clashes = [
            (each, self.state.confirmed.get(each.key))
            for each in self.state.clashes
            if each.part == part and each.sentence == tied.text and set(each.refs) <= set(tied.refs)
        ]
        fresh = self.fresh.get((part, tied.refs), "") if clashes else ""
        if any(other.text == fresh for other in dict(self.state.told).get(part, ())):
            fresh = ""
        repeats = {found.label: found.repeat for found in self.state.material.standing}
        mark = repeat_mark(repeats.get(tied.refs[0])) if part == FOUND else ""
        links = [self._link(self.state.data[ref]) for ref in tied.refs if ref in self.state.data]
        return Claim(tied.text, ", ".join(tied.refs), links, clashes, fresh, mark)

    def _link(self, datum: Datum) -> Link:
        return Link(
            ref=datum.ref,
            title="" if datum.item else datum.title,
            said=datum.said,
            url=self._url(datum),
            photos=[
                (evidence_mark(number), url_for("fieldwork.evidence_file", visit_id=self.visit.id, number=number))
                for number in datum.evidence
            ],
            basis=datum.basis,
        )

    def _url(self, datum: Datum) -> str:
        if datum.ref in self.findings:
            return url_for("findings.show", finding_id=self.findings[datum.ref].id)
        if datum.item and self.version.has(datum.item):
            return item_url(self.visit, self.version, datum.item)
        return url_for("fieldwork.checklist", visit_id=self.visit.id)


def _before(texts: Mapping[str, str]) -> list[str]:
    return [name for name in texts if name in ("opening", "general") or name.startswith("strengths.")]


def item_url(visit: Visit, version: ChecklistVersion, item: str) -> str:
    """Where an item is shown on the visit's checklist."""
    section = version.section_of(item)
    return url_for("fieldwork.checklist", visit_id=visit.id, phan=section.id, _anchor=f"item-{item}")


@bp.route("/<uuid:conclusion_id>/du-thao", methods=["GET", "POST"])
@permit(may_draft, load=conclusion_by_id)
def draft(conclusion: Conclusion) -> ResponseReturnValue:
    """Wording the conclusion: kept while it is typed, beside what each sentence stands on."""
    form = WordingForm.of(conclusion)
    if form.validate_on_submit() and form.accept(lambda: _save(conclusion, form)):
        return _saved(conclusion)
    session().refresh(conclusion)
    if form.is_submitted() and _by_script():
        message = " ".join(form.errors_at_top) or None
        return jsonify(errors=_problems(form) or None, message=message), UNPROCESSABLE
    seen = _seen(form) if form.is_submitted() else {}
    theirs = overtaken(flat(conclusion), _words(form), seen) if form.is_submitted() else {}
    kept = {part: seen[part] for part in theirs}
    state = draft_state(session(), conclusion)
    parts = Board(conclusion, state).parts(form, kept, theirs)
    return render_form("conclusions/draft.html", form=form, conclusion=conclusion, parts=parts, state=state)


@bp.get("/<uuid:conclusion_id>/can-cu")
@permit(may_read_draft, load=conclusion_by_id)
def grounds(conclusion: Conclusion) -> ResponseReturnValue:
    """On what each sentence stands, for whoever approves, signs or looks it up later."""
    state = draft_state(session(), conclusion)
    parts = Board(conclusion, state).read()
    return render("conclusions/grounds.html", conclusion=conclusion, parts=parts, state=state)


def _save(conclusion: Conclusion, form: WordingForm) -> None:
    sent = request.form
    wording = form.wording(taken=_taken(sent))
    operations.save_wording(session(), actor(), conclusion, wording, now=now(), seen=_seen(form), ties=ties_in(sent))
    if key := sent.get("confirm"):
        reason = sent.get(f"reason-{key}", "")
        operations.confirm_disagreement(session(), actor(), conclusion, key, reason=reason, now=now())


def _words(form: WordingForm) -> dict[str, str]:
    return {part: clean(text) for part, text in flat(form.wording(taken=_taken(request.form))).items()}


def _seen(form: WordingForm) -> dict[str, str]:
    """What the page showed of each part. Where the drafter was shown another's words he chose: his own, which then go in
    the place of just those words, or theirs, so that his part counts as untouched."""
    sent, words = request.form, _words(form)
    seen = {name.removeprefix("seen-"): mark for name, mark in sent.items() if name.startswith("seen-")}
    for part in [part for part in seen if part in words]:
        chosen = sent.get(f"choose-{part}")
        if chosen == "mine":
            seen[part] = sent.get(f"theirs-{part}", seen[part])
        elif chosen == "theirs":
            seen[part] = mark_of(words[part])
    return seen


def ties_in(sent: Mapping[str, str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """By part and sentence, what the page says each stands on: `sentence-general-0` and `ties-general-0`."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, sentence in sent.items():
        kind, _mark, place = name.partition("-")
        if kind == "sentence":
            part = place.rpartition("-")[0]
            refs = sent.get(f"ties-{place}", "").replace(";", ",").upper().split(",")
            found.setdefault(part, {})[sentence] = tuple(dict.fromkeys(ref.strip() for ref in refs if ref.strip()))
    return found


def _taken(sent: Mapping[str, str]) -> tuple[str, str, str] | None:
    """The part, the sentence and what the data would say in its place, where the drafter takes that."""
    place = sent.get("take")
    if not place:
        return None
    return place.rpartition("-")[0], sent.get(f"sentence-{place}", ""), sent.get(f"fresh-{place}", "")


def _shown(conclusion: Conclusion) -> dict[str, str]:
    return {f"seen-{part}": mark_of(text) for part, text in flat(conclusion).items()}


def _problems(form: WordingForm) -> dict[str, list[str]]:
    return {field.name: [str(error) for error in field.errors] for field in form if field.errors}


def _by_script() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _saved(conclusion: Conclusion) -> ResponseReturnValue:
    if _by_script():
        return jsonify(saved=True, saved_at=format_time(clock().now()), values=_shown(conclusion))
    if request.form.get("next"):
        tell(_("Đã lưu lời văn. Tiếp theo: xem lại các yêu cầu khắc phục."))
        return redirect(url_for("conclusions.requests", conclusion_id=conclusion.id))
    tell(_("Đã lưu lời văn."))
    key, taken = request.form.get("confirm"), _taken(request.form)
    part = taken[0].replace(".", "-") if taken else ""
    anchor = f"lech-{key}" if key else f"phan-{part}" if part else None
    return redirect(url_for("conclusions.draft", conclusion_id=conclusion.id, _anchor=anchor))


@bp.route("/<uuid:conclusion_id>/yeu-cau", methods=["GET", "POST"])
@permit(may_draft, load=conclusion_by_id)
def requests(conclusion: Conclusion) -> ResponseReturnValue:
    """What the unit must put right: what, who, within how many working days."""
    findings = standing_findings(session(), conclusion.visit_id)
    form = _requests_form(conclusion, findings)
    if form.validate_on_submit() and form.accept(lambda: _save_requests(conclusion, form)):
        if request.form.get("confirm"):
            tell(_("Đã lưu các yêu cầu và lý do giữ nguyên."))
            return redirect(url_for("conclusions.requests", conclusion_id=conclusion.id))
        tell(_("Đã lưu các yêu cầu. Tiếp theo: xem bản in rồi trình ký."))
        return redirect(url_for("conclusions.show", conclusion_id=conclusion.id))
    claims = Board(conclusion, draft_state(session(), conclusion)).claims(ASKED)
    return render_form("conclusions/requests.html", form=form, conclusion=conclusion, claims=claims)


def _requests_form(conclusion: Conclusion, findings: Sequence[Finding]) -> RequestsForm:
    days = deadline_settings(conclusion.visit.campaign).of(DeadlineKind.REMEDIATION).days
    form = RequestsForm(
        lines=[
            *(
                {"text": r.text, "owner": r.owner, "due_days": r.due_days, "findings": [str(f.id) for f in r.findings]}
                for r in conclusion.requests
            ),
            {"text": "", "owner": _("Người đứng đầu %(unit)s", unit=conclusion.visit.unit.name), "due_days": days},
        ]
    )
    form.offer([(str(finding.id), f"{finding.label} · {finding.item_id}") for finding in findings])
    return form


def _save_requests(conclusion: Conclusion, form: RequestsForm) -> None:
    operations.save_requests(session(), actor(), conclusion, form.wanted(), now=now())
    if key := request.form.get("confirm"):
        reason = request.form.get(f"reason-{key}", "")
        operations.confirm_disagreement(session(), actor(), conclusion, key, reason=reason, now=now())
