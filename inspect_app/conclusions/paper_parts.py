"""Parts that the papers of a visit share: a finding as a shortcoming, requests, recommendations, who signs."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.rules import Heard, lines_of
from inspect_app.documents.sheets import Recommendation, Request, Shortcoming
from inspect_app.fieldwork.paper import evidence_mark
from inspect_app.findings.models import Finding


def basis_words(entry: Mapping[str, object]) -> str:
    """One legal basis of a finding, with a mark where nobody held it against the official text yet."""
    checking = " (cần đối chiếu)" if entry.get("needs_checking") else ""
    return f"{entry['label']}{checking}"


def shortcoming_of(finding: Finding, heard: Heard | None = None) -> Shortcoming:
    """A finding as papers print it, with what the unit said to it and what the team answered."""
    heard = heard or Heard()
    return Shortcoming(
        text=finding.text,
        item=finding.item_id,
        grade=finding.grade.value,
        basis="; ".join(basis_words(entry) for entry in finding.basis),
        evidence=tuple(evidence_mark(number) for number in finding.evidence_numbers),
        explanation=heard.explanation,
        response=heard.response,
    )


def recommendations_of(text: str) -> tuple[Recommendation, ...]:
    """What is recommended to other levels: a line each, `addressee: wish`."""
    found: list[Recommendation] = []
    for line in lines_of(text):
        addressee, mark, wish = line.partition(":")
        found.append(Recommendation(addressee=addressee.strip(), text=wish.strip()) if mark else _unaddressed(line))
    return tuple(found)


def _unaddressed(line: str) -> Recommendation:
    return Recommendation(addressee="Các cơ quan liên quan", text=line)


def requests_of(conclusion: Conclusion, due: Mapping[UUID, date]) -> tuple[Request, ...]:
    """The requests of a conclusion, each with its day where one is known."""
    return tuple(
        Request(
            text=row.text,
            owner=row.owner,
            due=due.get(row.id),
            items=tuple(sorted({finding.item_id for finding in row.findings})),
        )
        for row in conclusion.requests
    )
