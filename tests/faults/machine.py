"""The model-based run: Hypothesis draws who does what, and when which line fails; in the end everything is compared."""

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.faults.lines import Fault
from tests.faults.proof import prove
from tests.faults.run import Run
from tests.faults.scene import ITEMS, Scene

STEPS = 40
EXAMPLES = 10

PLACES = st.integers(0, 4)
# Few items and few values, so that people truly meet.
ANSWERS = st.fixed_dictionaries(
    {"verdict": st.sampled_from(["pass", "partial", "fail"]), "note": st.sampled_from(["", "Thiếu sổ", "Đã bổ sung"])}
)
FAULTS = st.lists(st.sampled_from([Fault.NONE, Fault.NONE, *Fault]), max_size=6)
SKEWS = st.sampled_from([timedelta(), timedelta(days=-1), timedelta(days=1), timedelta(days=366), timedelta(days=-366)])


def chosen(examples: int = EXAMPLES, *, shrink: bool = False) -> settings:
    """How long a run is. Without a seed it draws the same orders each time; nothing is kept. To shrink takes minutes."""
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        print_blob=True,
        phases=[Phase.generate, *([Phase.shrink] if shrink else [])],
        suppress_health_check=list(HealthCheck),
    )


class Fieldwork(RuleBasedStateMachine):
    """Five people, five tablets, one visit. `scene` is the server that the test gives."""

    scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.once = self.scene.once()
        self.once.__enter__()

    @initialize(skews=st.tuples(*[SKEWS] * 5), seed=st.integers(0, 2**32), begun=st.sampled_from([True, True, False]))
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

    @rule(place=PLACES, item=st.sampled_from(ITEMS), fields=st.lists(ANSWERS, min_size=2, max_size=4), faults=FAULTS)
    def answer_again_and_again(self, place: int, item: str, fields: list[dict[str, str]], faults: list[Fault]) -> None:
        """Somebody changes his mind, with a try to send in between."""
        for number, each in enumerate(fields):
            self.run.answers(place, item, each)
            if number == 0:
                self.run.sends(place, faults)

    @rule(
        places=st.permutations(range(5)), item=st.sampled_from(ITEMS), fields=st.lists(ANSWERS, min_size=5, max_size=5)
    )
    def answer_at_once(self, places: list[int], item: str, fields: list[dict[str, str]]) -> None:
        """Several answer one item before anybody sends."""
        for place, each in zip(places[:3], fields, strict=False):
            self.run.answers(place, item, each)
        for place in places[:3]:
            self.run.sends(place, [])

    @rule(place=PLACES, item=st.sampled_from(ITEMS), fields=ANSWERS, odd=st.sampled_from(["reason", "version", "form"]))
    def answer_oddly(self, place: int, item: str, fields: dict[str, str], odd: str) -> None:
        """With the reason that is wanted after the minutes; by another version of the checklist; what no form knows."""
        if odd == "reason":
            self.run.answers(place, item, fields, reason="Đối chiếu lại hồ sơ")
        elif odd == "version":
            self.run.answers(place, item, fields, later=1)
        else:
            self.run.answers(place, item, {"verdict": "perhaps", "note": ""})

    @rule(item=st.sampled_from(ITEMS), fields=ANSWERS)
    def answer_on_the_page(self, item: str, fields: dict[str, str]) -> None:
        """The lead answers on the server."""
        self.run.answers_on_page(item, fields)

    @rule(number=st.integers(0, 9), take=st.booleans())
    def decide(self, number: int, take: bool) -> None:
        """The lead decides on an answer that waits."""
        self.run.decides(number, take=take)

    @rule(place=PLACES)
    def seal(self, place: int) -> None:
        """A tablet without a line saves a sealed file."""
        self.run.seals(place)

    @precondition(lambda self: self.run.files)
    @rule(number=st.integers(0, 9), carrier=PLACES)
    def hand_in(self, number: int, carrier: int) -> None:
        """A colleague brings a file."""
        self.run.hands_in(number, carrier)

    @rule(place=PLACES, item=st.sampled_from(ITEMS), number=st.integers(1, 3))
    def photograph(self, place: int, item: str, number: int) -> None:
        """Somebody takes a picture; the same one may be taken twice."""
        self.run.photographs(place, item, number)

    @rule(days=st.sampled_from([1, 12, 40]))
    def wait(self, days: int) -> None:
        """Days pass."""
        self.run.waits(days)

    @rule(
        place=PLACES, act=st.sampled_from(["begins", "leaves", "joins", "disables", "enables", "revokes", "releases"])
    )
    def change_the_world(self, place: int, act: str) -> None:
        """Fieldwork is opened, members come and go, accounts are closed, tablets get lost, the server is renewed."""
        if act == "releases":
            self.scene.rotate_secret()
            self.scene.end_sessions()
        elif act != "revokes" or place > 2:
            getattr(self.run, act)(place)

    @rule(seed=st.integers(0, 2**32), edits=st.integers(0, 6), number=st.integers(0, 9))
    def change_the_checklist(self, seed: int, edits: int, number: int) -> None:
        """Another version is published, and the visit gets one of them if it has not begun."""
        self.run.publishes(seed, edits)
        self.run.moves(number)

    @rule(place=PLACES)
    def take_along(self, place: int) -> None:
        """A tablet takes the visit along anew, with the checklist that it has now."""
        self.run.takes_along(place)

    @rule()
    def begin(self) -> None:
        """Fieldwork is opened on the server."""
        self.run.begin()

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

    @precondition(lambda self: len(self.run.written) > 12)
    @rule()
    def close(self) -> None:
        """The minutes are closed."""
        self.run.close()

    @precondition(lambda self: len(self.run.written) > 24)
    @rule()
    def freeze(self) -> None:
        """The conclusion is issued."""
        self.run.freeze()

    def teardown(self) -> None:
        """Heals, lets everything be sent, compares; then undoes it all."""
        try:
            if hasattr(self, "run"):
                self.run.heal()
                prove(self.run)
                self.proven()
        finally:
            self.once.__exit__(None, None, None)

    def proven(self) -> None:
        """For whoever counts: a run was good."""
