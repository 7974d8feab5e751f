"""The four ways in which an operation says no; the edge turns them into an answer a person can act on."""

from inspect_app.kernel.language import gettext as _


class DomainError(Exception):
    """Base of all refusals; `message` is Vietnamese, says what happened and what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleBroken(DomainError):
    """What was entered breaks a rule. `field` names the form field, or None when it concerns the whole."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field


class Conflict(DomainError):
    """The thing is in a state in which this cannot be done (HTTP 409)."""


class NotFound(DomainError):
    """There is no such thing, or the actor may not know that there is (HTTP 404)."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or _("Không tìm thấy nội dung này. Hãy quay lại danh sách và chọn lại."))


class Forbidden(DomainError):
    """The actor may not do this (HTTP 403)."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(
            message or _("Bạn không có quyền làm việc này. Hãy liên hệ người điều phối nếu bạn cần quyền.")
        )
