"""Refusals become pages: what happened, what to do next, and the way back to work."""

import logging

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from inspect_app.kernel.errors import Conflict, DomainError, Forbidden, NotFound, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import session

logger = logging.getLogger(__name__)
STATUS_OF = {RuleBroken: 422, Conflict: 409, NotFound: 404, Forbidden: 403}
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500})


def _messages() -> dict[int, str]:
    return {
        400: _("Yêu cầu không đọc được. Hãy tải lại trang rồi làm lại."),
        404: _("Không có trang này. Hãy kiểm tra địa chỉ hoặc quay về trang đầu."),
        405: _("Trang này không nhận thao tác đó. Hãy quay lại trang trước."),
        413: _("Tệp gửi lên quá lớn. Hãy chọn tệp nhỏ hơn 20 MB."),
        429: _("Bạn thử quá nhiều lần. Hãy đợi một phút rồi thử lại."),
        500: _("Hệ thống gặp lỗi, việc vừa làm chưa được lưu. Hãy thử lại; nếu vẫn lỗi, báo quản trị viên."),
    }


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def answer(status: int, message: str) -> ResponseReturnValue:
    """The page (or JSON) of a refusal."""
    if _wants_json():
        return jsonify(message=message), status
    page = status if status in PAGES else 400
    return render_template(f"errors/{page}.html", message=message, status=status), status


def _refuse(refusal: DomainError) -> ResponseReturnValue:
    return answer(STATUS_OF.get(type(refusal), 400), refusal.message)


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return answer(400, _("Trang đã mở quá lâu nên thao tác chưa được nhận. Hãy tải lại trang rồi gửi lại."))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error
    status = error.code or 500
    return answer(status, _messages().get(status, _messages()[400]))


def _overtaken(error: IntegrityError) -> ResponseReturnValue:
    """The database refused: somebody else wrote at the same moment, or a guard holds what is frozen."""
    session().rollback()
    logger.warning("the database refused %s: %s", request.endpoint, error.orig)
    message = _("Dữ liệu vừa được người khác thay đổi nên việc này chưa được lưu. Hãy tải lại trang rồi làm lại.")
    return answer(409, message)


def _unexpected(error: Exception) -> ResponseReturnValue:
    session().rollback()
    logger.exception("unexpected error on %s", request.endpoint, exc_info=error)
    return answer(500, _messages()[500])


def show_refusals(app: Flask) -> None:
    """Registers the handlers."""
    app.register_error_handler(DomainError, _refuse)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)
