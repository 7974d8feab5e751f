"""What a sentence stands on goes with it while it is edited."""

from inspect_app.conclusions.drafting.parts import Tied, Wording, pinned, texts_of, tied_lines

KNOWN = (
    Tied("Đã đánh giá 66 nội dung.", ("TH",), {"TH": "66 nội dung"}),
    Tied("Đã xem xét 05 hồ sơ mẫu.", ("HS", "C08"), {"HS": "05 hồ sơ"}),
)


def test_a_sentence_that_stays_keeps_everything_wherever_it_goes() -> None:
    told = tied_lines("Câu mới của người soạn.\nĐã xem xét 05 hồ sơ mẫu.\nĐã đánh giá 66 nội dung.", KNOWN)
    assert [tied.refs for tied in told] == [(), ("HS", "C08"), ("TH",)]
    assert told[1].said == {"HS": "05 hồ sơ"}


def test_a_reworded_sentence_keeps_its_sources_and_takes_the_data_of_now() -> None:
    told = tied_lines("Đã đánh giá 66 nội dung.\nĐoàn đã xem 07 hồ sơ mẫu.", KNOWN)
    assert told[1] == Tied("Đoàn đã xem 07 hồ sơ mẫu.", ("HS", "C08"))
    assert pinned(told[1], {"HS": "07 hồ sơ", "C08": "đạt"}).said == {"HS": "07 hồ sơ", "C08": "đạt"}
    assert pinned(told[0], {"TH": "67 nội dung"}).said == {"TH": "66 nội dung"}


def test_another_sentence_in_its_place_is_the_drafters_own() -> None:
    assert tied_lines("Đã đánh giá 66 nội dung.\nCảm ơn đơn vị.", KNOWN)[1].refs == ()


def test_the_parts_come_in_the_order_of_the_paper() -> None:
    wording = Wording(general="a", strengths={"7": "b", "0": "c", "1": "d"})
    assert [name for name, _text in texts_of(wording)][:5] == [
        "opening",
        "general",
        "strengths.1",
        "strengths.7",
        "strengths.0",
    ]
