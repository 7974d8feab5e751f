"""Opening a year: its rule is kept as text, and every head that somebody rates gets a rating."""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import ProblemsFound
from inspect_app.ratings.files import read_rule
from inspect_app.ratings.models import HeadRating, RatingYear
from inspect_app.ratings.permissions import may_open_year
from inspect_app.ratings.queries import heads_of_units, lock_year, rating_year, ratings_of, released_anywhere
from inspect_app.ratings.rules import RatingRule
from inspect_app.units.models import Unit
from inspect_app.units.queries import Authority, authority_over, units_valid_on

Changes = dict[str, tuple[object, object]]


def open_year(session: Session, actor: Actor, *, rule_name: str, rule_data: bytes, now: datetime) -> RatingYear:
    """Opens the year of a rule file, or brings it up to date: units, heads and authorities of now, a changed rule.

    Units are those of the last day of the year. Twice the same changes nothing and writes nothing. Raises RuleBroken
    for a rule file with problems or when nobody is known to rate anybody, Conflict when the rule of a year with
    released ratings would change.
    """
    may_open_year.require(actor, None)
    try:
        rule = read_rule(rule_name, rule_data)
    except ProblemsFound as found:
        raise RuleBroken(None, str(found.problems[0])) from found
    changes: Changes = {}
    year = _year(session, rule, rule_data, now, changes)
    added, moved = _take_in(session, year)
    if added:
        changes["heads"] = (None, added)
    changes |= moved
    if changes:
        session.flush()
        record(
            session,
            actor,
            "ratings.open_year",
            year,
            now=now,
            summary=f"Mở xếp loại năm {rule.year}: thêm {added} người đứng đầu",
            changes=changes,
        )
    return year


def _year(session: Session, rule: RatingRule, rule_data: bytes, now: datetime, changes: Changes) -> RatingYear:
    digest = sha256(rule_data).hexdigest()
    year = rating_year(session, rule.year)
    if year is not None and year.rule_sha256 == digest:
        return year
    if year is not None:
        lock_year(session, year)
    if year is None:
        year = RatingYear(year=rule.year, opened_at=now)
        session.add(year)
    elif released_anywhere(session, year):
        raise Conflict(
            _("Năm %(year)d đã có kết quả được công bố nên quy tắc không thay đổi được nữa.", year=rule.year)
        )
    changes["rule"] = (year.rule_sha256, digest)
    year.rule_code, year.rule_sha256 = rule.code, digest
    year.rule_text = rule_data.decode("utf-8-sig")
    session.flush()
    return year


def _take_in(session: Session, year: RatingYear) -> tuple[int, Changes]:
    """Adds the ratings that are missing; gives how many, and what changed on ratings that are not yet decided."""
    on = date(year.year, 12, 31)
    known = {rating.unit_id: rating for rating in ratings_of(session, year)}
    heads = heads_of_units(session, on)
    added = 0
    moved: Changes = {}
    for unit in units_valid_on(session, on):
        rating = known.get(unit.id)
        if rating is None:
            added += _add(session, year, unit, authority_over(session, unit, on), heads.get(unit.id))
        elif rating.decision is None:
            moved |= _brought_up_to_date(rating, authority_over(session, unit, on), heads.get(unit.id))
    if not known and not added:
        raise RuleBroken(None, _("Chưa có thẩm quyền xếp loại. Hãy nạp danh sách đơn vị và thẩm quyền của đợt trước."))
    return added, moved


def _brought_up_to_date(rating: HeadRating, authority: Authority, head_id: UUID | None) -> Changes:
    """The head of now, and who rates him by the bases of now, with their source and what is doubtful about it."""
    code = rating.unit.code
    changes: Changes = {}
    if rating.head_id != head_id:
        changes[f"head:{code}"] = (rating.head_id, head_id)
        rating.head_id = head_id
    if authority.unit is None or authority.unit.id == rating.unit_id:
        return changes
    if rating.authority_unit_id != authority.unit.id:
        changes[f"{code}.authority"] = (rating.authority_unit.code, authority.unit.code)
        rating.authority_unit = authority.unit
    wanted = {"basis": authority.basis, "note": authority.note, "needs_checking": authority.needs_checking}
    for name, value in wanted.items():
        field = f"authority_{name}"
        if getattr(rating, field) != value:
            changes[f"{code}.{name}"] = (getattr(rating, field), value)
            setattr(rating, field, value)
    return changes


def _add(session: Session, year: RatingYear, unit: Unit, authority: Authority, head_id: UUID | None) -> bool:
    if authority.unit is None or authority.unit.id == unit.id:
        return False
    session.add(
        HeadRating(
            rating_year_id=year.id,
            unit_id=unit.id,
            head_id=head_id,
            authority_unit_id=authority.unit.id,
            authority_basis=authority.basis,
            authority_note=authority.note,
            authority_needs_checking=authority.needs_checking,
        )
    )
    return True
