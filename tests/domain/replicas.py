"""Laptops that write to one record and exchange what they have, for the tests of bringing in."""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import (
    Change,
    EntityView,
    Revision,
    new_revision,
    view_entity,
)

ENT = new_id()
DEVICES = ("amina", "joan", "priya")


class Replica:
    """One laptop: the revisions it knows, and the writes it makes on top of what it sees."""

    def __init__(self, device: str) -> None:
        self.device, self.seq = device, 0
        self.known: dict[str, Revision] = {}

    @property
    def view(self) -> EntityView:
        return view_entity(self.known.values())

    def write(self, change: Change, kind: str = "record") -> Revision:
        """A revision whose parents are the heads this replica sees."""
        self.seq += 1
        par = self.view.heads if self.known else ()
        made = new_revision(
            kind,
            ENT,
            change,
            subj=("p1",),
            par=par,
            dev=f"{self.device}.1.w",
            seq=self.seq,
            at_label=f"{self.seq}",
        )
        self.known[made.id] = made
        return made

    def set(self, **fields: object) -> Revision:
        return self.write(Change(fields))

    def add(self, element: str, value: object = 1) -> Revision:
        return self.write(Change(adds={"renditions": {element: value}}), "media")

    def remove(self, element: str) -> Revision:
        """Take out the additions of an element that this replica has seen."""
        seen = self.view.adds.get("renditions", {}).get(element, ())
        return self.write(Change(dels={"renditions": {element: seen}}), "media")

    def take(self, others: Iterable[Revision]) -> None:
        self.known |= {r.id: r for r in others}


acts = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["set", "add", "remove", "hide", "show", "sync"]),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=25,
)
Act = tuple[int, str, int, int]


def played(script: Sequence[Act]) -> list[Replica]:
    """Three replicas after a script of writes and one-way syncs."""
    replicas = [Replica(d) for d in DEVICES]
    replicas[0].set(title="start")
    for one in replicas[1:]:
        one.take(replicas[0].known.values())
    for who, what, value, other in script:
        one = replicas[who]
        if what == "set":
            one.set(title=value)
        elif what == "add":
            one.add(f"e{value}", value)
        elif what == "remove":
            one.remove(f"e{value}")
        elif what in ("hide", "show"):
            one.set(hidden=what == "hide")
        else:
            one.take(replicas[other].known.values())
    return replicas


def union(*replicas: Replica) -> dict[str, Revision]:
    found: dict[str, Revision] = {}
    for one in replicas:
        found |= one.known
    return found


def two(start: Sequence[str] = ()) -> tuple[Replica, Replica]:
    """Two replicas that both have seen `start` being added."""
    one, other = Replica("amina"), Replica("joan")
    one.set(kind="audio")
    for element in start:
        one.add(element)
    other.take(one.known.values())
    return one, other


def met(one: Replica, other: Replica) -> EntityView:
    return view_entity(union(one, other).values())
