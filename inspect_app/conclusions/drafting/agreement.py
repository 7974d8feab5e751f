"""Where the words of a draft and the data disagree. Pure.

A sentence that stands on data may tell only figures that they tell; what it stands on must still stand; and what that
said when the sentence was worded must be what it says now. Each disagreement has a key made of the words and the data:
who confirms one confirms just this, and a change of either asks again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from inspect_app.conclusions.drafting.figures import strangers
from inspect_app.conclusions.drafting.parts import Tied
from inspect_app.conclusions.drafting.sources import Datum

FOUND, ASKED = "findings", "requests"


class Clash(StrEnum):
    """In which way they disagree."""

    FIGURE = "figure"
    CHANGED = "changed"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Disagreement:
    """One of them: where, in which sentence, with which source, and what the data said (`old`) and say now (`new`).

    `figures` are those of the sentence that no source tells.
    """

    clash: Clash
    part: str
    sentence: str
    refs: tuple[str, ...]
    old: str = ""
    new: str = ""
    figures: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names this one and no other."""
        values = (self.clash, self.part, self.sentence, *self.refs, self.old, self.new, *self.figures)
        return sha256("\x1f".join(values).encode()).hexdigest()[:16]


def disagreements(told: Iterable[tuple[str, Sequence[Tied]]], data: Mapping[str, Datum]) -> tuple[Disagreement, ...]:
    """All of them, in the order of the paper; `told` may hold findings and requests as parts of those names."""
    return tuple(each for part, sentences in told for tied in sentences for each in _of_sentence(part, tied, data))


def _of_sentence(part: str, tied: Tied, data: Mapping[str, Datum]) -> Iterator[Disagreement]:
    known = [data[ref] for ref in tied.refs if ref in data]
    for ref in tied.refs:
        if ref not in data:
            yield Disagreement(Clash.UNKNOWN, part, tied.text, (ref,), old=tied.said.get(ref, ""))
    for datum in known:
        if datum.gone:
            yield Disagreement(Clash.GONE, part, tied.text, (datum.ref,), old=datum.said, new=datum.gone)
        elif tied.said.get(datum.ref, datum.said) != datum.said:
            yield Disagreement(Clash.CHANGED, part, tied.text, (datum.ref,), old=tied.said[datum.ref], new=datum.said)
    if known:
        yield from _figures(part, tied, known)


def _figures(part: str, tied: Tied, known: Sequence[Datum]) -> Iterator[Disagreement]:
    # A finding is held against its answer, not against its own words.
    own = {tied.text} if part == FOUND else set()
    texts = [text for datum in known for text in datum.texts if text not in own]
    if not texts:
        return
    # "07 nội dung khác" counts what it stands on.
    counted = [str(len(tied.refs))] if len(tied.refs) > 1 else []
    found = strangers(tied.text, [*texts, *counted], asks=part == ASKED)
    if found:
        said = "; ".join(dict.fromkeys(datum.answer or datum.said for datum in known))
        yield Disagreement(Clash.FIGURE, part, tied.text, tuple(d.ref for d in known), new=said, figures=found)
