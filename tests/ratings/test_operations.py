"""Opening a year, entering inputs, deciding and releasing: on both databases."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.attributes import set_committed_value

from inspect_app.checklists.models import PublishedChecklist
from inspect_app.checklists.rules import Grade
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.outbox import InboxMessage
from inspect_app.kernel.resources import resource_root
from inspect_app.ratings import operations
from inspect_app.ratings.models import HeadRating
from inspect_app.ratings.permissions import may_read_rating
from inspect_app.ratings.queries import assess, rating_of_unit, ratings_of, visible_ratings
from inspect_app.ratings.rules import DossierCounts, RatingState
from inspect_app.units.operations import set_authority_bases
from inspect_app.units.rules import AuthorityBasis, RatedBy, UnitKind
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.ratings import RULE_DATA, fill, make_issued, make_rating_world, rating_at
from tests.factories.units import make_unit
from tests.factories.visits import make_visit


@pytest.fixture
def world(session):
    return make_rating_world(session)


def journal_of(session, verb):
    return session.scalars(select(JournalEntry).where(JournalEntry.verb == verb)).all()


def open_again(session, data=RULE_DATA):
    return operations.open_year(session, SYSTEM, rule_name="rating.yaml", rule_data=data, now=NOW)


class TestOpeningAYear:
    def test_each_head_whom_somebody_rates_gets_one_and_sector_bodies_none(self, session, world):
        rated = {row.unit_id: row for row in session.scalars(select(HeadRating))}
        assert set(rated) == {world.department.id, world.district.id, world.commune.id}
        assert rated[world.commune.id].authority_unit_id == world.district.id
        assert rated[world.district.id].authority_unit_id == world.province.id
        assert rated[world.district.id].authority_needs_checking
        assert rated[world.department.id].head_id == world.head.person.id

    def test_opening_it_again_changes_nothing_and_writes_nothing(self, session, world):
        before = len(journal_of(session, "ratings.open_year"))
        open_again(session)
        assert len(journal_of(session, "ratings.open_year")) == before == 1

    def test_a_unit_that_came_later_is_taken_in(self, session, world):
        later = make_unit(session, "Sở Ngoại vụ", parent=world.province)
        open_again(session)
        assert rating_of_unit(session, 2024, later.id) is not None

    def test_who_rates_is_brought_up_to_date_until_it_is_decided(self, session, world):
        decided = fill(session, world, rating_at(session, world.department))
        operations.decide(session, world.chair.actor, decided, level="excellent", reason="", now=NOW)
        found = [
            AuthorityBasis(kind, RatedBy.PROVINCE, "Điều khoản đã đọc", needs_checking=False)
            for kind in (UnitKind.SPECIALISED_AGENCY, UnitKind.DISTRICT, UnitKind.COMMUNE)
        ]
        set_authority_bases(session, SYSTEM, found, now=NOW)
        open_again(session)
        commune, district = rating_at(session, world.commune), rating_at(session, world.district)
        assert commune.authority_unit_id == world.province.id
        assert (district.authority_basis, district.authority_needs_checking) == ("Điều khoản đã đọc", False)
        assert rating_at(session, world.department).authority_basis != "Điều khoản đã đọc"
        entry = journal_of(session, "ratings.open_year")[-1]
        assert entry.changes[f"{world.commune.code}.authority"] == [world.district.code, world.province.code]

    def test_a_rule_with_problems_is_refused_with_its_place(self, session, world):
        with pytest.raises(RuleBroken, match=r"rating.yaml:\d+:\d+: "):
            open_again(session, RULE_DATA.replace(b"level: good", b"level: god"))

    def test_the_rule_of_a_year_with_released_ratings_stays(self, session, world):
        rating = released(session, world)
        with pytest.raises(Conflict):
            open_again(session, RULE_DATA + b"\n# changed\n")
        assert assess(session, rating).state is RatingState.RELEASED

    def test_without_anybody_who_rates_nothing_is_opened(self, session):
        make_unit(session)
        with pytest.raises(RuleBroken, match="thẩm quyền"):
            open_again(session)


def released(session, world, unit=None):
    rating = fill(session, world, rating_at(session, unit or world.department))
    operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
    operations.release(session, world.chair.actor, rating, now=NOW)
    return rating


class TestInputs:
    def test_a_filled_rating_is_proposed_by_the_rule(self, session, world):
        assessment = assess(session, fill(session, world, rating_at(session, world.department)))
        assert (assessment.outcome.rating, assessment.state) == ("excellent", RatingState.PROPOSED)

    def test_the_index_stays_exact_in_the_database(self, session, world):
        rating = fill(session, world, rating_at(session, world.department), index="89.99")
        session.commit()
        again = rating_at(session, world.department)
        assert again.index_input is not None
        assert again.index_input.percent == Decimal("89.99")
        assert assess(session, again).outcome.rating == "good"
        assert again is rating

    def test_every_entry_is_journalled_with_before_and_after_and_the_same_again_is_not(self, session, world):
        rating = rating_at(session, world.department)
        for value in ("90", "91", "91"):
            operations.enter_index(
                session, world.coordinator.actor, rating, value=Decimal(value), source="Nguồn mẫu", now=NOW
            )
        entries = journal_of(session, "ratings.enter_index")
        assert [entry.changes["value"] for entry in entries] == [[None, "90"], ["90", "91"]]

    def test_the_file_of_a_decision_stays_with_it_and_does_not_prove_another(self, session, world):
        rating = rating_at(session, world.department)

        def enter(value, number, file=None, published_on=None):
            left = operations.enter_index(
                session,
                world.coordinator.actor,
                rating,
                value=Decimal(value),
                source="Nguồn mẫu",
                decision_number=number,
                published_on=published_on,
                file_sha256=file,
                now=NOW,
            )
            stands = rating.index_input
            assert stands is not None
            return stands.file_sha256, left

        assert enter("90", "số mẫu 1", "a" * 64) == ("a" * 64, False)
        assert enter("91", "số mẫu 1", published_on=date(2024, 12, 1)) == ("a" * 64, False)
        assert enter("91", "số mẫu 2") == (None, True)
        assert enter("92", "số mẫu 2") == (None, False)

    @pytest.mark.parametrize("value", ["-0.01", "100.01", "NaN", "Infinity", "91.12345678901234"])
    def test_an_index_that_cannot_be_is_refused(self, session, world, value):
        rating = rating_at(session, world.department)
        with pytest.raises(RuleBroken):
            operations.enter_index(
                session, world.coordinator.actor, rating, value=Decimal(value), source="Nguồn mẫu", now=NOW
            )
        assert rating.index_input is None

    @pytest.mark.parametrize(
        ("counts", "apologised", "field"),
        [
            (DossierCounts(5, 4), None, "late"),
            (DossierCounts(-1, 4), None, "late"),
            (DossierCounts(1, 4, pending_overdue=-1), None, "pending_overdue"),
            (DossierCounts(1, 10**12), None, "total"),
            (DossierCounts(1, 4), 2, "apologised"),
        ],
    )
    def test_counts_that_cannot_be_are_refused_at_their_field(self, session, world, counts, apologised, field):
        rating = rating_at(session, world.department)
        with pytest.raises(RuleBroken) as refusal:
            operations.enter_dossiers(
                session,
                world.coordinator.actor,
                rating,
                counts=counts,
                apologised=apologised,
                source="Nguồn mẫu",
                now=NOW,
            )
        assert refusal.value.field == field

    @pytest.mark.parametrize("source", ["", "   "])
    def test_a_figure_without_a_source_is_refused(self, session, world, source):
        rating = rating_at(session, world.department)
        actor = world.coordinator.actor
        with pytest.raises(RuleBroken) as refusal:
            operations.enter_index(session, actor, rating, value=Decimal(90), source=source, now=NOW)
        assert refusal.value.field == "source"

    def test_other_readings_of_the_late_rate_are_told_where_they_fall_on_the_other_side(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        operations.enter_dossiers(
            session,
            world.coordinator.actor,
            rating,
            counts=DossierCounts(4, 100, pending_overdue=8, received=150, carried_over=10),
            source="Nguồn mẫu",
            now=NOW,
        )
        assert len(assess(session, rating).outcome.notices) == 2


def publish(session, code):
    body = (resource_root() / "checklists" / f"{code}.v1.yaml").read_text(encoding="utf-8")
    digest = sha256(body.encode()).hexdigest()
    session.add(PublishedChecklist(code=code, version=1, sha256=digest, title="Phiếu", body=body, recorded_at=NOW))
    session.flush()


class TestContents:
    def test_an_open_major_finding_of_an_issued_conclusion_fails_its_area(self, session, world):
        make_issued(session, world.department, (5, Grade.MAJOR, None), (4, Grade.MINOR, None))
        assessment = assess(session, rating_at(session, world.department))
        assert assessment.proposal(5).met is False
        assert assessment.proposal(4).met is None

    def test_a_finding_verified_within_the_year_does_not_fail_it(self, session, world):
        make_issued(session, world.department, (5, Grade.MAJOR, date(2024, 10, 12)))
        assert assess(session, rating_at(session, world.department)).proposal(5).met is True

    def test_an_area_counts_as_examined_when_an_item_of_it_was_answered(self, session, world):
        publish(session, "toan-dien")
        make_issued(session, world.department, answered=["A01"])
        assessment = assess(session, rating_at(session, world.department))
        assert assessment.proposal(1).met is True
        assert assessment.proposal(6).met is None

    def test_a_conclusion_of_another_unit_or_year_says_nothing(self, session, world):
        make_issued(session, world.district, (5, Grade.MAJOR, None))
        make_issued(session, world.department, (5, Grade.MAJOR, None), issued_on=date(2023, 12, 31))
        assert assess(session, rating_at(session, world.department)).proposal(5).met is None

    def test_a_proposal_does_not_count_before_it_is_confirmed(self, session, world):
        make_issued(session, world.department, (5, Grade.MAJOR, None))
        rating = rating_at(session, world.department)
        assert assess(session, rating).inputs.contents is None
        assert operations.confirm_as_proposed(session, world.coordinator.actor, rating, now=NOW) == 1
        assert assess(session, rating).inputs.contents is False

    def test_another_result_than_the_proposal_needs_a_reason(self, session, world):
        make_issued(session, world.department, (5, Grade.MAJOR, None))
        rating = rating_at(session, world.department)
        actor = world.coordinator.actor
        with pytest.raises(RuleBroken) as refusal:
            operations.confirm_area(session, actor, rating, area=5, met=True, reason=" ", now=NOW)
        assert refusal.value.field == "reason"
        operations.confirm_area(session, actor, rating, area=5, met=True, reason="Đã khắc phục, báo cáo mẫu", now=NOW)
        (row,) = rating.confirmations
        assert (row.proposed, row.met) == (False, True)

    def test_an_area_without_a_proposal_needs_its_source(self, session, world):
        rating = rating_at(session, world.department)
        with pytest.raises(RuleBroken):
            operations.confirm_area(session, world.coordinator.actor, rating, area=3, met=True, reason="", now=NOW)

    def test_an_area_that_the_rule_does_not_have_is_refused(self, session, world):
        rating = rating_at(session, world.department)
        with pytest.raises(RuleBroken):
            operations.confirm_area(
                session, world.coordinator.actor, rating, area=8, met=True, reason="Nguồn mẫu", now=NOW
            )


class TestDeciding:
    def test_the_proposal_may_be_taken_over_without_a_reason(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        decision = operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
        assert (decision.proposed, decision.level) == ("excellent", "excellent")
        assert assess(session, rating).state is RatingState.DECIDED

    @pytest.mark.parametrize(("late", "level"), [(4, "good"), (6, "excellent")])
    def test_another_level_or_an_undecided_one_needs_a_reason(self, session, world, late, level):
        rating = fill(session, world, rating_at(session, world.department), late=late)
        with pytest.raises(RuleBroken) as refusal:
            operations.decide(session, world.chair.actor, rating, level=level, reason="", now=NOW)
        assert refusal.value.field == "reason"
        decision = operations.decide(session, world.chair.actor, rating, level=level, reason="Lý do mẫu", now=NOW)
        (entry,) = journal_of(session, "ratings.decide")
        assert (decision.level, entry.reason) == (level, "Lý do mẫu")

    @pytest.mark.parametrize("level", ["", "undecided", "best"])
    def test_only_levels_of_the_rule_can_be_decided(self, session, world, level):
        rating = rating_at(session, world.department)
        with pytest.raises(RuleBroken) as refusal:
            operations.decide(session, world.chair.actor, rating, level=level, reason="Lý do mẫu", now=NOW)
        assert refusal.value.field == "level"

    def test_a_conclusion_in_draft_holds_the_decision_back_and_is_named(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        visit = make_visit(session, unit=world.department, closed=True)
        with pytest.raises(Conflict, match=visit.code):
            operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)

    def test_a_visit_that_has_not_begun_is_not_named_to_anybody(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        make_visit(session, unit=world.department, unannounced=True)
        operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)

    def test_a_decision_whose_inputs_changed_must_be_taken_again_before_release(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
        operations.enter_index(session, world.coordinator.actor, rating, value=Decimal(85), source="Nguồn mẫu", now=NOW)
        assert assess(session, rating).state is RatingState.OUTDATED
        with pytest.raises(Conflict, match="quyết định lại"):
            operations.release(session, world.chair.actor, rating, now=NOW)
        operations.decide(session, world.chair.actor, rating, level="good", reason="", now=NOW + timedelta(minutes=1))
        assert assess(session, rating).state is RatingState.DECIDED
        assert [decision.level for decision in rating.decisions] == ["excellent", "good"]

    def test_a_conclusion_issued_after_the_decision_makes_it_outdated(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
        make_issued(session, world.department, (5, Grade.MAJOR, None))
        assert assess(session, rating).state is RatingState.OUTDATED

    def test_a_count_that_only_another_reading_uses_makes_the_decision_outdated_too(self, session, world):
        open_again(session, RULE_DATA.replace(b"reading: resolved", b"reading: with-pending"))
        rating = fill(session, world, rating_at(session, world.department))
        actor = world.coordinator.actor

        def enter(pending_overdue):
            counts = DossierCounts(4, 100, pending_overdue=pending_overdue, received=100, carried_over=10)
            operations.enter_dossiers(session, actor, rating, counts=counts, source="Nguồn mẫu", now=NOW)

        enter(0)
        operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
        enter(6)
        assert assess(session, rating).outcome.rating == "undecided"
        assert assess(session, rating).state is RatingState.OUTDATED

    def test_a_decision_of_an_earlier_version_holds_although_it_kept_fewer_counts(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        decision = operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
        kept = {name: value for name, value in decision.inputs.items() if name not in ("received", "carried_over")}
        set_committed_value(decision, "inputs", kept)
        assert assess(session, rating).state is RatingState.DECIDED

    def test_a_visit_that_began_after_the_decision_holds_the_release_back(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
        visit = make_visit(session, unit=world.department, closed=True)
        with pytest.raises(Conflict, match=visit.code):
            operations.release(session, world.chair.actor, rating, now=NOW)
        assert not rating.is_released

    def test_nothing_is_released_before_it_is_decided(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        with pytest.raises(Conflict, match="Chưa có quyết định"):
            operations.release(session, world.chair.actor, rating, now=NOW)


class TestRelease:
    def test_the_head_is_told_once_in_his_inbox(self, session, world):
        released(session, world)
        query = select(func.count()).select_from(InboxMessage)
        assert session.scalar(query.where(InboxMessage.account_id == world.head.account.id)) == 1

    def test_after_release_every_operation_refuses(self, session, world):
        rating = released(session, world)
        coordinator, chair = world.coordinator.actor, world.chair.actor
        with pytest.raises(Conflict):
            operations.enter_index(session, coordinator, rating, value=Decimal(1), source="Nguồn mẫu", now=NOW)
        with pytest.raises(Conflict):
            operations.enter_dossiers(
                session, coordinator, rating, counts=DossierCounts(0, 1), source="Nguồn mẫu", now=NOW
            )
        with pytest.raises(Conflict):
            operations.confirm_area(session, coordinator, rating, area=1, met=False, reason="Lý do mẫu", now=NOW)
        with pytest.raises(Conflict):
            operations.confirm_as_proposed(session, coordinator, rating, now=NOW)
        with pytest.raises(Conflict):
            operations.decide(session, chair, rating, level="good", reason="Lý do mẫu", now=NOW)
        with pytest.raises(Conflict):
            operations.release(session, chair, rating, now=NOW)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE head_rating SET released_at = NULL, released_by = NULL WHERE released_at IS NOT NULL",
            "DELETE FROM head_rating WHERE released_at IS NOT NULL",
            "UPDATE rating_index_input SET value = '100'",
            "DELETE FROM rating_dossier_input",
            "UPDATE rating_contents_confirmation SET met = NOT met",
            "UPDATE rating_decision SET level = 'good'",
            "DELETE FROM rating_decision",
            "INSERT INTO rating_decision (id, head_rating_id, level, proposed, proposal_reason, inputs, decided_by, "
            "decided_at) SELECT head_rating_id, head_rating_id, 'good', proposed, proposal_reason, inputs, decided_by, "
            "decided_at FROM rating_decision",
            "UPDATE rating_year SET rule_text = ''",
        ],
    )
    def test_after_release_the_database_itself_refuses(self, session, world, statement):
        released(session, world)
        session.commit()
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(statement))


class TestWhoMay:
    def test_a_coordinator_cannot_decide_and_an_authority_cannot_enter(self, session, world):
        rating = fill(session, world, rating_at(session, world.department))
        with pytest.raises(Forbidden):
            operations.decide(session, world.coordinator.actor, rating, level="excellent", reason="", now=NOW)
        with pytest.raises(Forbidden):
            operations.enter_index(session, world.chair.actor, rating, value=Decimal(90), source="Nguồn mẫu", now=NOW)

    def test_a_district_chair_decides_on_his_communes_and_never_on_himself(self, session, world):
        commune = fill(session, world, rating_at(session, world.commune))
        operations.decide(session, world.district_chair.actor, commune, level="excellent", reason="", now=NOW)
        own = fill(session, world, rating_at(session, world.district))
        with pytest.raises(Forbidden):
            operations.decide(session, world.district_chair.actor, own, level="excellent", reason="", now=NOW)

    def test_the_provincial_chair_does_not_decide_on_communes_but_reads_them(self, session, world):
        commune = fill(session, world, rating_at(session, world.commune))
        with pytest.raises(Forbidden):
            operations.decide(session, world.chair.actor, commune, level="excellent", reason="", now=NOW)
        units = {rating.unit_id for rating in visible_ratings(session, world.chair.actor, world.year)}
        assert units == {world.department.id, world.district.id, world.commune.id}

    def test_a_district_chair_sees_his_communes_only(self, session, world):
        units = {rating.unit_id for rating in visible_ratings(session, world.district_chair.actor, world.year)}
        assert units == {world.commune.id}

    def test_the_rated_head_writes_nothing(self, session, world):
        rating = rating_at(session, world.department)
        actor = world.head.actor
        with pytest.raises(Forbidden):
            operations.enter_index(session, actor, rating, value=Decimal(90), source="Nguồn mẫu", now=NOW)
        with pytest.raises(Forbidden):
            operations.confirm_area(session, actor, rating, area=1, met=True, reason="Nguồn mẫu", now=NOW)
        with pytest.raises(Forbidden):
            operations.decide(session, actor, rating, level="excellent", reason="Lý do mẫu", now=NOW)
        with pytest.raises(Forbidden):
            operations.release(session, actor, rating, now=NOW)
        with pytest.raises(Forbidden):
            operations.open_year(session, actor, rule_name="rating.yaml", rule_data=RULE_DATA, now=NOW)

    @pytest.mark.parametrize("other", [Role.COORDINATOR, Role.AUDITOR, Role.INSPECTOR, Role.ADMINISTRATOR])
    @pytest.mark.parametrize("side", [Role.HEAD_OF_UNIT, Role.UNIT_CONTACT, None])
    def test_the_list_shows_exactly_what_may_be_read_whatever_other_role_is_held(self, session, world, other, side):
        own = [(side, world.department)] if side else []
        actor = make_player(session, other, *own).actor
        listed = {rating.id for rating in visible_ratings(session, actor, world.year)}
        ratings = ratings_of(session, world.year)
        assert listed == {rating.id for rating in ratings if may_read_rating(actor, rating)}
        assert not side or rating_at(session, world.department).id not in listed
