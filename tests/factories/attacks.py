"""Ways to make a signed paper say something else, each as bytes: what a colluding or careless hand could append."""

import asyncio
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from unittest.mock import patch

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjectStream
from pyhanko.sign import PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, append_signature_field

from tests.factories.signing import Holder, apart, sign, signer

Change = Callable[[IncrementalPdfFileWriter], None]
HIDDEN = 900
RANGE = re.compile(rb"/ByteRange \[[^\]]*\] *")


def updated(pdf: bytes, change: Change) -> bytes:
    """The PDF with one more part, in which `change` wrote."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _dictionary(**entries: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def _rectangle(*corners: int) -> generic.ArrayObject:
    return generic.ArrayObject(generic.NumberObject(corner) for corner in corners)


def _first_page(writer: IncrementalPdfFileWriter) -> tuple[generic.IndirectObject, generic.DictionaryObject]:
    ref, _resources = writer.find_page_for_modification(0)
    return ref, ref.get_object()


def new_content(writer: IncrementalPdfFileWriter) -> None:
    """More is drawn on the first page."""
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=b"0 0 200 200 re f")))


def other_font(writer: IncrementalPdfFileWriter) -> None:
    """A font is replaced, so that the same codes show other letters."""
    _ref, page = _first_page(writer)
    fonts = page["/Resources"]["/Font"]
    name = next(iter(fonts))
    target = fonts.raw_get(name)
    font = fonts[name]
    font["/BaseFont"] = pdf_name("/Courier")
    writer.mark_update(target if isinstance(target, generic.IndirectObject) else font.container_ref)


def other_page_order(writer: IncrementalPdfFileWriter) -> None:
    """A page is taken away."""
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(list(pages["/Kids"])[1:])
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def annotation(writer: IncrementalPdfFileWriter) -> None:
    """A note lies over the text of the first page."""
    ref, page = _first_page(writer)
    note = _dictionary(
        Type=pdf_name("/Annot"),
        Subtype=pdf_name("/FreeText"),
        Rect=_rectangle(100, 500, 300, 600),
        Contents=generic.TextStringObject("Không có tồn tại"),
        P=ref,
    )
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    writer.update_container(page)


def text_field(writer: IncrementalPdfFileWriter) -> None:
    """A field is filled in over the text of the first page."""
    ref, page = _first_page(writer)
    field = _dictionary(
        FT=pdf_name("/Tx"),
        T=generic.TextStringObject("sotien"),
        V=generic.TextStringObject("1.000"),
        Type=pdf_name("/Annot"),
        Subtype=pdf_name("/Widget"),
        Rect=_rectangle(100, 500, 300, 520),
        P=ref,
    )
    place = writer.add_object(field)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), place])
    writer.update_container(page)
    form = writer.root["/AcroForm"] if "/AcroForm" in writer.root else _dictionary(Fields=generic.ArrayObject())
    form["/Fields"] = generic.ArrayObject([*form["/Fields"], place])
    writer.root["/AcroForm"] = form
    writer.update_root()


def attachment(writer: IncrementalPdfFileWriter) -> None:
    """Another file is attached."""
    stream = generic.StreamObject({pdf_name("/Type"): pdf_name("/EmbeddedFile")}, stream_data=b'{"kind":"other"}')
    held = _dictionary(F=writer.add_object(stream))
    named = _dictionary(Type=pdf_name("/Filespec"), F=generic.TextStringObject("sheet.json"), EF=held)
    tree = _dictionary(Names=generic.ArrayObject([generic.TextStringObject("sheet.json"), writer.add_object(named)]))
    writer.root["/Names"] = _dictionary(EmbeddedFiles=tree)
    writer.update_root()


def script(writer: IncrementalPdfFileWriter) -> None:
    """Something runs when the document is opened."""
    action = _dictionary(S=pdf_name("/JavaScript"), JS=generic.TextStringObject("app.alert(1)"))
    writer.root["/OpenAction"] = writer.add_object(action)
    writer.update_root()


def usage_rights(writer: IncrementalPdfFileWriter) -> None:
    """Permissions that no signature of the paper gives."""
    writer.root["/Perms"] = _dictionary(UR3=_dictionary(Type=pdf_name("/Sig")))
    writer.update_root()


def other_title(writer: IncrementalPdfFileWriter) -> None:
    """The document says that it is another one."""
    writer.set_info(_dictionary(Title=generic.TextStringObject("Thông báo khác")))


def dormant_object(writer: IncrementalPdfFileWriter) -> None:
    """An object that nothing uses yet: a later change would only have to point to it."""
    writer.add_object(generic.StreamObject(stream_data=b"BT (khac) Tj ET"))


def large_field(writer: IncrementalPdfFileWriter) -> None:
    """XFA beside the signatures."""
    form = writer.root["/AcroForm"]
    form["/XFA"] = generic.TextStringObject("<xdp/>")
    writer.update_container(form)


def signature_gone(writer: IncrementalPdfFileWriter) -> None:
    """The form no longer lists the signature."""
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject()
    writer.update_container(form)


def value_gone(writer: IncrementalPdfFileWriter) -> None:
    """The signature's field no longer holds it."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)


def acting_signature(writer: IncrementalPdfFileWriter) -> None:
    """The signature's place on the page does something when it is clicked."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/A"] = _dictionary(S=pdf_name("/URI"), URI=generic.TextStringObject("http://example.org"))
    writer.update_container(field)


def redrawn(writer: IncrementalPdfFileWriter) -> None:
    """The picture of the signature shows something else."""
    drawn = writer.root["/AcroForm"]["/Fields"][0]["/AP"].raw_get("/N")
    drawn.get_object()._encoded_data = None
    drawn.get_object()._data = b"0 0 150 60 re f"
    writer.mark_update(drawn)


def empty_place(writer: IncrementalPdfFileWriter) -> None:
    """A place for one more signature, drawn and not yet signed."""
    append_signature_field(writer, SigFieldSpec("Cho", on_page=0, box=(100, 100, 200, 160)))


def in_object_stream(pdf: bytes) -> bytes:
    """An object that waits in a stream of objects, where no table names it."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    stream = writer.prepare_object_stream()
    writer.add_object(_dictionary(Note=generic.TextStringObject("named")), obj_stream=stream)
    stream.add_object(HIDDEN, _dictionary(Note=generic.TextStringObject("hidden")))
    writer.update_root()
    out = BytesIO()
    listed = [entry for entry in stream._obj_refs.items() if entry[0] != HIDDEN]
    with patch.object(ObjectStream, "__iter__", lambda _stream: iter(listed)):
        writer.write(out)
    return out.getvalue()


def bytes_of_no_object(pdf: bytes) -> bytes:
    """An object that no table names, between the parts."""
    return pdf + b"\n900 0 obj\n<< /Type /Page >>\nendobj\n" + pdf[pdf.rindex(b"startxref") :]


def another_behind(pdf: bytes) -> bytes:
    """A whole other document behind this one, whose table does not lead back to it."""
    base = len(pdf) + 1
    objects = (
        b"1 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"2 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 1 0 R /MediaBox [0 0 595 842] /Resources << >> >>\nendobj\n",
    )
    offsets = [base + sum(map(len, objects[:number])) for number in range(3)]
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size 4 /Root 2 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (base + sum(map(len, objects)))
    return pdf + b"\n" + b"".join(objects) + table + end


def without_constraints(pdf: bytes, holder: Holder, *, certify: MDPPerm | None = None) -> bytes:
    """Signs once more although an earlier signature forbids it, as a careless tool would."""
    with patch.object(PdfSigner, "_enforce_certification_constraints", lambda *_arguments: None):
        return sign(pdf, holder, "ConDau", box=(300, 100, 380, 160), certify=certify)


def span_of(pdf: bytes) -> list[int]:
    """The range of bytes of the first signature."""
    return [int(number) for number in PdfFileReader(BytesIO(pdf)).embedded_signatures[0].byte_range]


def signed_over(pdf: bytes, span: Sequence[int], holder: Holder) -> bytes:
    """The signature made anew over a range of the attacker's choice: true in itself, and covering less."""
    _zero, length, again, _rest = span_of(pdf)
    found = RANGE.search(pdf, again - 1)
    assert found is not None
    written = b"/ByteRange [%s]" % b" ".join(b"%d" % number for number in span)
    changed = pdf[: found.start()] + written.ljust(len(found[0])) + pdf[found.end() :]
    digest = sha256()
    for start, count in zip(span[::2], span[1::2], strict=True):
        digest.update(changed[start : start + count])
    container = apart(lambda: asyncio.run(signer(holder).async_sign(digest.digest(), "sha256")))
    made: bytes = container.dump().hex().encode()
    return changed[: length + 1] + made.ljust(again - length - 2, b"0") + changed[again - 1 :]


def reworded(pdf: bytes, old: bytes, new: bytes) -> bytes:
    """The last `old` in the file replaced, length and all offsets kept."""
    assert len(new) <= len(old)
    place = pdf.rindex(old)
    return pdf[:place] + new.ljust(len(old)) + pdf[place + len(old) :]
