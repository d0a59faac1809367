"""Where the words stand in a story, and what the library reads of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.typed_words import typed_words
from ldp_stories.services.home import Home
from ldp_stories.services.library_entry import (
    Entry,
    Wanted,
    book_of,
    inside,
    names_of,
    read_entry,
    tellers_of,
)
from ldp_stories.services.look_up import STEP, batches, spots
from ldp_stories.services.mask_words import make_layer, mask
from ldp_stories.services.story import read_story
from ldp_stories.store import search as index
from tests.services.house import BULBS, STORY, WOMEN, Told, name_id, open_house, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def entry(home: Home, told: Told) -> Entry:
    with home.main.read() as con:
        return read_entry(con, read_story(con, told.record))


def hits(home: Home, typed: str) -> tuple[index.Hit, ...]:
    with home.main.read() as con:
        return index.search(con, typed).hits


def test_an_entry_knows_its_place_day_title_and_the_layer_to_read(joan: Home) -> None:
    told = tell(joan, title="")
    found = entry(joan, told)
    assert (found.place_id, found.place, found.told_on) == (name_id("cafe"), "Corner café", "2026-05-14")
    assert STORY.startswith(found.title.removesuffix(" …") + " "), "whole words"
    assert 60 < len(found.title) < len(STORY)
    assert found.story.best is not None
    assert found.story.best.kind is LayerKind.VERBATIM
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    assert [x.kind for x in entry(joan, told).story.reading_order] == [LayerKind.MASKED, LayerKind.VERBATIM]


def test_a_story_without_words_or_place_can_be_read(joan: Home) -> None:
    told = tell(joan, " ", marked=(), place="", title="")
    found = entry(joan, told)
    assert (found.title, found.place, found.place_id) == ("", "", None)


D1 = frozenset({name_id("D1")})


def test_filters_hold_for_an_entry(joan: Home) -> None:
    told = tell(joan, tags={WOMEN: "D1"})
    found = entry(joan, told)
    residents = (TellerKind.RESIDENT,)
    assert found.fits(Wanted(), ())
    assert found.fits(
        Wanted(frozenset({name_id("cafe")}), "2026-05-14", TellerKind.RESIDENT, (D1,)), residents
    )
    assert not found.fits(Wanted(frozenset()), residents)
    assert not found.fits(Wanted(since="2026-05-15"), residents)
    assert not found.fits(Wanted(teller=TellerKind.LEAD), residents)
    assert not found.fits(Wanted(tags=(D1, frozenset({name_id("A8")}))), residents)
    assert found.fits(Wanted(tags=(D1 | {name_id("A8")},)), residents)
    with joan.main.read() as con:
        assert tellers_of(con, [found.record]) == {found.record.id: residents}


def test_a_place_holds_itself_and_all_inside_it(joan: Home) -> None:
    with joan.main.read() as con:
        assert inside(con, name_id("millbrook")) == {name_id("millbrook"), name_id("cafe")}
        assert inside(con, name_id("fordbridge")) == {name_id("fordbridge")}


def test_tags_are_named_in_the_order_of_the_codebook_and_unknown_ones_left_out(joan: Home) -> None:
    with joan.main.read() as con:
        book = book_of(con)
    wanted = [name_id("D1"), "unknown", name_id("A8")]
    assert names_of(book, wanted) == (("A8", "Home and space"), ("D1", "Trusted person"))


def test_tags_of_a_passage_are_its_own_and_those_of_the_story_the_storys(joan: Home) -> None:
    told = tell(joan, tags={WOMEN: "D1", "not marked": "A8"})
    found = entry(joan, told)
    by_id = {p.id: p for p in found.story.shown_passages}
    assert found.tags_of(by_id[told.passages[WOMEN]]) == (name_id("D1"),)
    assert found.tags_of(by_id[told.passages[BULBS]]) == ()
    assert found.tags_of(None) == (name_id("A8"),)


def test_of_several_copies_only_the_best_is_shown(joan: Home) -> None:
    told = tell(joan)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    make_layer(joan, told.record, LayerKind.READING, "Women only, she says.")
    found, typed = entry(joan, told), typed_words("women")
    shown = {h.source: spots(found.story, (h,), typed) for h in hits(joan, "women")}
    assert {source: len(s) for source, s in shown.items()} == {"masked": 1, "verbatim": 0, "reading": 0}


def test_words_of_a_copy_alone_are_shown_from_that_copy(joan: Home) -> None:
    told = tell(joan)
    make_layer(joan, told.record, LayerKind.READING, "She likes the kettle.")
    (spot,) = spots(entry(joan, told).story, hits(joan, "kettle"), typed_words("kettle"))
    assert spot.passage is None
    assert [spot.snippet[a:b] for a, b in spot.marks] == ["kettle"]


def test_everything_comes_in_steps_and_goes_on_from_any_of_them(joan: Home) -> None:
    told = [tell(joan, "Women.", marked=(), at=f"2026-05-{n % 28 + 1:02}T10:00") for n in range(STEP + 2)]
    for typed in ("women", ""):
        with joan.main.read() as con:
            first, second = list(batches(con, typed, None))
            again = list(batches(con, typed, first.next))
        assert (len(first.records), len(second.records)) == (STEP, 2)
        assert again == [second]
        assert second.next is None
        assert {r for b in (first, second) for r, _ in b.records} == {t.record for t in told}
