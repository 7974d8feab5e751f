"""A small checklist file that holds every kind, and ways to break it."""

from inspect_app.checklists.checker import read_checklist
from inspect_app.checklists.rules import ChecklistVersion

NAME = "nho.v1.yaml"

SMALL = """\
schema: 1
code: nho
version: 1
title: {vi: "Phiếu nhỏ", en: "Small checklist"}
sections:
  - section: A
    title: {vi: "Chỉ đạo", en: "Direction"}
    area: 1
    items:
      - id: A01
        text: {vi: "Có kế hoạch", en: "There is a plan"}
        kind: verdict
        basis:
          - {document: "Nghị định số 61/2018/NĐ-CP", article: "Điều 19 khoản 9", status: confirmed}
          - {document: "Kế hoạch của tỉnh", status: cần đối chiếu, note: "Chưa có số."}
        grade: major
      - id: A02
        text: {vi: "Có phân công", en: "Duties are assigned"}
        kind: yes_no
        options: {expected: false}
        weight: 2
        grade: minor
      - id: A03
        text: {vi: "Ngày ban hành", en: "Date of issue"}
        kind: date
        options:
          passes: {from: 2023-12-25, until: 2024-09-30}
        grade: minor
      - id: A04
        text: {vi: "Mức độ", en: "Degree"}
        kind: choice
        options:
          choices:
            - {id: du, text: {vi: "Đủ", en: "Full"}, verdict: pass}
            - {id: thieu, text: {vi: "Thiếu", en: "Lacking"}, verdict: partial}
            - {id: khong, text: {vi: "Không có", en: "None"}, verdict: fail}
        grade: note
  - section: C
    title: {vi: "Thủ tục hành chính", en: "Procedures"}
    area: 5
    items:
      - id: C01
        text: {vi: "Số dịch vụ", en: "Number of services"}
        kind: number
        options: {unit: {vi: "dịch vụ", en: "services"}, min: 0, max: 1000, passes: {ge: 80}}
        grade: minor
      - id: C02
        text: {vi: "Tỷ lệ trễ hẹn", en: "Late rate"}
        kind: ratio
        options:
          part: {vi: "hồ sơ trễ hẹn", en: "late dossiers"}
          whole: {vi: "hồ sơ đã giải quyết", en: "resolved dossiers"}
          passes: {lt: 5}
        weight: 1.5
        grade: major
      - id: C03
        text: {vi: "Thành phần", en: "Parts"}
        kind: choices
        options:
          choices:
            - {id: mot, text: {vi: "Một", en: "One"}}
            - {id: hai, text: {vi: "Hai", en: "Two"}}
            - {id: ba, text: {vi: "Ba", en: "Three"}}
          at_least: 2
        grade: minor
      - id: C04
        text: {vi: "Ghi nhận", en: "Remarks"}
        kind: text
        options: {lines: 4}
        grade: note
      - id: C05
        text: {vi: "Niêm yết", en: "Posted notices"}
        kind: tally
        options:
          good: {vi: "đã niêm yết", en: "posted"}
          bad: {vi: "chưa niêm yết", en: "not posted"}
          at_least: 5
          passes: {ge: 100}
        area: 4
        grade: minor
      - id: C06
        text: {vi: "Có mặt", en: "At work"}
        kind: attendance
        options: {passes: {le: 0}}
        grade: major
      - id: C07
        text: {vi: "Hồ sơ mẫu", en: "Sampled dossiers"}
        kind: dossiers
        options: {at_least: 2}
        grade: major
      - id: C08
        text: {vi: "Xin lỗi", en: "Apologies"}
        kind: verdict
        when: {not: {item: C07, is: not_applicable}}
        grade: major
"""


def small_version(text: str = SMALL) -> ChecklistVersion:
    """The small checklist, read."""
    return read_checklist(NAME, text.encode())
