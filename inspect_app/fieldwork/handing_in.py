"""Taking a sealed file at the edge: one at a time, since it is opened in memory, and with no transaction open meanwhile."""

from collections.abc import Iterator
from threading import Semaphore
from typing import IO
from uuid import UUID

from flask import Response, after_this_request

from inspect_app.fieldwork.intake import SentPhoto, receive_sent_photo
from inspect_app.fieldwork.operations.carrying import Carried, broken_file, keys_of_file, open_carried, take_carried
from inspect_app.fieldwork.queries import received_photos
from inspect_app.fieldwork.sealed_content import CarriedPhoto
from inspect_app.kernel.database import read_only
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.sealing import BadSeal, SealedFile, read_file
from inspect_app.webkit.context import actor, file_store, incoming_files, now, session

LARGEST = 100 * 1024 * 1024
FAILED = 500
_ONE_AT_A_TIME = Semaphore()


def hand_in(file: IO[bytes], reason: str) -> Carried:
    """Opens the file and receives what it holds. Raises Forbidden, and RuleBroken when nothing of it could be taken."""
    session().rollback()
    with _ONE_AT_A_TIME:
        sealed = _read(file)
        read_only(session())
        keys = keys_of_file(session(), actor(), sealed)
        session().rollback()
        content = open_carried(sealed, keys)
        read_only(session())
        known = received_photos(session(), [photo.photo for photo in content.photos])
        session().rollback()
        kept = list(_kept(content.photos, known))
        carried = take_carried(session(), actor(), sealed, content, kept, reason=reason, now=now())
    after_this_request(lambda response: _let_go(content.photos, response))
    return carried


def _let_go(photos: tuple[CarriedPhoto, ...], response: Response) -> Response:
    """After the commit the pieces of photos that are here whole are needed no more."""
    if response.status_code < FAILED:
        read_only(session())
        for photo_id in received_photos(session(), [photo.photo for photo in photos]):
            incoming_files().remove(str(photo_id))
        session().rollback()
    return response


def _read(file: IO[bytes]) -> SealedFile:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RuleBroken("file", _("Tệp lớn hơn 100 MB. Hãy lưu lại từ máy tính bảng: máy tự chia thành nhiều tệp."))
    try:
        return read_file(data)
    except BadSeal as error:
        raise RuleBroken("file", broken_file()) from error


def _kept(photos: tuple[CarriedPhoto, ...], known: set[UUID]) -> Iterator[tuple[CarriedPhoto, SentPhoto]]:
    """The whole photos with what the store holds of them; one that was received before is not looked at again."""
    for photo in photos:
        if photo.photo in known:
            yield photo, SentPhoto(photo.sha256, len(photo.data), is_photo=True)
        elif photo.is_whole:
            yield photo, receive_sent_photo(file_store(), photo.data)
