"""Whoever signs in meets no page that is broken, foreign, too wide for his screen, or closed to a reader with other senses."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Error

from inspect_app.kernel.actors import Role
from tests.browser.axe_record import AxeRecord, Reading
from tests.browser.visitors import AXE, DESKTOP, LANDSCAPE, PORTRAIT, Door, Visitor
from tests.long_proofs import rounds

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ITEM = re.compile(r"/[A-Z]{1,3}\d+(?=/|$)")
# What code says and no person should read.
CODE_WORDS = re.compile(r"\b(None|undefined|NaN|Undefined)\b|\{\{|\}\}|%\(\w+\)s|<\w+ object at")
# A file is made anew for each who asks, and that takes longer than a page.
FILE = re.compile(r"\.[a-z]+$")
EXAMPLES, FILES, FAR = 2, 1, 6
# `script/faults --walk`: every paper for each role.
WHOLE = rounds(0, 1) == 1
# Papers that are printed anew, and that the same predicate lets read as the page that links to them: once for all roles.
PRINTED = ("van-ban/", "mau-van-ban/", "phieu-kiem-tra/", "cuoc-kiem-tra/phieu-in", "cuoc-kiem-tra/phieu-trong")
AT_YEAR_END = (
    Role.COORDINATOR,
    Role.RATING_AUTHORITY,
    Role.HEAD_OF_UNIT,
    Role.UNIT_CONTACT,
    Role.AUDITOR,
    Role.LEAD,
)
LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"
LOST_ANCHORS = """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
    .filter(id => id && !document.getElementById(decodeURIComponent(id)))"""
# The words of the whole page, of what a narrow screen hides too.
PAGE = """() => {
    const words = [], nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode())
        if (!nodes.currentNode.parentElement.closest('script, style, noscript')) words.push(nodes.currentNode.data);
    return { lang: document.documentElement.lang, h1: document.querySelectorAll('h1').length,
        title: document.title, text: words.join('\\n') };
}"""
# What kinds of parts a page holds, by which a page is known that axe has read already under another role.
PARTS = """() => [...new Set([...document.querySelectorAll('body *')]
    .map(e => [e.localName, e.className.baseVal ?? e.className, e.getAttribute('role'), e.getAttribute('type'),
        e.matches(':disabled, :disabled *')].join('|')))]"""


@dataclass
class Crawl:
    """One person's walk along every link."""

    visitor: Visitor
    origin: str
    axe_record: AxeRecord
    failures: list[str] = field(default_factory=list)
    walked: list[str] = field(default_factory=list)

    def go(self, start: str) -> None:
        """Follows links breadth first, two pages of each kind."""
        seen: set[str] = set()
        kinds: Counter[str] = Counter()
        waiting = deque([(start, 0)])
        while waiting:
            url, steps = waiting.popleft()
            if url in seen or kinds[kind_of(url)] >= (FILES if is_file(url) else EXAMPLES):
                continue
            seen.add(url)
            kinds[kind_of(url)] += 1
            for link in self._read(url):
                if steps < FAR and link not in seen:
                    waiting.append((link, steps + 1))

    def _read(self, url: str) -> list[str]:
        page, visitor = self.visitor.page, self.visitor
        visitor.complaints.clear()
        self.walked.append(url)
        if is_file(url):
            self._fetch(url)
            return []
        # A page of a new kind is met on the wide screen; one that is known comes on the narrow one, where it has to fit.
        visitor.resize(PORTRAIT if self.axe_record.knows(kind_of(url)) else DESKTOP)
        try:
            answer = page.goto(url, wait_until="load")
        except Error as error:
            if "ERR_ABORTED" not in error.message and "Download" not in error.message:
                self._fail(url, [error.message.splitlines()[0]])
                return []
            self._fetch(url)
            return []
        if answer is None or answer.status >= 400:
            self._fail(url, [f"a dead end: {answer.status if answer else 'no answer'}"])
            return []
        if "text/html" not in answer.headers.get("content-type", ""):
            return []
        # Before axe reads the page: it says things of its own.
        self._fail(url, [*visitor.complaints, *self._faults()])
        self._fail(url, self._barriers(url))
        links = [urldefrag(urljoin(page.url, href)).url for href in page.evaluate(LINKS)]
        return [link for link in dict.fromkeys(links) if link.startswith(self.origin)]

    def _fetch(self, url: str) -> None:
        kind = kind_of(url)
        if not WHOLE and kind.startswith(PRINTED) and self.axe_record.unread(f"file {kind}", ()) is Reading.NOTHING:
            return
        file = self.visitor.page.context.request.get(url)
        self._fail(url, [] if file.ok else [f"the file answers {file.status}"])
        file.dispose()

    def _faults(self) -> list[str]:
        page = self.visitor.page
        found = page.evaluate(PAGE)
        faults = [] if found["lang"] == "vi" else [f"the language is {found['lang']!r}"]
        faults += [] if found["h1"] == 1 else [f"{found['h1']} headings of the first rank"]
        faults += [] if found["title"].strip() else ["no title"]
        faults += [f"a person reads {match.group()!r}" for match in CODE_WORDS.finditer(found["text"])]
        faults += [f"a link to #{anchor}, which is not there" for anchor in page.evaluate(LOST_ANCHORS)]
        return faults

    def _barriers(self, url: str) -> list[str]:
        visitor = self.visitor
        unread = self.axe_record.unread(kind_of(url), visitor.page.evaluate(PARTS))
        found: list[str] = []
        if unread is not Reading.NOTHING:
            visitor.resize(DESKTOP)
            found += [f"axe: {breach}" for breach in visitor.breaches()]
        # What fits the narrow screen fits the wide one, unless parts stand there that stood nowhere yet.
        for size in (PORTRAIT,) if unread is Reading.NOTHING else (LANDSCAPE, PORTRAIT):
            visitor.resize(size)
            wide = visitor.overflow()
            found += [f"{wide} px wider than a screen of {size[0]}"] if wide > 1 else []
        if unread is Reading.ANY_PAGE_OF_ITS_KIND:
            found += [f"axe at {PORTRAIT[0]} px: {breach}" for breach in visitor.breaches()]
        return found

    def _fail(self, url: str, found: list[str]) -> None:
        self.failures += [f"{url.removeprefix(self.origin)}  {each}" for each in found]


def is_file(url: str) -> bool:
    """Whether the address names a file to save, not a page."""
    return FILE.search(urlsplit(url).path) is not None


def kind_of(url: str) -> str:
    """The page's pattern: identities, numbers and item codes left out, of the question only the names; a file's by its name."""
    parts = urlsplit(url)
    if is_file(url):
        names = UUID.sub("*", parts.path).strip("/").split("/")
        return f"{names[0]}/{names[-1]}"
    path = re.sub(r"\d+", "9", ITEM.sub("/*", UUID.sub("*", parts.path)))
    names = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    return f"{path}?{'&'.join(names)}"


def walk(door: Door, visitor: Visitor, axe_record: AxeRecord) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    crawl = Crawl(visitor, door.demonstration.url, axe_record)
    crawl.go(f"{door.demonstration.url}/")
    assert len(crawl.walked) > 1, "there was nowhere to go"
    assert not crawl.failures, "\n" + "\n".join(crawl.failures)


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_page_that_a_role_reaches_in_june_is_whole(door: Door, axe_record: AxeRecord, role: Role) -> None:
    walk(door, door.as_role(role, size=DESKTOP), axe_record)


@pytest.mark.parametrize("role", AT_YEAR_END, ids=lambda role: role.value)
def test_every_page_that_a_role_reaches_at_the_end_of_the_year_is_whole(
    door_at_year_end: Door, axe_record: AxeRecord, role: Role
) -> None:
    walk(door_at_year_end, door_at_year_end.as_role(role, size=DESKTOP), axe_record)


def test_the_pages_before_the_door_are_whole(door: Door, axe_record: AxeRecord) -> None:
    crawl = Crawl(door.visitor(size=DESKTOP), door.demonstration.url, axe_record)
    crawl.go(f"{door.demonstration.url}/dang-nhap")
    assert not crawl.failures, "\n" + "\n".join(crawl.failures)
