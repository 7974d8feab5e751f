"""A verdict in sentences: what was found, and what to do next."""

from collections.abc import Mapping

from inspect_app.documents.signing.verdict import Mark, Party, Refusal, Refused, SignatureFound, Trust
from inspect_app.kernel.formats import format_datetime
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _

REASONS: Mapping[Refusal, str] = {
    Refusal.TOO_LARGE: _("Tệp lớn quá giới hạn (20 MB, phần ký thêm tối đa 8 MB). Hãy ký lại với hình chữ ký nhỏ hơn."),
    Refusal.UNSIGNED: _("Tệp này đúng là bản đã phát hành nhưng chưa có chữ ký số. Hãy ký rồi nộp lại."),
    Refusal.NOT_AS_ISSUED: _(
        "Phần đầu của tệp không trùng từng byte với bản đã phát hành: đây là văn bản khác, nội dung đã bị sửa, hoặc "
        "phần mềm ký đã ghi lại cả tệp. Hãy ký lại trên đúng tệp PDF tải từ trang này, ở chế độ ký bổ sung."
    ),
    Refusal.BROKEN: _("Phần thêm vào sau bản đã phát hành không đọc được theo chuẩn PDF. Hãy ký lại từ tệp gốc."),
    Refusal.ENCRYPTED: _("Tệp đã bị đặt mật khẩu. Hãy ký lại mà không đặt mật khẩu."),
    Refusal.DETACHED: _(
        "Phần thêm vào không nối với bản đã phát hành mà là một văn bản khác ghép phía sau. Không nhận tệp này."
    ),
    Refusal.TOO_MANY_PARTS: _("Tệp có quá nhiều lần ghi thêm hoặc quá nhiều chữ ký. Hãy ký lại từ tệp gốc."),
    Refusal.HIDDEN_BYTES: _(
        "Tệp có những byte không thuộc phần nào của văn bản, có thể dùng để giấu nội dung. Hãy ký lại từ tệp gốc."
    ),
    Refusal.CONTENT_CHANGED: _(
        "Ngoài chữ ký, nội dung văn bản đã bị thay đổi sau khi phát hành. Không nhận tệp này; hãy ký lại từ tệp gốc."
    ),
    Refusal.OTHER_FIELD: _("Tệp có ô biểu mẫu hoặc thành phần khác ngoài chữ ký. Hãy ký lại từ tệp gốc."),
    Refusal.LARGE_PICTURE: _(
        "Hình chữ ký quá lớn, có thể che nội dung văn bản (tối đa 60 cm² mỗi hình). Hãy ký lại với hình nhỏ hơn."
    ),
    Refusal.NO_SIGNATURE: _("Tệp không có chữ ký số nào. Hãy ký rồi nộp lại."),
    Refusal.MALFORMED: _("Chữ ký số thiếu thành phần bắt buộc hoặc theo định dạng không dùng được. Hãy ký lại."),
    Refusal.NOT_COVERED: _("Chữ ký số không bao trùm toàn bộ văn bản. Hãy ký lại từ tệp gốc."),
    Refusal.DIGEST_DIFFERS: _("Văn bản đã bị thay đổi sau khi ký: chữ ký số không khớp nội dung. Không nhận tệp này."),
    Refusal.FALSE_SIGNATURE: _("Chữ ký số không phải do chứng thư đi kèm tạo ra. Không nhận tệp này."),
    Refusal.WEAK: _("Chữ ký số dùng thuật toán không còn an toàn. Hãy ký lại bằng thuật toán SHA-256 trở lên."),
    Refusal.CERTIFICATE: _(
        "Chứng thư số chưa đến hoặc đã hết thời hạn, đã bị thu hồi hoặc không dùng để ký văn bản. Hãy ký bằng chứng thư khác."
    ),
    Refusal.CHANGED_AFTER: _(
        "Sau chữ ký này tệp còn bị thay đổi theo cách mà chữ ký không cho phép. Hãy ký lại theo đúng thứ tự từ tệp gốc."
    ),
    Refusal.UNSIGNED_AFTER: _("Sau chữ ký cuối cùng còn nội dung chưa được ký. Hãy ký lại từ tệp gốc."),
    Refusal.EXPENSIVE: _(
        "Không kiểm tra xong tệp này trong giới hạn thời gian và bộ nhớ. Hãy ký lại từ tệp gốc; nếu vẫn vậy, báo quản trị."
    ),
}

TRUST_WORDS: Mapping[Trust, str] = {
    Trust.TRUSTED: _("Chứng thư do nơi cấp mà đơn vị tin cậy cấp"),
    Trust.UNKNOWN: _("Chưa xác minh được nơi cấp chứng thư"),
    Trust.REFUSED: _("Chứng thư không dùng được"),
}
PARTY_WORDS: Mapping[Party, str] = {
    Party.PERSON: _("cá nhân"),
    Party.AGENCY: _("cơ quan, tổ chức"),
    Party.UNCLEAR: _("không rõ cá nhân hay cơ quan"),
}
MARK_WORDS: Mapping[Mark, str] = {Mark.SIGNATURE: _("Chữ ký số"), Mark.TIMESTAMP: _("Dấu thời gian")}


def reason_of(refused: Refused) -> str:
    """Why, in a sentence that names the signature concerned."""
    sentence = str(REASONS[refused.why])
    return (
        gettext("Chữ ký “%(field)s”: %(sentence)s", field=refused.field, sentence=sentence)
        if refused.field
        else sentence
    )


def hour_of(found: SignatureFound) -> str:
    """When it was made, and who says so."""
    if found.stamped_at is not None:
        return gettext("%(hour)s (theo dấu thời gian)", hour=format_datetime(found.stamped_at))
    if found.claimed_at is not None:
        return gettext("%(hour)s (theo máy của người ký)", hour=format_datetime(found.claimed_at))
    return gettext("không ghi thời điểm")
