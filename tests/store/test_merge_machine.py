"""P1-P11 over three replicas: random writes, deliveries in any order, parts, repetitions, relays, orders and restores (CONTRACTS.md 5)."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, covers
from ldp_stories.domain.revisions import Revision, view_entity
from ldp_stories.errors import UserError
from ldp_stories.store import consent, ledger
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author
from tests.effort import effort
from tests.store.stores import KEY, Laptop, erase

PEOPLE = ("p", "q")
ENTS = tuple(f"{kind}-{i}" for kind in ("record", "consent", "media") for i in range(2))
FIELDS = {
    "record": ("title", "note", "from_the_future"),
    "consent": ("answer:audio", "answer:quote_anon"),
    "media": ("origin",),
}
ANSWERS = ("yes", "no", "not asked")
REPLICAS = st.integers(0, 2)


class Replica:
    """One laptop with its store; `acknowledged` are the writes it said were saved."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.author = Author(new_id(), 1)
        self.acknowledged: set[str] = set()
        self.db = Database(path, KEY, schema="main", create=True)

    def write(
        self,
        ent: str,
        field: str,
        value: object,
        subj: tuple[str, ...],
        *,
        element: str | None = None,
        gone: bool = False,
    ) -> None:
        kind = ent.split("-")[0]
        with self.db.write() as con:
            sets = {} if element else {field: value}
            adds = {"renditions": {element: value}} if element and not gone else {}
            dels = {"renditions": [element]} if element and gone else {}
            try:
                made = ledger.put(
                    con,
                    self.author,
                    kind,
                    ent,
                    sets=sets,
                    adds=adds,
                    dels=dels,
                    subj=subj,
                    at_label=f"at {value}",
                )
            except UserError as error:
                if error.code != "TAKEN_BACK":
                    raise
            else:
                self.acknowledged.add(made.id)

    def everything(self) -> tuple[list[Revision], tuple[Order, ...]]:
        with self.db.read() as con:
            return list(ledger.revisions(con)), ledger.all_orders(con)

    def receive(self, lines: list[Revision], orders: tuple[Order, ...]) -> None:
        with self.db.write() as con:
            ledger.apply_orders(con, orders)
            assert ledger.insert(con, lines, bundle="b").held == ()

    def hashes(self) -> dict[str, str | None]:
        with self.db.read() as con:
            return {ent: ledger.entity_hash(con, ent) for ent in ENTS}


class Merging(RuleBasedStateMachine):
    """Three people write about the same things and pass everything on in every way there is."""

    @initialize()
    def start(self) -> None:
        self.folder = TemporaryDirectory()
        self.replicas = [Replica(Path(self.folder.name) / f"{i}.db") for i in range(3)]
        self.orders: list[Order] = []

    @rule(
        who=REPLICAS,
        ent=st.sampled_from(ENTS),
        pick=st.integers(0, 2),
        value=st.integers(0, 3),
        shared=st.booleans(),
    )
    def write(self, who: int, ent: str, pick: int, value: int, shared: bool) -> None:
        fields = FIELDS[ent.split("-")[0]]
        field = fields[pick % len(fields)]
        subj = PEOPLE if shared else PEOPLE[: 1 + int(ent[-1])][-1:]
        self.replicas[who].write(ent, field, ANSWERS[value % 3] if "answer" in field else f"{value}", subj)

    @rule(
        who=REPLICAS,
        ent=st.sampled_from(("media-0", "media-1")),
        element=st.sampled_from("ab"),
        gone=st.booleans(),
    )
    def change_a_set(self, who: int, ent: str, element: str, gone: bool) -> None:
        self.replicas[who].write(ent, "", {"bytes": who}, PEOPLE[:1], element=element, gone=gone)

    @rule(who=REPLICAS, ent=st.sampled_from(ENTS), hidden=st.booleans())
    def hide(self, who: int, ent: str, hidden: bool) -> None:
        with self.replicas[who].db.read() as con:
            known = ledger.entity(con, ent) is not None
        if known:
            self.replicas[who].write(ent, "hidden", hidden, PEOPLE[:1])

    @rule(source=REPLICAS, to=REPLICAS, seed=st.integers(0, 99), part=st.floats(0.2, 1))
    def deliver(self, source: int, to: int, seed: int, part: float) -> None:
        """Some of what one has, shuffled, perhaps twice, with all orders; it may be other people's words (a relay)."""
        lines, orders = self.replicas[source].everything()
        dice = random.Random(seed)
        chosen = [r for r in lines if dice.random() < part]
        dice.shuffle(chosen)
        self.replicas[to].receive(chosen + chosen[: seed % 3], orders)

    @rule(who=REPLICAS, person=st.sampled_from(PEOPLE), named=st.booleans(), ent=st.sampled_from(ENTS))
    def erase(self, who: int, person: str, named: bool, ent: str) -> None:
        if len(self.orders) < 2:
            order = erase(ent) if named else erase(subject=person)
            self.orders.append(order)
            self.replicas[who].receive([], (order,))

    @rule(who=REPLICAS)
    def rebuild(self, who: int) -> None:
        """P11: what is shown depends on the ledger alone."""
        before = self.replicas[who].hashes()
        with self.replicas[who].db.write() as con:
            ledger.rebuild(con)
        assert self.replicas[who].hashes() == before

    @invariant()
    def erased_stays_erased(self) -> None:
        """P6: whatever came after an order, no body it covers is there."""
        for replica in self.replicas:
            lines, orders = replica.everything()
            assert all(r.body is None for r in lines if any(covers(o, r) for o in orders))

    @invariant()
    def every_acknowledged_write_is_accounted_for(self) -> None:
        """P5: visible, a candidate, causally overwritten, or covered by an order."""
        for replica in self.replicas:
            lines, orders = replica.everything()
            here = {r.id: r for r in lines}
            assert replica.acknowledged <= here.keys()
            for line in (here[i] for i in replica.acknowledged):
                assert line.body is not None or any(covers(o, line) for o in orders)

    @invariant()
    def consent_never_widens_by_merge(self) -> None:
        """P8: among several candidates of an answer the narrowest is what everybody sees."""
        for replica in self.replicas:
            with replica.db.read() as con:
                for ent in ("consent-0", "consent-1"):
                    view, row = ledger.entity(con, ent), consent.consent(con, ent)
                    for field, candidates in view.fields.items() if view and row else ():
                        values = [c.value for c in candidates]
                        if field.startswith("answer:") and row is not None:
                            shown = row.answers[field.removeprefix("answer:")].value
                            assert shown == min(values, key=("no", "not asked", "yes").index)

    def teardown(self) -> None:
        """P1-P4: when everybody has everything, in whatever order it came, everybody sees the same."""
        if not hasattr(self, "replicas"):
            return
        for _ in range(2):
            for source in self.replicas:
                for target in self.replicas:
                    self.replicas_exchange(source, target)
        first, *others = (r.hashes() for r in self.replicas)
        assert all(o == first for o in others)
        for replica in self.replicas:
            replica.db.close()
        self.folder.cleanup()

    @staticmethod
    def replicas_exchange(source: Replica, target: Replica) -> None:
        target.receive(*source.everything())


Merging.TestCase.settings = settings(
    max_examples=effort(25, 5_000), stateful_step_count=effort(15, 40), deadline=None
)
TestMerging = Merging.TestCase


@pytest.fixture
def two_stores(tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    made = [Database(tmp_path / f"{i}.db", KEY, schema="main", create=True) for i in range(2)]
    yield made[0], made[1]
    for db in made:
        db.close()


def test_any_change_of_the_time_labels_gives_the_same_hash(two_stores: tuple[Database, Database]) -> None:
    """P9."""
    laptop = Laptop()
    first = laptop.write("record", "r", {"title": "a"})
    lines = [
        first,
        laptop.write("record", "r", {"title": "b"}, after=[first]),
        laptop.write("record", "r", {"title": "c"}, after=[first]),
    ]
    clocks = ("2001-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "")
    hashes = []
    for db, order in zip(two_stores, (clocks, clocks[::-1]), strict=True):
        with db.write() as con:
            ledger.insert(con, [replace(r, at_label=at) for r, at in zip(lines, order, strict=True)])
            hashes.append(ledger.entity_hash(con, "r"))
    assert hashes[0] == hashes[1]


def test_unknown_fields_and_extra_facts_are_passed_on_byte_for_byte(
    two_stores: tuple[Database, Database],
) -> None:
    """P10."""
    here, there = two_stores
    line = replace(Laptop().write("record", "r", {"hologram": {"z": [1, 2.50]}}), extra=b'{"x":1}')
    with here.write() as con:
        ledger.insert(con, [line])
    with here.read() as source, there.write() as con:
        ledger.insert(con, ledger.revisions(source))
        assert list(ledger.revisions(con)) == [line]


@given(
    st.dictionaries(
        st.sampled_from("abch"),
        st.one_of(st.none(), st.booleans(), st.text(max_size=3), st.lists(st.integers(), max_size=2)),
    ),
    st.booleans(),
)
def test_one_revision_alone_is_seen_as_the_general_rule_sees_it(
    sets: dict[str, object], hidden: bool
) -> None:
    line = Laptop().write(
        "record", "r", sets | ({"hidden": True} if hidden else {}), adds={"tags": {"t": 1}}, subj=["p", "p"]
    )
    nothing = Laptop().write("record", "r", {})
    alone, among = view_entity([line]), view_entity([line, nothing])
    assert alone.fields == among.fields
    assert alone.sets == among.sets
    assert alone.adds == among.adds
    assert alone.subjects == among.subjects
    assert alone.hidden is hidden
    assert (alone.began_by, alone.heads, alone.erased) == (line.device, (line.id,), 0)
