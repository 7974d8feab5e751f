"""The wizard's pages: first what is wished, then changes and questions, then the files or loading them as a draft."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.events import PlanFolderLoaded
from inspect_app.campaigns.following import (
    NextPlan,
    Question,
    Source,
    first_wishes,
    in_its_year,
    next_plan,
    written_files,
)
from inspect_app.campaigns.following.folder import passing_folder
from inspect_app.campaigns.following.recorded import recorded_source
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.operations.following import KeptNext, keep_answers, keep_wishes, kept_next, load_next
from inspect_app.campaigns.permissions import may_coordinate
from inspect_app.campaigns.queries import campaign_by_code, find_campaign
from inspect_app.campaigns.rules import PlanChanges
from inspect_app.campaigns.words import field_name
from inspect_app.checklists.queries import published_checklists
from inspect_app.kernel.errors import NotFound, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import ProblemsFound
from inspect_app.ratings.files import rule_files
from inspect_app.ratings.next_rule import NextRule, next_rule
from inspect_app.ratings.queries.heads import rating_years
from inspect_app.web.following.forms import AnswersForm, answers_form, wishes_form
from inspect_app.webkit.context import actor, now, session, settings, today
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

bp = Blueprint("following", __name__)
bp.add_app_template_filter(field_name, "plan_field_name")


@dataclass(frozen=True)
class _Made:
    """The next plan of a campaign as it stands now."""

    kept: KeptNext
    source: Source
    plan: NextPlan
    rule: NextRule

    @property
    def questions(self) -> dict[str, Question]:
        """The questions by the names of their fields."""
        return {f"q{place}": one for place, one in enumerate(self.plan.questions)}


def _checklists() -> frozenset[tuple[str, int]]:
    return frozenset((row.code, row.version) for row in published_checklists(session()))


def _made(campaign: Campaign) -> _Made:
    kept = kept_next(campaign)
    if kept is None:
        raise NotFound(_("Chưa ai bắt đầu lập đợt sau của đợt này. Hãy bắt đầu từ trang đợt kiểm tra."))
    source = recorded_source(session(), campaign, today())
    rule = next_rule(kept.wishes.code, kept.wishes.year, _old_rule(campaign), settings().site_dir)
    return _Made(kept, source, next_plan(source, kept.wishes, kept.answers, besides=rule.questions), rule)


def _old_rule(campaign: Campaign) -> str | None:
    """The rule by which the campaign's year is rated: as the year was opened, or of the campaign's folder."""
    opened = next((year.rule_text for year in rating_years(session()) if year.year == campaign.year), None)
    paths = (path for path, rule in rule_files(settings().site_dir) if rule.year == campaign.year)
    return opened or next((path.read_text(encoding="utf-8") for path in paths), None)


@bp.route("/dot-kiem-tra/<code>/dot-sau", methods=["GET", "POST"])
@permit(may_coordinate, load=campaign_by_code)
def wishes(campaign: Campaign) -> ResponseReturnValue:
    """What the next campaign is to be."""
    source = recorded_source(session(), campaign, today())
    checklists, kept = _checklists(), kept_next(campaign)
    first = kept.wishes if kept else first_wishes(source.plan, max(campaign.year + 1, today().year), checklists)
    form = wishes_form(source.plan, checklists, first)
    if form.validate_on_submit():
        wished = in_its_year(form.wishes(), first.year, source.plan, checklists)
        problem = form.problem(wished, source.plan)
        if problem is not None:
            form.refuse(RuleBroken(*problem))
        else:
            keep_wishes(session(), actor(), campaign, wished, now=now())
            return redirect(url_for("following.questions", code=campaign.code))
    return render_form("following/wishes.html", form=form, campaign=campaign)


@bp.route("/dot-kiem-tra/<code>/dot-sau/cau-hoi", methods=["GET", "POST"])
@permit(may_coordinate, load=campaign_by_code)
def questions(campaign: Campaign) -> ResponseReturnValue:
    """Every change beside the old value, and every question with its answer."""
    made = _made(campaign)
    form = answers_form(made.questions, made.kept.answers)
    if form.validate_on_submit():
        refused = _refused(form, made)
        if not refused:
            keep_answers(session(), actor(), campaign, form.answers(made.questions), now=now())
            tell(_("Đã lưu các câu trả lời."))
            return redirect(url_for("following.questions", code=campaign.code))
    return render_form(
        "following/questions.html",
        form=form,
        campaign=campaign,
        made=made.plan,
        wishes=made.kept.wishes,
        fields=[(one, form[name], form[f"{name}-khac"] if one.free else None) for name, one in made.questions.items()],
        open_ids={one.id for one in made.plan.open},
        loaded=find_campaign(session(), made.kept.wishes.code),
    )


def _refused(form: AnswersForm, made: _Made) -> bool:
    given = form.answers(made.questions)
    for name, question in made.questions.items():
        answer = given[question.id]
        refusal = question.refusal(answer) if answer else None
        if refusal is not None:
            form.refuse(RuleBroken(name, refusal))
    return form.has_errors


def _files(campaign: Campaign, made: _Made) -> dict[str, str]:
    return {**written_files(made.plan, campaign.code), **made.rule.files}


@bp.get("/dot-kiem-tra/<code>/dot-sau/tep.zip")
@permit(may_coordinate, load=campaign_by_code)
def files(campaign: Campaign) -> ResponseReturnValue:
    """The folder of the next campaign as a ZIP; open questions stand in it as comments."""
    made = _made(campaign)
    folder = made.kept.wishes.code
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(_files(campaign, made).items()):
            # A fixed time, so that the same plan gives the same bytes.
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}"), text.encode())
    answer = Response(body.getvalue(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{folder}.zip"'
    return answer


@bp.post("/dot-kiem-tra/<code>/dot-sau/nap")
@permit(may_coordinate, load=campaign_by_code)
def load(campaign: Campaign) -> ResponseReturnValue:
    """Loads the next campaign once everything is answered; again, it changes nothing."""
    made, form = _made(campaign), BaseForm()
    back = redirect(url_for("following.questions", code=campaign.code))
    if not form.validate_on_submit():
        return back
    if not made.plan.is_complete:
        tell(_("Còn câu hỏi chưa trả lời. Hãy trả lời hết rồi nạp."), "error")
        return back
    code = made.kept.wishes.code
    try:
        changes = _load(campaign, written_files(made.plan, campaign.code))
    except ProblemsFound as found:
        tell(_("Chưa nạp được: %(problem)s", problem=found.problems[0].message), "error")
        return back
    except RuleBroken as refusal:
        tell(refusal.message, "error")
        return back
    told = _("Đã nạp đợt %(code)s. Kiểm tra ngày, đoàn rồi ghi số kế hoạch khi ban hành.", code=code)
    same = _("Đợt %(code)s đã nạp từ chính các tệp này, không có gì thay đổi.", code=code)
    tell(same if changes.is_empty else told)
    return redirect(url_for("campaigns.campaign", code=code))


def _load(campaign: Campaign, texts: Mapping[str, str]) -> PlanChanges:
    with passing_folder(texts, _checklists()) as (directory, folder), session().begin_nested():
        changes = load_next(session(), actor(), campaign, folder, now=now())
        publish(session(), PlanFolderLoaded(directory, folder.plan.campaign.code), actor=actor(), now=now())
    return changes
