"""The same form as an ODK XForm: an answer, its reason, note and photo, what it depends on, and each section's totals.

A dossier has four of its thirteen columns here, and its days are plain texts: with all thirteen and enketo-core's date
pickers, 200 rows took it 50 seconds without any throttling. What this makes easier, it makes easier for the others.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from benchmarks.tablet.form import THREE, Described, Question, Section, dossier_rows

VERDICTS = (("pass", "Đạt"), ("partial", "Đạt một phần"), ("fail", "Không đạt"), ("not_applicable", "Không áp dụng"))
YES_NO = (("yes", "Có"), ("no", "Không"), ("not_applicable", "Không áp dụng"))
CHOICES = {"verdict": VERDICTS, "yes_no": YES_NO}
COLUMNS = ("code", "received", "result_on", "apology")
ANSWERS = {
    "number": ("decimal", None),
    "text": ("string", "multiline"),
    "verdict": ("string", None),
    "yes_no": ("string", None),
}
HEAD = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><h:head>
<h:title>Phiếu đo lường</h:title><model>"""


def xform(form: Described) -> str:
    """The XForm as XML; filled rows stand in its primary instance."""
    instance = "".join(_instance(section, form.rows) for section in form.sections)
    binds = "".join(bind for section in form.sections for bind in _binds(section))
    body = "".join(_group(section) for section in form.sections)
    total = " + ".join(f"/data/{section.code}/done" for section in form.sections)
    return (
        f'{HEAD}<instance><data id="do-luong" version="1">{instance}<total/><meta><instanceID/></meta></data></instance>'
        f'{binds}<bind nodeset="/data/total" type="int" calculate="{total}"/>'
        '<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>'
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    )


def shown_questions(form: Described) -> int:
    """How many questions of the XForm are on screen at first: what depends on another is not."""
    plain = [question for question in form.questions if not question.asked and question.kind != "dossiers"]
    tables = 2 + len(COLUMNS) * form.rows if form.dossier_item else 0
    return 3 * len(plain) + tables + len(form.sections)


def _instance(section: Section, rows: int) -> str:
    return f"<{section.code}>{''.join(_node(question, rows) for question in section.questions)}<done/><shown/></{section.code}>"


def _node(question: Question, rows: int) -> str:
    if question.kind == "dossiers":
        filled = ["".join(f"<{name}>{row[name]}</{name}>" for name in COLUMNS) for row in dossier_rows(rows)]
        inside = "".join(f"<row>{texts}</row>" for texts in filled)
    else:
        inside = "<answer/><reason/>"
    return f"<{question.id}>{inside}<note/><photo/></{question.id}>"


def _binds(section: Section) -> Iterator[str]:
    counted = [question for question in section.questions if question.kind != "dossiers"]
    for question in section.questions:
        yield from _question_binds(section, question)
    done = " + ".join(f"number(/data/{section.code}/{question.id}/answer != '')" for question in counted)
    yield f'<bind nodeset="/data/{section.code}/done" type="int" calculate="{done}"/>'
    yield f'<bind nodeset="/data/{section.code}/shown" type="string" readonly="true()"/>'


def _question_binds(section: Section, question: Question) -> Iterator[str]:
    path = f"/data/{section.code}/{question.id}"
    if question.asked:
        yield f"""<bind nodeset="{path}" relevant="/data/{section.code}/{question.asked}/answer = 'yes'"/>"""
    if question.kind == "dossiers":
        for name in COLUMNS:
            yield f'<bind nodeset="{path}/row/{name}" type="string"/>'
    else:
        yield f'<bind nodeset="{path}/answer" type="{ANSWERS[question.kind][0]}"/>'
        yield f"""<bind nodeset="{path}/reason" type="string" relevant="{path}/answer = 'not_applicable'"/>"""
    yield f'<bind nodeset="{path}/note" type="string"/>'
    yield f'<bind nodeset="{path}/photo" type="binary"/>'


def _group(section: Section) -> str:
    path = f"/data/{section.code}"
    shown = f'<input ref="{path}/shown"><label>Đã đánh giá <output value="{path}/done"/>/{len(section.questions)}</label></input>'
    inside = "".join(_question(f"{path}/{question.id}", question) for question in section.questions)
    return f'<group ref="{path}"><label>{escape(section.title)}</label>{shown}{inside}</group>'


def _question(path: str, question: Question) -> str:
    label = f"<label>{question.id} {escape(question.text)}</label><hint>Cần: {escape(question.needs)}</hint>"
    note = f'<input ref="{path}/note" appearance="multiline"><label>Ghi chú</label></input>'
    note += f'<upload ref="{path}/photo" mediatype="image/*"><label>Thêm ảnh</label></upload>'
    if question.kind == "dossiers":
        return f'<group ref="{path}">{label.partition("<hint>")[0]}{_rows(path)}{note}</group>'
    reason = f'<input ref="{path}/reason" appearance="multiline"><label>Lý do không áp dụng</label></input>'
    if question.kind in CHOICES:
        answer = f'<select1 ref="{path}/answer">{label}{_items(CHOICES[question.kind])}</select1>'
    else:
        looks = ANSWERS[question.kind][1]
        appearance = f' appearance="{looks}"' if looks else ""
        answer = f'<input ref="{path}/answer"{appearance}>{label}</input>'
    return f'<group ref="{path}"><label/>{answer}{reason}{note}</group>'


def _rows(path: str) -> str:
    columns = "".join(_column(f"{path}/row/{name}", name) for name in COLUMNS)
    return f'<group ref="{path}/row"><label>Hồ sơ</label><repeat nodeset="{path}/row">{columns}</repeat></group>'


def _column(path: str, name: str) -> str:
    if name != "apology":
        return f'<input ref="{path}"><label>{name}</label></input>'
    return f'<select1 ref="{path}" appearance="minimal"><label>{name}</label>{_items(THREE)}</select1>'


def _items(choices: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"<item><label>{label}</label><value>{value}</value></item>" for value, label in choices)
