"""Changing the codebook: counted before, never written over, undone exactly (US-C8, AT-7)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.codebook import Change
from ldp_stories.domain.review import Choice
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import change_codebook as book
from ldp_stories.services.change_codebook import NewTag, Why
from ldp_stories.services.codebook_history import codebook_as_of, history, undo, version_now
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.look_beside import with_the_same_tag
from ldp_stories.services.read_codebook import groups
from ldp_stories.services.review_tags import decide, readings
from ldp_stories.services.split_tag import decide_split, open_split, open_splits
from ldp_stories.store import review
from tests.services.homes import Clock, cheap_machine, code_of
from tests.services.house import BULBS, WOMEN, houses, name_id, pass_on, tell

WHY = Why("agreed at the tag chat", "The bench by the school")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        for at in range(3):
            tell(amina, tags={WOMEN: "D1", BULBS: "A8"}, code=f"LT-{at}", title=f"Story {at}")
        tell(amina, tags={WOMEN: "B7"}, code="LT-9", title="Other")
        pass_on(amina, joan)
        yield joan


def tag(home: Home, name: str) -> Tag:
    return next(t for t in codebook(home, retired=True) if t.id == name_id(name))


def used(home: Home) -> dict[str, int]:
    return {t.code: n for g in groups(home, retired=True) for t, n in g.tags}


def records_of(home: Home, name: str) -> list[str]:
    return [row.id for row in with_the_same_tag(home, name_id(name))]


def test_a_rename_says_how_many_stories_and_the_identifier_stays(joan: Home) -> None:
    assert len(book.stories_changed(joan, name_id("D1"))) == 3
    book.edit_tag(joan, name_id("D1"), {"name": " People and places we trust "}, WHY)
    renamed = tag(joan, "D1")
    assert (renamed.id, renamed.name, renamed.code) == (name_id("D1"), "People and places we trust", "D1")
    assert len(records_of(joan, "D1")) == 3
    (row,) = history(joan)
    assert (row.label, row.became, row.by) == (
        "D1 Trusted person",
        ("D1 People and places we trust",),
        "Joan",
    )
    assert (row.change.stories, row.change.reason, row.change.example) == (3, WHY.reason, WHY.example)


def test_a_saved_output_keeps_the_label_it_was_saved_with(joan: Home) -> None:
    version = version_now(joan)
    book.edit_tag(joan, name_id("D1"), {"name": "People we trust"}, WHY)
    assert _labels(joan, version)[name_id("D1")] == "D1 Trusted person"
    assert _labels(joan, version_now(joan))[name_id("D1")] == "D1 People we trust"


def test_a_merge_lets_one_tag_stand_for_another_and_writes_over_nothing(joan: Home) -> None:
    book.merge(joan, name_id("A8"), name_id("B7"), WHY)
    gone = tag(joan, "A8")
    assert (gone.status, gone.merged_into) == (TagStatus.MERGED, name_id("B7"))
    assert name_id("A8") not in [t.id for t in codebook(joan)]
    assert used(joan)["B7"] == 4
    assert len(records_of(joan, "B7")) == 4
    (row,) = history(joan)
    assert row.became == ("B7 A space that suits us",)


def test_undoing_a_merge_the_next_day_restores_it_exactly(joan: Home) -> None:
    before, counts, version = codebook(joan, retired=True), used(joan), version_now(joan)
    change = book.merge(joan, name_id("A8"), name_id("B7"), WHY)
    undo(joan, change)
    assert codebook(joan, retired=True) == before
    assert used(joan) == counts
    assert version_now(joan) == version
    newest, merged = history(joan)
    assert newest.change.what is Change.UNDO
    assert merged.undone
    assert not merged.can_undo
    with pytest.raises(UserError) as caught:
        undo(joan, change)
    assert code_of(caught) == "NO_SUCH_CHANGE"


def test_a_change_that_was_changed_again_is_not_undone_in_the_wrong_order(joan: Home) -> None:
    first = book.edit_tag(joan, name_id("D1"), {"name": "One"}, WHY)
    second = book.edit_tag(joan, name_id("D1"), {"name": "Two"}, WHY)
    with pytest.raises(UserError) as caught:
        undo(joan, first)
    assert code_of(caught) == "CHANGED_SINCE"
    undo(joan, second)
    undo(joan, first)
    assert tag(joan, "D1").name == "Trusted person"


def test_a_split_asks_for_each_story_and_leaves_the_undecided_where_they_are(joan: Home) -> None:
    old = name_id("A8")
    change = book.split(joan, old, (NewTag("Room"), NewTag("Quiet", meaning="Somewhere to rest")), WHY)
    found = open_split(joan, old)
    room, quiet = found.into
    assert [t.label for t in found.into] == ["A9 Room", "A10 Quiet"]
    assert [i.words for i in found.items] == [BULBS] * 3
    assert found.items[0].reason == "she says so"
    first, second, third = found.items
    decide_split(joan, first.suggestion, [room.id])
    decide_split(joan, second.suggestion, [quiet.id, room.id])
    again = open_split(joan, old)
    assert (again.items, again.decided) == ((third,), 2)
    assert open_splits(joan) == (again,)
    both = next(r for r in readings(joan, second.record) if r.suggestion.id == second.suggestion)
    assert set(both.tags) == {room.id, quiet.id}
    assert used(joan)["A8"] == 1
    assert (used(joan)["A9"], used(joan)["A10"]) == (2, 1)
    decide_split(joan, first.suggestion, [quiet.id])
    assert (used(joan)["A9"], used(joan)["A10"]) == (1, 2)
    undo(joan, change)
    assert used(joan)["A8"] == 3
    assert tag(joan, "A8").status is TagStatus.ACTIVE
    assert [t.code for t in codebook(joan)] == ["A8", "B7", "D1"]
    assert {r.suggestion.id for r in readings(joan, first.record) if old in r.tags} == {first.suggestion}


def test_splitting_needs_two_names_and_a_decision_needs_a_tag(joan: Home) -> None:
    with pytest.raises(Refused) as caught:
        book.split(joan, name_id("A8"), (NewTag("Room"), NewTag("  ")), WHY)
    assert code_of(caught) == "SPLIT_NEEDS_TWO"
    with pytest.raises(Refused) as caught:
        book.split(joan, name_id("A8"), (NewTag("Room"), NewTag("room")), WHY)
    assert code_of(caught) == "TAG_NAME_TAKEN"
    assert history(joan) == ()
    book.split(joan, name_id("A8"), (NewTag("Room"), NewTag("Quiet")), WHY)
    item = open_split(joan, name_id("A8")).items[0]
    with pytest.raises(Refused) as caught:
        decide_split(joan, item.suggestion, [name_id("D1")])
    assert code_of(caught) == "TAG_NEEDED"
    with pytest.raises(UserError) as missing:
        open_split(joan, name_id("D1"))
    assert code_of(missing) == "NO_SUCH_TAG"


def test_a_retired_tag_still_shows_on_old_stories(joan: Home) -> None:
    book.retire(joan, name_id("D1"), WHY)
    assert name_id("D1") not in [t.id for t in codebook(joan)]
    assert tag(joan, "D1").valid_to == "2026-11-22"
    assert len(records_of(joan, "D1")) == 3
    with pytest.raises(Refused) as caught:
        book.retire(joan, name_id("D1"), WHY)
    assert code_of(caught) == "TAG_NOT_IN_USE"


def add(**more: object) -> Callable[[Home], object]:
    return lambda home: book.add_tag(home, replace(NewTag("New", "D"), **more), WHY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (add(name=" "), "TAG_NAME_NEEDED"),
        (add(name="trusted PERSON"), "TAG_NAME_TAKEN"),
        (add(code="d1"), "TAG_CODE_TAKEN"),
        (add(parent="no-such"), "NO_SUCH_TAG"),
        (lambda h: book.edit_tag(h, name_id("D1"), {"parent": name_id("D1")}, WHY), "TAG_CIRCLE"),
        (lambda h: book.merge(h, name_id("D1"), name_id("D1"), WHY), "TAG_CIRCLE"),
        (lambda h: book.edit_tag(h, name_id("D1"), {"name": "Other"}, Why(" ")), "REASON_NEEDED"),
        (lambda h: book.edit_tag(h, "no-such", {"name": "Other"}, WHY), "NO_SUCH_TAG"),
    ],
)
def test_what_would_spoil_the_codebook_is_refused_and_nothing_changes(
    joan: Home, act: Callable[[Home], object], code: str
) -> None:
    before = version_now(joan)
    with pytest.raises(UserError) as caught:
        act(joan)
    assert code_of(caught) == code
    assert version_now(joan) == before
    assert history(joan) == ()


def test_merging_back_is_a_circle(joan: Home) -> None:
    book.merge(joan, name_id("A8"), name_id("B7"), WHY)
    with pytest.raises(Refused) as caught:
        book.merge(joan, name_id("B7"), name_id("A8"), WHY)
    assert code_of(caught) == "TAG_CIRCLE"


def test_a_fourth_level_is_refused(joan: Home) -> None:
    above = name_id("D1")
    for name in ("Second", "Third"):
        above = book.add_tag(joan, NewTag(name, "D", parent=above), WHY)
    with pytest.raises(Refused) as caught:
        book.add_tag(joan, NewTag("Fourth", "D", parent=above), WHY)
    assert code_of(caught) == "TAG_TOO_DEEP"


def test_an_added_tag_takes_the_next_code_and_undoing_takes_it_out_of_use(joan: Home) -> None:
    ident = book.add_tag(joan, NewTag("Pace of trust", "D", maps_to=name_id("D1"), proposed=True), WHY)
    made = next(t for t in codebook(joan) if t.id == ident)
    assert (made.code, made.status, made.maps_to) == ("D2", TagStatus.PROPOSED, name_id("D1"))
    assert (made.valid_from, made.author) == ("2026-11-22", joan.member)
    undo(joan, history(joan)[0].change.id)
    assert ident not in [t.id for t in codebook(joan)]
    assert next(t for t in codebook(joan, retired=True) if t.id == ident).status is TagStatus.RETIRED


def test_only_a_coordinator_changes_the_codebook(tmp_path: Path) -> None:
    with houses(tmp_path, "amina") as (amina,):
        with pytest.raises(Refused) as caught:
            book.add_tag(amina, NewTag("Mine"), WHY)
        assert code_of(caught) == "NOT_YOUR_ROLE"


def test_after_thirty_days_a_change_stands(tmp_path: Path) -> None:
    from tests.services.homes import found

    clock = Clock()
    home = found(tmp_path / "joan", cheap_machine(tmp_path, clock))
    d1 = next(t for t in codebook(home) if t.code == "D1")
    change = book.edit_tag(home, d1.id, {"name": "Trust"}, WHY)
    clock.forward(days=30)
    assert history(home)[0].can_undo
    clock.forward(days=1)
    assert not history(home)[0].can_undo
    with pytest.raises(UserError) as caught:
        undo(home, change)
    assert code_of(caught) == "UNDO_TOO_LATE"
    home.close()


def test_a_decision_keeps_the_version_of_the_codebook_it_was_made_under(joan: Home) -> None:
    with joan.main.read() as con:
        one = review.readings_of_tag(con, name_id("D1"))[0]
    decide(joan, one.suggestion.id, Choice.ACCEPT)
    version = version_now(joan)
    book.merge(joan, name_id("D1"), name_id("B7"), WHY)
    with joan.main.read() as con:
        again = review.reading(con, one.suggestion.id)
    assert again is not None
    assert again.current[0].book == version != version_now(joan)
    then, known = codebook_as_of(joan, again.current[0].book)
    assert known
    assert next(t for t in then if t.id == name_id("D1")).status is TagStatus.ACTIVE
    assert again.tags == (name_id("D1"),)


def test_what_an_older_version_left_uncounted_is_counted(joan: Home) -> None:
    with joan.main.read() as con:
        one = review.readings_of_tag(con, name_id("D1"))[0]
    decide(joan, one.suggestion.id, Choice.CHANGE, reason="better", to_tag=name_id("A8"))
    with joan.main.write() as con:
        con.exec_driver_sql("UPDATE suggestion SET standing = ''")
        assert review.standing_unknown(con) == (one.suggestion.id,)
    assert len(book.stories_changed(joan, name_id("D1"))) == 2
    assert used(joan)["D1"] == 2


def _labels(home: Home, version: str) -> dict[str, str]:
    """The label of each tag in a version."""
    return {t.id: t.label for t in codebook_as_of(home, version)[0]}
