"""The next campaign made from an earlier one: nothing is dropped silently, nothing is invented. No database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.campaigns.files import CampaignFolder, Days
from inspect_app.campaigns.following import NextPlan, Source, Wishes, first_wishes, next_plan, written_files
from inspect_app.campaigns.following.folder import passing_folder
from inspect_app.campaigns.following.moving import moved_dates, moved_window, same_day, working_day
from inspect_app.campaigns.following.values import days_of
from inspect_app.kernel.calendar import WorkingCalendar
from tests.campaigns.folders import CHECKLISTS, SHIPPED, read, variant

EVERY_DAY = WorkingCalendar()
YEAR = Days(starts=date(2027, 1, 1), ends=date(2027, 12, 31))


def source(folder: Path = SHIPPED, left: Mapping[str, str] | None = None) -> Source:
    """A folder as the source of the next campaign."""
    found: CampaignFolder = read(folder)
    return Source(found.plan, found.units, found.teams, found.calendar, left or {})


def wishes(one: Source, year: int = 2027) -> Wishes:
    """What is proposed first."""
    return first_wishes(one.plan, year, CHECKLISTS)


def made(one: Source, answers: Mapping[str, str] | None = None, wished: Wishes | None = None) -> NextPlan:
    """The next plan."""
    return next_plan(one, wished or wishes(one), answers or {})


def first_answers(plan: NextPlan) -> dict[str, str]:
    """The first choice of every question."""
    return {question.id: question.choices[0][0] for question in plan.questions}


def answered(one: Source, wished: Wishes | None = None) -> NextPlan:
    """The next plan with the first answer to every question; an answer may bring up another question."""
    answers: dict[str, str] = {}
    plan = made(one, wished=wished)
    while plan.open:
        answers |= first_answers(plan)
        plan = made(one, answers, wished)
    return plan


def test_the_same_day_of_another_year_stays_in_its_month() -> None:
    assert same_day(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert same_day(date(2024, 4, 18), 3) == date(2027, 4, 18)


def test_a_day_moves_to_the_next_working_day_but_not_out_of_its_month() -> None:
    calendar = WorkingCalendar.of([date(2027, 4, 30)])
    assert working_day(date(2024, 4, 17), 3, calendar) == date(2027, 4, 19)
    assert working_day(date(2024, 4, 30), 3, calendar) == date(2027, 4, 29)


def test_a_window_is_cut_to_the_campaign_and_one_outside_it_is_none() -> None:
    whole = Days(starts=date(2027, 5, 3), ends=date(2027, 8, 31))
    window = Days(starts=date(2024, 4, 1), ends=date(2024, 5, 31))
    assert moved_window(window, 3, EVERY_DAY, whole) == Days(starts=date(2027, 5, 3), ends=date(2027, 5, 31))
    assert moved_window(Days(starts=date(2024, 9, 4), ends=date(2024, 9, 30)), 3, EVERY_DAY, whole) is None


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2024, 12, 20)),
    st.integers(1, 5),
    st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=40),
)
def test_moved_dates_are_as_many_working_free_days_of_the_same_month(
    start: date, length: int, taken: set[date]
) -> None:
    dates = Days(starts=start, ends=start.fromordinal(start.toordinal() + length - 1))
    moved = moved_dates(dates, 3, EVERY_DAY, YEAR, lambda day: day not in taken)
    if moved is not None:
        assert len(moved.each()) == length
        assert {day.month for day in moved.each()} == {start.month}
        assert all(EVERY_DAY.is_working_day(day) and day not in taken for day in moved.each())


def test_the_sample_of_2024_becomes_a_folder_of_2027_that_passes_the_check_with_and_without_answers() -> None:
    for plan in (made(source()), answered(source())):
        with passing_folder(written_files(plan, "quang-nam-2024"), CHECKLISTS) as (_directory, folder):
            assert (folder.plan.campaign.code, folder.plan.campaign.year) == ("quang-nam-2027", 2027)
            assert folder.plan == plan.plan
            assert (folder.units, folder.teams, folder.calendar) == (plan.units, plan.teams, plan.calendar)
            assert len(folder.plan.visits) == 29
            assert [draw.count for draw in folder.plan.draws] == [4, 3, 4]
            assert (folder.plan.campaign.number, folder.plan.campaign.issued_on) == (None, None)


def test_every_open_question_stands_in_the_files_at_a_line_of_its_own() -> None:
    plan = made(source(left={"y-te-thu-ky": "đã nghỉ hưu"}))
    text = "\n".join(written_files(plan, "quang-nam-2024").values())
    assert len(plan.open) == len(plan.questions) > 4
    for question in plan.open:
        assert text.count(f"# CẦN TRẢ LỜI [{question.id}]") == 1
    whole = "\n".join(written_files(answered(source()), "quang-nam-2024").values())
    assert "CẦN TRẢ LỜI" not in whole


def test_a_unit_is_followed_to_its_successor_and_the_newest_checklist_is_taken() -> None:
    plan = made(source())
    visits = {visit.code: visit for visit in plan.plan.visits}
    assert visits["TD-04"].unit == "509"
    assert ("TD-04", "UBND huyện Nông Sơn", "UBND huyện Quế Sơn") in {
        (change.key, change.before, change.after) for change in plan.changes
    }
    assert {stream.code: stream.checklist.version for stream in plan.plan.streams}["cong-vu"] == 2


def test_a_dissolved_unit_without_successor_is_asked_never_dropped_silently(tmp_path: Path) -> None:
    one = source(variant(tmp_path, ("plan.yaml", 'unit: "20848"', 'unit: "20656"')))
    plan = made(one)
    question = next(question for question in plan.open if question.id == "cuoc:YT-05")
    assert "Trung Phước" in question.text
    assert "31/12/2024" in question.text
    assert "YT-05" not in {visit.code for visit in plan.plan.visits}
    assert "[cuoc:YT-05]" in written_files(plan, "x")["plan.yaml"]
    other = made(one, {"cuoc:YT-05": "20662"})
    assert question.refusal("20662") is None
    assert {visit.code: visit.unit for visit in other.plan.visits}["YT-05"] == "20662"
    left_out = made(one, {"cuoc:YT-05": "bo"})
    assert "YT-05" in {change.key for change in left_out.changes if not change.after}
    assert "cuoc:YT-05" not in {question.id for question in left_out.open}


def test_two_units_that_became_one_are_not_visited_twice_in_a_stream_without_being_asked(tmp_path: Path) -> None:
    one = source(variant(tmp_path, ("plan.yaml", 'unit: "503"', 'unit: "509"')))
    plan = made(one)
    assert [question.id for question in plan.open if question.id.startswith("cuoc:")] == ["cuoc:TD-05"]
    assert "đã có cuộc kiểm tra cùng luồng" in next(q for q in plan.open if q.id == "cuoc:TD-05").text


def test_who_left_is_asked_and_replaced_kept_or_taken_off_the_team() -> None:
    one = source(left={"y-te-thu-ky": "đã nghỉ hưu", "y-te-truong-doan": "chuyển công tác"})
    asked = {question.id: question for question in made(one).open}
    assert "đã nghỉ hưu" in asked["nguoi:y-te-thu-ky"].text
    assert "bo" not in {value for value, _label in asked["nguoi:y-te-truong-doan"].choices}
    answers = {"nguoi:y-te-thu-ky": "bo", "nguoi:y-te-truong-doan": "mot-cua-truong-doan"}
    teams = made(one, answers).teams
    assert teams is not None
    members = next([member.person for member in team.members] for team in teams.teams if team.code == "y-te")
    assert members == ["mot-cua-truong-doan", "y-te-thanh-vien-1", "y-te-thanh-vien-2"]
    assert "y-te-thu-ky" not in {person.code for person in teams.people}


def test_a_replacement_gives_no_person_two_visits_on_a_day() -> None:
    one = source(left={"y-te-truong-doan": "chuyển công tác"})
    plan = made(one, {"nguoi:y-te-truong-doan": "mot-cua-truong-doan"})
    with passing_folder(written_files(plan, "quang-nam-2024"), CHECKLISTS) as (_directory, folder):
        assert len(folder.plan.visits) == 29


def test_no_holiday_is_invented_and_what_is_proposed_is_to_be_checked() -> None:
    plan = made(source())
    assert {entry.starts for entry in plan.calendar.holidays} == {date(2027, 4, 30), date(2027, 5, 1), date(2027, 9, 2)}
    assert all("cần đối chiếu" in entry.source for entry in plan.calendar.holidays)
    assert plan.calendar.working_weekend_days == ()
    asked = {question.id for question in plan.open}
    assert {"gio-to:2027", "quoc-khanh:2027", "nghi-bu:2027-05-01", "hoan-doi:2027"} <= asked


def test_answers_about_holidays_are_kept_and_the_dates_move_away_from_them() -> None:
    answers = {
        "gio-to:2027": "15/04/2027",
        "quoc-khanh:2027": "sau",
        "nghi-bu:2027-05-01": "de-xuat",
        "hoan-doi:2027": "17/05/2027",
        "lam-bu:2027": "22/05/2027",
    }
    plan = made(source(), answers)
    days = {day for entry in plan.calendar.holidays for day in entry.days.each()}
    assert {date(2027, 4, 15), date(2027, 9, 3), date(2027, 5, 3), date(2027, 5, 17)} <= days
    assert [one.day for one in plan.calendar.working_weekend_days] == [date(2027, 5, 22)]
    dates = {visit.code: visit.dates for visit in plan.plan.visits}
    assert dates["TD-07"] == Days(starts=date(2027, 4, 19), ends=date(2027, 4, 20))
    with passing_folder(written_files(plan, "quang-nam-2024"), CHECKLISTS):
        pass


def test_streams_that_are_not_kept_take_their_visits_draws_and_teams_along() -> None:
    one = source()
    plan = answered(one, replace(wishes(one), streams={"y-te": 1}))
    assert {visit.stream for visit in plan.plan.visits} == {"y-te"}
    assert plan.plan.draws == ()
    assert plan.teams is not None
    assert [team.code for team in plan.teams.teams] == ["y-te"]
    with passing_folder(written_files(plan, "quang-nam-2024"), CHECKLISTS):
        pass


@pytest.mark.parametrize("window", [("2027-05-03", "2027-08-31"), ("2027-06-01", "2027-06-11")])
def test_a_shorter_campaign_asks_for_visits_that_find_no_day_and_still_passes(window: tuple[str, str]) -> None:
    one = source()
    days = Days(starts=date.fromisoformat(window[0]), ends=date.fromisoformat(window[1]))
    plan = answered(one, replace(wishes(one), window=days))
    undated = [visit.code for visit in plan.plan.visits if visit.dates is None and visit.window is None]
    assert {f"ngay:{code}" for code in undated} & {question.id for question in plan.questions}
    with passing_folder(written_files(plan, "quang-nam-2024"), CHECKLISTS):
        pass


def test_what_the_planner_is_told_moves_with_the_year_and_names_only_what_is_kept(tmp_path: Path) -> None:
    old = 'unit: "20848", dates: {starts: 2024-06-27, ends: 2024-06-27}'
    one = source(variant(tmp_path, ("plan.yaml", old, f"{old}, due: 2024-06-28, after: [YT-04]")))
    plan = answered(one)
    assert plan.plan.planning is not None
    assert plan.plan.planning.rainy == Days(starts=date(2027, 9, 1), ends=date(2027, 12, 31))
    visits = {visit.code: visit for visit in plan.plan.visits}
    last, first = visits["YT-05"], visits["YT-04"]
    assert last.dates is not None
    assert first.dates is not None
    assert last.dates.starts > first.dates.ends
    assert last.due is not None
    assert last.due >= last.dates.ends
    with passing_folder(written_files(plan, "quang-nam-2024"), CHECKLISTS) as (_directory, folder):
        assert folder.plan == plan.plan


def test_the_wording_of_papers_goes_along_but_for_what_is_of_its_year_and_its_streams() -> None:
    one = source()
    before = one.plan.papers
    assert before is not None
    first = made(one)
    assert {"can-cu", "nam-noi-dung"} <= {question.id for question in first.open}
    text = written_files(first, "a")["plan.yaml"]
    assert text.index("[can-cu]") < text.index("[nam-noi-dung]") < text.index("\npapers:")
    wished = wishes(one)
    less = replace(wished, streams={code: number for code, number in wished.streams.items() if code != "cong-vu"})
    plan = answered(one, less)
    papers = plan.plan.papers
    assert papers is not None
    assert (papers.plan.bases, papers.outline, papers.plan.period) == (before.plan.bases, before.outline, "")
    assert list(papers.plan.contents) == ["toan-dien", "y-te", "mot-cua"]
    assert "năm 2026" in papers.plan.contents["toan-dien"][1]
    assert "năm 2027" in papers.plan.contents["toan-dien"][2]
    assert papers.decision.issued_by == {"toan-dien": "49", "y-te": "SNV", "mot-cua": "SNV"}
    changed = [one.key for one in plan.changes if one.key.startswith("papers")]
    assert changed.count("papers · period") == 1
    assert changed.count("papers · contents · toan-dien") == 2
    with passing_folder(written_files(plan, "quang-nam-2024"), CHECKLISTS) as (_directory, folder):
        assert folder.plan == plan.plan
        assert folder.plan.papers is not None
        assert folder.plan.papers.model_fields_set == before.model_fields_set


def test_bases_that_nobody_confirms_are_left_blank_and_a_merged_unit_is_followed() -> None:
    one = source()
    gone = one.units.by_code()["SNV"].model_copy(update={"valid_to": date(2026, 12, 31), "successor": "SYT"})
    units = tuple(gone if unit.code == "SNV" else unit for unit in one.units.units)
    one = replace(one, units=one.units.model_copy(update={"units": units}))
    papers = made(one, {"can-cu": "de-trong", "nam-noi-dung": "giu-nam"}).plan.papers
    assert papers is not None
    assert (papers.plan.bases, papers.decision.bases) == ((), {})
    assert "năm 2024" in papers.plan.contents["toan-dien"][2]
    assert (papers.lead_agency, papers.decision.issued_by["y-te"]) == ("SYT", "SYT")


def test_the_same_in_gives_the_same_files() -> None:
    assert written_files(made(source()), "a") == written_files(made(source()), "a")


@pytest.mark.parametrize(
    "text", ["", "31/02/2027", "16/4", "16/04/2027 - 15/04/2027", "١٦/04/2027", "1/1/1-2/2/2-3/3/3"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    assert days_of(text) is None


def test_days_are_read_as_people_write_them() -> None:
    assert days_of("16/04/2027") == Days(starts=date(2027, 4, 16), ends=date(2027, 4, 16))
    assert days_of(" 6/2/2027 - 12/02/2027 ") == Days(starts=date(2027, 2, 6), ends=date(2027, 2, 12))
