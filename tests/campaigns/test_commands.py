"""`plan check` and `plan load` as a person runs them."""

import json
import re
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from inspect_app.campaigns.commands import plan
from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.rules import VisitOrigin
from inspect_app.journal.models import JournalEntry
from tests.campaigns.folders import SHIPPED, variant


def run(*arguments, session=None):
    @contextmanager
    def database():
        with session.begin_nested():
            yield session

    result = CliRunner().invoke(plan, [str(argument) for argument in arguments], obj=database)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_shipped_folder_passes():
    result = run("check", SHIPPED)
    assert result.exit_code == 0
    assert "29 cuộc kiểm tra, 11 cuộc rút thăm" in result.stdout


def test_problems_go_to_standard_error_with_their_places(tmp_path):
    folder = variant(tmp_path, ("plan.yaml", 'unit: "STNMT"', 'unit: "X"'), ("teams.yaml", "role: lead", "role: leed"))
    result = run("check", folder)
    assert result.exit_code == 1
    assert result.stdout == ""
    *problems, last = result.stderr.splitlines()
    assert len(problems) == 2
    assert all(re.match(r".*/(plan|teams)\.yaml:[0-9]+:[0-9]+: ", line) for line in problems)
    assert last.startswith("2 vấn đề")


@pytest.mark.parametrize("arguments", [["check"], ["check", "/nowhere/at/all"], ["load"], ["check", SHIPPED, "--x"]])
def test_wrong_use_is_exit_2(arguments):
    assert run(*arguments).exit_code == 2


def test_loading_prints_what_changes_and_the_second_time_nothing(session):
    first = run("load", SHIPPED, session=session)
    assert first.exit_code == 0, first.stderr
    assert "+ cuộc kiểm tra TD-07: Sở Tài nguyên và Môi trường" in first.stdout
    assert "+ rút thăm cap-xa: Công vụ tại UBND cấp xã" in first.stdout
    entries = session.scalar(select(func.count()).select_from(JournalEntry))
    second = run("load", SHIPPED, session=session)
    assert second.stdout == "Không có gì thay đổi.\n"
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == entries


def test_a_drawn_visit_is_not_printed(session):
    result = run("load", SHIPPED, session=session)
    drawn = session.scalars(select(Visit).where(Visit.origin == VisitOrigin.DRAWN)).all()
    named = {visit.unit.name for visit in session.scalars(select(Visit).where(Visit.origin == VisitOrigin.PLAN))}
    assert drawn
    for visit in drawn:
        assert visit.unit.name in named or visit.unit.name not in result.output
        assert visit.code not in result.output


def test_a_change_is_printed_before_and_after(session, tmp_path):
    run("load", SHIPPED, session=session)
    folder = variant(
        tmp_path, ("plan.yaml", "{starts: 2024-05-28, ends: 2024-05-29}", "{starts: 2024-05-27, ends: 2024-05-28}")
    )
    result = run("load", folder, session=session)
    assert "~ cuộc kiểm tra TD-09: Sở Xây dựng" in result.stdout
    assert "ngày kiểm tra: 2024-05-28, 2024-05-29 → 2024-05-27, 2024-05-28" in result.stdout


def test_json_is_alone_on_standard_output(session):
    result = run("load", SHIPPED, "--json", session=session)
    changes = json.loads(result.stdout)
    assert changes.keys() == {"added", "changed", "removed", "kept"}
    assert sum(one["thing"] == "visit" for one in changes["added"]) == 29


def test_a_dry_run_leaves_the_database_alone(session):
    result = run("load", SHIPPED, "--dry-run", session=session)
    assert "+ cuộc kiểm tra TD-07" in result.stdout
    assert session.scalar(select(func.count()).select_from(Campaign)) == 0


def test_a_broken_folder_loads_nothing(session, tmp_path):
    result = run("load", variant(tmp_path, ("plan.yaml", 'unit: "STNMT"', 'unit: "X"')), session=session)
    assert result.exit_code == 1
    assert session.scalar(select(func.count()).select_from(Campaign)) == 0
