"""The team's report on one visit: made of the answers, the findings and the minutes, signed by the team's leader."""

from inspect_app.conclusions.visit_report.material import VisitMaterial, visit_material
from inspect_app.conclusions.visit_report.sheet import visit_report_sheet

__all__ = ["VisitMaterial", "visit_material", "visit_report_sheet"]
