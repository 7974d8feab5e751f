"""A tablet is lost in the middle of a visit: what was unsent on it comes by a sealed file, or not at all."""

from datetime import datetime
from functools import partial
from uuid import UUID

from inspect_app.accounts.models import Device
from inspect_app.accounts.operations import enrol_device, revoke_device
from inspect_app.accounts.queries import account_of
from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.cli.demonstration.cast import ADMINISTRATOR
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.demonstration.visits import enter
from inspect_app.cli.replay.faults.choosing import coming_visits, once_planned
from inspect_app.cli.replay.playing import Play
from inspect_app.cli.replay.tablet import Tablet, uuid_of
from inspect_app.fieldwork.operations.carrying import keys_of_file, open_carried, take_carried
from inspect_app.fieldwork.operations.receiving import receive_changes
from inspect_app.fieldwork.queries import recovery_key
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.kernel.actors import Role
from inspect_app.kernel.sealing import read_file

WORDS = "muoi hai con vit bay"
LOST = "Mất máy trên đường về (dữ liệu mẫu)."
CARRIED = "Máy bị mất; tệp niêm phong chép ra trước đó (dữ liệu mẫu)."
WRITERS = (Role.INSPECTOR, Role.DEPUTY, Role.SECRETARY)


def tablet_is_lost(play: Play) -> None:
    """On the first morning of a visit, the tablet of a member who writes."""
    once_planned(play, _choose)


def _choose(play: Play, stage: Stage, _now: datetime) -> None:
    lots = stage.lots("tablet-lost")
    visits = [visit for visit in coming_visits(play) if not visit.unannounced]
    if not visits:
        return
    visit, comes = lots.choice(visits), bool(lots.getrandbits(1))
    day = visit.starts_on or visit.window_start
    play.at(day, 8, 2, partial(_taken_along, play, visit.code, comes))


def _taken_along(play: Play, code: str, comes: bool, stage: Stage, now: datetime) -> None:
    """The member enrols the tablet; what he answers from now on lies on it. At eleven it is gone."""
    visit = stage.visit(code)
    writers = [member.person_id for member in visit.team if Role(member.role) in WRITERS]
    account = account_of(stage.session, writers[0])
    if visit.begun_at is None or account is None:
        return
    lots = stage.lots("tablet")
    tablet = Tablet(uuid_of(lots), lots)
    actor = stage.actor_of(account.person_id, now)
    enrol_device(
        stage.session,
        actor,
        account,
        device_id=tablet.device_id,
        label="Máy tính bảng mẫu",
        password=WORDS,
        user_agent="replay",
        app_version="1",
        now=now,
        real_now=now,
    )
    stage.elsewhere[code, account.person_id] = partial(_keep, tablet)
    day = visit.starts_on or visit.window_start
    play.at(day, 9, 30, partial(_sent, tablet, account.person_id))
    play.at(day, 11, 0, partial(_lost, play, code, tablet, account.person_id, comes))


def _keep(tablet: Tablet, visit: Visit, item_id: str, given: GivenAnswer, stage: Stage, now: datetime) -> None:
    version = version_of(stage.session, visit.checklist_code, visit.checklist_version)
    tablet.answer(visit, version.item(item_id), given, now)


def _sent(tablet: Tablet, person: UUID, stage: Stage, now: datetime) -> None:
    """For a moment there is a signal: everything so far is sent, and from here on the server has it."""
    device = stage.session.get_one(Device, tablet.device_id)
    texts = [kept.text for kept in tablet.unsent]
    received = receive_changes(stage.session, stage.actor_of(person, now), device, texts, oldest=1, now=now)
    _note(tablet, stage, [visit.code for visit in received.visits])


def _note(tablet: Tablet, stage: Stage, codes: list[str]) -> None:
    stage.given += [(codes[0], kept.item, kept.given) for kept in tablet.unsent]
    tablet.unsent.clear()


def _lost(play: Play, code: str, tablet: Tablet, person: UUID, comes: bool, stage: Stage, now: datetime) -> None:
    visit = stage.visit(code)
    play.mark(now, "fault.tablet_lost", visit=code, unit=visit.unit.code)
    del stage.elsewhere[code, person]
    if comes:
        _carried(tablet, visit, person, stage, now)
    for kept in tablet.unsent:
        # It came by no file: the member answers again, from his notes on paper.
        enter(code, person, kept.item, kept.given, stage, now)
    device = stage.session.get_one(Device, tablet.device_id)
    administrator = stage.actor(ADMINISTRATOR, now)
    revoke_device(stage.session, administrator, device, reason=LOST, now=now, real_now=now)


def _carried(tablet: Tablet, visit: Visit, person: UUID, stage: Stage, now: datetime) -> None:
    """The lead hands the sealed file in, and it becomes what it would have become by the tablet itself."""
    device = stage.session.get_one(Device, tablet.device_id)
    key = recovery_key(stage.session, visit.campaign_id)
    if key is None:
        return
    carrier = next(member.person_id for member in visit.team if Role(member.role) is Role.LEAD)
    actor = stage.actor_of(carrier, now)
    sealed = read_file(tablet.sealed(visit.campaign_id, key.public_spki, device.seal_bytes))
    content = open_carried(sealed, keys_of_file(stage.session, actor, sealed))
    take_carried(stage.session, actor, sealed, content, [], reason=CARRIED, now=now)
    _note(tablet, stage, [visit.code])
