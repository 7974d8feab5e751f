"""Every room's pages; this is the only place that mounts them."""

from flask import Blueprint

from inspect_app.accounts.views import bp as accounts
from inspect_app.campaigns.views import bp as campaigns
from inspect_app.checklists.views import bp as checklists
from inspect_app.conclusions.views import bp as conclusions
from inspect_app.fieldwork.views import bp as fieldwork
from inspect_app.findings.views import bp as findings
from inspect_app.followup.views import bp as followup
from inspect_app.jobs.views import bp as jobs
from inspect_app.ratings.views import bp as ratings
from inspect_app.units.views import bp as units
from inspect_app.web.board import bp as board
from inspect_app.web.bundle import bp as sync
from inspect_app.web.devices import bp as devices
from inspect_app.web.following import bp as following
from inspect_app.web.health import bp as health
from inspect_app.web.home import bp as home
from inspect_app.web.inbox import bp as inbox
from inspect_app.web.journal import bp as journal
from inspect_app.web.papers.templates import bp as office_templates
from inspect_app.web.papers.views import bp as papers
from inspect_app.web.signed.views import bp as signed
from inspect_app.web.style_guide import bp as style_guide
from inspect_app.web.tablet import bp as tablet
from inspect_app.web.unplaced import bp as unplaced
from inspect_app.web.verification.views import bp as verification

BLUEPRINTS: tuple[Blueprint, ...] = (
    health,
    home,
    journal,
    style_guide,
    accounts,
    units,
    checklists,
    campaigns,
    board,
    following,
    fieldwork,
    sync,
    findings,
    conclusions,
    papers,
    followup,
    ratings,
    jobs,
    inbox,
    devices,
    unplaced,
    tablet,
    signed,
    verification,
    office_templates,
)
