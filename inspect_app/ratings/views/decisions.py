"""Deciding a head's level, and releasing it."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.kernel.language import gettext as _
from inspect_app.ratings import operations
from inspect_app.ratings.forms import ActionForm, DecisionForm
from inspect_app.ratings.models import HeadRating
from inspect_app.ratings.permissions import may_decide_rating, may_release_rating
from inspect_app.ratings.queries import assess, head_rating_by_id
from inspect_app.ratings.rules import level_name
from inspect_app.ratings.views.blueprint import bp
from inspect_app.ratings.words import measures_of
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


def _back(rating: HeadRating) -> ResponseReturnValue:
    return redirect(url_for("ratings.head", rating_id=rating.id))


@bp.route("/<uuid:rating_id>/quyet-dinh", methods=["GET", "POST"])
@permit(may_decide_rating, load=head_rating_by_id)
def decide(rating: HeadRating) -> ResponseReturnValue:
    """Decides the level, with a reason where it is not the proposal."""
    assessment = assess(session(), rating)
    rule, outcome = assessment.rule, assessment.outcome
    form = DecisionForm(data={"level": outcome.rating if outcome.is_decided else None})
    form.offer([(level.id, level_name(rule, level.id)) for level in rule.levels])
    if form.validate_on_submit() and form.accept(
        lambda: operations.decide(
            session(), actor(), rating, level=form.level.data, reason=form.reason.data or "", now=now()
        )
    ):
        tell(_("Đã ghi quyết định xếp loại. Hãy công bố để người đứng đầu xem được kết quả."))
        return _back(rating)
    return render_form(
        "ratings/decide.html", form=form, rating=rating, assessment=assessment, measures=measures_of(assessment)
    )


@bp.route("/<uuid:rating_id>/cong-bo", methods=["GET", "POST"])
@permit(may_release_rating, load=head_rating_by_id)
def release(rating: HeadRating) -> ResponseReturnValue:
    """Releases the decision, after which nothing changes."""
    form = ActionForm()
    if form.validate_on_submit() and form.accept(lambda: operations.release(session(), actor(), rating, now=now())):
        tell(_("Đã công bố kết quả xếp loại cho người đứng đầu %(unit)s.", unit=rating.unit.name))
        return _back(rating)
    return render_form("ratings/release.html", form=form, rating=rating, decided=assess(session(), rating).decided)
