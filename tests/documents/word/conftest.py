"""Papers made of a piece of HTML."""

from collections.abc import Callable

import pytest

from inspect_app.documents.word.package import package_of
from inspect_app.documents.word.reading import paper_of
from tests.documents.conftest import MADE_AT
from tests.documents.word.reader import Docx

PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Thử nghiệm</title>'
    '<meta name="author" content="Đoàn kiểm tra"></head><body>{body}</body></html>'
)


@pytest.fixture(scope="session")
def made() -> Callable[[str], Docx]:
    """Makes the Word file of what stands in a body."""
    return lambda body: Docx(package_of(paper_of(PAGE.format(body=body)), made_at=MADE_AT, properties={}))
