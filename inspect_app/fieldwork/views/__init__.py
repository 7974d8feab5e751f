"""Pages of fieldwork: the checklist, evidence, self-reports, and the minutes that close a visit."""

from inspect_app.fieldwork.views.blueprint import bp
from inspect_app.fieldwork.views.checklist import answer, checklist, history, whole
from inspect_app.fieldwork.views.dossiers import dossiers
from inspect_app.fieldwork.views.evidence import evidence_file, withdraw
from inspect_app.fieldwork.views.matters import (
    kept_photo,
    matters,
    set_aside_stray,
    settle_conflict,
    settle_held,
    settle_photo,
)
from inspect_app.fieldwork.views.minutes import begin, close, minutes, paper
from inspect_app.fieldwork.views.printing import blank, printed
from inspect_app.fieldwork.views.reports import report_file, self_reports
from inspect_app.fieldwork.views.sync_blueprint import bp as sync
from inspect_app.fieldwork.views.sync_changes import hello, receive
from inspect_app.fieldwork.views.sync_devices import enrol, recover, report_loss
from inspect_app.fieldwork.views.sync_files import carry
from inspect_app.fieldwork.views.sync_photos import photo_bytes, photo_offset
from inspect_app.fieldwork.views.sync_visits import state

__all__ = [
    "answer",
    "begin",
    "blank",
    "bp",
    "carry",
    "checklist",
    "close",
    "dossiers",
    "enrol",
    "evidence_file",
    "hello",
    "history",
    "kept_photo",
    "matters",
    "minutes",
    "paper",
    "photo_bytes",
    "photo_offset",
    "printed",
    "receive",
    "recover",
    "report_file",
    "report_loss",
    "self_reports",
    "set_aside_stray",
    "settle_conflict",
    "settle_held",
    "settle_photo",
    "state",
    "sync",
    "whole",
    "withdraw",
]
