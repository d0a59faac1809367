"""Searching what one may read, and being told what consent hides and why (US-E3)."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.review import Choice
from ldp_stories.services import find, look_up
from ldp_stories.services.count_found import tally
from ldp_stories.services.find import Found, Hidden, Purpose, codebook, search
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import make_layer, mask
from ldp_stories.services.review_tags import decide
from tests.services.house import (
    BULBS,
    WOMEN,
    YES,
    change,
    erase,
    houses,
    name_id,
    narrow,
    open_house,
    pass_on,
    send_to_evaluator,
    tell,
)
from tests.services.released import release_read


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def records(rows: tuple[Found, ...]) -> list[str]:
    return [row.record for row in rows]


def test_a_hit_is_a_passage_with_its_words_marked_and_its_second(joan: Home) -> None:
    told = tell(joan, sound=True)
    (row,) = search(joan, "wom").rows
    assert (row.record, row.passage, row.title) == (told.record, told.passages[WOMEN], "Tea and bulbs")
    assert row.snippet == WOMEN
    assert [row.snippet[a:b] for a, b in row.hits] == ["women"]
    assert (row.told_on, row.place, row.from_ms) == ("2026-05-14", "Corner café", 300)


def test_a_word_outside_every_passage_shows_the_story(joan: Home) -> None:
    told = tell(joan)
    (row,) = search(joan, "spring").rows
    assert (row.record, row.passage, row.from_ms) == (told.record, None, None)
    assert [row.snippet[a:b] for a, b in row.hits] == ["spring"]


def test_passages_with_all_the_words_come_before_those_with_some(joan: Home) -> None:
    told = tell(joan)
    assert [r.passage for r in search(joan, "the curt").rows] == [told.passages[WOMEN]]
    both = [r.passage for r in search(joan, "bulbs women").rows]
    assert both == [told.passages[BULBS], told.passages[WOMEN]]


def test_a_word_in_the_title_alone_shows_the_story(joan: Home) -> None:
    told = tell(joan)
    (row,) = search(joan, "tea and").rows
    assert (row.record, row.passage) == (told.record, None)
    assert row.snippet.startswith("When we came")


def test_one_letter_and_unknown_words_find_nothing(joan: Home) -> None:
    tell(joan)
    for typed in ("w", "xylophone"):
        page = search(joan, typed)
        assert (page.rows, page.total, page.next, page.many) == ((), 0, None, False)
        assert page.hidden == Hidden()


def test_nothing_typed_shows_every_passage_newest_first(joan: Home) -> None:
    old = tell(joan, at="2026-03-01T10:00")
    new = tell(joan, at="2026-06-01T10:00", marked=())
    page = search(joan, "")
    assert records(page.rows) == [new.record, old.record, old.record]
    assert page.total == 3
    assert page.rows[0].snippet.startswith("When we came")


def test_the_masked_twin_is_shown_instead_of_its_original_and_once(joan: Home) -> None:
    told = tell(joan)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    make_layer(joan, told.record, LayerKind.READING, "It is only women, she says.")
    (row,) = search(joan, "women").rows
    assert row.snippet == WOMEN
    assert row.passage != told.passages[WOMEN]
    assert len(search(joan, "").rows) == 2


def test_a_replaced_masked_copy_is_not_found(joan: Home) -> None:
    told = tell(joan)
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    mask(joan, told.record, "[headteacher]", "[a teacher]")
    assert search(joan, "headteacher").rows == ()
    assert records(search(joan, "teacher").rows) == [told.record]


def test_tags_that_stand_are_shown_on_the_passage(two: tuple[Home, Home]) -> None:
    amina, joan = two
    told = tell(amina, tags={WOMEN: "A8"})
    pass_on(amina, joan)
    decide(joan, told.suggestions["A8"], Choice.CHANGE, reason="she chose it", to_tag=name_id("B7"))
    release_read(joan, told.record)
    (row,) = search(joan, "women").rows
    assert row.tags == (("B7", "A space that suits us"),)


def test_what_consent_hides_is_counted_by_people_with_reasons(joan: Home) -> None:
    shown = tell(joan, masked=True)
    no = YES | {"quote_anon": "no", "quote_named": "no"}
    tell(joan, answers=no)
    twice = tell(joan, answers=no)
    tell(joan, answers=no, person=twice.participant)
    tell(joan, answers=YES | {"quote_anon": "not asked", "quote_named": "not asked"})
    tell(joan, sensitivity="closed")
    page = search(joan, "women", purpose=Purpose.QUOTE)
    assert records(page.rows) == [shown.record]
    hidden = page.hidden
    assert (hidden.total, hidden.not_agreed, hidden.not_asked, hidden.closed, hidden.other) == (5, 2, 1, 1, 0)
    assert sorted(r.why for r in hidden.rows) == ["closed", "no", "no", "no", "not_asked"]


def test_a_closed_story_shows_no_title_in_why(joan: Home) -> None:
    told = tell(joan, sensitivity="closed")
    (row,) = search(joan, "women").hidden.rows
    assert (row.record, row.title, row.why) == (told.record, "", "closed")


@pytest.mark.parametrize(
    ("purpose", "answers"),
    [
        (Purpose.ANALYSE, {"share_team": "no"}),
        (Purpose.QUOTE, {"quote_anon": "no", "quote_named": "no"}),
        (Purpose.PUBLISH, {k: "no" for k in YES if k.startswith("publish_clip")}),
        (Purpose.DEPOSIT, {"archive": "no"}),
    ],
)
def test_each_purpose_asks_its_own_yes(joan: Home, purpose: Purpose, answers: dict[str, str]) -> None:
    tell(joan, answers=YES | answers, masked=True)
    for other in Purpose:
        page = search(joan, "women", purpose=other)
        assert (len(page.rows), page.hidden.not_agreed) == ((0, 1) if other is purpose else (1, 0))


def test_a_yes_to_being_quoted_by_name_is_enough_to_quote(joan: Home) -> None:
    named = {"attribution": "Odette Farrow"}
    told = tell(joan, answers=YES | {"quote_anon": "no"}, consent=named, masked=True)
    tell(
        joan, answers=YES | {"quote_anon": "no"}, masked=True
    )  # no name was written down: it would stand without one
    assert records(search(joan, "women", purpose=Purpose.QUOTE).rows) == [told.record]


def test_a_story_without_a_masked_copy_is_not_promised_for_quoting(joan: Home) -> None:
    told, ready = tell(joan), tell(joan, masked=True)
    assert len(search(joan, "women").rows) == 2
    page = search(joan, "women", purpose=Purpose.QUOTE)
    assert records(page.rows) == [ready.record]
    assert (page.hidden.total, page.hidden.other, page.hidden.not_agreed) == (1, 1, 0)
    assert [(r.record, r.why) for r in page.hidden.rows] == [(told.record, "unmasked")]
    change(joan, "consent", told.consent, status="withdrawn")
    (row,) = search(joan, "women", purpose=Purpose.QUOTE).hidden.rows
    assert row.why == "withdrawn", "what its people say comes first"


def test_a_yes_whose_time_is_over_or_without_copyright_counts_as_other(joan: Home) -> None:
    tell(joan, consent={"review_by": "2026-11-21"})
    tell(joan, answers=YES | {"copyright": "no"})
    hidden = search(joan, "women", purpose=Purpose.PUBLISH).hidden
    assert (hidden.total, hidden.other) == (2, 2)
    assert {r.why for r in hidden.rows} == {"lapsed", "no_copyright"}


def test_a_narrowing_order_hides_at_once_and_an_erasure_leaves_nothing(joan: Home) -> None:
    told = tell(joan)
    narrow(joan, told, Scope.QUOTE_ANON, Scope.QUOTE_NAMED)
    assert search(joan, "women", purpose=Purpose.QUOTE).hidden.not_agreed == 1
    erase(joan, told)
    assert search(joan, "women") == search(joan, "xylophone")


def test_everybody_in_a_shared_story_must_have_agreed(joan: Home) -> None:
    told = tell(joan)
    other = tell(joan, answers=YES | {"quote_anon": "no", "quote_named": "no"}, marked=())
    change(joan, "consent", other.consent, encounter=told.encounter)
    change(joan, "record", told.record, participants=[told.participant, other.participant])
    change(joan, "record", other.record, hidden=True)
    page = search(joan, "women", purpose=Purpose.QUOTE)
    assert (page.rows, page.hidden.not_agreed) == ((), 1)
    change(joan, "record", told.record, participants=[told.participant, name_id("nobody asked")])
    assert search(joan, "women", purpose=Purpose.QUOTE).hidden.rows[0].why == "no_consent"


def test_an_observation_of_nobody_may_be_quoted_but_no_voice_of_it_published(joan: Home) -> None:
    told = tell(joan, kind="observation", participants=[], answers={}, masked=True)
    assert records(search(joan, "women", purpose=Purpose.QUOTE).rows) == [told.record]
    assert search(joan, "women", purpose=Purpose.PUBLISH).hidden.rows[0].why == "no_consent"


def test_filters_are_place_with_all_inside_it_date_teller_and_tags(joan: Home) -> None:
    cafe = tell(joan, tags={WOMEN: "D1"}, at="2026-03-01T10:00")
    ford = tell(joan, place=name_id("fordbridge"), teller={"teller_kind": "volunteer"}, tags={WOMEN: "A8"})

    def found(**filters: object) -> list[str]:
        return records(search(joan, "women", **filters).rows)  # type: ignore[arg-type]

    assert found(place=name_id("millbrook")) == found(place=name_id("cafe")) == [cafe.record]
    assert found(place=name_id("fordbridge")) == [ford.record]
    assert found(since="2026-04-01") == [ford.record]
    assert found(teller=TellerKind.RESIDENT) == [cafe.record]
    assert found(tags=(name_id("A8"),)) == [ford.record]
    assert found(tags=(name_id("A8"), name_id("D1"))) == []


def test_what_a_filter_leaves_out_is_not_counted_as_hidden(joan: Home) -> None:
    tell(joan, answers=YES | {"share_team": "no"}, place=name_id("fordbridge"))
    assert search(joan, "women", place=name_id("cafe")).hidden == Hidden()


def test_pages_follow_each_other_without_a_story_twice(joan: Home) -> None:
    told = [tell(joan, at=f"2026-05-{day:02}T10:00") for day in range(1, 9)]
    for typed in ("women", ""):
        seen: list[str] = []
        after = None
        while True:
            page = search(joan, typed, after=after, limit=1)
            seen += records(page.rows)
            if page.next is None:
                break
            after = page.next
        assert sorted(set(seen)) == sorted(t.record for t in told)


def test_a_page_looks_at_so_many_stories_only_and_goes_on_from_there(
    joan: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "AT_ONCE", 2)
    monkeypatch.setattr(look_up, "STEP", 2)
    open_one = tell(joan, at="2026-03-01T10:00", masked=True)
    for day in range(1, 6):
        tell(joan, at=f"2026-05-{day:02}T10:00", answers=YES | {"quote_anon": "no", "quote_named": "no"})
    pages = [search(joan, "", purpose=Purpose.QUOTE)]
    while pages[-1].next is not None:
        pages.append(search(joan, "", purpose=Purpose.QUOTE, after=pages[-1].next))
    assert [len(page.rows) for page in pages] == [0, 0, 2]
    assert records(pages[-1].rows) == [open_one.record] * 2
    together = functools.reduce(Hidden.and_then, (page.hidden for page in pages))
    assert (together.total, together.not_agreed, len(together.rows)) == (10, 5, 5)


def test_somebody_hidden_on_two_pages_counts_once() -> None:
    first = Hidden(2, 1, 1, 1, 0, (), frozenset({"a"}), frozenset({"b"}))
    second = Hidden(3, 1, 1, 0, 1, (), frozenset({"b"}), frozenset({"c"}))
    assert first.and_then(second) == Hidden(5, 2, 1, 1, 1, (), frozenset({"a", "b"}), frozenset({"b", "c"}))
    assert Hidden().and_then(first) == first


def test_the_numbers_over_all_pages(joan: Home) -> None:
    for _ in range(3):
        tell(joan)
    tell(joan, answers=YES | {"share_team": "not asked"})
    counted = tally(joan, "women")
    assert (counted.shown, counted.hidden.total, counted.hidden.not_asked) == (3, 1, 1)
    assert tally(joan, "").shown == 3


def test_an_evaluator_finds_masked_words_only(tmp_path: Path) -> None:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        told = tell(amina)
        pass_on(amina, joan)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        release_read(joan, told.record)
        send_to_evaluator(joan, priya)
        assert search(priya, "patel").rows == ()
        (row,) = search(priya, "headteacher bulbs").rows
        assert row.snippet == BULBS.replace("Mrs Patel", "[headteacher]")
        assert search(joan, "patel").rows[0].record == told.record


def test_words_as_they_were_said_are_not_shown_without_clearance_even_when_they_are_here(
    tmp_path: Path,
) -> None:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        told = tell(amina)
        pass_on(amina, joan)
        mask(joan, told.record, "Mrs Patel", "[headteacher]")
        release_read(joan, told.record)
        pass_on(joan, priya)
        assert search(priya, "patel").rows == ()
        assert {r.snippet for r in search(priya, "").rows} == {
            WOMEN,
            BULBS.replace("Mrs Patel", "[headteacher]"),
        }


def test_the_codebook_is_in_order_and_keeps_retired_tags_for_those_who_ask(joan: Home) -> None:
    assert [t.code for t in codebook(joan)] == ["A8", "B7", "D1"]
    change(joan, "tag", name_id("B7"), status="retired")
    assert [t.code for t in codebook(joan)] == ["A8", "D1"]
    assert [t.code for t in codebook(joan, retired=True)] == ["A8", "B7", "D1"]
