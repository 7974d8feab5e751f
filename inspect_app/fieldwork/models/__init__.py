"""The tables of a visit's fieldwork: what it records, what tablets sent, what waits for a decision."""

from inspect_app.fieldwork.models.changes import (
    Change,
    ChangeKind,
    ChangeState,
    HeldChange,
    Settlement,
    StrayChange,
    Why,
)
from inspect_app.fieldwork.models.closing import Closing, SectionOwner, Signature, SignaturePart
from inspect_app.fieldwork.models.dossier_lists import DossierList
from inspect_app.fieldwork.models.photos import Photo, PhotoProblem
from inspect_app.fieldwork.models.records import Answer, AnswerRevision, Evidence, Minutes, SelfReport
from inspect_app.fieldwork.models.recovery import RecoveryKey

__all__ = [
    "Answer",
    "AnswerRevision",
    "Change",
    "ChangeKind",
    "ChangeState",
    "Closing",
    "DossierList",
    "Evidence",
    "HeldChange",
    "Minutes",
    "Photo",
    "PhotoProblem",
    "RecoveryKey",
    "SectionOwner",
    "SelfReport",
    "Settlement",
    "Signature",
    "SignaturePart",
    "StrayChange",
    "Why",
]
