"""Looking across stories: a word with its surroundings, tags that meet, and comparisons of people where small numbers stay "few"."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.services.change_codebook import merge
from ldp_stories.services.code_own import code, make_tag, uncode
from ldp_stories.services.codebook_work import Why
from ldp_stories.services.count_found import tally
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.look_across import (
    By,
    Count,
    across_tags,
    compare_people,
    days_of,
    fewest_shown,
    half_year,
    tags_that_meet,
    word_in_context,
)
from tests.services.house import (
    BULBS,
    STORY,
    WOMEN,
    YES,
    Told,
    change,
    name_id,
    narrow,
    open_house,
    suggest,
    tell,
)


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def many(home: Home, count: int, **facts: object) -> list[Told]:
    """Stories by as many people."""
    return [tell(home, code=f"LT-{n:04d}-KQY", **facts) for n in range(count)]  # type: ignore[arg-type]


def test_a_word_stands_with_the_words_round_it(joan: Home) -> None:
    told = tell(joan)
    lines = word_in_context(joan, "patel ", around=20)
    assert [line.word for line in lines] == ["Patel", "Patel"]
    assert lines[0].before.endswith("Mrs ")
    assert lines[0].after.startswith(" came to the door")
    assert {(x.record, x.title, x.told_on) for x in lines} == {(told.record, "Tea and bulbs", "2026-05-14")}


def test_the_beginning_of_a_word_is_enough_and_nothing_is_no_word(joan: Home) -> None:
    tell(joan)
    assert [line.word for line in word_in_context(joan, "wom")] == ["women"]
    assert word_in_context(joan, "  ") == ()
    assert word_in_context(joan, "xylophone") == ()


def test_a_word_is_found_in_the_translation_of_a_story_too(joan: Home) -> None:
    """Told in another language, read in English: not one of the places where it was said is left out."""
    told = tell(joan, "Marka hore shaaha. Hadda waan soconnaa.", marked=(), title="Shan koob", language="so")
    sets = {"record": told.record, "kind": "translation", "language": "en"}
    with joan.main.write() as con:
        words = "At first we came for the tea, and now we walk."
        joan.put(con, "layer", new_id(), sets=sets | {"text": words}, subj=(told.participant,))
    (line,) = word_in_context(joan, "tea ")
    assert (line.record, line.before, line.word, line.after) == (
        told.record,
        "At first we came for the ",
        "tea",
        ", and now we walk.",
    )


def test_words_round_a_word_are_whole_ones(joan: Home) -> None:
    told = tell(
        joan, "Everybody remembers where the tea, which was strong, stood.", marked=("the tea, which",)
    )
    (line,) = word_in_context(joan, "tea ", around=12)
    assert f"{line.before}[{line.word}]{line.after}" == "\u2026 where the [tea], which was \u2026"
    assert line.passage == told.passages["the tea, which"]


def test_no_word_is_shown_of_somebody_who_did_not_agree_to_the_team_reading_it(joan: Home) -> None:
    told = tell(joan)
    narrow(joan, told, Scope.SHARE_TEAM)
    assert word_in_context(joan, "women ") == ()
    assert tags_that_meet(joan) == ()
    assert compare_people(joan, By.PLACE, [name_id("D1")]).rows == ()


def test_lines_stop_at_a_limit(joan: Home) -> None:
    tell(joan, "tea and tea and tea and tea", marked=())
    assert len(word_in_context(joan, "tea ", most=3)) == 3


def test_tags_meet_on_the_same_words_and_people_are_counted_not_mentions(joan: Home) -> None:
    told = many(joan, 6, tags={WOMEN: "D1"})
    again = tell(joan, person=told[0].participant, tags={WOMEN: "D1"})
    own = make_tag(joan, "Curtains")
    for one in (*told, again):
        start = STORY.index(WOMEN)
        code(joan, one.record, own, layer=one.words, start=start + 5, end=start + 20)
    (met,) = tags_that_meet(joan)
    assert {met.one, met.other} == {"D1 Trusted person", "Curtains"}
    assert met.people == Count(6)


def test_tags_elsewhere_in_a_story_meet_only_when_the_story_is_asked_for(joan: Home) -> None:
    many(joan, 5, tags={WOMEN: "D1", BULBS: "A8"})
    assert tags_that_meet(joan) == ()
    (met,) = tags_that_meet(joan, in_story=True)
    assert met.people == Count(5)


def test_two_own_tags_that_overlap_meet_and_few_people_stay_few(joan: Home) -> None:
    told = tell(joan)
    one, other = make_tag(joan, "Curtains"), make_tag(joan, "Women only")
    code(joan, told.record, one, layer=told.words, start=0, end=10)
    code(joan, told.record, other, layer=told.words, start=9, end=20)
    (met,) = tags_that_meet(joan)
    assert met.people.few


def test_people_are_compared_by_place_with_its_starting_context(joan: Home) -> None:
    many(joan, 6, tags={WOMEN: "D1"})
    many(joan, 2, place=name_id("fordbridge"))
    with joan.main.write() as con:
        joan.put(con, "place", name_id("millbrook"), sets={"note": "Two closed mills, a new school"})
    table = compare_people(joan, By.PLACE, [name_id("D1"), name_id("A8")])
    assert (table.tags, table.fewest) == (("D1 Trusted person", "A8 Home and space"), 5)
    ford, mill = table.rows
    assert (mill.label, mill.context) == ("Millbrook", "Two closed mills, a new school")
    assert (mill.heard, mill.cells) == (Count(6), (Count(6), Count(0)))
    assert (ford.label, ford.heard, ford.cells[0]) == ("Fordbridge", Count(None), Count(0))


def test_one_person_with_many_stories_is_one_person(joan: Home) -> None:
    told = many(joan, 5, tags={WOMEN: "D1"})
    for _ in range(3):
        tell(joan, person=told[0].participant, tags={WOMEN: "D1"})
    (row,) = compare_people(joan, By.PLACE, [name_id("D1")]).rows
    assert (row.heard, row.cells) == (Count(5), (Count(5),))


def test_groups_and_half_years_are_rows_too(joan: Home) -> None:
    many(joan, 5, teller={"target_groups": ["women", "carers"]})
    many(joan, 5, at="2025-11-02T10:00")
    groups = compare_people(joan, By.GROUP, [])
    assert {(r.label, r.heard.people) for r in groups.rows} == {("women", 5), ("carers", 5), ("", 5)}
    periods = compare_people(joan, By.PERIOD, [])
    assert [(r.label, r.heard.people) for r in periods.rows] == [
        ("January to June 2026", 5),
        ("July to December 2025", 5),
    ]


@pytest.mark.parametrize(
    ("day", "period"), [("2026-06-30", "2026-1"), ("2026-07-01", "2026-2"), ("", ""), ("soon", "")]
)
def test_a_day_lies_in_its_half_year(day: str, period: str) -> None:
    assert half_year(day) == period


def test_a_programme_may_ask_for_more_people_but_not_for_fewer(joan: Home) -> None:
    assert fewest_shown(joan) == 5
    change(joan, "programme", name_id("programme"), disclosure_k=10)
    assert fewest_shown(joan) == 10
    change(joan, "programme", name_id("programme"), disclosure_k=1)
    assert fewest_shown(joan) == 5


def test_answers_that_say_no_to_quoting_still_count(joan: Home) -> None:
    many(joan, 5, answers=YES | {"quote_anon": "no"}, tags={WOMEN: "D1"})
    assert compare_people(joan, By.PLACE, [name_id("D1")]).rows[0].cells == (Count(5),)


def test_a_merged_tag_counts_as_the_one_it_became_wherever_stories_are_looked_across(joan: Home) -> None:
    old = many(joan, 5, tags={WOMEN: "A8"})
    code(joan, old[0].record, name_id("A8"), layer=old[0].words, start=0, end=9)
    merge(joan, name_id("A8"), name_id("D1"), Why("They are one thing"))
    table = compare_people(joan, By.PLACE, [name_id("D1")])
    assert table.rows[0].cells == (Count(5),)
    own = make_tag(joan, "Curtains")
    start = STORY.index(WOMEN)
    for one in old:
        code(joan, one.record, own, layer=one.words, start=start + 5, end=start + 20)
    assert {(m.one, m.other, m.people) for m in tags_that_meet(joan)} == {
        ("Curtains", "D1 Trusted person", Count(5))
    }
    offered = dict(across_tags(joan))
    assert name_id("D1") in offered
    assert own in offered
    assert name_id("A8") not in offered


def behind(home: Home, *tags: str, **having: str) -> set[str]:
    return {row.record for row in search(home, "", tags=tags, having=having, limit=200).rows}


def test_every_line_names_what_finds_the_stories_behind_it(joan: Home) -> None:
    here = many(joan, 5, tags={WOMEN: "D1", BULBS: "A8"}, teller={"target_groups": ["women"]})
    there = tell(joan, code="LT-9999-KQY", place=name_id("fordbridge"), at="2025-11-02T10:00")
    both = {one.record for one in here}
    (met,) = tags_that_meet(joan, in_story=True)
    assert set(met.tags) == {name_id("D1"), name_id("A8")}
    assert behind(joan, *met.tags) == both
    places = {r.label: r.key for r in compare_people(joan, By.PLACE, []).rows}
    assert {r.record for r in search(joan, "", place=places["Fordbridge"]).rows} == {there.record}
    groups = {r.label: r.key for r in compare_people(joan, By.GROUP, []).rows}
    assert behind(joan, group=groups["women"]) == both
    assert groups[""] == ""
    last = {r.label: r.key for r in compare_people(joan, By.PERIOD, []).rows}["July to December 2025"]
    since, until = days_of(last)
    found = search(joan, "", since=since, having={"until": until})
    assert {r.record for r in found.rows} == {there.record}


@pytest.mark.parametrize(
    ("half", "days"), [("2026-1", ("2026-01-01", "2026-06-30")), ("2025-2", ("2025-07-01", "2025-12-31"))]
)
def test_a_half_year_has_a_first_and_a_last_day(half: str, days: tuple[str, str]) -> None:
    assert days_of(half) == days
    assert {half_year(day) for day in days} == {half}


def test_a_tag_put_in_somebodys_own_layer_is_found_and_counted_like_a_reviewed_one(joan: Home) -> None:
    one, other = tell(joan), tell(joan, code="LT-0002-KQY")
    tell(joan, code="LT-0003-KQY", marked=())
    coding = code(joan, one.record, name_id("D1"), layer=one.words, start=0, end=9)
    suggest(joan, other, WOMEN, "D1")
    assert behind(joan, name_id("D1")) == {one.record, other.record}
    assert tally(joan, "", tags=(name_id("D1"),)).shown == 2
    uncode(joan, coding)
    assert behind(joan, name_id("D1")) == {other.record}
    assert tally(joan, "", tags=(name_id("D1"),)).shown == 1
