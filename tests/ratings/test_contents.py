"""The proposal "all contents met" from findings: open until verified, and the verification's year counts."""

from datetime import date

import pytest

from inspect_app.ratings.rules import AreaFinding, all_contents, propose_contents


def finding(area=5, grade="major", issued_on=date(2024, 7, 1), verified_on=None):
    return AreaFinding("f1", area, grade, "3 trong 5 hồ sơ trễ không có phiếu xin lỗi", "TD-01", issued_on, verified_on)


def proposal(*findings, area=5, examined=frozenset(range(1, 8))):
    proposals = propose_contents(findings, areas=range(1, 8), examined=examined, year=2024, grade="major")
    return next(one for one in proposals if one.area == area)


def test_an_open_major_finding_fails_its_area_and_no_other():
    assert proposal(finding()).met is False
    assert proposal(finding(), area=4).met is True


def test_a_finding_verified_within_the_year_no_longer_counts_but_is_shown():
    one = proposal(finding(verified_on=date(2024, 12, 31)))
    assert one.met is True
    assert len(one.closed_findings) == 1


def test_a_finding_verified_after_the_year_is_open_for_it():
    assert proposal(finding(verified_on=date(2025, 1, 1))).met is False


@pytest.mark.parametrize("grade", ["minor", "note"])
def test_a_lesser_finding_does_not_fail_an_area(grade):
    assert proposal(finding(grade=grade)).met is True


def test_a_conclusion_of_another_year_does_not_count():
    assert proposal(finding(issued_on=date(2023, 12, 31))).met is True


def test_an_area_that_no_conclusion_examined_is_left_open():
    assert proposal(area=6, examined={5}).met is None


def test_a_finding_counts_even_where_the_examined_areas_do_not_name_its_area():
    assert proposal(finding(), examined=frozenset()).met is False


@pytest.mark.parametrize(
    ("areas", "whole"),
    [
        ({1: True, 2: True}, True),
        ({1: True, 2: None}, None),
        ({1: None, 2: False}, False),
        ({1: True}, None),
        ({}, None),
    ],
)
def test_all_contents_are_met_only_when_every_area_is(areas, whole):
    assert all_contents(areas, (1, 2)) is whole
