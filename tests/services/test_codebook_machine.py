"""Any run of changes of the codebook, undone from the newest back, leaves everything exactly as it was; no story is ever written over."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ldp_stories.domain.codebook import as_of, stands_for, version_of
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.errors import UserError
from ldp_stories.services import change_codebook as book
from ldp_stories.services.change_codebook import NewTag, Why
from ldp_stories.services.codebook_history import codebook_as_of, history, undo, version_now
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.read_codebook import groups
from ldp_stories.services.review_tags import readings
from ldp_stories.services.split_tag import decide_split, open_split
from tests.effort import effort
from tests.services.house import BULBS, WOMEN, Told, open_house, tell

WHY = Why("because")
REFUSALS = {
    "TAG_NAME_TAKEN",
    "TAG_CODE_TAKEN",
    "TAG_CIRCLE",
    "TAG_TOO_DEEP",
    "TAG_NOT_IN_USE",
}
NAMES = st.sampled_from(["Hope", "Trust", "Tea", "Lamps", "Buses"])
PICK = st.integers(0, 9)


@dataclass(frozen=True)
class Snapshot:
    """Everything a person sees of the codebook: its tags, how many stories each has, and what stands on each suggestion."""

    tags: tuple[Tag, ...]
    uses: tuple[tuple[str, int], ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


class CodebookMachine(RuleBasedStateMachine):
    """A coordinator who changes the codebook at random and undoes the newest change now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home: Home = open_house(Path(self.folder.name), "joan")
        self.stories: list[Told] = []
        self.before: list[tuple[str, Snapshot, str]] = []

    @initialize()
    def told(self) -> None:
        for at in range(2):
            self.stories.append(tell(self.home, tags={WOMEN: "D1", BULBS: "A8"}, code=f"LT-{at}"))
        self.first = self.snapshot()

    def teardown(self) -> None:
        self.home.close()
        self.folder.cleanup()

    def snapshot(self) -> Snapshot:
        uses = tuple((t.id, n) for g in groups(self.home, retired=True) for t, n in g.tags)
        found = [r for told in self.stories for r in readings(self.home, told.record)]
        standing = tuple(sorted((r.suggestion.id, r.tags) for r in found))
        return Snapshot(codebook(self.home, retired=True), uses, standing)

    def tag(self, at: int) -> Tag:
        every = codebook(self.home, retired=True)
        return every[at % len(every)]

    def attempt(self, act: Callable[[], Any]) -> None:
        """Make a change; when it is refused, nothing at all may have changed."""
        before, version, count = self.snapshot(), version_now(self.home), len(history(self.home))
        refused = ""
        try:
            made = act()
        except UserError as error:
            refused = error.code
        if refused:
            assert refused in REFUSALS
            assert self.snapshot() == before
            assert len(history(self.home)) == count
            return
        change = history(self.home)[0].change
        assert made == change.id or made in change.tags
        self.before.append((change.id, before, version))

    @rule(name=NAMES, parent=st.none() | PICK)
    def add(self, name: str, parent: int | None) -> None:
        above = self.tag(parent).id if parent is not None else None
        self.attempt(lambda: book.add_tag(self.home, NewTag(name, "D", parent=above), WHY))

    @rule(at=PICK, name=NAMES)
    def rename(self, at: int, name: str) -> None:
        tag = self.tag(at)
        self.attempt(lambda: book.edit_tag(self.home, tag.id, {"name": name}, WHY))

    @rule(at=PICK, other=PICK)
    def hang(self, at: int, other: int) -> None:
        tag, above = self.tag(at), self.tag(other)
        self.attempt(lambda: book.edit_tag(self.home, tag.id, {"parent": above.id}, WHY))

    @rule(at=PICK, other=PICK)
    def merge(self, at: int, other: int) -> None:
        tag, into = self.tag(at), self.tag(other)
        self.attempt(lambda: book.merge(self.home, tag.id, into.id, WHY))

    @rule(at=PICK)
    def retire(self, at: int) -> None:
        tag = self.tag(at)
        self.attempt(lambda: book.retire(self.home, tag.id, WHY))

    @rule(at=PICK, one=NAMES, two=NAMES)
    def split(self, at: int, one: str, two: str) -> None:
        tag = self.tag(at)
        self.attempt(lambda: book.split(self.home, tag.id, (NewTag(one), NewTag(two)), WHY))

    @precondition(lambda self: any(t.status is TagStatus.SPLIT for t in codebook(self.home, retired=True)))
    @rule(at=PICK, both=st.booleans())
    def decide(self, at: int, both: bool) -> None:
        split = next(t for t in codebook(self.home, retired=True) if t.status is TagStatus.SPLIT)
        found = open_split(self.home, split.id)
        if found.items and len(found.into) == 2:
            item = found.items[at % len(found.items)]
            chosen = [t.id for t in found.into][: 2 if both else 1]
            decide_split(self.home, item.suggestion, chosen)
            now = next(r for r in readings(self.home, item.record) if r.suggestion.id == item.suggestion)
            assert set(now.tags) == set(chosen)

    @precondition(lambda self: self.before)
    @rule()
    def undo_newest(self) -> None:
        change, before, version = self.before.pop()
        added = {t.id for t in codebook(self.home, retired=True)} - {t.id for t in before.tags}
        undo(self.home, change)
        after = self.snapshot()
        assert tuple(t for t in after.tags if t.id not in added) == before.tags
        assert all(t.status is TagStatus.RETIRED for t in after.tags if t.id in added)
        assert tuple(u for u in after.uses if u[0] not in added) == before.uses
        assert after.standing == before.standing
        if not added:
            assert version_now(self.home) == version

    @invariant()
    def the_rules_hold(self) -> None:
        if not self.stories:
            return
        tags = codebook(self.home, retired=True)
        known = {t.id: t for t in tags}
        names = [t.name.casefold() for t in tags if t.in_use]
        assert len(names) == len(set(names))
        assert len({t.code for t in tags}) == len(tags)
        for tag in tags:
            end = known[stands_for(known, tag.id)]
            assert end.status is not TagStatus.MERGED
        assert {t.id for t in self.first.tags} <= set(known)

    @invariant()
    def every_version_can_be_seen_again(self) -> None:
        for _, before, version in self.before[-2:]:
            seen, known = codebook_as_of(self.home, version)
            assert known
            assert version_of(seen) == version
            assert {t.id: t.label for t in seen} == {t.id: t.label for t in before.tags}


TestCodebook = CodebookMachine.TestCase
TestCodebook.settings = settings(max_examples=effort(4, 200), stateful_step_count=12, deadline=None)


def test_a_version_of_an_empty_codebook_is_known_too() -> None:
    assert as_of((), (), version_of(())) == ((), True)
