"""A paper that was signed outside is taken back when nothing but signatures was added, and it is told who signed."""

from typing import Any

import pytest
import time_machine
from pyhanko.sign.fields import MDPPerm

from inspect_app.documents.signing.process import checked
from inspect_app.documents.signing.roots import trusted_roots
from inspect_app.documents.signing.verdict import LARGEST_ADDED, Mark, Party, Refusal, Trust, Verdict
from inspect_app.documents.signing.words import MARK_WORDS, PARTY_WORDS, REASONS, TRUST_WORDS, hour_of, reason_of
from inspect_app.kernel.errors import RuleBroken
from tests.factories.attacks import without_constraints
from tests.factories.signing import MOMENT, agency, authority, hold, person, roots, sign, verdict, why

LOWER = (300, 100, 380, 160)


def test_a_paper_that_a_person_signed_is_taken_back_and_tells_who(issued: bytes) -> None:
    with time_machine.travel(MOMENT, tick=False):
        found = verdict(issued, sign(issued, person()))
    assert found.accepted
    (signature,) = found.signatures
    assert signature.certificate.name == "Phó Giám đốc 1"
    assert signature.certificate.organisation == "Sở Nội vụ tỉnh Quảng Nam"
    assert signature.certificate.issuer == "Nơi cấp chứng thư thử"
    assert signature.certificate.serial == f"{person().certificate.serial_number:X}"
    assert (signature.certificate.party, signature.trust, signature.mark) == (
        Party.PERSON,
        Trust.TRUSTED,
        Mark.SIGNATURE,
    )
    assert (signature.claimed_at, signature.digest, signature.certificate.key) == (MOMENT, "sha256", "EC secp256r1")
    assert signature.page is not None
    assert "theo máy của người ký" in hour_of(signature)


def test_the_number_of_an_identity_card_goes_no_further(issued: bytes) -> None:
    assert "049000000001" not in verdict(issued, sign(issued, person())).to_json()


def test_person_and_agency_sign_one_after_the_other_and_the_order_is_told(issued: bytes) -> None:
    both = sign(sign(issued, person()), agency(), "ConDau", box=LOWER)
    found = verdict(issued, both)
    assert found.accepted
    assert [one.certificate.party for one in found.signatures] == [Party.PERSON, Party.AGENCY]
    turned = sign(sign(issued, agency(), "ConDau", box=LOWER), person())
    assert [one.field for one in verdict(issued, turned).signatures] == ["ConDau", "ChuKy1"]


def test_an_unseen_signature_is_as_good_as_a_drawn_one(issued: bytes) -> None:
    found = verdict(issued, sign(issued, agency(), box=None))
    assert found.accepted
    assert found.signatures[0].page is None


def test_a_signature_with_a_timestamp_tells_its_hour(issued: bytes) -> None:
    found = verdict(issued, sign(issued, person(), stamped=True))
    assert found.accepted
    assert found.signatures[0].stamped_at == MOMENT
    assert "theo dấu thời gian" in hour_of(found.signatures[0])


def test_without_the_sites_root_the_issuer_is_said_to_be_unverified(issued: bytes) -> None:
    stranger = hold(cn="Nơi cấp khác")
    for known in ((), (stranger.der,)):
        found = verdict(issued, sign(issued, person()), known)
        assert found.accepted
        assert [one.trust for one in found.unknown_issuers] == [Trust.UNKNOWN]


def test_a_certificate_under_a_known_root_must_be_fit_for_signing_today(issued: bytes) -> None:
    over = hold(authority(), days=(-30, -1), cn="Hết hạn")
    early = hold(authority(), days=(1, 30), cn="Chưa tới hạn")
    other = hold(authority(), purpose="encipher", cn="Để mã hóa")
    for holder, detail in ((over, "EXPIRED"), (early, "NOT_YET_VALID"), (other, "CHAIN_CONSTRAINTS_FAILURE")):
        found = verdict(issued, sign(issued, holder))
        assert why(found) == [Refusal.CERTIFICATE], holder
        assert found.refused[0].detail == detail


def test_an_expired_certificate_is_refused_under_an_unknown_root_too(issued: bytes) -> None:
    assert why(verdict(issued, sign(issued, hold(authority(), days=(-30, -1), cn="Hết hạn")), ())) == [
        Refusal.CERTIFICATE
    ]


def test_sha1_is_too_weak(issued: bytes) -> None:
    assert why(verdict(issued, sign(issued, person(), digest="sha1"))) == [Refusal.WEAK]


def test_a_certification_is_told_and_kept(issued: bytes) -> None:
    final = sign(issued, person(), certify=MDPPerm.NO_CHANGES)
    assert verdict(issued, final).accepted
    assert verdict(issued, final).signatures[0].certification == 1
    after = without_constraints(final, agency())
    assert Refusal.CHANGED_AFTER in why(verdict(issued, after))
    open_one = sign(issued, person(), certify=MDPPerm.FILL_FORMS)
    assert verdict(issued, sign(open_one, agency(), "ConDau", box=LOWER)).accepted


def test_what_bytes_alone_tell_is_told_first(issued: bytes) -> None:
    assert why(verdict(issued, issued)) == [Refusal.UNSIGNED]
    assert why(verdict(issued, issued[:-1])) == [Refusal.NOT_AS_ISSUED]
    assert why(verdict(issued, b"%PDF-1.7 another")) == [Refusal.NOT_AS_ISSUED]
    assert why(verdict(issued, b"")) == [Refusal.NOT_AS_ISSUED]
    assert why(verdict(issued, issued + bytes(LARGEST_ADDED + 1))) == [Refusal.TOO_LARGE]


def test_the_examiners_own_process_says_the_same(issued: bytes) -> None:
    signed = sign(issued, person())
    assert checked(issued, signed, roots=roots(), at=MOMENT) == verdict(issued, signed)
    assert why(checked(issued, issued, at=MOMENT)) == [Refusal.UNSIGNED]


def test_an_examination_that_takes_too_long_is_ended_and_refuses(issued: bytes) -> None:
    assert why(checked(issued, sign(issued, person()), at=MOMENT, seconds=0.001)) == [Refusal.EXPENSIVE]


def test_a_verdict_travels_as_json(issued: bytes) -> None:
    found = verdict(issued, sign(issued, person(), stamped=True))
    assert Verdict.from_json(found.to_json()) == found
    with pytest.raises(ValueError, match="validation error"):
        Verdict.from_json('{"refused": [{"why": "unheard"}]}')


def test_every_reason_has_its_sentence() -> None:
    assert set(REASONS) == set(Refusal)
    assert (set(TRUST_WORDS), set(PARTY_WORDS), set(MARK_WORDS)) == (set(Trust), set(Party), set(Mark))


def test_a_reason_names_the_signature_that_it_concerns(issued: bytes) -> None:
    found = verdict(issued, sign(issued, person(), digest="sha1"))
    assert reason_of(found.refused[0]).startswith("Chữ ký “ChuKy1”: Chữ ký số dùng thuật toán không còn an toàn")


def test_the_roots_of_a_site_are_its_pem_files(tmp_path: Any) -> None:
    assert trusted_roots(None) == trusted_roots(tmp_path) == ()
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "b.pem").write_bytes(person().pem)
    (folder / "a.pem").write_bytes(b"root of the tests\n" + authority().pem + agency().pem)
    (folder / "notes.txt").write_bytes(b"no certificate")
    assert trusted_roots(tmp_path) == (authority().der, agency().der, person().der)
    (folder / "c.pem").write_bytes(b"nothing in it")
    with pytest.raises(RuleBroken, match=r"c\.pem"):
        trusted_roots(tmp_path)
