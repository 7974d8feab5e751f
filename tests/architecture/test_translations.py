"""Every sentence that a user may see has its English one; the catalogue has no other; templates hold no bare Vietnamese."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from tests.architecture.house import ROOT, text_of, trees

METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.do", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
CATALOGUE = Path("inspect_app", "translations", "en", "LC_MESSAGES", "messages.po")

VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
# Papers are Vietnamese; the style guide shows sample data; the last two must not depend on the catalogue.
NOT_TRANSLATED = (
    "templates/documents/",
    "templates/web/style_guide",
    "templates/errors/500.html",
    "templates/layouts/plain.html",
)
# The catalogue itself; and the results of jobs, which are kept as sentences of the catalogue.
HANDED_ON = ("inspect_app/kernel/language.py", "inspect_app/jobs/views.py")
# What a language is called in itself.
OWN_NAMES = frozenset({"Tiếng Việt"})


def catalogue_of(root: Path) -> Catalog:
    """The English catalogue of a checkout."""
    return read_po(BytesIO((root / CATALOGUE).read_bytes()), locale="en")


def forms(words: object) -> tuple[str, ...]:
    """A message's texts: one, or the singular and the plural."""
    return tuple(words) if isinstance(words, list | tuple) else (str(words),)


def written(root: Path) -> dict[str, str]:
    """The first form of each message in code and templates, with a file that has it."""
    found: dict[str, str] = {}
    for folder in ("inspect_app", "templates"):
        for name, _line, message, *_rest in extract_from_dir(root / folder, METHODS, OPTIONS, KEYWORDS):
            found.setdefault(forms(message)[0], f"{folder}/{name}")
    return found


def entries(root: Path) -> Iterator[Message]:
    """The catalogue's messages without its header."""
    return (message for message in catalogue_of(root) if message.id)


def without_english(root: Path) -> list[str]:
    """Sentences in code or templates that the catalogue lacks, leaves empty or calls doubtful."""
    good = {forms(entry.id)[0] for entry in entries(root) if all(forms(entry.string)) and not entry.fuzzy}
    return [f"{name}: {message}" for message, name in written(root).items() if message not in good]


def without_use(root: Path) -> list[str]:
    """Sentences of the catalogue that nobody says any more."""
    said = written(root)
    kept = [forms(entry.id)[0] for entry in entries(root) if forms(entry.id)[0] not in said]
    return [*kept, *(str(message) for message in catalogue_of(root).obsolete)]


def unlike_placeholders(root: Path) -> list[str]:
    """Sentences whose English has other placeholders; a singular may leave out the number."""
    found = []
    for entry in entries(root):
        wanted = sorted(PLACEHOLDER.findall(forms(entry.id)[-1]))
        *singular, last = (sorted(PLACEHOLDER.findall(text)) for text in forms(entry.string))
        if last != wanted or any(set(each) - set(wanted) for each in singular):
            found.append(forms(entry.id)[0])
    return found


def half_translated(root: Path) -> list[str]:
    """English with Vietnamese words that its Vietnamese sentence does not quote, or that shouts."""
    found = []
    for entry in entries(root):
        source, english = " ".join(forms(entry.id)), " ".join(forms(entry.string))
        strange = [word for word in re.findall(r"\w+", english) if VIETNAMESE.search(word) and word not in source]
        if strange or (english == source and VIETNAMESE.search(source)) or re.search(r"\w!", english):
            found.append(english)
    return found


def made_at_run_time(root: Path) -> list[str]:
    """Calls of gettext whose sentence is not written out, so that no catalogue can have it."""
    found = []
    for name, tree in trees(root, "inspect_app"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                said = node.args[: 2 if node.func.id == "ngettext" else 1]
                if not all(isinstance(each, ast.Constant) for each in said) and name not in HANDED_ON:
                    found.append(f"{name}:{node.lineno}")
    return found


def _translated(tree: nodes.Template) -> set[int]:
    """The constants that are handed to gettext or compared, by identity."""
    calls = [
        call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.node.name in KEYWORDS
    ]
    return {
        id(constant) for parent in (*calls, *tree.find_all(nodes.Compare)) for constant in parent.find_all(nodes.Const)
    }


def bare_vietnamese(root: Path) -> list[str]:
    """Vietnamese in the text of a page, or in a string of a template, that does not go through gettext."""
    environment, found = Environment(extensions=["jinja2.ext.do"], autoescape=True), []
    for path in sorted((root / "templates").rglob("*.html")):
        name = path.relative_to(root).as_posix()
        if name.startswith(NOT_TRANSLATED):
            continue
        tree = environment.parse(text_of(path))
        translated = _translated(tree)
        texts = [(node.lineno, node.data) for node in tree.find_all(nodes.TemplateData)]
        texts += [(c.lineno, str(c.value)) for c in tree.find_all(nodes.Const) if id(c) not in translated]
        for line, text in texts:
            for own in OWN_NAMES:
                text = text.replace(own, "")
            if VIETNAMESE.search(text):
                found.append(f"{name}:{line}: {text.strip()[:80]}")
    return found


CHECKS = (
    without_english, without_use, unlike_placeholders, half_translated, made_at_run_time, bare_vietnamese,
)  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_interface_speaks_english_too(check) -> None:
    assert check(ROOT) == [], "run script/translations, then write the English in " + CATALOGUE.as_posix()


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
SAID = 'msgid "Lưu %(n)s mục"\nmsgstr "Save %(n)s items"\n'
CODE = 'x = _("Lưu %(n)s mục", n=1)\n'
PAGE = '<p>{{ _("Lưu %(n)s mục", n=1) }}</p>\n'


def small_tree(root: Path, said: str, code: str, page: str) -> Path:
    """A checkout of one module, one template and a catalogue."""
    for name, text in ((CATALOGUE, HEAD + said), ("inspect_app/a.py", code), ("templates/a.html", page)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_clean_tree_has_no_fault(tmp_path: Path) -> None:
    tree = small_tree(tmp_path, SAID, CODE, PAGE)
    assert [check(tree) for check in CHECKS] == [[]] * len(CHECKS)


@pytest.mark.parametrize(
    ("check", "said", "code", "page"),
    [
        (without_english, "", CODE, ""),
        (without_english, "", "", '{% do x.append(1) %}{{ _("Xóa") }}'),
        (without_english, SAID.replace("Save %(n)s items", ""), CODE, ""),
        (without_english, "#, fuzzy\n" + SAID, CODE, ""),
        (without_use, SAID, "", ""),
        (without_use, "#~ " + SAID.replace("\nmsgstr", "\n#~ msgstr"), "", ""),
        (unlike_placeholders, SAID.replace("%(n)s items", "%(m)s items"), CODE, ""),
        (
            unlike_placeholders,
            'msgid "%(n)s việc"\nmsgid_plural "%(n)s việc"\nmsgstr[0] "one"\nmsgstr[1] "some"\n',
            "",
            "",
        ),
        (half_translated, SAID.replace("items", "mục xóa"), CODE, ""),
        (half_translated, SAID.replace("items", "items!"), CODE, ""),
        (made_at_run_time, "", 'x = _("Có" if y else "Không")\n', ""),
        (made_at_run_time, "", "x = gettext(NAME)\n", ""),
        (bare_vietnamese, "", "", "<p>Lưu</p>"),
        (bare_vietnamese, "", "", '<a aria-label="Đóng">x</a>'),
        (bare_vietnamese, "", "", '{{ badge("Đã lưu") }}'),
    ],
)
def test_each_check_sees_its_fault(tmp_path: Path, check, said: str, code: str, page: str) -> None:
    assert check(small_tree(tmp_path, said, code, page)) != []


def test_a_comparison_and_a_languages_own_name_are_no_fault(tmp_path: Path) -> None:
    page = '{% if x == "cần đối chiếu" %}1{% endif %}<b lang="vi">Tiếng Việt</b>'
    assert bare_vietnamese(small_tree(tmp_path, "", "", page)) == []
