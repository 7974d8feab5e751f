"""The pages of ratings, as each role sees them."""

import io
import re

import pytest

from inspect_app.checklists.rules import Grade
from inspect_app.kernel.actors import Role
from inspect_app.ratings import operations
from inspect_app.ratings.queries import assess
from inspect_app.ratings.rules import RatingState
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.ratings import fill, make_issued, make_rating_world, rating_at
from tests.factories.units import make_province
from tests.factories.visits import make_visit


@pytest.fixture
def world(session):
    return make_rating_world(session)


@pytest.fixture
def rating(session, world):
    """The department's rating, filled so that the rule is silent: 92 % and 12 of 200 late."""
    return fill(session, world, rating_at(session, world.department), late=12, total=200)


def text_of(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def csrf(client, url):
    page = client.get(url).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def post(client, url, form_url=None, **values):
    token = csrf(client, form_url or url)
    return client.post(url, data={"csrf_token": token, **values}, content_type="multipart/form-data")


class TestTheTable:
    def test_open_questions_stand_first(self, session, world, sign_in_as):
        fill(session, world, rating_at(session, world.commune))
        fill(session, world, rating_at(session, world.department), late=12, total=200)
        page = text_of(sign_in_as(world.coordinator.account).get("/xep-loai/"))
        assert page.index("UBND huyện Tây Giang</a>") < page.index("UBND xã A Tiêng</a>")
        assert page.index("Sở Y tế</a>") < page.index("UBND xã A Tiêng</a>")
        assert "Mức có thể: Hoàn thành xuất sắc nhiệm vụ, Hoàn thành nhiệm vụ" in page

    def test_it_can_be_narrowed_by_the_kind_of_unit(self, world, sign_in_as):
        page = text_of(sign_in_as(world.auditor.account).get("/xep-loai/?nam=2024&loai=commune"))
        assert "UBND xã A Tiêng</a>" in page
        assert "Sở Y tế</a>" not in page

    def test_a_district_chair_sees_his_communes_and_not_himself(self, world, sign_in_as):
        page = text_of(sign_in_as(world.district_chair.account).get("/xep-loai/"))
        assert "UBND xã A Tiêng</a>" in page
        assert "UBND huyện Tây Giang</a>" not in page
        assert "Sở Y tế</a>" not in page

    def test_the_table_of_an_authority_begins_with_the_heads_that_he_rates_himself(self, world, sign_in_as):
        client = sign_in_as(world.chair.account)
        own, every = text_of(client.get("/xep-loai/")), text_of(client.get("/xep-loai/?loai=tat-ca"))
        assert "Sở Y tế</a>" in own
        assert "UBND xã A Tiêng</a>" not in own
        assert "UBND xã A Tiêng</a>" in every
        assert "UBND xã A Tiêng" not in client.get("/xep-loai/bang.csv").text
        assert "UBND xã A Tiêng" in client.get("/xep-loai/bang.csv?loai=tat-ca").text

    def test_heads_and_inspectors_have_no_table(self, session, world, sign_in_as):
        for player in (world.head, make_player(session, Role.INSPECTOR)):
            client = sign_in_as(player.account)
            assert client.get("/xep-loai/").status_code == 403
            assert client.get("/xep-loai/bang.csv").status_code == 403

    @pytest.mark.parametrize("address", ["/xep-loai/?nam=1999", "/xep-loai/?nam=abcd", "/xep-loai/bang.csv?nam=20245"])
    def test_a_year_that_was_not_opened_is_not_found(self, world, sign_in_as, address):
        assert sign_in_as(world.coordinator.account).get(address).status_code == 404

    def test_the_file_opens_in_a_spreadsheet_and_runs_nothing_there(self, session, world, rating, sign_in_as):
        world.department.name = "=1+1"
        session.flush()
        answer = sign_in_as(world.coordinator.account).get("/xep-loai/bang.csv?nam=2024")
        assert answer.data.startswith(b"\xef\xbb\xbf")
        lines = answer.data.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Mã đơn vị;Đơn vị;")
        (line,) = [one for one in lines if "'=1+1" in one]
        assert ";92;12;200;6,00 %;7 / 7;" in line

    def test_before_any_year_the_page_says_what_will_come_and_how(self, session, sign_in_as):
        make_province(session)
        page = text_of(sign_in_as(make_player(session, Role.COORDINATOR).account).get("/xep-loai/"))
        assert "Mở năm xếp loại" in page

    def test_a_coordinator_opens_the_year(self, session, world, sign_in_as):
        client = sign_in_as(world.coordinator.account)
        answer = post(client, "/xep-loai/mo-nam", rule_file="quang-nam-2024")
        assert answer.status_code == 302
        assert answer.location.endswith("/xep-loai/?nam=2024")


class TestOneHead:
    def test_it_shows_figures_reason_and_what_would_change_it(self, world, rating, sign_in_as):
        page = text_of(sign_in_as(world.chair.account).get(f"/xep-loai/{rating.id}"))
        assert "Giám đốc Sở Y tế, năm 2024" in page
        assert "92 %" in page
        assert "12/200" in page
        assert "6,00 %" in page
        assert "Quy định không nêu mức cho trường hợp" in page
        assert "trễ hẹn tối đa 9/200 hồ sơ (hiện 12/200)" in page
        assert "Không đạt" in page
        assert "Chưa đủ số liệu" not in page
        assert "Chờ Chủ tịch UBND tỉnh Quảng Nam quyết định" in page
        assert "giải quyết quá hạn / đã giải quyết" in page

    def test_it_shows_the_findings_behind_an_area(self, session, world, sign_in_as):
        make_issued(session, world.department, (5, Grade.MAJOR, None))
        rating = rating_at(session, world.department)
        page = text_of(sign_in_as(world.coordinator.account).get(f"/xep-loai/{rating.id}"))
        assert "Thiếu sót mẫu 1" in page
        assert "mặc định của phần mềm, không phải luật" in page

    def test_a_finding_that_came_after_an_area_was_confirmed_from_elsewhere_is_pointed_out(
        self, session, world, rating, sign_in_as
    ):
        client = sign_in_as(world.chair.account)
        assert "đề xuất đã đổi sau khi xác nhận" not in text_of(client.get(f"/xep-loai/{rating.id}"))
        make_issued(session, world.department, (5, Grade.MAJOR, None))
        assert "đề xuất đã đổi sau khi xác nhận" in text_of(client.get(f"/xep-loai/{rating.id}"))

    def test_a_conclusion_in_draft_is_announced(self, session, world, rating, sign_in_as):
        visit = make_visit(session, unit=world.department, closed=True)
        page = text_of(sign_in_as(world.chair.account).get(f"/xep-loai/{rating.id}"))
        assert f"kết luận của cuộc kiểm tra {visit.code} chưa phát hành" in page

    def test_each_role_gets_only_its_own_actions(self, world, rating, sign_in_as):
        address = f"/xep-loai/{rating.id}"
        coordinator = text_of(sign_in_as(world.coordinator.account).get(address))
        chair = text_of(sign_in_as(world.chair.account).get(address))
        auditor = text_of(sign_in_as(world.auditor.account).get(address))
        assert "/chi-so" in coordinator
        assert '/quyet-dinh"' not in coordinator
        assert '/quyet-dinh"' in chair
        assert "/chi-so" not in chair
        assert "/chi-so" not in auditor
        assert '/quyet-dinh"' not in auditor

    def test_the_rated_head_gets_nowhere_before_release(self, world, rating, sign_in_as):
        client = sign_in_as(world.head.account)
        for tail in ("", "/chi-so", "/ho-so", "/linh-vuc/1", "/quyet-dinh", "/cong-bo"):
            assert client.get(f"/xep-loai/{rating.id}{tail}").status_code == 403
        assert "Kết quả của bạn sẽ hiện ở đây" in text_of(client.get("/xep-loai/cua-toi"))

    def test_after_release_the_head_reads_his_own_and_no_other(self, session, world, rating, sign_in_as):
        chair = world.chair.actor
        operations.decide(session, chair, rating, level="excellent", reason="Lý do mẫu", now=NOW)
        operations.release(session, chair, rating, now=NOW)
        client = sign_in_as(world.head.account)
        assert "Hoàn thành xuất sắc nhiệm vụ" in text_of(client.get("/xep-loai/cua-toi"))
        page = text_of(client.get(f"/xep-loai/{rating.id}"))
        assert "Lý do mẫu" in page
        assert '/quyet-dinh"' not in page
        assert client.get(f"/xep-loai/{rating_at(session, world.commune).id}").status_code == 403
        for tail in ("/chi-so", "/ho-so", "/linh-vuc/1", "/quyet-dinh", "/cong-bo"):
            assert client.get(f"/xep-loai/{rating.id}{tail}").status_code == 403


class TestTheForms:
    def test_the_index_is_taken_with_a_comma_and_its_paper_kept(self, session, world, sign_in_as):
        rating = rating_at(session, world.department)
        client = sign_in_as(world.coordinator.account)
        answer = post(
            client,
            f"/xep-loai/{rating.id}/chi-so",
            value="92,50",
            source="Bảng công bố mẫu",
            paper=(io.BytesIO(b"%PDF-1.7 mau"), "quyet-dinh.pdf"),
        )
        assert answer.status_code == 302
        session.expire_all()
        row = rating_at(session, world.department).index_input
        assert row is not None
        assert str(row.percent) == "92.50"
        paper = client.get(f"/xep-loai/{rating.id}/quyet-dinh-cong-bo-chi-so.pdf")
        assert paper.data == b"%PDF-1.7 mau"
        assert paper.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize(
        "values",
        [
            {"value": "101", "source": "Nguồn mẫu"},
            {"value": "NaN", "source": "Nguồn mẫu"},
            {"value": "abc", "source": "Nguồn mẫu"},
            {"value": "", "source": "Nguồn mẫu"},
            {"value": "90", "source": ""},
            {"value": "90", "source": "Nguồn mẫu", "published_on": "31/02/2024"},
            {"value": "90", "source": "Nguồn mẫu", "paper": (io.BytesIO(b"<html>"), "a.pdf")},
        ],
    )
    def test_a_wrong_index_is_refused_and_nothing_is_kept(self, session, world, sign_in_as, values):
        rating = rating_at(session, world.department)
        client = sign_in_as(world.coordinator.account)
        assert post(client, f"/xep-loai/{rating.id}/chi-so", **values).status_code == 422
        session.expire_all()
        assert rating_at(session, world.department).index_input is None

    def test_the_dossiers_are_taken_and_more_late_than_total_is_refused(self, session, world, sign_in_as):
        rating = rating_at(session, world.department)
        client = sign_in_as(world.coordinator.account)
        address = f"/xep-loai/{rating.id}/ho-so"
        assert post(client, address, late="5", total="4", source="Nguồn mẫu").status_code == 422
        assert post(client, address, late="4", total="100", source="Nguồn mẫu").status_code == 302
        session.expire_all()
        row = rating_at(session, world.department).dossiers
        assert row is not None
        assert row.late == 4

    def test_an_area_is_confirmed_with_a_reason(self, session, world, sign_in_as):
        rating = rating_at(session, world.department)
        client = sign_in_as(world.coordinator.account)
        address = f"/xep-loai/{rating.id}/linh-vuc/3"
        assert post(client, address, result="met", reason="").status_code == 422
        assert post(client, address, result="met", reason="Báo cáo mẫu").status_code == 302
        assert client.get(f"/xep-loai/{rating.id}/linh-vuc/8").status_code == 404

    def test_all_areas_are_confirmed_as_proposed_by_one_button(self, session, world, sign_in_as):
        make_issued(session, world.department, (5, Grade.MAJOR, None))
        rating = rating_at(session, world.department)
        client = sign_in_as(world.coordinator.account)
        answer = post(client, f"/xep-loai/{rating.id}/theo-de-xuat", form_url=f"/xep-loai/{rating.id}")
        assert answer.status_code == 302
        session.expire_all()
        assert [row.area for row in rating_at(session, world.department).confirmations] == [5]

    def test_the_authority_decides_with_a_reason_and_releases(self, session, world, rating, sign_in_as):
        client = sign_in_as(world.chair.account)
        address = f"/xep-loai/{rating.id}"
        assert post(client, f"{address}/quyet-dinh", level="excellent", reason="").status_code == 422
        assert post(client, f"{address}/quyet-dinh", level="excellent", reason="Lý do mẫu").status_code == 302
        assert "Đã quyết định, chưa công bố" in text_of(client.get(address))
        assert post(client, f"{address}/cong-bo").status_code == 302
        session.expire_all()
        assert assess(session, rating_at(session, world.department)).state is RatingState.RELEASED

    def test_a_decision_while_a_conclusion_is_in_draft_is_a_conflict(self, session, world, rating, sign_in_as):
        make_visit(session, unit=world.department, closed=True)
        client = sign_in_as(world.chair.account)
        answer = post(client, f"/xep-loai/{rating.id}/quyet-dinh", level="excellent", reason="Lý do mẫu")
        assert answer.status_code == 409

    def test_a_form_of_a_released_rating_is_a_conflict_and_not_a_fault(self, session, world, rating, sign_in_as):
        chair = world.chair.actor
        operations.decide(session, chair, rating, level="excellent", reason="Lý do mẫu", now=NOW)
        operations.release(session, chair, rating, now=NOW)
        client = sign_in_as(world.coordinator.account)
        answer = post(client, f"/xep-loai/{rating.id}/chi-so", value="90", source="Nguồn mẫu")
        assert answer.status_code == 409
