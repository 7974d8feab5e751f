"""The client that looks at every page finds each fault that it is there for, and none in a page that is whole."""

import pytest

from tests.house_client import problems_of

POLICY = "script-src 'nonce-x'"
WHOLE = """<!doctype html><html lang="vi"><head><title>Trang</title><script nonce="x" src="/a.js"></script></head>
<body><h1>Trang</h1><script type="application/json">{"a": "None"}</script>
<form method="post"><input type="hidden" name="csrf_token" value="1"><label for="name">Tên</label><input id="name" name="name">
<label>Tuổi <input name="age"></label><textarea name="note" aria-label="Ghi chú">&lt;b&gt;</textarea></form>
<svg><title>Hình</title><path d="M0 0"/></svg><img src="/a.png" alt=""></body></html>"""
FAULTS = [
    ('lang="vi"', "", "html has no lang"),
    ("<h1>Trang</h1>", "", "0 h1 headings"),
    ("<h1>Trang</h1>", "<h1>Trang</h1><h1>Nữa</h1>", "2 h1 headings"),
    ("<title>Trang</title>", "<title> </title>", "no title"),
    ("<h1>", '<h1 id="name">', "repeated ids ['name']"),
    ("Tuổi", "%(age)s", "left in the text"),
    ("Tuổi", "{{ age }}", "left in the text"),
    ("Tuổi", "None", "left in the text"),
    ("Tuổi", "Tuổi<!-- None -->", "left in the text"),
    ('<input type="hidden" name="csrf_token" value="1">', "", "a POST form without csrf_token"),
    ('<label for="name">Tên</label>', "", "a field without a label: name"),
    (' aria-label="Ghi chú"', "", "a field without a label: note"),
    ("<label>Tuổi ", "Tuổi <label></label>", "a field without a label: age"),
    ("<h1>", '<h1 style="color: red">', "inline code in <h1>: ['style']"),
    ("<path", '<path onclick="x()"', "inline code in <path>: ['onclick']"),
    (' type="application/json"', "", "a script or style without a nonce"),
    ("<svg>", "<svg><style>a {}</style>", "a script or style without a nonce"),
    (' alt=""', "", "an image without alt: /a.png"),
]


def test_a_whole_page_has_no_problem() -> None:
    assert problems_of(WHOLE, POLICY) == []
    assert problems_of(WHOLE, "script-src 'unsafe-inline'") == ["no strict content policy"]


@pytest.mark.parametrize(("good", "bad", "words"), FAULTS)
def test_each_fault_of_a_page_is_told_however_often_it_is_read(good: str, bad: str, words: str) -> None:
    assert WHOLE.count(good) == 1
    page = WHOLE.replace(good, bad)
    for _time in range(2):
        (found,) = problems_of(page, POLICY)
        assert found.startswith(words)
