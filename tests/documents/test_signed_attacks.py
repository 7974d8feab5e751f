"""What a signed paper must not hide: each attack is refused, with the reason that fits it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfTimeStamper
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.dss import DocumentSecurityStore

from inspect_app.documents.signing.verdict import Mark, Refusal
from tests.factories import attacks
from tests.factories.attacks import Change, signed_over, span_of, updated
from tests.factories.signing import Holder, agency, apart, person, sign, stamper, verdict, why

LOWER = (300, 100, 380, 160)
CONTENT: dict[str, Change] = {
    "more content": attacks.new_content,
    "another font": attacks.other_font,
    "a page less": attacks.other_page_order,
    "an annotation": attacks.annotation,
    "a filled field": attacks.text_field,
    "an attachment": attacks.attachment,
    "a script": attacks.script,
    "usage rights": attacks.usage_rights,
    "another title": attacks.other_title,
    "a dormant object": attacks.dormant_object,
}
FIELDS: dict[str, tuple[Change, set[Refusal]]] = {
    "XFA": (attacks.large_field, {Refusal.CONTENT_CHANGED}),
    "no signature listed": (attacks.signature_gone, {Refusal.NO_SIGNATURE}),
    "no signature in its field": (attacks.value_gone, {Refusal.NO_SIGNATURE}),
    "an action on the signature": (attacks.acting_signature, {Refusal.OTHER_FIELD}),
    "another picture": (attacks.redrawn, {Refusal.CHANGED_AFTER, Refusal.UNSIGNED_AFTER}),
    "a drawn place without a signature": (attacks.empty_place, {Refusal.UNSIGNED_AFTER}),
}


@pytest.mark.parametrize("change", CONTENT.values(), ids=CONTENT)
def test_a_change_before_signing_is_refused(issued: bytes, change: Change) -> None:
    assert why(verdict(issued, sign(updated(issued, change), person()))) == [Refusal.CONTENT_CHANGED]


@pytest.mark.parametrize("change", CONTENT.values(), ids=CONTENT)
def test_a_change_after_signing_is_refused(issued: bytes, signed: bytes, change: Change) -> None:
    assert why(verdict(issued, updated(signed, change))) == [Refusal.CONTENT_CHANGED]


@pytest.mark.parametrize(("change", "reasons"), FIELDS.values(), ids=FIELDS)
def test_a_change_of_the_signature_itself_is_refused(
    issued: bytes, signed: bytes, change: Change, reasons: set[Refusal]
) -> None:
    assert set(why(verdict(issued, updated(signed, change)))) == reasons


def test_changes_that_are_signed_once_more_stay_changes(issued: bytes, signed: bytes) -> None:
    again = sign(updated(signed, attacks.annotation), agency(), "ConDau", box=LOWER)
    assert why(verdict(issued, again)) == [Refusal.CONTENT_CHANGED]


def test_a_changed_byte_in_the_signed_part_is_found(issued: bytes, signed: bytes) -> None:
    changed = attacks.reworded(signed, b"/F 132", b"/F 133")
    assert why(verdict(issued, changed)) == [Refusal.DIGEST_DIFFERS]


def test_a_signature_over_another_document_does_not_pass(issued: bytes, signed: bytes) -> None:
    other = sign(updated(issued, attacks.other_title), person())
    assert why(verdict(updated(issued, attacks.new_content), signed)) == [Refusal.NOT_AS_ISSUED]
    (_zero, length, again, _rest), span = span_of(signed), span_of(other)
    taken = other[span[1] : span[2]].strip(b"<>").rstrip(b"0").ljust(again - length - 2, b"0")
    transplanted = signed[: length + 1] + taken + signed[again - 1 :]
    assert why(verdict(issued, transplanted)) == [Refusal.DIGEST_DIFFERS]


def test_a_signature_by_another_key_than_the_certificates_is_false(issued: bytes) -> None:
    forged = sign(issued, Holder(person().certificate, agency().key))
    assert why(verdict(issued, forged)) == [Refusal.FALSE_SIGNATURE]


def test_a_range_of_bytes_that_leaves_something_out_is_no_cover(issued: bytes, signed: bytes) -> None:
    _zero, length, again, rest = span_of(signed)
    for span in (
        (0, length, again + 8, rest - 8),
        (10, length - 10, again, rest),
        (0, length - 20, again, rest),
        (0, length, again, rest - 30),
        (0, len(issued), len(issued), length - len(issued), again, rest),
        (0, length, again - 4, rest + 4),
    ):
        assert why(verdict(issued, signed_over(signed, span, person()))) == [Refusal.NOT_COVERED], span
    assert verdict(issued, signed_over(signed, (0, length, again, rest), person())).accepted


def test_bytes_beside_the_signature_are_found(issued: bytes, signed: bytes) -> None:
    _zero, length, again, _rest = span_of(signed)
    smuggled = signed[: again - 9] + b">evil<00" + signed[again - 1 :]
    assert not verdict(issued, smuggled).accepted
    shortened = signed[: length + 1] + b" " + signed[length + 2 :]
    assert not verdict(issued, shortened).accepted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/ByteRange [", b"/ByteRanje ["),
        (b"/Contents <", b"/Kontents <"),
        (b"/SubFilter /adbe.pkcs7.detached", b"/SubFilter /adbe.pkcs7.sha1"),
        (b"/SubFilter /adbe.pkcs7.detached", b"/SubFilter /none"),
        (b"/Type /Sig", b"/Type /Sug"),
    ],
)
def test_half_a_signature_is_none(issued: bytes, signed: bytes, old: bytes, new: bytes) -> None:
    assert why(verdict(issued, attacks.reworded(signed, old, new))) == [Refusal.MALFORMED]


def test_a_signature_of_noughts_is_none(issued: bytes, signed: bytes) -> None:
    _zero, length, again, _rest = span_of(signed)
    for contents in (b"0" * (again - length - 2), b"05000" + b"0" * (again - length - 7)):
        forged = signed[: length + 1] + contents + signed[again - 1 :]
        assert why(verdict(issued, forged)) == [Refusal.MALFORMED]
    spans = attacks.RANGE.search(signed, again - 1)
    assert spans is not None
    for written in (b"/ByteRange null", b"/ByteRange []", b"/ByteRange [0 -1 -1 0]", b"/ByteRange [0 0 0 0]"):
        forged = signed[: spans.start()] + written.ljust(len(spans[0])) + signed[spans.end() :]
        assert set(why(verdict(issued, forged))) <= {Refusal.MALFORMED, Refusal.NOT_COVERED}, written
        assert not verdict(issued, forged).accepted


def test_bytes_that_no_table_names_are_refused(issued: bytes, signed: bytes) -> None:
    hidden = sign(attacks.bytes_of_no_object(issued), person())
    assert why(verdict(issued, hidden)) == [Refusal.HIDDEN_BYTES]
    assert why(verdict(issued, sign(attacks.in_object_stream(issued), person()))) == [Refusal.HIDDEN_BYTES]
    for tail in (b"x", b"\n\n\n\n", b"%%EOF\n", b"\n900 0 obj\n<<>>\nendobj\n"):
        assert not verdict(issued, signed + tail).accepted, tail


def test_another_document_behind_the_issued_one_is_refused(issued: bytes) -> None:
    joined = attacks.another_behind(issued)
    assert why(verdict(issued, joined)) == [Refusal.DETACHED]
    assert why(verdict(issued, sign(joined, person()))) == [Refusal.HIDDEN_BYTES]


def test_a_picture_that_could_cover_the_text_is_refused(issued: bytes) -> None:
    wide = sign(issued, person(), box=(50, 100, 550, 700))
    assert why(verdict(issued, wide)) == [Refusal.LARGE_PICTURE]
    broad = sign(issued, person(), box=(50, 100, 350, 300))
    assert why(verdict(issued, broad)) == [Refusal.LARGE_PICTURE]
    many = issued
    for number in range(5):
        many = sign(many, person(), f"Hinh{number}", box=(50, 50 + 150 * number, 270, 190 + 150 * number))
    assert why(verdict(issued, many)) == [Refusal.LARGE_PICTURE]


def test_a_certification_after_a_signature_is_refused(issued: bytes, signed: bytes) -> None:
    late = attacks.without_constraints(signed, agency(), certify=MDPPerm.FILL_FORMS)
    assert Refusal.CHANGED_AFTER in why(verdict(issued, late))


def test_what_keeps_a_signature_provable_may_follow_it(issued: bytes, signed: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    certificate = PdfFileReader(BytesIO(signed)).embedded_signatures[0].signer_cert
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=[certificate])
    kept = BytesIO()
    writer.write(kept)
    assert verdict(issued, kept.getvalue()).accepted
    stamped = apart(
        lambda: PdfTimeStamper(stamper()).timestamp_pdf(IncrementalPdfFileWriter(BytesIO(signed)), "sha256")
    )
    found = verdict(issued, stamped.getvalue())
    assert found.accepted
    assert [one.mark for one in found.signatures] == [Mark.SIGNATURE, Mark.TIMESTAMP]


def test_a_timestamp_alone_is_no_signature(issued: bytes) -> None:
    stamped = apart(
        lambda: PdfTimeStamper(stamper()).timestamp_pdf(IncrementalPdfFileWriter(BytesIO(issued)), "sha256")
    )
    assert why(verdict(issued, stamped.getvalue())) == [Refusal.NO_SIGNATURE]


@pytest.mark.parametrize("cut", [1, 7, 200, 3000])
def test_a_file_that_was_cut_off_is_refused(issued: bytes, signed: bytes, cut: int) -> None:
    assert not verdict(issued, signed[:-cut]).accepted


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "deep nesting": lambda _at: b"9 0 obj\n" + b"[" * 200_000 + b"]" * 200_000 + b"\nendobj\n",
    "a loop of tables": lambda at: (
        b"xref\n0 0\ntrailer\n<< /Size 1 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF" % (at, at)
    ),
    "a table far away": lambda _at: b"startxref\n999999999\n%%EOF",
    "noise": lambda _at: bytes(range(256)) * 400 + b"\n%%EOF",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_end_in_a_refusal(issued: bytes, hostile: Callable[[int], bytes]) -> None:
    found = verdict(issued, issued + b"\n" + hostile(len(issued) + 1))
    assert not found.accepted
