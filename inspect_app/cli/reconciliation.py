"""What does not fit together: rows without their file, files without a row, pieces of no photo, receipts without effect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from inspect_app.cli.archive import digest_of, stored_files
from inspect_app.cli.kept_files import kept_files
from inspect_app.fieldwork.models import AnswerRevision, Change, ChangeKind, ChangeState, Photo
from inspect_app.fieldwork.photo_notice import PhotoNotice
from inspect_app.kernel.incoming import IncomingFiles
from inspect_app.kernel.settings import Settings


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: `ok`, `warning` or `wrong`, what to do, and every thing that was found."""

    name: str
    state: str
    message: str
    found: tuple[str, ...] = ()


def reconciled(session: Session, settings: Settings) -> Iterator[Check]:
    """Database and files held against each other, both ways."""
    yield from _files(session, settings)
    yield from _pieces(session, settings)
    yield from _receipts(session)


def _files(session: Session, settings: Settings) -> Iterator[Check]:
    wanted = kept_files(session)
    present = {path.name: path for path in stored_files(settings.data_dir)}
    missing = [f"{name}: {', '.join(wanted[name])}" for name in sorted(set(wanted) - set(present))]
    damaged = sorted(name for name, path in present.items() if digest_of(path) != name)
    orphans = sorted(set(present) - set(wanted))
    if missing:
        yield _check("files", "wrong", f"Thiếu {len(missing)} tệp: khôi phục từ bản sao lưu.", missing)
    if damaged:
        yield _check("files", "wrong", f"Hỏng {len(damaged)} tệp: khôi phục từ bản sao lưu.", damaged)
    if orphans:
        message = f"{len(orphans)} tệp không thuộc bản ghi nào; giữ lại, không ảnh hưởng."
        yield _check("files", "warning", message, orphans)
    if not (missing or damaged):
        yield Check("files", "ok", f"{len(wanted)} tệp đủ và khớp mã băm.")


def _pieces(session: Session, settings: Settings) -> Iterator[Check]:
    awaited = {str(each) for each in session.scalars(select(Photo.id).where(Photo.received_at.is_(None)))}
    names = IncomingFiles(settings.data_dir / "incoming").names()
    strangers = [name for name in names if name not in awaited]
    if strangers:
        message = f"{len(strangers)} tệp nhận dở không còn ảnh nào chờ: xóa được trong thư mục incoming."
        yield _check("incoming", "warning", message, strangers)
    else:
        yield Check("incoming", "ok", f"{len(names)} ảnh đang nhận dở, {len(awaited)} ảnh đang chờ.")


def _receipts(session: Session) -> Iterator[Check]:
    lost = [*_without_effect(session), *_without_photo(session)]
    if lost:
        message = f"{len(lost)} thay đổi có biên nhận nhưng không có kết quả: báo người phát triển, giữ bản sao lưu."
        yield _check("receipts", "wrong", message, [str(each) for each in lost])
    else:
        yield Check("receipts", "ok", "Mọi biên nhận đều có kết quả.")


def _without_effect(session: Session) -> Iterator[UUID]:
    """Answers that were applied and are in no item's history."""
    applied = Change.kind == ChangeKind.ANSWER, Change.state == ChangeState.APPLIED
    in_history = exists().where(AnswerRevision.change_id == Change.id)
    yield from session.scalars(select(Change.id).where(*applied, ~in_history).order_by(Change.id))


def _without_photo(session: Session) -> Iterator[UUID]:
    """Photos that were announced and that nobody waits for."""
    announced = select(Change).where(Change.kind == ChangeKind.PHOTO, ~exists().where(Photo.change_id == Change.id))
    for change in session.scalars(announced.order_by(Change.id)):
        notice = PhotoNotice.read(change.body)
        # Where another change had announced the same id, that one is waited for.
        if notice is not None and session.get(Photo, notice.photo) is None:
            yield change.id


def _check(name: str, state: str, message: str, found: Sequence[str]) -> Check:
    return Check(name, state, message, tuple(found))
