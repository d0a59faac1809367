"""Two coordinators change one codebook on two laptops: whatever the order in which it comes together, both have the same, and nothing hangs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.domain.codebook import stands_for
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.errors import UserError
from ldp_stories.services import change_codebook as book
from ldp_stories.services.change_codebook import NewTag, Why
from ldp_stories.services.codebook_history import history, undo, version_now
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.read_codebook import groups
from ldp_stories.services.settle_versions import settle_conflict, unsettled
from ldp_stories.store import ledger
from tests.effort import effort
from tests.services.house import BULBS, WOMEN, houses, name_id, pass_on, tell

WHY = Why("because")
Act = Callable[[Home], object]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "joan", "theo") as (joan, theo):
        yield joan, theo


def swap(one: Home, other: Home) -> None:
    """Each gets the programme stream of the other, as two packs would bring it."""
    lines = []
    for home in (one, other):
        with home.main.read() as con:
            lines.append(list(ledger.of_stream(con, "p")))
    for home, found in ((one, lines[1]), (other, lines[0])):
        with home.main.write() as con:
            ledger.insert(con, found, bundle=None)


def tags(home: Home) -> dict[str, Tag]:
    return {t.code: t for t in codebook(home, retired=True)}


def same(one: Home, other: Home) -> None:
    assert version_now(one) == version_now(other)
    assert codebook(one, retired=True) == codebook(other, retired=True)
    assert {r.change.id for r in history(one)} == {r.change.id for r in history(other)}


def test_different_tags_changed_apart_come_together(pair: tuple[Home, Home]) -> None:
    joan, theo = pair
    book.edit_tag(joan, name_id("D1"), {"name": "Trust"}, WHY)
    book.retire(theo, name_id("B7"), WHY)
    swap(joan, theo)
    same(joan, theo)
    assert tags(theo)["D1"].name == "Trust"
    assert tags(joan)["B7"].status is TagStatus.RETIRED
    assert {r.by for r in history(joan)} == {"Joan", "Theo"}


def test_two_names_for_one_tag_are_shown_side_by_side_and_one_is_kept(pair: tuple[Home, Home]) -> None:
    joan, theo = pair
    book.edit_tag(joan, name_id("D1"), {"name": "Trust"}, WHY)
    book.edit_tag(theo, name_id("D1"), {"name": "Belief"}, WHY)
    swap(joan, theo)
    same(joan, theo)
    (found,) = [u for u in unsettled(joan) if u.entity == name_id("D1") and u.field == "name"]
    assert {v.value for v in found.versions} == {"Trust", "Belief"}
    kept = next(v for v in found.versions if v.value == "Belief")
    settle_conflict(joan, found.entity, found.field, kept.rev)
    swap(joan, theo)
    same(joan, theo)
    assert tags(theo)["D1"].name == "Belief"


def test_merging_into_each_other_hangs_nothing_and_is_put_right(pair: tuple[Home, Home]) -> None:
    joan, theo = pair
    book.merge(joan, name_id("A8"), name_id("B7"), WHY)
    mistake = book.merge(theo, name_id("B7"), name_id("A8"), WHY)
    swap(joan, theo)
    same(joan, theo)
    here = {t.id: t for t in codebook(joan, retired=True)}
    assert stands_for(here, name_id("A8")) == name_id("A8")
    assert stands_for(here, name_id("B7")) == name_id("B7")
    undo(joan, mistake)
    here = {t.id: t for t in codebook(joan, retired=True)}
    assert stands_for(here, name_id("A8")) == name_id("B7")
    swap(joan, theo)
    same(joan, theo)


def test_parents_that_go_round_are_both_shown(pair: tuple[Home, Home]) -> None:
    joan, theo = pair
    book.edit_tag(joan, name_id("A8"), {"parent": name_id("B7")}, WHY)
    book.edit_tag(theo, name_id("B7"), {"parent": name_id("A8")}, WHY)
    swap(joan, theo)
    same(joan, theo)
    shown = {t.code for g in groups(joan) for t, _ in g.tags}
    assert shown == {"A8", "B7", "D1"}
    with pytest.raises(UserError) as caught:
        book.edit_tag(joan, name_id("D1"), {"parent": name_id("A8")}, WHY)
    assert caught.value.code == "TAG_CIRCLE"


def test_two_tags_of_one_code_are_both_kept(pair: tuple[Home, Home]) -> None:
    joan, theo = pair
    book.add_tag(joan, NewTag("Hope", "D"), WHY)
    book.add_tag(theo, NewTag("Fear", "D"), WHY)
    swap(joan, theo)
    same(joan, theo)
    assert sorted(t.name for t in codebook(joan) if t.code == "D2") == ["Fear", "Hope"]


def test_a_merge_here_and_a_suggestion_there_are_counted_together(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "amina") as (joan, amina):
        book.merge(joan, name_id("A8"), name_id("B7"), WHY)
        tell(amina, tags={BULBS: "A8"})
        tell(amina, tags={WOMEN: "B7"}, code="LT-2")
        pass_on(amina, joan)
        assert {t.code: n for g in groups(joan) for t, n in g.tags} == {"B7": 2, "D1": 0}
        assert {t.code: n for g in groups(amina) for t, n in g.tags} == {"A8": 1, "B7": 1, "D1": 0}
        swap(joan, amina)
        assert version_now(amina) == version_now(joan)
        assert {t.code: n for g in groups(amina) for t, n in g.tags} == {"B7": 2, "D1": 0}


ACTS: dict[str, Act] = {
    "rename D1": lambda h: book.edit_tag(
        h, name_id("D1"), {"name": f"Name by {h.name or h.member[:4]}"}, WHY
    ),
    "meaning A8": lambda h: book.edit_tag(h, name_id("A8"), {"meaning": h.member}, WHY),
    "under D1": lambda h: book.edit_tag(h, name_id("A8"), {"parent": name_id("D1")}, WHY),
    "under A8": lambda h: book.edit_tag(h, name_id("D1"), {"parent": name_id("A8")}, WHY),
    "A8 into B7": lambda h: book.merge(h, name_id("A8"), name_id("B7"), WHY),
    "B7 into D1": lambda h: book.merge(h, name_id("B7"), name_id("D1"), WHY),
    "D1 into A8": lambda h: book.merge(h, name_id("D1"), name_id("A8"), WHY),
    "retire B7": lambda h: book.retire(h, name_id("B7"), WHY),
    "split A8": lambda h: book.split(h, name_id("A8"), (NewTag("Room"), NewTag("Quiet")), WHY),
    "undo": lambda h: undo(h, next(r.change.id for r in history(h) if r.can_undo)),
    "add": lambda h: book.add_tag(h, NewTag("Hope", "D"), WHY),
}


def attempt(home: Home, name: str) -> None:
    """Do one thing; what is refused changes nothing."""
    before = version_now(home)
    try:
        ACTS[name](home)
    except (UserError, StopIteration):
        assert version_now(home) == before


@settings(max_examples=effort(4, 100), deadline=None)
@given(
    st.lists(st.sampled_from(sorted(ACTS)), max_size=5),
    st.lists(st.sampled_from(sorted(ACTS)), max_size=5),
    st.booleans(),
)
def test_whatever_two_people_do_they_come_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, mine: list[str], theirs: list[str], between: bool
) -> None:
    with houses(tmp_path_factory.mktemp("two"), "joan", "theo") as (joan, theo):
        for name in mine:
            attempt(joan, name)
        if between:
            swap(joan, theo)
        for name in theirs:
            attempt(theo, name)
        swap(joan, theo)
        same(joan, theo)
        here = {t.id: t for t in codebook(joan, retired=True)}
        assert {name_id("A8"), name_id("B7"), name_id("D1")} <= set(here)
        assert all(stands_for(here, ident) in here for ident in here)
        assert sum(len(g.tags) for g in groups(joan, retired=True)) == len(here)
