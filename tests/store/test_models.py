"""The store against the simplest thing that could be right: search, what is owed, and the desk, each beside a plain Python model."""

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import ReceiptResult
from ldp_stories.store import desk, ledger, search, sent
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author
from ldp_stories.store.sent import Sent
from tests.effort import effort
from tests.store.stores import AT, KEY, Laptop, receipt

WORDS = (
    "canal",
    "canals",
    "can",
    "Café",
    "cafe\u0301s",
    "bench",
    "BENCH",
    "ben",
    "straße",
    "ünder",
    "under",
    "x1",
    "12",
)
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6
)
TYPED = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
    st.sampled_from(WORDS).map(lambda w: w[:2]),
    st.sampled_from(WORDS).map(lambda w: w + " "),
    st.text(alphabet="canbeüß1 ", max_size=5),
)


def plain(word: str) -> str:
    """A word without accents and capitals, as a person who types quickly means it."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def matches(text: str, typed: str) -> bool:
    """Every typed word stands in the text; the last one may be a beginning while no space follows it."""
    here = [plain(w) for w in text.split()]
    wanted = [plain(w) for w in typed.split()]
    if len("".join(unicodedata.normalize("NFC", w) for w in typed.split())) < search.FEWEST_LETTERS:
        return False
    *whole, last = wanted
    found = all(w in here for w in whole)
    return found and (last in here if typed.endswith(" ") else any(w.startswith(last) for w in here))


@settings(max_examples=effort(40, 5_000), deadline=None)
@given(TEXTS, TYPED)
def test_search_finds_what_a_reader_would_find(texts: list[str], typed: str) -> None:
    laptop = Laptop()
    record = laptop.write("record", "r", {"status": "ready"})
    lines = [
        laptop.write("layer", f"layer-{i}", {"record": "r", "kind": "reading", "text": t})
        for i, t in enumerate(texts)
    ]
    with TemporaryDirectory() as folder:
        db = Database(Path(folder) / "main.db", KEY, schema="main", create=True)
        with db.write() as con:
            ledger.insert(con, [record, *lines])
            found = {h.ent for h in search.search(con, unicodedata.normalize("NFC", typed)).hits}
        db.close()
    assert found == {f"layer-{i}" for i, t in enumerate(texts) if matches(t, typed)}


class Owing(RuleBasedStateMachine):
    """Writing, packing and receipting in any order; the model keeps plain sets."""

    @initialize()
    def start(self) -> None:
        self.folder = TemporaryDirectory()
        self.db = Database(Path(self.folder.name) / "main.db", KEY, schema="main", create=True)
        self.author = Author(new_id(), 1)
        self.devices = [new_id(), new_id()]
        self.revisions: dict[str, str] = {}
        self.packed: dict[str, tuple[str, ...]] = {}
        self.have: dict[str, set[str]] = {device: set() for device in self.devices}

    @rule(ent=st.sampled_from("abcd"))
    def write(self, ent: str) -> None:
        with self.db.write() as con:
            made = ledger.put(
                con, self.author, "note", ent, sets={"text": str(len(self.revisions))}, at_label=AT
            )
        self.revisions[made.id] = ent

    @rule(some=st.sets(st.sampled_from("abcd")), who=st.integers(0, 1))
    def pack_what_is_owed(self, some: set[str], who: int) -> None:
        name = f"bundle-{len(self.packed)}"
        with self.db.write() as con:
            owed = sent.owed(con, some, [self.devices[who]])
            number, _ = sent.thread(con, "coordinators")
            assert number == len(self.packed) + 1
            sent.record_sent(
                con, Sent(name, "coordinators", number, "tm", "records", "g", 1, 1, 1, name, AT), owed, []
            )
        self.packed[name] = owed

    @precondition(lambda self: self.packed)
    @rule(
        pick=st.integers(0, 99),
        who=st.integers(0, 1),
        refuse=st.booleans(),
        result=st.sampled_from(ReceiptResult),
    )
    def receipt(self, pick: int, who: int, refuse: bool, result: ReceiptResult) -> None:
        name = sorted(self.packed)[pick % len(self.packed)]
        lines = self.packed[name]
        refused = ((lines[0], "E_ROLE"),) if refuse and lines else ()
        given_ = receipt(name, by=Author(self.devices[who], 1), refused=refused, result=result)
        with self.db.write() as con:
            sent.add_receipts(con, [given_], AT)
        if result is not ReceiptResult.QUARANTINED:
            self.have[self.devices[who]] |= set(lines) - {r for r, _ in refused}

    @invariant()
    def what_is_owed_is_what_nobody_receipted(self) -> None:
        with self.db.read() as con:
            for some in ("a", "abcd", "bd"):
                mine = {r for r, ent in self.revisions.items() if ent in some}
                one, two = (self.have[d] for d in self.devices)
                assert set(sent.owed(con, some, self.devices[:1])) == mine - one
                assert set(sent.owed(con, some, self.devices)) == mine - (one | two)
                assert set(sent.owed(con, some, self.devices, every=True)) == mine - (one & two)
                assert sent.receipted(con, self.devices[1:])[0] == two

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            self.folder.cleanup()


Owing.TestCase.settings = settings(max_examples=effort(12, 2_000), stateful_step_count=12, deadline=None)
TestOwing = Owing.TestCase


class Desk(RuleBasedStateMachine):
    """The desk beside a dictionary, closed and opened at any moment."""

    @initialize()
    def start(self) -> None:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "desk.db"
        self.db = Database(self.path, KEY, schema="desk", create=True)
        self.values: dict[str, object] = {}

    @rule(
        key=st.sampled_from(["a", "a/b", "A", "b"]),
        value=st.one_of(st.none(), st.text(max_size=5), st.lists(st.integers(), max_size=2)),
    )
    def save(self, key: str, value: object) -> None:
        with self.db.write() as con:
            desk.save(con, key, value)
        self.values[key] = value

    @rule(key=st.sampled_from(["a", "A"]))
    def drop(self, key: str) -> None:
        with self.db.write() as con:
            desk.drop(con, key)
        self.values.pop(key, None)

    @rule()
    def close_and_open(self) -> None:
        self.db.close()
        self.db = Database(self.path, KEY, schema="desk")

    @invariant()
    def the_desk_is_what_was_saved(self) -> None:
        with self.db.read() as con:
            assert dict(desk.rows(con)) == self.values
            assert [k for k, _ in desk.rows(con, "a")] == sorted(k for k in self.values if k.startswith("a"))

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            self.folder.cleanup()


Desk.TestCase.settings = settings(max_examples=effort(12, 2_000), stateful_step_count=15, deadline=None)
TestDesk = Desk.TestCase
