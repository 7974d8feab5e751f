"""The signature fields of a form: all of them read by hand, so that a field that says half a signature is seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from inspect_app.documents.signing.objects import entry
from inspect_app.documents.signing.verdict import (
    LARGEST_PICTURE,
    LARGEST_SHARE,
    MOST_SIGNATURES,
    Mark,
    Refusal,
)

SUBFILTERS = {
    Mark.SIGNATURE: ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached"),
    Mark.TIMESTAMP: ("/ETSI.RFC3161",),
}
CONTENTS = re.compile(rb"<[0-9A-Fa-f]+>")
# What a signature field and its place on a page may say: no action, no script, no layer that can be switched.
FIELD_KEYS = frozenset(
    {"/FT", "/T", "/TU", "/V", "/F", "/Ff", "/Type", "/Subtype", "/Rect", "/P", "/AP", "/Lock", "/SV", "/DA", "/DR"}
    | {"/Q", "/MK", "/Kids", "/Parent", "/Border", "/BS", "/NM", "/M", "/H"}
)
MK_KEYS = frozenset({"/R", "/BC", "/BG"})
SQUARE_POINTS = (72 / 25.4) ** 2  # in a square millimetre


class FieldRefused(Exception):
    """A field that is no whole signature, or says more than one."""

    def __init__(self, why: Refusal, field: str, detail: str) -> None:
        super().__init__(detail)
        self.why = why
        self.field = field


@dataclass(frozen=True)
class SignatureField:
    """A filled signature field: what pyHanko reads of it, the revision that it closed, and the page of its picture."""

    name: str
    mark: Mark
    embedded: EmbeddedPdfSignature
    revision: int
    page: int | None


def signature_fields(reader: PdfFileReader, issued: PdfFileReader, data: bytes) -> list[SignatureField]:
    """The signatures and timestamps in the order in which they were made. Raises FieldRefused."""
    ours = {str(name) for name, _field in _fields(issued)}
    found: list[SignatureField] = []
    used: dict[int, float] = {}
    pages = _pages(reader)
    for name, field in _fields(reader):
        if name in ours and entry(field, "/FT") != "/Sig":
            continue
        if entry(field, "/FT") != "/Sig":
            raise FieldRefused(Refusal.OTHER_FIELD, name, f"a field of type {field.get('/FT')}")
        page = _check_places(name, field, pages, used)
        if "/V" in field:
            found.append(_filled(reader, name, field, data, page))
    if len(found) > MOST_SIGNATURES:
        raise FieldRefused(Refusal.TOO_MANY_PARTS, "", f"{len(found)} signatures")
    found.sort(key=lambda one: one.revision)
    if len({one.revision for one in found}) != len(found):
        raise FieldRefused(Refusal.NOT_COVERED, found[-1].name, "two signatures in one revision")
    return found


def _fields(reader: PdfFileReader) -> Iterator[tuple[str, generic.DictionaryObject]]:
    form = entry(reader.root, "/AcroForm")
    if not isinstance(form, generic.DictionaryObject):
        return
    for listed in form["/Fields"]:
        field = listed.get_object()
        if not isinstance(field, generic.DictionaryObject):
            raise FieldRefused(Refusal.MALFORMED, "", "a field that is no dictionary")
        yield str(entry(field, "/T", "")), field


def _pages(reader: PdfFileReader) -> list[tuple[generic.Reference, generic.DictionaryObject]]:
    """The pages in order."""
    found: list[tuple[generic.Reference, generic.DictionaryObject]] = []

    def walk(node: generic.DictionaryObject, depth: int) -> None:
        for kid in node["/Kids"]:
            page = kid.get_object()
            if entry(page, "/Type") == "/Pages" and depth < 40:
                walk(page, depth + 1)
            else:
                found.append((kid.reference if isinstance(kid, generic.IndirectObject) else page.container_ref, page))

    walk(reader.root["/Pages"], 0)
    return found


def _check_places(
    name: str,
    field: generic.DictionaryObject,
    pages: list[tuple[generic.Reference, generic.DictionaryObject]],
    used: dict[int, float],
) -> int | None:
    """Looks at every place where the field is drawn; gives the first page, from 1, or None when it is not drawn."""
    drawn: int | None = None
    kids = [kid.get_object() for kid in entry(field, "/Kids", ())]
    for place in (field, *kids):
        if not isinstance(place, generic.DictionaryObject) or not place.keys() <= FIELD_KEYS:
            raise FieldRefused(Refusal.OTHER_FIELD, name, f"says more than a signature: {sorted(place.keys())}")
        if place is not field and "/T" in place:
            raise FieldRefused(Refusal.OTHER_FIELD, name, "a field inside a signature field")
        if not dict(entry(place, "/MK", {})).keys() <= MK_KEYS:
            raise FieldRefused(Refusal.OTHER_FIELD, name, "an icon of its own")
        area = _area(place)
        if area:
            number = _page_of(name, place, pages)
            used[number] = used.get(number, 0.0) + area
            _check_size(name, area, used[number], _sides(pages[number - 1][1]))
            drawn = drawn or number
    return drawn


def _area(place: generic.DictionaryObject) -> float:
    """Square points of the rectangle."""
    if "/Rect" not in place:
        return 0.0
    left, low, right, high = (float(value) for value in place["/Rect"])
    return abs(right - left) * abs(high - low)


def _page_of(
    name: str,
    place: generic.DictionaryObject,
    pages: list[tuple[generic.Reference, generic.DictionaryObject]],
) -> int:
    mine = place.container_ref
    for number, (_ref, page) in enumerate(pages, start=1):
        if any(getattr(one, "reference", None) == mine for one in entry(page, "/Annots", ())):
            return number
    raise FieldRefused(Refusal.OTHER_FIELD, name, "a picture that stands on no page")


def _sides(page: generic.DictionaryObject) -> tuple[float, float]:
    node: generic.DictionaryObject | None = page
    for _step in range(40):
        if node is None or "/MediaBox" in node:
            break
        node = entry(node, "/Parent")
    left, low, right, high = (float(value) for value in (node or page)["/MediaBox"])
    return abs(right - left), abs(high - low)


def _check_size(name: str, area: float, together: float, sides: tuple[float, float]) -> None:
    width, height = sides
    if area > LARGEST_PICTURE * SQUARE_POINTS or together > LARGEST_SHARE * width * height:
        raise FieldRefused(Refusal.LARGE_PICTURE, name, f"{area / SQUARE_POINTS:.0f} mm²")


def _filled(
    reader: PdfFileReader, name: str, field: generic.DictionaryObject, data: bytes, page: int | None
) -> SignatureField:
    value = field.raw_get("/V")
    signature = value.get_object() if isinstance(value, generic.IndirectObject) else None
    if not isinstance(signature, generic.DictionaryObject):
        raise FieldRefused(Refusal.MALFORMED, name, "the value of the field is no signature")
    mark = Mark.TIMESTAMP if entry(signature, "/Type") == "/DocTimeStamp" else Mark.SIGNATURE
    if entry(signature, "/Type", "/Sig") not in ("/Sig", "/DocTimeStamp"):
        raise FieldRefused(Refusal.MALFORMED, name, f"type {signature.get('/Type')}")
    if entry(signature, "/SubFilter") not in SUBFILTERS[mark]:
        raise FieldRefused(Refusal.MALFORMED, name, f"format {signature.get('/SubFilter')}")
    _check_range(name, signature, data)
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        coverage = embedded.evaluate_signature_coverage()
    except (ValueError, TypeError, KeyError, AttributeError, NotImplementedError) as error:
        raise FieldRefused(Refusal.MALFORMED, name, str(error)) from error
    if coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        raise FieldRefused(Refusal.NOT_COVERED, name, coverage.name)
    return SignatureField(name, mark, embedded, embedded.signed_revision, page)


def _check_range(name: str, signature: generic.DictionaryObject, data: bytes) -> None:
    """The range begins at the first byte, leaves out the signature's own bytes alone, and ends with an end mark."""
    span = signature.raw_get("/ByteRange") if "/ByteRange" in signature else None
    if not isinstance(span, generic.ArrayObject) or not isinstance(
        entry(signature, "/Contents"), (generic.ByteStringObject, generic.TextStringObject)
    ):
        raise FieldRefused(Refusal.MALFORMED, name, "no range of bytes, or no signature in it")
    if len(span) != 4 or any(not isinstance(number, generic.NumberObject) for number in span):
        raise FieldRefused(Refusal.NOT_COVERED, name, f"range {list(map(str, span))[:8]}")
    start, length, again, rest = (int(number) for number in span)
    whole = start == 0 and 0 < length < again and rest > 0 and again + rest <= len(data)
    if whole:
        contents, tail = (
            signature.raw_get("/Contents").original_bytes,
            data[max(again + rest - 16, again) : again + rest],
        )
        gap = CONTENTS.fullmatch(data, length, again)
        whole = (
            gap is not None and bytes.fromhex(gap[0][1:-1].decode()) == contents and tail.rstrip().endswith(b"%%EOF")
        )
    if not whole:
        raise FieldRefused(Refusal.NOT_COVERED, name, f"range {[start, length, again, rest]} of {len(data)}")
