"""The ways to the tablet's page, its manifest, and what is said where no browser keeps anything."""

import json
import re
import struct

import pytest

from tests.factories.journeys import make_journey

PAGE = "/may-tinh-bang"
NOTICE = "Máy tính bảng cần địa chỉ HTTPS"


@pytest.fixture
def journey(session):
    return make_journey(session)


def test_a_member_of_the_team_finds_the_tablets_page(journey, sign_in_as):
    client = sign_in_as(journey.inspector.account)
    for address in ("/", f"/cuoc-kiem-tra/{journey.visit.id}"):
        page = client.get(address).text
        assert f'href="{PAGE}"' in page
        assert "Mang theo máy tính bảng" in page
        assert NOTICE not in page


def test_who_is_not_on_the_team_is_not_sent_there(journey, sign_in_as):
    page = sign_in_as(journey.coordinator.account).get(f"/cuoc-kiem-tra/{journey.visit.id}").text
    assert "Mang theo máy tính bảng" not in page


def test_a_closed_visit_is_not_taken_along(journey, sign_in_as):
    journey.begin()
    journey.close()
    page = sign_in_as(journey.inspector.account).get(f"/cuoc-kiem-tra/{journey.visit.id}").text
    assert "Mang theo máy tính bảng" not in page


@pytest.mark.parametrize(("site", "is_said"), [("http://10.0.0.5:8000", True), ("https://cchc.example.vn", False)])
def test_an_address_without_https_says_so_at_once(journey, sign_in_as, site, is_said):
    client = sign_in_as(journey.inspector.account)
    client.set_cookie("inspect", client.get_cookie("inspect").value, domain=site.split("//")[1].split(":")[0])
    for address in ("/", f"/cuoc-kiem-tra/{journey.visit.id}"):
        assert (NOTICE in client.get(address, base_url=site).text) is is_said


def test_the_manifest_has_icons_that_a_home_screen_takes(client):
    found = client.get(f"{PAGE}/ung-dung.webmanifest").json
    sizes = {(icon["sizes"], icon.get("purpose")) for icon in found["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable")} <= sizes
    for icon in found["icons"]:
        drawn = client.get(icon["src"]).data
        if icon["type"] == "image/png":
            assert drawn.startswith(b"\x89PNG")
            assert "{}x{}".format(*struct.unpack(">II", drawn[16:24])) == icon["sizes"]


def test_the_shell_keeps_the_fonts_of_its_own_styles_and_no_others(client):
    script = client.get(f"{PAGE}/sw.js").text
    shell = re.match(r"self\.SHELL = (\{.*?\});\n", script)
    assert shell
    files = json.loads(shell[1])["files"]
    style = client.get(next(file for file in files if file.endswith(".css"))).text
    kept = {file.rpartition("/")[2] for file in files if file.endswith(".woff2")}
    assert kept == set(re.findall(r"fonts/([\w-]+\.woff2)", style))
    assert len(kept) == 4
    assert all(client.get(file).status_code == 200 for file in files)
