"""The register, and any paper of the catalogue, from the command line."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from inspect_app.cli import main
from inspect_app.cli.database import transaction
from inspect_app.kernel.settings import Settings
from inspect_app.registry.operations import NumberWanted, reserve_number, take_number
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.registry import make_office


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A visit's code, on a site with one issued paper and a number that was reserved in a year that has ended."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSPECT_DATA_DIR", str(tmp_path_factory.mktemp("site")))
        patch.delenv("INSPECT_DATABASE_URL", raising=False)
        with transaction(Settings.from_environment()) as session:
            journey, office = make_journey(session), make_office(session)
            book, wanted = office.numbers_itself(), NumberWanted()
            office.issued(take_number(session, office.signer.actor, book, "TB", purpose="x", wanted=wanted, now=NOW))
            reserve_number(session, office.keeper.actor, book, "TB", purpose="Thông báo hẹn", now=NOW)
            code = journey.visit.code
        yield code


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_the_register_lists_papers_and_numbers_that_were_not_used(visit: str) -> None:
    lines = json.loads(_run("register", "list", "--year", "2024", "--json").stdout)
    assert [(line["number"], line["state"]) for line in lines] == [("01/TB-UBND", "current"), ("02/TB", "reserved")]
    assert "01/TB-UBND  17/06/2024" in _run("register", "list", "--year", "2024").stdout


def test_a_number_reserved_in_a_year_that_has_ended_is_a_gap_that_ends_the_command_with_1(visit: str) -> None:
    result = _run("register", "gaps")
    assert result.exit_code == 1
    assert "số 2" in result.stdout
    assert _run("register", "gaps", "--year", "2023").exit_code == 0


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")])
def test_a_paper_is_written_in_either_format(visit: str, tmp_path_factory, form: str, begins: bytes) -> None:
    file = tmp_path_factory.mktemp("out") / f"x.{form}"
    result = _run("document", visit, "checklist_form", "--format", form, "-o", str(file))
    assert result.exit_code == 0, result.output
    assert file.read_bytes().startswith(begins)


def test_what_is_not_there_is_said_and_nothing_is_written(visit: str, tmp_path_factory) -> None:
    file = tmp_path_factory.mktemp("out") / "x.pdf"
    for arguments in (("XX-99", "minutes"), (visit, "notice"), ("1999", "rating_notice")):
        result = _run("document", *arguments, "-o", str(file))
        assert result.exit_code == 1
        assert result.stderr.strip()
        assert not file.exists()
