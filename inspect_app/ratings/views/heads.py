"""One head's rating, and one's own ratings."""

from flask import Response
from flask.typing import ResponseReturnValue

from inspect_app.kernel.errors import NotFound
from inspect_app.ratings.models import HeadRating
from inspect_app.ratings.permissions import (
    may_decide_rating,
    may_list_ratings,
    may_prepare_rating,
    may_read_own_ratings,
    may_read_rating,
    may_release_rating,
)
from inspect_app.ratings.queries import assess, assess_all, head_rating_by_id, own_ratings, waiting_conclusions
from inspect_app.ratings.rules import RatingState, level_name, level_names, reading_text, test_text
from inspect_app.ratings.views.blueprint import bp
from inspect_app.ratings.words import TESTS, dossier_rows, measures_of
from inspect_app.webkit.context import actor, file_store, session
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit


@bp.get("/<uuid:rating_id>")
@permit(may_read_rating, load=head_rating_by_id)
def head(rating: HeadRating) -> ResponseReturnValue:
    """One head: the figures with their sources, why, what would change it, the areas, the decision."""
    assessment = assess(session(), rating)
    rule = assessment.rule
    is_open = not rating.is_released
    return render(
        "ratings/head.html",
        rating=rating,
        assessment=assessment,
        rule=rule,
        measures=measures_of(assessment),
        dossiers=dossier_rows(rating),
        candidates=level_names(rule, assessment.outcome.candidates),
        proposal=level_name(rule, assessment.outcome.rating) if assessment.outcome.is_decided else None,
        decided=assessment.decided,
        reading=reading_text(rule.late_rate.reading),
        waiting=waiting_conclusions(session(), rating.unit_id, rating.rating_year.year) if is_open else [],
        level_of=lambda level: level_name(rule, level),
        test_text=test_text,
        test_words=TESTS,
        may_list=may_list_ratings(actor(), None),
        may_prepare=is_open and may_prepare_rating(actor(), rating),
        may_decide=is_open and may_decide_rating(actor(), rating),
        may_release=assessment.state is RatingState.DECIDED and may_release_rating(actor(), rating),
    )


@bp.get("/<uuid:rating_id>/quyet-dinh-cong-bo-chi-so.pdf")
@permit(may_read_rating, load=head_rating_by_id)
def index_paper(rating: HeadRating) -> ResponseReturnValue:
    """The paper that published the index, as it was handed in."""
    row = rating.index_input
    if row is None or row.file_sha256 is None:
        raise NotFound
    answer = Response(file_store().read(row.file_sha256), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="quyet-dinh-cong-bo-chi-so.pdf"'
    return answer


@bp.get("/cua-toi")
@permit(may_read_own_ratings)
def mine() -> ResponseReturnValue:
    """One's own ratings, each after its release."""
    rows = [assess_all(session(), [rating])[0] for rating in own_ratings(session(), actor())]
    return render("ratings/mine.html", rows=rows)
