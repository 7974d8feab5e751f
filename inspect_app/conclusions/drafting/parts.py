"""The parts of a draft that a person words, and a sentence with what it stands on. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from inspect_app.conclusions.rules import lines_of

STRENGTHS = "strengths."
ALIKE = 0.45


@dataclass(frozen=True)
class Wording:
    """What the drafter words; every line is a sentence of its own. `strengths` are by area, `0` for none of the seven."""

    opening: str = ""
    general: str = ""
    strengths: Mapping[str, str] = field(default_factory=dict)
    objective_causes: str = ""
    subjective_causes: str = ""
    responsibility: str = ""
    recommendations: str = ""
    recipients: str = ""


# In the order of the paper; recipients state no facts.
STATING = (
    "opening",
    "general",
    "strengths",
    "objective_causes",
    "subjective_causes",
    "responsibility",
    "recommendations",
)

AFTER_FINDINGS = STATING[3:]


def texts_of(wording: Any) -> Iterator[tuple[str, str]]:
    """The parts that state something, by name (`general`, `strengths.5`), of a wording or a conclusion."""
    for name in STATING:
        value = getattr(wording, name)
        if name != "strengths":
            yield name, value
            continue
        for area in sorted(value, key=lambda key: (key == "0", key)):
            yield f"{STRENGTHS}{area}", value[area]


def flat(wording: Any) -> dict[str, str]:
    """Every part with its text by its name, of a wording or a conclusion; recipients too."""
    strengths = {f"{STRENGTHS}{area}": wording.strengths.get(area, "") for area in "12345670"}
    others = {name: getattr(wording, name) for name in (*STATING, "recipients") if name != "strengths"}
    return others | strengths


def unflat(texts: Mapping[str, str]) -> Wording:
    """The wording of `flat`."""
    strengths = {name.removeprefix(STRENGTHS): text for name, text in texts.items() if name.startswith(STRENGTHS)}
    others = {name: text for name, text in texts.items() if not name.startswith(STRENGTHS)}
    return Wording(strengths={area: text for area, text in strengths.items() if text}, **others)


def mark_of(text: str) -> str:
    """A short mark of a text, by which a page says which words it showed."""
    return sha256(text.encode()).hexdigest()[:12]


def overtaken(present: Mapping[str, str], wanted: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, str]:
    """The parts that somebody else reworded since a page showed them, and that are now to be worded otherwise: what they
    say at present, by part. A part that the page's reader left as it was shown is none of them."""
    found: dict[str, str] = {}
    for part, text in wanted.items():
        shown = seen.get(part)
        if shown is not None and shown not in (mark_of(text), mark_of(present[part])) and text != present[part]:
            found[part] = present[part]
    return found


@dataclass(frozen=True)
class Tied:
    """A sentence, the data that it stands on (items, findings, codes), and what each said when it was worded."""

    text: str
    refs: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"text": self.text, "refs": list(self.refs), "said": dict(self.said)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Tied":
        """As it was kept."""
        return cls(values["text"], tuple(values["refs"]), dict(values["said"]))


def tied_lines(text: str, known: Sequence[Tied]) -> tuple[Tied, ...]:
    """The sentences of a text with what they stand on.

    A sentence that is there already keeps everything. One that was reworded in its place keeps what it stands on, and
    is taken to say what the data say now. Any other is the drafter's own.
    """
    lines = lines_of(text)
    before = {tied.text: tied for tied in known}
    found = [before.get(line) for line in lines]
    matcher = SequenceMatcher(None, [tied.text for tied in known], lines, autojunk=False)
    for _tag, first, last, start, end in (code for code in matcher.get_opcodes() if code[0] == "replace"):
        for tied, place in zip(known[first:last], range(start, end), strict=False):
            gone = tied.text not in lines
            if found[place] is None and gone and SequenceMatcher(None, tied.text, lines[place]).ratio() >= ALIKE:
                found[place] = Tied(lines[place], tied.refs)
    return tuple(tied or Tied(line) for tied, line in zip(found, lines, strict=True))


def pinned(tied: Tied, said: Mapping[str, str]) -> Tied:
    """The sentence with what its data say now, where that was not kept before."""
    kept = {ref: tied.said.get(ref, said.get(ref, "")) for ref in tied.refs}
    return replace(tied, said=kept)


def retied(known: Sequence[Tied], wanted: Mapping[str, tuple[str, ...]]) -> tuple[Tied, ...]:
    """The sentences with what a drafter says they stand on; sentences that are not kept yet are added."""
    kept = {tied.text: tied for tied in known}
    for text, refs in wanted.items():
        if refs != (kept[text].refs if text in kept else ()):
            kept[text] = replace(kept.get(text, Tied(text)), refs=refs)
    # In the order of the page, so that what was reworded in its place is found there.
    return tuple(kept[text] for text in (*wanted, *(text for text in kept if text not in wanted)) if text in kept)


def kept_ties(stored: Mapping[str, Any], part: str) -> tuple[Tied, ...]:
    """What was kept of a part."""
    return tuple(Tied.from_json(entry) for entry in stored.get(part, ()))
