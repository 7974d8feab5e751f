"""The list of dossiers of a visit: read by its headings, refused line by line, kept, and in the tablet's bundle."""

from io import BytesIO

import pytest

from inspect_app.fieldwork.dossier_file import read_dossiers
from inspect_app.fieldwork.models import DossierList
from inspect_app.fieldwork.operations.dossiers import take_dossier_list
from inspect_app.fieldwork.permissions import may_prepare_dossiers
from inspect_app.fieldwork.queries import dossier_list_of
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.kernel.yaml_source import ProblemsFound
from tests.browsing import form_key
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW

GOOD = (
    "\ufeffMã hồ sơ;Người nộp;NGÀY TIẾP NHẬN;Hẹn trả lần đầu;Số lần hẹn lại\r\n"
    "H47-240601-0001;Người nộp 1;01/06/2024 08:30;10/06/2024;0\r\n"
    "\r\n"
    "H47-240602-0002;Người nộp 2;2024-06-02;;1\r\n"
)


@pytest.fixture
def journey(session):
    return make_journey(session)


def take(journey, text=GOOD, who=None, now=NOW):
    actor = (who or journey.secretary).actor
    return take_dossier_list(journey.session, actor, journey.visit, "ho-so.csv", text.encode(), now=now)


def test_columns_are_known_by_their_headings_and_others_are_not_kept():
    read = read_dossiers("ho-so.csv", GOOD.encode())
    assert read.rows == (
        {"code": "H47-240601-0001", "received": "2024-06-01", "first_due": "2024-06-10", "reschedules": "0"},
        {"code": "H47-240602-0002", "received": "2024-06-02", "reschedules": "1"},
    )
    assert read.left_out == ("Người nộp",)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("Hồ sơ,Ngày tiếp nhận\nA,01/06/2024\n", "1:1", "Thiếu cột"),
        ("Mã hồ sơ,Ngày tiếp nhận\nA,31/02/2024\n", "2:3", "Ngày"),
        ("Mã hồ sơ,Ngày tiếp nhận,Hẹn trả lần đầu\nA,05/06/2024,01/06/2024\n", "2:14", "trước ngày tiếp nhận"),
        ("Mã hồ sơ,Số lần bổ sung\nA,hai\n", "2:3", "số"),
        ("Mã hồ sơ,Ngày tiếp nhận\n,01/06/2024\n", "2:1", "mã hồ sơ"),
        ("Mã hồ sơ,Ghi chú\n,chỉ có ghi chú\n", "2:1", "mã hồ sơ"),
        ("Mã hồ sơ\nA\nB\nA\n", "4:1", "dòng 2"),
        ("Mã hồ sơ\n", "1:1", "không có hồ sơ"),
        ("Mã hồ sơ\n" + "".join(f"A{n}\n" for n in range(2_001)), "2002:1", "tối đa"),
        (f"Mã hồ sơ\n{'A' * 61}\n", "2:1", "dài quá"),
    ],
)
def test_a_fault_is_told_with_its_line_and_column(text, place, words):
    with pytest.raises(ProblemsFound) as found:
        read_dossiers("ho-so.csv", text.encode())
    told = [str(problem) for problem in found.value.problems]
    assert any(line.startswith(f"ho-so.csv:{place}:") and words in line for line in told), told


def test_a_list_of_many_pieces_is_read_whole():
    text = "Mã hồ sơ\n" + "".join(f"A{n}\n" for n in range(700))
    assert len(read_dossiers("ho-so.csv", text.encode()).rows) == 700
    with pytest.raises(ProblemsFound) as found:
        read_dossiers("x.csv", text.replace("A650\n", f"{'B' * 61}\n").encode())
    assert found.value.problems[0].place.line == 652


def test_the_newest_list_is_used_and_the_earlier_one_is_kept(journey):
    take(journey)
    kept, _left_out = take(journey, "Mã hồ sơ\nMới-1\n")
    assert dossier_list_of(journey.session, journey.visit.id) == kept
    assert journey.session.query(DossierList).count() == 2


def test_a_broken_list_changes_nothing(journey):
    take(journey)
    with pytest.raises(RuleBroken) as refused:
        take(journey, "Mã hồ sơ,Ngày tiếp nhận\nA,31/02/2024\nA,01/06/2024\n")
    assert refused.value.message.splitlines()[0].startswith("Dòng 2, cột 3:")
    assert journey.session.query(DossierList).count() == 1


def test_only_the_desk_and_coordinators_prepare_a_list(journey):
    assert may_prepare_dossiers(journey.lead.actor, journey.visit)
    assert may_prepare_dossiers(journey.coordinator.actor, journey.visit)
    for other in (journey.inspector, journey.contact, journey.head, journey.auditor):
        with pytest.raises(Forbidden):
            take(journey, who=other)


def test_the_page_takes_a_list_and_says_what_it_left_out(journey, sign_in_as):
    client = sign_in_as(journey.lead.account)
    address = f"/cuoc-kiem-tra/{journey.visit.id}/danh-sach-ho-so"
    data = {"csrf_token": form_key(client, address), "file": (BytesIO(GOOD.encode()), "ho-so.csv")}
    page = client.post(address, data=data, follow_redirects=True).text
    assert "Đã nhận danh sách 2 hồ sơ" in page
    assert "Người nộp" in page
    assert "01/06/2024" in page
    wrong = {"csrf_token": form_key(client, address), "file": (BytesIO(b"x,y\n1,2\n"), "ho-so.csv")}
    refused = client.post(address, data=wrong)
    assert refused.status_code == 422
    assert "Dòng 1, cột 1: Thiếu cột" in refused.text


def test_the_unit_does_not_see_what_is_drawn_from(journey, sign_in_as):
    assert (
        sign_in_as(journey.contact.account).get(f"/cuoc-kiem-tra/{journey.visit.id}/danh-sach-ho-so").status_code == 403
    )
