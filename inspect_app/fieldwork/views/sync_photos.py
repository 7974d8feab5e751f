"""Photos of tablets: how much of one is here, and the rest of it, from the byte where the line was cut."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import IO
from uuid import UUID

from flask import Response, after_this_request, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected

from inspect_app.fieldwork.intake import receive_sent_photo
from inspect_app.fieldwork.models import Photo, PhotoProblem
from inspect_app.fieldwork.operations.photos import photo_came
from inspect_app.fieldwork.permissions import may_send_photo
from inspect_app.fieldwork.photo_words import problem_text
from inspect_app.fieldwork.queries import find_photo
from inspect_app.fieldwork.views.sync_blueprint import bp, by_device, refusal, reply
from inspect_app.kernel.incoming import IncomingFiles, WrongOffset
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, commit_though_refused, file_store, incoming_files, now, session

PIECE = 64 * 1024
MOST_DRAINED = 1024 * 1024
# Slow lines leave threads for text and pages: cli/server.py has more of them.
LINES = BoundedSemaphore(10)
PATIENCE_SECONDS = 1


@dataclass(frozen=True)
class Announced:
    """A photo as it was before its bytes began to come: no transaction is open while they do."""

    id: UUID
    sha256: str
    size: int
    received: bool
    problem: PhotoProblem | None

    @property
    def name(self) -> str:
        """The name of the file that its bytes gather in."""
        return str(self.id)


@bp.get("/anh/<uuid:photo_id>")
@by_device(may_send_photo, even_revoked=True)
def photo_offset(photo_id: UUID) -> ResponseReturnValue:
    """How many bytes of the photo are here, and whether it was received whole."""
    announced = _announced(photo_id)
    return _unknown() if announced is None else _standing(announced)


@bp.put("/anh/<uuid:photo_id>")
@by_device(may_send_photo, even_revoked=True, streams=True)
def photo_bytes(photo_id: UUID) -> ResponseReturnValue:
    """Takes bytes from `offset` on; what came before a cut stays. The photo is received with its last byte."""
    announced = _announced(photo_id)
    # The write lock of the database is for nobody while a body comes over a slow line.
    session().rollback()
    if announced is None or announced.received:
        _drain()
        return _unknown() if announced is None else _standing(announced)
    if not LINES.acquire(timeout=PATIENCE_SECONDS):
        return refusal(503, "busy", _("Máy chủ đang nhận nhiều ảnh. Máy tính bảng tự gửi lại sau."))
    try:
        refused = _gather(announced)
    finally:
        LINES.release()
    if refused is not None:
        return refused
    gathered = incoming_files()
    return _finish(announced) if gathered.size(announced.name) == announced.size else _standing(announced)


def _announced(photo_id: UUID) -> Announced | None:
    photo = find_photo(session(), photo_id)
    # Of a colleague's photo not even its existence is told.
    if photo is None or not may_send_photo(actor(), photo):
        return None
    return _as_announced(photo)


def _as_announced(photo: Photo) -> Announced:
    # A restored database may know of a file that the restored folder lacks: then it is wanted again.
    received = photo.kept_sha256 is not None and file_store().holds(photo.kept_sha256)
    return Announced(photo.id, photo.sha256, photo.size, received, photo.problem)


def _gather(announced: Announced) -> Response | None:
    """Appends the body piece by piece; gives a refusal, or None when all that came was kept."""
    gathered, offset = incoming_files(), request.args.get("offset", default=-1, type=int)
    try:
        _append(gathered, announced, offset)
    except WrongOffset as wrong:
        _drain()
        message = _("Máy chủ đã có %(n)d byte của ảnh này. Máy tính bảng tự gửi tiếp.", n=wrong.size)
        return reply({"error": "wrong_offset", "message": message, **_marks(announced, wrong.size)}, 409)
    except _TooLong:
        _drain()
        message = _("Ảnh gửi lên dài hơn đã báo. Máy tính bảng tự gửi tiếp phần còn thiếu.")
        values = _marks(announced, gathered.size(announced.name))
        return reply({"error": "too_long", "message": message, **values}, 422)
    return None


class _TooLong(Exception):
    """More bytes come than the photo has."""


def _append(gathered: IncomingFiles, announced: Announced, offset: int) -> None:
    size = gathered.size(announced.name)
    if offset != size:
        raise WrongOffset(size)
    if offset + (request.content_length or 0) > announced.size:
        raise _TooLong
    try:
        for piece in _pieces(request.stream):
            if offset + len(piece) > announced.size:
                raise _TooLong
            offset = gathered.append(announced.name, offset, piece)
    finally:
        gathered.sync(announced.name)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The body as it comes; a cut line ends it."""
    while True:
        try:
            piece = stream.read(PIECE)
        except (ClientDisconnected, OSError):
            return
        if not piece:
            return
        yield piece


def _drain() -> None:
    """Reads what is still coming, so that the answer is heard and the line stays in use."""
    left = MOST_DRAINED
    for piece in _pieces(request.stream):
        left -= len(piece)
        if left < 0:
            return


def _finish(announced: Announced) -> Response:
    """Everything is here: looked at before the database is asked for its write lock, then noted with its receipt."""
    data = incoming_files().read(announced.name)
    if hashlib.sha256(data).hexdigest() != announced.sha256:
        return _not_the_photo(announced)
    kept = receive_sent_photo(file_store(), data)
    photo = find_photo(session(), announced.id)
    if photo is None:
        return _unknown()
    photo_came(session(), actor(), photo, kept, now=now())
    after_this_request(lambda response: _let_go(announced, response))
    return _standing(_as_announced(photo), writing=True)


def _not_the_photo(announced: Announced) -> Response:
    photo = find_photo(session(), announced.id)
    if photo is not None and _as_announced(photo).received:
        # Another request brought the last byte and took the file away.
        return _standing(_as_announced(photo))
    incoming_files().empty(announced.name)
    message = _("Ảnh bị hỏng trên đường truyền. Máy tính bảng tự gửi lại từ đầu.")
    return reply({"error": "wrong_hash", "message": message, **_marks(announced, 0)}, 422)


def _let_go(announced: Announced, response: Response) -> Response:
    """After the commit the store holds the photo; before it the pieces are all there is."""
    if response.status_code in {200, 422}:
        incoming_files().remove(announced.name)
    return response


def _standing(announced: Announced, *, writing: bool = False) -> Response:
    """What is here of the photo; a received one that is none is refused for good, so that the tablet stops and says so."""
    size = announced.size if announced.received else incoming_files().size(announced.name)
    values = _marks(announced, size)
    if announced.problem is PhotoProblem.NOT_A_PHOTO and request.method == "PUT":
        if writing:
            commit_though_refused()
        return reply({"error": "not_a_photo", **values}, 422)
    return reply(values)


def _marks(announced: Announced, offset: int) -> dict[str, object]:
    problem = announced.problem
    told = {"problem": problem, "message": problem_text(problem)} if problem else {}
    return {
        "photo": str(announced.id),
        "offset": offset,
        "size": announced.size,
        "received": announced.received,
        **told,
    }


def _unknown() -> Response:
    message = _("Máy chủ chưa nhận thông tin của ảnh này. Máy tính bảng tự gửi ảnh sau khi gửi thông tin.")
    return refusal(404, "unknown_photo", message)
