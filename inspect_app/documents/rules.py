"""How Nghị định 30/2020/NĐ-CP wants numbers, signs, dates, lists and types of document written. Pure functions."""

from collections.abc import Iterable
from datetime import date, time
from types import MappingProxyType

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

# Phụ lục III, mục I: the 27 types that have an abbreviation; công văn has none.
TYPE_NAMES = MappingProxyType(
    {
        "NQ": "Nghị quyết",
        "QĐ": "Quyết định",
        "CT": "Chỉ thị",
        "QC": "Quy chế",
        "QyĐ": "Quy định",
        "TC": "Thông cáo",
        "TB": "Thông báo",
        "HD": "Hướng dẫn",
        "CTr": "Chương trình",
        "KH": "Kế hoạch",
        "PA": "Phương án",
        "ĐA": "Đề án",
        "DA": "Dự án",
        "BC": "Báo cáo",
        "BB": "Biên bản",
        "TTr": "Tờ trình",
        "HĐ": "Hợp đồng",
        "CĐ": "Công điện",
        "BGN": "Bản ghi nhớ",
        "BTT": "Bản thỏa thuận",
        "GUQ": "Giấy ủy quyền",
        "GM": "Giấy mời",
        "GGT": "Giấy giới thiệu",
        "GNP": "Giấy nghỉ phép",
        "PG": "Phiếu gửi",
        "PC": "Phiếu chuyển",
        "PB": "Phiếu báo",
    }
)

GRADE_WORDS = MappingProxyType({"major": "thiếu sót lớn", "minor": "thiếu sót nhỏ", "note": "lưu ý"})

VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
ROMAN_PARTS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
NUMBER_GAP = " " * 6
DATE_GAP = " " * 5
JOINING_WORDS = ("và", "tại", "về", "của", "năm", "theo", "đối", "trên", "trong", "thuộc")
TITLE_WORDS = 100
HARD_BREAK_COST = 60.0  # a line may be about eight characters off the others rather than end inside a phrase
SPLIT_WORD_COST = 600.0  # and twenty-five rather than end inside a word of two syllables or a name
# Words of the titles of an inspection's papers that are written in two syllables.
_COMPOUNDS = """
ban hành, báo cáo, biên bản, cách hành, cải cách, chấp hành, chế độ, chính quyền, chỉ đạo, chuyên đề, chuyên môn, chuyển
đổi, công chức, công nghiệp, công tác, công vụ, cơ quan, danh sách, đánh giá, đề cương, điều hành, điện tử, đôn đốc, đơn vị,
đột xuất, đứng đầu, giáo dục, giải quyết, giải trình, hành chính, hoàn thành, hồ sơ, kế hoạch, kết luận, kết quả, khắc phục,
kiểm tra, kinh tế, kỷ cương, kỷ luật, lĩnh vực, một cửa, mức độ, nhà nước, nhân dân, nhiệm vụ, nội vụ, phần mềm, phụ lục,
quản lý, quy định, quyết định, tài chính, tài nguyên, thanh tra, thành lập, thành phần, thành phố, thành viên, thi hành, thị
xã, thông báo, thời gian, thủ tục, thực hiện, tục hành, tiếp nhận, toàn diện, tổ chức, trách nhiệm, truyền thông, trực tuyến,
ủy ban, văn bản, văn phòng, viên chức, xây dựng, xếp loại, y tế
"""
COMPOUNDS = frozenset(word.strip() for word in _COMPOUNDS.split(","))
SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ".”", '."')


def sign_of(type_sign: str, *bodies: str) -> str:
    """The sign of a document: `TB-ĐKT`, groups joined by hyphens without spaces (Phụ lục I, II.3b-c).

    Raises RuleBroken for a type that is not among the 27, a missing body, or a group with a space or a slash.
    """
    if type_sign not in TYPE_NAMES:
        raise RuleBroken("sign", _("“%(sign)s” không phải chữ viết tắt tên loại văn bản.", sign=type_sign))
    if not bodies or any("/" in body or body.split() != [body] for body in bodies):
        raise RuleBroken("sign", _("Chữ viết tắt tên cơ quan phải có và không chứa dấu cách hay dấu gạch chéo."))
    return "-".join((type_sign, *bodies))


def type_of_sign(sign: str) -> str:
    """The type that a sign begins with (`TB` of `TB-UBND`); empty for that of a công văn, which has none."""
    first = sign.partition("-")[0]
    return first if first in TYPE_NAMES else ""


def letter_sign(*groups: str) -> str:
    """The sign of a công văn, which has no type: the body, then its drafting unit or the field: `SNV-CCHC` (II.3b).

    Raises RuleBroken like `sign_of`.
    """
    return sign_of("KH", *groups).removeprefix("KH-")


def format_number_line(number: int | None, sign: str) -> str:
    """`Số: 05/TB-ĐKT`; without a number the place stays empty for the registry: `Số:      /TB-ĐKT` (II.3c)."""
    if number is None:
        return f"Số:{NUMBER_GAP}/{sign}"
    if number < 1:
        raise RuleBroken("number", _("Số văn bản bắt đầu từ 01."))
    return f"Số: {number:02d}/{sign}"


def format_day(day: date | None, year: int | None = None) -> str:
    """`ngày 05 tháng 01 năm 2024`: a leading zero for days below 10 and for months 1 and 2 only (II.4b).

    Without a day the places stay empty: `ngày      tháng      năm 2024`.
    """
    if day is None:
        return f"ngày{DATE_GAP}tháng{DATE_GAP}năm {year if year is not None else DATE_GAP}".rstrip()
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year:04d}"


def format_short_day(day: date | None) -> str:
    """`05/8/2024`, with the zeros of `format_day`; dots where there is no day yet."""
    return f"{day.day:02d}/{_month(day)}/{day.year:04d}" if day else "…/…/…"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def format_place_date(place: str, day: date | None, year: int | None = None) -> str:
    """`Quảng Nam, ngày 05 tháng 01 năm 2024`; the date stays empty when there is none (II.4)."""
    return f"{place}, {format_day(day, year)}"


def format_moment(day: date | None, at: time | None, year: int | None = None) -> str:
    """`08 giờ 00, ngày 18 tháng 6 năm 2024`; whatever is not known stays empty, to be filled in by hand."""
    hour = f"{at.hour:02d} giờ {at.minute:02d}" if at else f"{DATE_GAP}giờ{DATE_GAP}"
    return f"{hour}, {format_day(day, year)}"


def count_word(count: int) -> str:
    """A count with its leading zero, as copies are counted: `03`."""
    return f"{count:02d}"


def roman(number: int) -> str:
    """The Roman numeral of 1 to 39, for sections and annexes."""
    if not 1 <= number <= 39:
        raise ValueError("sections are numbered from I to XXXIX")
    text = ""
    for value, sign in ROMAN_PARTS:
        while number >= value:
            text, number = text + sign, number - value
    return text


def point_letter(number: int) -> str:
    """The letter of a point, in the order of the Vietnamese alphabet: a, b, c, d, đ, e, g (II.6đ)."""
    if not 1 <= number <= len(VIETNAMESE_LETTERS):
        raise ValueError("points are lettered from a to y")
    return VIETNAMESE_LETTERS[number - 1]


def as_sentence(text: str) -> str:
    """The text with a full stop, unless it already ends as a sentence does."""
    text = text.strip()
    return text if not text or text.endswith(SENTENCE_ENDS) else f"{text}."


def within_sentence(text: str) -> str:
    """The text as it stands within a sentence: its first letter small, unless a word in capitals begins it."""
    first = text.split(" ", 1)[0]
    return text if len(first) > 1 and first.isupper() else text[:1].lower() + text[1:]


def as_list_item(text: str, last: bool = False) -> str:
    """The text of one line of a list: ends with a semicolon, the last one with a full stop (II.6a, II.9d)."""
    bare = text.strip().rstrip(";,.").rstrip()
    return bare + ("." if last else ";")


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something; each is a paragraph of its own."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def balanced_lines(text: str, limit: int) -> tuple[str, ...]:
    """A title in as few lines of at most `limit` characters as it needs, of about the same length.

    A line break in the text is kept; lines rather end at a comma or before a word that joins. A word longer than
    `limit` has a line of its own.
    """
    parts = [part.split() for part in paragraphs(text)]
    # What is too long for a title is no title: it is left to run on.
    set_lines = (_balanced(words, limit) if len(words) <= TITLE_WORDS else [" ".join(words)] for words in parts)
    return tuple(line for lines in set_lines for line in lines)


def _balanced(words: list[str], limit: int) -> list[str]:
    least = _line_count(words, limit)
    target = len(" ".join(words)) / least
    # best[end][n]: the first `end` words in n lines, as (cost, lines).
    best: list[dict[int, tuple[float, list[str]]]] = [{0: (0.0, [])}]
    for end in range(1, len(words) + 1):
        found: dict[int, tuple[float, list[str]]] = {}
        for start in range(end - 1, -1, -1):
            line = " ".join(words[start:end])
            if len(line) > limit and end - start > 1:
                break
            cost = (len(line) - target) ** 2 + _break_cost(words, end)
            for count, (before, lines) in best[start].items():
                if count < least and (count + 1 not in found or before + cost < found[count + 1][0]):
                    found[count + 1] = (before + cost, [*lines, line])
        best.append(found)
    return best[-1][least][1]


def _break_cost(words: list[str], end: int) -> float:
    if end == len(words) or words[end - 1].endswith((",", ";")) or words[end].casefold() in JOINING_WORDS:
        return 0.0
    before, after = words[end - 1], words[end].rstrip(",;.")
    is_name = before[:1].isupper() and after[:1].isupper()
    return SPLIT_WORD_COST if is_name or f"{before} {after}".casefold() in COMPOUNDS else HARD_BREAK_COST


def _line_count(words: list[str], limit: int) -> int:
    count, length = 1, -1
    for word in words:
        if length >= 0 and length + 1 + len(word) > limit:
            count, length = count + 1, -1
        length += 1 + len(word)
    return count


def curve(strokes: Iterable[Iterable[tuple[int, int]]]) -> str:
    """Strokes as the path of an SVG: whole numbers and the letters M and L, nothing else. A dot is a very short line."""
    lines = [[(int(x), int(y)) for x, y in stroke] for stroke in strokes]
    return " ".join("M" + " L".join(f"{x} {y}" for x, y in _drawn(line)) for line in lines if line)


def _drawn(line: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return line if len(line) > 1 else [*line, (line[0][0] + 1, line[0][1])]


def in_fours(text: str) -> str:
    """A long code in groups of four signs, so that two people can compare it aloud."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
