"""Whether a change may take effect at all: who sends it from which tablet, and how far its visit is."""

from collections.abc import Callable

from inspect_app.accounts.models import AccountState
from inspect_app.campaigns.permissions import has_conflict_of_interest, is_on_team
from inspect_app.campaigns.rules import VisitState
from inspect_app.fieldwork.models import ChangeKind
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, quarantined
from inspect_app.kernel.language import gettext as _


def held_back(incoming: Incoming) -> Outcome | None:
    """The quarantine that the change goes into, or None when it may take effect. Its first reason counts."""
    for cause, is_so, message in CAUSES:
        if is_so(incoming):
            return quarantined(cause, message())
    return None


def _is_revoked(incoming: Incoming) -> bool:
    return incoming.device.revoked_at is not None


def _is_disabled(incoming: Incoming) -> bool:
    account = incoming.device.person.account
    return account is None or account.state != AccountState.ACTIVE


def _is_off_team(incoming: Incoming) -> bool:
    return not is_on_team(incoming.actor, incoming.visit)


def _is_own_unit(incoming: Incoming) -> bool:
    return has_conflict_of_interest(incoming.actor, incoming.visit)


def _is_cancelled(incoming: Incoming) -> bool:
    return incoming.visit.state is VisitState.CANCELLED


def _is_frozen(incoming: Incoming) -> bool:
    return incoming.visit.frozen_at is not None


def _is_other_version(incoming: Incoming) -> bool:
    told = incoming.wire.checklist_code, incoming.wire.checklist_version
    return told != (incoming.visit.checklist_code, incoming.visit.checklist_version)


def _has_not_begun(incoming: Incoming) -> bool:
    return incoming.visit.begun_at is None and incoming.wire.kind is not ChangeKind.BEGIN


def _revoked() -> str:
    return _("Máy tính bảng đã bị thu hồi. Trưởng đoàn hoặc người điều phối quyết định có nhận hay không.")


def _disabled() -> str:
    return _("Tài khoản đã bị khóa. Trưởng đoàn hoặc người điều phối quyết định có nhận hay không.")


def _off_team() -> str:
    return _("Người ghi không còn trong đoàn. Trưởng đoàn hoặc người điều phối quyết định có nhận hay không.")


def _own_unit() -> str:
    return _("Người ghi thuộc đơn vị được kiểm tra. Trưởng đoàn hoặc người điều phối quyết định có nhận hay không.")


def _cancelled() -> str:
    return _("Cuộc kiểm tra đã hủy. Nội dung được giữ lại để xem xét.")


def _frozen() -> str:
    return _("Kết luận đã phát hành nên nội dung này không có hiệu lực; nội dung được giữ lại để xem xét.")


def _other_version() -> str:
    return _("Phiếu trên máy là bản khác với phiếu của cuộc kiểm tra. Trưởng đoàn quyết định có nhận hay không.")


def _not_begun() -> str:
    return _("Cuộc kiểm tra chưa bắt đầu. Nội dung tự có hiệu lực khi cuộc kiểm tra bắt đầu.")


NOT_BEGUN = "not_begun"
CAUSES: tuple[tuple[str, Callable[[Incoming], bool], Callable[[], str]], ...] = (
    ("revoked", _is_revoked, _revoked),
    ("disabled", _is_disabled, _disabled),
    ("not_on_team", _is_off_team, _off_team),
    ("own_unit", _is_own_unit, _own_unit),
    ("cancelled", _is_cancelled, _cancelled),
    ("frozen", _is_frozen, _frozen),
    ("other_version", _is_other_version, _other_version),
    (NOT_BEGUN, _has_not_begun, _not_begun),
)
