"""The sample shortcomings, by checklist."""

from collections.abc import Mapping

from inspect_app.cli.demonstration.flaws.civil_service import CIVIL_SERVICE, DESKS
from inspect_app.cli.demonstration.flaws.comprehensive import COMPREHENSIVE, NO_APOLOGY
from inspect_app.cli.demonstration.flaws.flaw import LEVELS, Flaw
from inspect_app.cli.demonstration.flaws.health import HEALTH
from inspect_app.cli.demonstration.flaws.one_stop import NO_APOLOGY_ON_SYSTEM, ONE_STOP

FLAWS: Mapping[str, tuple[Flaw, ...]] = {
    "toan-dien": COMPREHENSIVE,
    "chuyen-de-mot-cua": ONE_STOP,
    "chuyen-de-y-te": HEALTH,
    "cong-vu": CIVIL_SERVICE,
}

__all__ = ["COMPREHENSIVE", "DESKS", "FLAWS", "LEVELS", "NO_APOLOGY", "NO_APOLOGY_ON_SYSTEM", "Flaw"]
