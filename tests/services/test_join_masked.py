"""Two coordinators hide words of one story apart: put together all of it is hidden, and until then nobody outside sees what either hid."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.audience import Addressee, audience
from ldp_stories.domain.revisions import Revision
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Home
from ldp_stories.services.join_masked import hidden_apart, join_all, join_masked
from ldp_stories.services.mark_passages import add_passage
from ldp_stories.services.mask_words import mask
from ldp_stories.services.place_passages import needs_placing, place_passage, placed
from ldp_stories.services.read_record import open_record
from ldp_stories.services.release_words import changed_since
from ldp_stories.services.release_words import pass_on as before_sending
from ldp_stories.services.story import Story, read_story
from ldp_stories.services.withhold_words import Came, for_evaluators, withhold_unread
from ldp_stories.store import ledger, search
from ldp_stories.store.dossiers import dossiers
from tests.services.house import BULBS, STORY, WOMEN, Told, change, houses, mark, pass_on, tell
from tests.services.released import release_read

BOTH = STORY.replace("Mrs Patel", "[headteacher]").replace("curtains", "[cloth]")
ACROSS = "nobody. Mrs"


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[tuple[Home, Home, Told]]:
    """Joan hid Mrs Patel and Theo hid the curtains; both have both copies."""
    with houses(tmp_path, "amina", "joan", "theo") as (amina, joan, theo):
        told = tell(amina)
        told.passages[ACROSS] = mark(amina, told, STORY, ACROSS)
        pass_on(amina, joan)
        pass_on(amina, theo)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        mask(theo, told.record, "curtains", "[cloth]")
        exchange(joan, theo, 1)
        yield joan, theo, told


def exchange(joan: Home, theo: Home, n: int) -> None:
    pass_on(joan, theo, n=n)
    pass_on(theo, joan, n=n)


def story_of(home: Home, told: Told) -> Story:
    with home.main.read() as con:
        return read_story(con, told.record)


def text_of(home: Home, told: Told) -> str:
    found = story_of(home, told).masked
    assert found is not None
    return found.text


def to_evaluators(home: Home) -> list[Revision]:
    """The lines as the next bundle for evaluators would hold them."""
    with home.main.write() as con:
        join_all(home, con)
        before_sending(home, con)
        reach = audience(
            dossiers(con, None, home.today()), Addressee(Role.EVALUATOR, frozenset(), clearance=False)
        )
        lines = [r for r in ledger.revisions(con, ents=reach.entities) if r.stream == "w"]
        return for_evaluators(con, lines)


def said(lines: list[Revision], kind: str = "") -> str:
    return " ".join((r.body or b"").decode() for r in lines if not kind or r.kind == kind)


def test_both_copies_stand_and_both_people_are_named(apart: tuple[Home, Home, Told]) -> None:
    joan, theo, told = apart
    for home in (joan, theo):
        found = hidden_apart(home, told.record)
        assert found is not None
        assert (set(found.names), found.copies) == ({"Joan", "Theo"}, 2)


def test_put_together_all_is_hidden_and_passages_stand_or_are_flagged(
    apart: tuple[Home, Home, Told],
) -> None:
    joan, _, told = apart
    done = join_masked(joan, told.record)
    assert text_of(joan, told) == BOTH
    assert hidden_apart(joan, told.record) is None
    assert done.needs_placing == (told.passages[ACROSS],) == needs_placing(joan, told.record)
    assert done.lost == ()
    spans = {p.passage: BOTH[p.start : p.end] for p in placed(joan, told.record, done.layer)}
    assert spans == {
        told.passages[WOMEN]: WOMEN.replace("curtains", "[cloth]"),
        told.passages[BULBS]: BULBS.replace("Mrs Patel", "[headteacher]"),
    }
    with pytest.raises(UserError) as caught:
        join_masked(joan, told.record)
    assert caught.value.code == "ALREADY_SETTLED"


def test_placing_asks_to_put_them_together_first_and_works_then(apart: tuple[Home, Home, Told]) -> None:
    joan, _, told = apart
    with pytest.raises(UserError) as caught:
        place_passage(joan, told.passages[ACROSS], 0, 4)
    assert caught.value.code == "MASKED_APART"
    layer = join_masked(joan, told.record).layer
    place_passage(joan, told.passages[ACROSS], 0, 4, layer=layer)
    assert needs_placing(joan, told.record) == ()


def test_the_next_mask_and_the_release_put_them_together_by_themselves(
    apart: tuple[Home, Home, Told],
) -> None:
    joan, theo, told = apart
    mask(joan, told.record, "spring", "[season]")
    assert text_of(joan, told) == BOTH.replace("spring", "[season]")
    release_read(theo, told.record)
    assert text_of(theo, told) == BOTH
    for home in (joan, theo):
        assert hidden_apart(home, told.record) is None


def test_two_who_put_them_together_apart_have_one_text_and_nothing_is_asked(
    apart: tuple[Home, Home, Told],
) -> None:
    joan, theo, told = apart
    join_masked(joan, told.record)
    join_masked(theo, told.record)
    exchange(joan, theo, 2)
    for home in (joan, theo):
        assert hidden_apart(home, told.record) is None
        assert text_of(home, told) == BOTH
    first, second = (story_of(h, told).masked for h in (joan, theo))
    assert first is not None
    assert second is not None
    assert first.id == second.id


@pytest.fixture
def released(tmp_path: Path) -> Iterator[tuple[Home, Home, Told]]:
    """The same, but each released the story before they heard of the other."""
    with houses(tmp_path, "amina", "joan", "theo") as (amina, joan, theo):
        told = tell(amina)
        pass_on(amina, joan)
        pass_on(amina, theo)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        mask(theo, told.record, "curtains", "[cloth]")
        for home in (joan, theo):
            release_read(home, told.record)
        exchange(joan, theo, 1)
        yield joan, theo, told


def test_what_one_hid_does_not_go_out_in_the_other_ones_copy(released: tuple[Home, Home, Told]) -> None:
    joan, theo, _ = released
    for home in (joan, theo):
        words = said(to_evaluators(home))
        assert "[headteacher]" in words
        assert "[cloth]" in words
        assert "Mrs Patel" not in words
        assert "curtains" not in words
        assert join_is_steady(home)


def join_is_steady(home: Home) -> bool:
    """Whether a second sending writes no further copy."""
    with home.main.write() as con:
        return join_all(home, con) == 0


def test_the_copy_put_together_needs_no_second_reading_and_its_passages_go(
    released: tuple[Home, Home, Told],
) -> None:
    joan, _, told = released
    words = said(to_evaluators(joan), "passage")
    assert "They draw the [cloth] and it is only women." in words
    assert "[headteacher] came to the door with the bulbs." in words
    assert changed_since(joan, told.record) == ()


def test_words_changed_since_the_release_do_not_go_out_by_putting_copies_together(
    released: tuple[Home, Home, Told],
) -> None:
    joan, _, told = released
    change(joan, "layer", told.words, text=STORY + " Her name is Zainab.")
    assert "Zainab" not in said(to_evaluators(joan))
    assert text_of(joan, told) == BOTH


def test_an_evaluator_who_has_both_copies_keeps_neither_and_finds_nothing_hidden(
    released: tuple[Home, Home, Told], tmp_path: Path
) -> None:
    joan, theo, told = released
    with houses(tmp_path / "reader", "priya") as (priya,):
        for home in (joan, theo):  # what each had sent before they heard of one another
            with home.main.read() as con:
                mine = [
                    r for r in ledger.revisions(con) if r.stream == "w" and r.device == home.author.device
                ]
            bring_in(priya, mine)
        assert {h.record for h in hits(priya, "curtains")} == {told.record}
        bring_in(priya, to_evaluators(joan))
        assert text_of(priya, told) == BOTH
        assert hits(priya, "curtains") == hits(priya, "Patel") == ()
        assert {h.record for h in hits(priya, "cloth")} == {told.record}


def bring_in(home: Home, lines: list[Revision]) -> None:
    with home.main.write() as con:
        ledger.insert(con, lines)
        withhold_unread(home, con, Came().add(lines))


def hits(home: Home, words: str) -> tuple[search.Hit, ...]:
    with home.main.read() as con:
        return tuple(search.search(con, words).hits)


def test_an_edit_after_the_mask_takes_the_place_of_a_passage_that_was_changed(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        told = tell(amina)
        pass_on(amina, joan)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        change(amina, "layer", told.words, text=STORY.replace("only women", "only us women"))
        pass_on(amina, joan, n=2)
        mask(joan, told.record, "spring", "[season]")
        assert needs_placing(joan, told.record) == (told.passages[WOMEN],)
        layer = story_of(joan, told).masked
        assert layer is not None
        spans = [(p.start, p.end) for p in placed(joan, told.record, layer.id)]
        assert [layer.text[a:b] for a, b in spans] == [BULBS.replace("Mrs Patel", "[headteacher]")]


def test_until_they_are_put_together_every_reader_sees_all_of_it_hidden(
    apart: tuple[Home, Home, Told],
) -> None:
    joan, theo, told = apart
    for home in (joan, theo):
        story, view = story_of(home, told), open_record(home, told.record)
        assert [x.text for x in story.layers] == [x.text for x in view.layers] == [STORY, BOTH]
        stand = {p.text.quote for p in story.passages if p.text and p.copy_of}
        assert stand == {p.text.quote for p in view.passages if p.text and p.copy_of}
        assert stand == {
            WOMEN.replace("curtains", "[cloth]"),
            BULBS.replace("Mrs Patel", "[headteacher]"),
        }
        assert story.masked is not None
        spans = [(p.start, p.end) for p in placed(home, told.record, story.masked.id)]
        assert {story.masked.text[a:b] for a, b in spans} == stand


def test_nothing_is_marked_in_copies_made_apart(apart: tuple[Home, Home, Told]) -> None:
    joan, _, told = apart
    layer = story_of(joan, told).masked
    assert layer is not None
    with pytest.raises(UserError) as caught:
        add_passage(joan, told.record, layer=layer.id, start=0, end=4)
    assert caught.value.code == "MASKED_APART"
    add_passage(joan, told.record, layer=told.words, start=0, end=4)


def test_where_nobody_knows_what_a_copy_was_made_from_all_that_differs_is_hidden(
    released: tuple[Home, Home, Told], tmp_path: Path
) -> None:
    joan, theo, told = released
    with houses(tmp_path / "reader", "priya") as (priya,):
        for home in (joan, theo):
            with home.main.read() as con:
                mine = [
                    r for r in ledger.revisions(con) if r.stream == "w" and r.device == home.author.device
                ]
            bring_in(priya, mine)
        text = text_of(priya, told)
        assert "Patel" not in text
        assert "curtains" not in text
        assert text.count("[…]") == 3
        words = " ".join(p.text.quote for p in story_of(priya, told).passages if p.text)
        assert "Patel" not in words
        assert "curtains" not in words


def test_a_mask_after_two_put_the_copies_together_apart_is_in_the_only_copy(
    apart: tuple[Home, Home, Told],
) -> None:
    joan, theo, told = apart
    join_masked(joan, told.record)
    join_masked(theo, told.record)
    exchange(joan, theo, 2)
    mask(joan, told.record, "spring", "[season]")
    assert text_of(joan, told) == BOTH.replace("spring", "[season]")
    exchange(joan, theo, 3)
    assert text_of(theo, told) == BOTH.replace("spring", "[season]")
    assert "spring" not in said(to_evaluators(theo))


def test_a_story_with_one_masked_copy_is_left_as_it_is(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "amina") as (joan, amina):
        told = tell(joan)
        assert hidden_apart(joan, told.record) is None
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        with pytest.raises(UserError) as caught:
            join_masked(joan, told.record)
        assert caught.value.code == "ALREADY_SETTLED"
        with pytest.raises(Refused) as refused:
            join_masked(amina, told.record)
        assert refused.value.code == "NOT_YOUR_ROLE"
