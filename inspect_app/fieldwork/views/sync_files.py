"""Another tablet, or a browser that is signed in, hands in a tablet's sealed file."""

from tempfile import TemporaryFile

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected

from inspect_app.fieldwork.handing_in import LARGEST, hand_in
from inspect_app.fieldwork.permissions import may_hand_in_file
from inspect_app.fieldwork.views.sync_blueprint import (
    bp,
    by_person,
    device_of_request,
    is_in_use,
    refusal,
    reply,
    server_marks,
)
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import commit_though_refused, session, settings
from inspect_app.webkit.limits import limiter, takes_large_bodies

PER_ADDRESS = "30 per minute"
PIECE = 1024 * 1024


@bp.post("/tep")
@limiter.limit(PER_ADDRESS)
@takes_large_bodies(LARGEST)
@by_person(may_hand_in_file, or_device=True)
def carry() -> ResponseReturnValue:
    """Receives what the file holds, in the name of the tablet that sealed it; again: the same receipts."""
    device = device_of_request()
    if device is not None and not is_in_use(device):
        return refusal(403, "revoked", _("Máy tính bảng này đã bị thu hồi nên không nộp thay máy khác được."))
    # The write lock of the database is for nobody while a body comes over a slow line.
    session().rollback()
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=settings().data_dir) as file:
        try:
            while piece := request.stream.read(PIECE):
                file.write(piece)
        except ClientDisconnected:
            return refusal(400, "cut", _("Đường truyền bị cắt khi đang nộp tệp. Chưa ghi gì; hãy nộp lại."))
        file.seek(0)
        carried = hand_in(file, request.args.get("reason", ""))
    differs = any(receipt.state == "differs" for receipt in carried.receipts)
    if differs:
        commit_though_refused()
    photos = {"received": carried.photos_received, "known": carried.photos_known, "left": carried.photos_left}
    receipts = [receipt.values() for receipt in carried.receipts]
    return reply({**server_marks(), "receipts": receipts, "photos": photos, "visits": {}}, 409 if differs else 200)
