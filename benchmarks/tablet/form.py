"""The one description of what is filled: as a checklist of ours, and (xform.py) as a form of the others."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from inspect_app.checklists.checker import read_checklist
from inspect_app.checklists.rules import ChecklistVersion

IN_SECTION = 20
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Out of ten items: what our checklists have most of, and one that depends on another.
PATTERN = ("verdict", "verdict", "yes_no", "verdict", "number", "verdict", "verdict", "text", "verdict", "verdict")
DEPENDENT, ASKED = 3, 2
DOSSIER_PLACE = 9
DATES = ("received", "first_due", "last_due", "result_on")
THREEFOLD = ("form01", "form02", "form03", "form04", "form05")
COUNTS = ("supplements", "reschedules")
COLUMNS = ("code", *DATES, *THREEFOLD, *COUNTS, "apology")
THREE = (("yes", "có"), ("no", "không"), ("na", "không áp dụng"))


@dataclass(frozen=True)
class Question:
    """One item; `asked` is the yes-or-no item on whose "yes" it depends."""

    id: str
    kind: str
    text: str
    needs: str
    asked: str | None = None


@dataclass(frozen=True)
class Section:
    """A section with its items."""

    code: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Described:
    """A form of so many items; `rows` dossiers are filled in already at one item of the first section (none: no such item)."""

    sections: tuple[Section, ...]
    rows: int

    @property
    def questions(self) -> list[Question]:
        """All items in order."""
        return [question for section in self.sections for question in section.questions]

    @property
    def dossier_item(self) -> str | None:
        """The item that the dossiers stand at."""
        return next((question.id for question in self.questions if question.kind == "dossiers"), None)


def described(items: int, rows: int) -> Described:
    """A form of so many items in sections of twenty."""
    places = [list(range(first, min(first + IN_SECTION, items))) for first in range(0, items, IN_SECTION)]
    sections = (
        Section(
            LETTERS[at], f"Nhóm nội dung kiểm tra thứ {at + 1}", tuple(_questions(LETTERS[at], len(numbers), rows, at))
        )
        for at, numbers in enumerate(places)
    )
    return Described(tuple(sections), rows)


def _questions(letter: str, number: int, rows: int, at: int) -> Iterator[Question]:
    for place in range(number):
        kind, role = PATTERN[place % len(PATTERN)], place % len(PATTERN)
        if rows and at == 0 and place == DOSSIER_PLACE:
            kind = "dossiers"
        asked = f"{letter}{place - DEPENDENT + ASKED + 1:02d}" if role == DEPENDENT else None
        text = f"Nội dung {letter}{place + 1:02d}: thực hiện đúng quy định, đúng thẩm quyền và đúng thời hạn."
        needs = "Văn bản đã ban hành, sổ theo dõi, hồ sơ mẫu và số liệu trên hệ thống."
        yield Question(f"{letter}{place + 1:02d}", kind, text, needs, asked)


def dossier_rows(rows: int) -> list[dict[str, str]]:
    """What is filled in already, row by row."""
    return [
        {
            "code": f"H08.12-240601-{number:04d}", "received": "2024-06-03", "first_due": "2024-06-10", "last_due": "2024-06-10",
            "result_on": "2024-06-07", **dict.fromkeys(THREEFOLD, "yes"), "supplements": "0", "reschedules": "0", "apology": "na",
        }
        for number in range(rows)
    ]  # fmt: skip


def version_of(form: Described) -> ChecklistVersion:
    """The checklist, read by the checker like any other file (JSON is YAML)."""
    data = {
        "schema": 1, "code": "do-luong", "version": 1, "title": _both("Phiếu đo lường"),
        "sections": [_section(section) for section in form.sections],
    }  # fmt: skip
    return read_checklist("do-luong.v1.yaml", json.dumps(data, ensure_ascii=False).encode())


def _section(section: Section) -> dict[str, object]:
    return {
        "section": section.code,
        "title": _both(section.title),
        "area": 1,
        "items": [_item(q) for q in section.questions],
    }


def _item(question: Question) -> dict[str, object]:
    options: dict[str, object] = {}
    if question.kind == "number":
        options = {"unit": _both("việc"), "min": 0, "max": 1000, "passes": {"ge": 80}}
    when = {"when": {"item": question.asked, "is": True}} if question.asked else {}
    basis = [{"document": "Kế hoạch kiểm tra của đơn vị", "status": "cần đối chiếu", "note": "Chưa có số."}]
    return {
        "id": question.id, "text": _both(question.text), "kind": question.kind, "evidence": _both(question.needs), "basis": basis,
        "grade": "minor", **({"options": options} if options else {}), **when,
    }  # fmt: skip


def _both(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}
