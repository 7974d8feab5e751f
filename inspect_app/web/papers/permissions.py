"""Who may see and prepare a paper of a kind about a thing: what the kind says, asked for the two together."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.permissions import permission
from inspect_app.registry.kinds import PaperKind
from inspect_app.registry.models import IssuedPaper, PaperDraft
from inspect_app.registry.permissions import may_issue_draft
from inspect_app.registry.queries import draft_by_id, paper_by_id
from inspect_app.web.papers.catalogue import find_kind, kind_by_code
from inspect_app.web.papers.things import thing_by_id, visit_of_thing


@dataclass(frozen=True)
class Place:
    """A kind of paper and what it is about."""

    kind: PaperKind
    thing: Any

    @property
    def secret(self) -> bool:
        """Whether not even the existence of the thing is told."""
        visit = visit_of_thing(self.thing)
        return visit is not None and visit.secret


def place_of(session: Session, kind: str, thing_id: UUID) -> Place:
    """The place of an address; raises NotFound."""
    known = kind_by_code(kind)
    return Place(known, thing_by_id(session, known.about, thing_id))


@dataclass(frozen=True)
class DraftPlace:
    """A draft with its kind and thing."""

    draft: PaperDraft
    kind: PaperKind
    thing: Any


def draft_place(session: Session, draft_id: UUID) -> DraftPlace:
    """The draft of an address; raises NotFound."""
    draft = draft_by_id(session, draft_id)
    return DraftPlace(draft, kind_by_code(draft.kind), thing_by_id(session, draft.about_kind, draft.about_id))


@dataclass(frozen=True)
class IssuedPlace:
    """An issued paper, its kind (None if this release knows it no more) and what it is about."""

    paper: IssuedPaper
    kind: PaperKind | None
    thing: Any

    @property
    def secret(self) -> bool:
        """Whether not even the existence of the thing is told."""
        visit = visit_of_thing(self.thing)
        return visit is not None and visit.secret


def issued_place(session: Session, paper_id: UUID) -> IssuedPlace:
    """The issued paper of an address; raises NotFound."""
    return place_of_paper(session, paper_by_id(session, paper_id))


def place_of_paper(session: Session, paper: IssuedPaper) -> IssuedPlace:
    """An issued paper with its kind and thing."""
    try:
        thing = thing_by_id(session, paper.about_kind, paper.about_id)
    except NotFound:
        thing = None
    return IssuedPlace(paper, find_kind(paper.kind), thing)


@permission("papers.read", "Whoever the kind of paper lets read it")
def may_read_place(actor: Actor, place: Place) -> bool:
    """The page of a kind of paper about a thing, and its draft as it would be printed."""
    return place.kind.may_read(actor, place.thing)


@permission("papers.prepare", "Whoever the kind of paper lets prepare it")
def may_prepare_place(actor: Actor, place: Place) -> bool:
    """Beginning, wording, submitting, recalling and dropping a draft."""
    return place.kind.is_prepared_by(actor, place.thing)


@permission("papers.read_draft", "Whoever may read papers of the kind, and who is to sign it")
def may_read_draft_place(actor: Actor, place: DraftPlace) -> bool:
    """A submitted paper as it will be issued."""
    return place.kind.may_read(actor, place.thing) or may_issue_draft(actor, place.draft)


@permission(
    "papers.issue", "The holder of a power to sign to whom it was submitted; neither its preparer nor of its unit"
)
def may_issue_place(actor: Actor, place: DraftPlace) -> bool:
    """Issuing a submitted paper, or sending it back."""
    return may_issue_draft(actor, place.draft)


@permission(
    "papers.read_issued",
    "Who may read papers of the kind, whom it is addressed to, who signed and who prepared it",
)
def may_read_issued(actor: Actor, place: IssuedPlace) -> bool:
    """An issued paper: its state, number and bytes."""
    mine = actor.person_id is not None and actor.person_id in (place.paper.signer_id, place.paper.prepared_by)
    if mine or place.kind is None or place.thing is None:
        return mine
    receives = place.kind.may_receive
    return place.kind.may_read(actor, place.thing) or (receives is not None and receives(actor, place.thing))
