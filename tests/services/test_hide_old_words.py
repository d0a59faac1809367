"""Old words stay behind: what was written over before a release is in no bundle for evaluators, and everybody still merges alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.revisions import Change, new_revision
from ldp_stories.services.hide_old_words import restate, without_old_words
from ldp_stories.services.home import Home
from ldp_stories.store import ledger, records
from ldp_stories.store.ledger import WITHHELD, Author
from tests.services.house import STORY, WOMEN, Told, add_sound, change, houses, name_id, pass_on, tell
from tests.services.released import release_read

OLD = "Mrs Okonkwo at the bakery"
TEXTS = {
    "record": ("title", "note", "before", "saw"),
    "participant": ("self_description",),
    "encounter": ("promises", "also_raised"),
}


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        yield home


@pytest.fixture
def story(joan: Home) -> Told:
    return tell(joan, tags={WOMEN: "A8"})


def things(told: Told) -> dict[str, str]:
    """A thing of each kind that a person writes freely in."""
    return {
        "record": told.record,
        "layer": told.words,
        "passage": told.passages[WOMEN],
        "suggestion": told.suggestions["A8"],
        "participant": told.participant,
        "encounter": told.encounter,
    }


def travelling(home: Home, *ents: str) -> tuple[bytes, list[str]]:
    """What of some things would go to evaluators: all bodies, and the ids of the lines without one."""
    with home.main.write() as con:
        restate(home, con, ents)
        lines = without_old_words(con, list(ledger.revisions(con, ents=ents)))
    return b"\n".join(r.body or b"" for r in lines), [r.id for r in lines if r.body is None]


def hashes(home: Home, *ents: str) -> list[str | None]:
    with home.main.read() as con:
        return [ledger.entity_hash(con, e) for e in ents]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("record", "title"),
        ("record", "note"),
        ("record", "happened"),
        ("record", "saw"),
        ("record", "so_what"),
        ("layer", "text"),
        ("passage", "quote"),
        ("passage", "note"),
        ("suggestion", "reason"),
        ("suggestion", "words"),
        ("participant", "self_description"),
        ("encounter", "promises"),
        ("encounter", "also_raised"),
        ("encounter", "who_else"),
    ],
)
def test_an_old_text_of_any_field_that_people_write_in_stays_at_home(
    joan: Home, story: Told, kind: str, field: str
) -> None:
    ent = things(story)[kind]
    change(joan, kind, ent, **{field: OLD})
    change(joan, kind, ent, **{field: "somebody nearby"})
    before = hashes(joan, ent)
    words, skeletons = travelling(joan, ent)
    assert OLD.encode() not in words
    assert b"somebody nearby" in words
    assert len(skeletons) >= 1
    assert hashes(joan, ent) == before


def test_a_first_title_written_with_everything_else_stays_and_the_rest_is_said_again(joan: Home) -> None:
    told = tell(joan, title=OLD, level="neighbourhood")
    change(joan, "record", told.record, title="The bakery")
    before = hashes(joan, told.record)
    words, skeletons = travelling(joan, told.record)
    assert OLD.encode() not in words
    assert b"neighbourhood" in words
    assert len(skeletons) == 1
    assert hashes(joan, told.record) == before


def test_saying_again_a_second_time_writes_nothing(joan: Home) -> None:
    told = tell(joan, title=OLD)
    change(joan, "record", told.record, title="The bakery")
    with joan.main.write() as con:
        assert restate(joan, con, [told.record]) == 1
        assert restate(joan, con, [told.record]) == 0


def test_nothing_is_written_where_no_text_was_written_over(joan: Home, story: Told) -> None:
    change(joan, "record", story.record, status="held")
    change(joan, "record", story.record, status="ready", direction="better")
    with joan.main.write() as con:
        assert restate(joan, con, things(story).values()) == 0


def test_a_thing_with_one_revision_goes_as_it_is(joan: Home, story: Told) -> None:
    with joan.main.read() as con:
        lines = list(ledger.revisions(con, ents=things(story).values()))
        assert without_old_words(con, lines) == lines


def test_who_gets_the_skeletons_sees_the_same_story(joan: Home, tmp_path: Path) -> None:
    told = tell(joan, title=OLD, note="x")
    for title in (OLD + " again", "The bakery"):
        change(joan, "record", told.record, title=title)
    with joan.main.write() as con:
        restate(joan, con, [told.record])
        lines = without_old_words(con, list(ledger.revisions(con, ents=[told.record])))
    with houses(tmp_path / "other", "priya") as (priya,):
        with priya.main.write() as con:
            result = ledger.insert(con, lines, bundle=None)
            assert result.held == ()
            found = records.record(con, told.record)
        assert found is not None
        assert (found.title, found.note) == ("The bakery", "x")
        assert hashes(priya, told.record) == hashes(joan, told.record)
        with priya.main.read() as con:
            assert not any(OLD.encode() in (r.body or b"") for r in ledger.revisions(con))
            assert {r.erased_by for r in ledger.revisions(con, ents=[told.record]) if r.body is None} == {
                WITHHELD
            }


def test_a_later_delivery_fills_the_skeletons(joan: Home, tmp_path: Path) -> None:
    told = tell(joan, title=OLD)
    change(joan, "record", told.record, title="The bakery")
    with houses(tmp_path / "other", "theo") as (theo,):
        with joan.main.write() as con:
            restate(joan, con, [told.record])
            whole = list(ledger.revisions(con, ents=[told.record]))
            lines = without_old_words(con, whole)
        with theo.main.write() as con:
            ledger.insert(con, lines, bundle=None)
            ledger.insert(con, whole, bundle=None)
            assert list(ledger.revisions(con, ents=[told.record])) == whole


def test_two_titles_side_by_side_stay_side_by_side(joan: Home) -> None:
    told = tell(joan, title=OLD, note="before")
    with joan.main.read() as con:
        (first,) = ledger.revisions(con, ents=[told.record])
    change(joan, "record", told.record, title="The bakery", note="after")
    aside = Author(name_id("amina laptop"), 1)
    theirs = new_revision(
        "record", told.record, Change({"title": "Bread", "direction": "better"}), subj=first.subj, par=[first.id],
        dev=aside.dev(), seq=50, at_label="2026-05-14T11:00:00Z",
    )  # fmt: skip
    with joan.main.write() as con:
        ledger.insert(con, [theirs], bundle=None)
    before = hashes(joan, told.record)
    words, _ = travelling(joan, told.record)
    assert OLD.encode() not in words
    with joan.main.read() as con:
        view = ledger.entity(con, told.record)
    assert view is not None
    assert {c.value for c in view.fields["title"]} == {"The bakery", "Bread"}
    assert view.conflicts == ("title",)
    assert hashes(joan, told.record) == before


def test_of_something_taken_away_only_the_taking_away_is_told(joan: Home, story: Told) -> None:
    ident = story.suggestions["A8"]
    change(joan, "suggestion", ident, reason=OLD)
    with joan.main.write() as con:
        joan.hide(con, "suggestion", ident)
    words, skeletons = travelling(joan, ident)
    assert words.strip() == b'{"set":{"hidden":true}}'
    assert len(skeletons) == 2
    with joan.main.read() as con:
        view = ledger.entity(con, ident)
    assert view is not None
    assert view.hidden


def test_renditions_of_a_recording_are_never_left_out(joan: Home, story: Told) -> None:
    medium = add_sound(joan, story)
    change(joan, "media", medium, peaks="abc")
    change(joan, "media", medium, peaks="abd")
    with joan.main.read() as con:
        lines = list(ledger.revisions(con, ents=[medium]))
        assert without_old_words(con, lines) == lines


def test_a_release_leaves_the_older_words_of_the_whole_story_behind(joan: Home, tmp_path: Path) -> None:
    with houses(tmp_path / "desk", "amina") as (amina,):
        told = tell(amina, title=OLD, tags={WOMEN: "A8"})
        change(amina, "record", told.record, title="Tea", note=OLD)
        change(amina, "record", told.record, note="")
        change(amina, "suggestion", told.suggestions["A8"], reason=OLD)
        change(amina, "suggestion", told.suggestions["A8"], reason="she says so")
        change(amina, "encounter", told.encounter, promises=OLD)
        change(amina, "encounter", told.encounter, promises="a call")
        pass_on(amina, joan)
    release_read(joan, told.record)
    ents = [e for k, e in things(told).items() if k != "layer"]
    with joan.main.write() as con:
        assert restate(joan, con, ents) == 0
        lines = without_old_words(con, list(ledger.revisions(con, ents=ents)))
    assert OLD.encode() not in b"".join(r.body or b"" for r in lines)
    assert STORY
