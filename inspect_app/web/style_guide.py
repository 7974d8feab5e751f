"""The living page `/_/giao-dien`: every component in each of its states. Development only."""

from datetime import date

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Field,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import public

bp = Blueprint("style_guide", __name__, url_prefix="/_/giao-dien")


class SampleForm(BaseForm):
    """A field of each kind."""

    place = StringField(_("Nơi lập biên bản"), [InputRequired()])
    held_on = DateField(_("Ngày lập"), [InputRequired()])
    share = DecimalField(_("Tỷ lệ (%)"))
    unit = SelectField(_("Đơn vị"), choices={"SYT": "Sở Y tế", "504": "UBND huyện Tây Giang"})
    kind = RadioField(_("Hình thức"), choices={"full": "Kiểm tra toàn diện", "topic": "Kiểm tra chuyên đề"})
    papers = SelectMultipleField(
        _("Hồ sơ đã nhận"),
        choices={"self": "Báo cáo tự kiểm tra", "sample": "Hồ sơ mẫu"},
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    note = TextAreaField(_("Ghi chú"))
    password = PasswordField(_("Mật khẩu"))
    photos = FileField(_("Ảnh, tệp"))
    agreed = BooleanField(_("Hai bên đã đọc lại và đồng ý với nội dung"))


class RefusedForm(SampleForm):
    """The same form after a refusal."""


@bp.before_request
def only_in_development() -> None:
    """Hides the page from everybody else."""
    if not (current_app.debug or current_app.testing):
        raise NotFound


def refused_form() -> RefusedForm:
    """A form whose every field is wrong, and which the operation refused as a whole."""
    form = RefusedForm(MultiDict({"share": "chín mươi"}), prefix="refused", meta={"csrf": False})
    form.validate()
    for name in ("kind", "agreed", "photos", "note"):
        field: Field = form[name]
        field.errors = [*field.errors, str(_("Hãy điền mục này."))]
    form.errors_at_top.append(str(_("Cuộc kiểm tra đã kết thúc nên biên bản không sửa được nữa.")))
    return form


@bp.get("")
@public
def components() -> ResponseReturnValue:
    """Every component in each state."""
    form = SampleForm(data={"held_on": date(2024, 6, 18), "kind": "full", "papers": ["self"]}, meta={"csrf": False})
    return render("web/style_guide.html", form=form, refused=refused_form())


@bp.get("/phieu")
@public
def checklist() -> ResponseReturnValue:
    """The tablet's checklist with each kind of answer."""
    return render("web/style_guide_checklist.html")


@bp.get("/xac-nhan")
@public
def confirmation() -> ResponseReturnValue:
    """The page before a final act."""
    return render("web/style_guide_confirm.html", form=SampleForm(meta={"csrf": False}))


@bp.get("/dang-nhap")
@public
def narrow() -> ResponseReturnValue:
    """The narrow layout."""
    return render("web/style_guide_auth.html", form=SampleForm(meta={"csrf": False}))
