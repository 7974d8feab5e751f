"""What a person reads when a file is not YAML at all, or not UTF-8."""

import codecs

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source.problems import Place, Problem, ProblemsFound

OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def decode(name: str, data: bytes) -> str:
    """The text of a UTF-8 file, without its byte-order mark. Raises ProblemsFound at the first wrong byte."""
    if data.startswith(OTHER_MARKS):
        raise ProblemsFound([Problem(Place(name, 1, 1), _("Tệp không phải UTF-8. Hãy lưu lại tệp với mã UTF-8"))])
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        place = _place_after(name, before)
        raise ProblemsFound([Problem(place, _("Tệp không phải UTF-8. Hãy lưu lại tệp với mã UTF-8"))]) from None
    for index, character in enumerate(content):
        if not _may_stand(character):
            place = _place_after(name, content[:index])
            raise ProblemsFound([Problem(place, _("Tệp có ký tự điều khiển không dùng được. Hãy xóa ký tự này"))])
    return content


def _place_after(name: str, before: str) -> Place:
    lines = before.replace("\r\n", "\n").split("\n")
    return Place(name, len(lines), len(lines[-1]) + 1)


def _may_stand(character: str) -> bool:
    if character < " ":
        return character in "\t\n\r"
    return not ("\x7f" <= character <= "\x9f" or "\ufffe" <= character <= "\uffff")


def syntax_message(error: Exception) -> str:
    """The parser's complaint in the user's language; the common ones say what to do."""
    complaint = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    for words, message in _known_complaints():
        if words in complaint:
            return message
    return _("Sai cú pháp YAML ở đây. Hãy kiểm tra thụt đầu dòng, dấu hai chấm và dấu nháy")


def _known_complaints() -> list[tuple[str, str]]:
    return [
        ("quoted scalar", _("Chuỗi trong dấu nháy chưa đóng hoặc có ký tự thoát sai. Hãy kiểm tra dấu nháy")),
        ("mapping values are not allowed", _("Dấu hai chấm không đúng chỗ. Hãy đặt cả chuỗi trong dấu nháy kép")),
        ("could not find expected ':'", _("Thiếu dấu hai chấm sau khóa, hoặc dòng này thụt sai")),
        (
            "cannot start any token",
            _(
                "Ký tự này không được đứng đầu giá trị. Hãy thụt dòng bằng dấu cách, không "
                "dùng tab; chuỗi bắt đầu bằng ký tự đặc biệt phải đặt trong dấu nháy"
            ),
        ),
        ("expected <block end>", _("Dòng này thụt sai so với các dòng cùng nhóm")),
        ("expected ',' or '}'", _("Nhóm mục { } chưa đóng hoặc thiếu dấu phẩy")),
        ("expected ',' or ']'", _("Danh sách [ ] chưa đóng hoặc thiếu dấu phẩy")),
        ("unexpected end of stream", _("Tệp kết thúc giữa chừng. Hãy kiểm tra dấu ngoặc và dấu nháy")),
        ("block scalar", _("Khối chữ (| hoặc >) viết sai. Hãy kiểm tra dòng bắt đầu khối và thụt dòng")),
        ("directive", _("Không dùng chỉ thị YAML (dòng bắt đầu bằng dấu phần trăm)")),
    ]
