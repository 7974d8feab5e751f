"""What digital signatures show stands above the page, in fields of its own: it is read there, and held against the form."""

import json
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, StreamObject

from inspect_app.documents.checking.checker import report_on
from inspect_app.documents.checking.reading import read_pages
from inspect_app.documents.render import styles_of
from inspect_app.documents.renderer import RENDERER
from inspect_app.documents.samples import sample_sheet
from inspect_app.documents.sheets import MinutesSheet
from tests.documents.checking.papers import SHORT

BLUE, RED, BLACK = (26, 63, 168), (208, 24, 24), (20, 20, 20)
Box = tuple[float, float, float, float]
MIDDLE, LEVEL = 417.0, 480.0  # of the signer's office, in points from the left, and of his signature, from below


@pytest.fixture(scope="module")
def printed() -> bytes:
    values = {
        "html": SHORT,
        "styles": styles_of(sample_sheet(MinutesSheet)),
        "identifier": "00" * 16,
        "made_at": "2024-06-18T17:00:00+07:00",
        "variant": None,
    }
    return RENDERER.render(json.dumps(values).encode())


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(value) for value in values])


def _image(colour: tuple[int, int, int], *, mask: Image.Image | None = None) -> StreamObject:
    seen = mask or Image.new("RGB", (120, 60), colour)
    made = StreamObject()
    made.set_data(seen.tobytes())
    made.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(120),
            NameObject("/Height"): NumberObject(60),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/ColorSpace"): NameObject("/DeviceGray" if mask else "/DeviceRGB"),
        }
    )
    return made


def signed(content: bytes, place: Box, colour: tuple[int, int, int] | None = None, text: str = "") -> bytes:
    """A PDF with a signature field on its first page that shows a ring in a colour, or a text, or both."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    width, height = place[2] - place[0], place[3] - place[1]
    resources, drawn = DictionaryObject(), ""
    if colour is not None:
        ring = Image.new("L", (120, 60), 0)
        ImageDraw.Draw(ring).ellipse((1, 1, 118, 58), outline=255, width=8)
        image = _image(colour)
        image[NameObject("/SMask")] = writer._add_object(_image(colour, mask=ring))
        resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im"): writer._add_object(image)})
        drawn += f"q {width} 0 0 {height} 0 0 cm /Im Do Q "
    if text:
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Times-Roman"}
        named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        resources[NameObject("/Font")] = DictionaryObject({NameObject("/F"): writer._add_object(named)})
        drawn += f"BT /F 10 Tf 0 2 Td ({text}) Tj ET"
    shown = StreamObject()
    shown.set_data(drawn.encode())
    shown.update(
        {
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _numbers(0, 0, width, height),
            NameObject("/Resources"): resources,
        }
    )
    field = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/Rect"): _numbers(*place),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(shown)}),
        }
    )
    page = writer.pages[0]
    before = page.get("/Annots") or ArrayObject()
    page[NameObject("/Annots")] = ArrayObject([*before, writer._add_object(field)])
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def told(content: bytes) -> list[str]:
    return [problem.check for problem in report_on(read_pages(content)).problems]


SIGNATURE = (MIDDLE - 60, LEVEL - 25, MIDDLE + 60, LEVEL + 25)
SEAL = (MIDDLE - 82, LEVEL - 30, MIDDLE - 20, LEVEL + 32)
CORNER = (380.0, 800.0, 540.0, 815.0)


def test_the_picture_in_a_signature_field_is_read_where_the_field_stands(printed: bytes):
    (box,) = read_pages(signed(printed, SIGNATURE, BLUE))[0].signed
    (picture,) = box.pictures
    assert (picture.x0, picture.x1) == pytest.approx((SIGNATURE[0], SIGNATURE[2]), abs=1.5)
    assert (picture.ink, picture.clear) == ("blue", True)


def test_a_blue_signature_with_a_red_seal_over_a_third_of_it_passes(printed: bytes):
    assert told(signed(signed(printed, SIGNATURE, BLUE), SEAL, RED)) == []


def test_a_black_signature_and_a_seal_beside_it_are_told(printed: bytes):
    assert told(signed(printed, SIGNATURE, BLACK)) == ["signature_picture_form"]
    beside = (SEAL[0] - 60, SEAL[1], SEAL[2] - 60, SEAL[3])
    assert told(signed(signed(printed, SIGNATURE, BLUE), beside, RED)) == ["seal_picture_place"]


def test_an_electronic_copy_is_known_by_what_its_signature_says_and_shows_no_picture(printed: bytes):
    said = "Sao y; So Noi vu; 06/01/2024 09:15:30 +07:00"
    assert told(signed(printed, CORNER, text=said)) == []
    assert told(signed(printed, CORNER, RED, text=said)) == ["electronic_copy_shows_no_picture"]


def test_a_signature_field_of_no_extent_or_with_a_broken_picture_changes_nothing(printed: bytes):
    assert told(signed(printed, (300, 300, 300, 300), BLUE)) == []
    assert told(signed(printed, SIGNATURE, BLUE).replace(b"/BBox", b"/Bbox")) == []
