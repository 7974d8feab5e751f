"""The model-based run: Hypothesis draws who does what, and when which line fails; in the end everything is compared."""

import os
import random
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.faults.lines import Fault
from tests.faults.proof import prove
from tests.faults.run import Run
from tests.faults.scene import ITEMS, Scene

STEPS = 40
EXAMPLES = 25
SEED = int(os.environ.get("INSPECT_FAULTS_SEED") or random.randrange(2**32))

PLACES = st.integers(0, 4)
# Few items and few values, so that people truly meet.
ANSWERS = st.fixed_dictionaries(
    {"verdict": st.sampled_from(["pass", "partial", "fail"]), "note": st.sampled_from(["", "Thiếu sổ", "Đã bổ sung"])}
)
FAULTS = st.lists(st.sampled_from([Fault.NONE, *Fault]), max_size=6)
SKEWS = st.sampled_from([timedelta(), timedelta(days=-1), timedelta(days=1), timedelta(days=366), timedelta(days=-366)])


def chosen(examples: int = EXAMPLES) -> settings:
    """How long a run is; the seed is ours, so that nothing is kept between runs."""
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


class Fieldwork(RuleBasedStateMachine):
    """Five people, five tablets, one visit. `scene` is the server that the test gives."""

    scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.once = self.scene.once()
        self.once.__enter__()

    @initialize(
        skews=st.tuples(*[SKEWS] * 5), seed=st.integers(0, 2**32), begun=st.sampled_from([True, True, True, False])
    )
    def set_out(self, skews: tuple[timedelta, ...], seed: int, begun: bool) -> None:
        """The team goes out with the visit on every tablet."""
        self.run = Run(self.scene, skews, seed, begun)

    @rule(place=PLACES, item=st.sampled_from(ITEMS), fields=ANSWERS)
    def answer(self, place: int, item: str, fields: dict[str, str]) -> None:
        """Somebody answers."""
        self.run.answers(place, item, fields)

    @rule(place=PLACES, item=st.sampled_from(ITEMS), fields=ANSWERS, faults=FAULTS)
    def answer_and_send(self, place: int, item: str, fields: dict[str, str], faults: list[Fault]) -> None:
        """Somebody answers where there is a line, of whatever kind."""
        self.run.answers(place, item, fields)
        self.run.sends(place, faults)

    @rule(place=PLACES, faults=FAULTS)
    def send(self, place: int, faults: list[Fault]) -> None:
        """A tablet tries to send."""
        self.run.sends(place, faults)

    @rule(place=PLACES)
    def arrive_late(self, place: int) -> None:
        """An old request arrives after all."""
        self.run.late(place)

    @rule(place=PLACES, item=st.sampled_from(ITEMS), fields=ANSWERS)
    def correct_with_reason(self, place: int, item: str, fields: dict[str, str]) -> None:
        """An answer with the reason that is wanted after the minutes."""
        self.run.answers(place, item, fields, reason="Đối chiếu lại hồ sơ")

    @rule(place=PLACES, item=st.sampled_from(ITEMS), fields=ANSWERS)
    def answer_by_another_version(self, place: int, item: str, fields: dict[str, str]) -> None:
        """A tablet that holds another version of the checklist."""
        self.run.answers(place, item, fields, version=2)

    @rule(place=PLACES, item=st.sampled_from(ITEMS))
    def answer_what_no_form_knows(self, place: int, item: str) -> None:
        """A fault of the tablet's own: no such verdict."""
        self.run.answers(place, item, {"verdict": "perhaps", "note": ""})

    @rule(item=st.sampled_from(ITEMS), fields=ANSWERS)
    def answer_on_the_page(self, item: str, fields: dict[str, str]) -> None:
        """The lead answers on the server."""
        self.run.answers_on_page(item, fields)

    @rule(place=PLACES, item=st.sampled_from(ITEMS), number=st.integers(1, 3))
    def photograph(self, place: int, item: str, number: int) -> None:
        """Somebody takes a picture; the same one may be taken twice."""
        self.run.photographs(place, item, number)

    @rule(days=st.sampled_from([1, 12, 40]))
    def wait(self, days: int) -> None:
        """Days pass."""
        self.run.waits(days)

    @rule(place=PLACES)
    def begin_on_tablet(self, place: int) -> None:
        """Fieldwork is opened on the spot."""
        self.run.begins(place)

    @rule()
    def begin(self) -> None:
        """Fieldwork is opened on the server."""
        self.run.begin()

    @rule(place=PLACES)
    def leave(self, place: int) -> None:
        """A member goes."""
        self.run.leaves(place)

    @rule(place=PLACES)
    def join(self, place: int) -> None:
        """A member comes again."""
        self.run.joins(place)

    @rule(place=PLACES)
    def disable(self, place: int) -> None:
        """An account is closed."""
        self.run.disables(place)

    @rule(place=PLACES)
    def enable(self, place: int) -> None:
        """An account is opened."""
        self.run.enables(place)

    @rule(place=st.integers(3, 4))
    def revoke(self, place: int) -> None:
        """A tablet is lost."""
        self.run.revokes(place)

    @rule()
    def publish(self) -> None:
        """The checklist has a next version."""
        self.scene.publish_another_version()

    @rule()
    def rotate_secret(self) -> None:
        """The server's secret is another one, and every session ended."""
        self.scene.rotate_secret()
        self.scene.end_sessions()

    @precondition(lambda self: self.run.backup is None)
    @rule()
    def back_up(self) -> None:
        """The database is copied."""
        self.run.backs_up()

    @precondition(lambda self: self.run.backup is not None)
    @rule()
    def restore(self) -> None:
        """The server is set back to the copy."""
        self.run.restores()

    @precondition(lambda self: len(self.run.written) > 8)
    @rule()
    def close(self) -> None:
        """The minutes are closed."""
        self.run.close()

    @precondition(lambda self: len(self.run.written) > 16)
    @rule()
    def freeze(self) -> None:
        """The conclusion is issued."""
        self.run.freeze()

    @invariant()
    def nobody_is_told_what_is_not_so(self) -> None:
        """What a tablet believes to be sent is on the server; told while it sends."""

    def teardown(self) -> None:
        """Heals, lets everything be sent, compares; then undoes it all."""
        try:
            if hasattr(self, "run"):
                self.run.heal()
                prove(self.run)
        finally:
            self.once.__exit__(None, None, None)
