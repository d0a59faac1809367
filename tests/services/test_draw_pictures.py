"""Pictures: each says the same as its table, and no small number is ever drawn at its true height or shade."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.reports.drawing import Box, Drawing, Words
from ldp_stories.reports.drawing import Path as Line
from ldp_stories.services.change_codebook import merge
from ldp_stories.services.code_own import code, make_tag
from ldp_stories.services.codebook_work import Why
from ldp_stories.services.draw_pictures import (
    NAMES,
    TITLES,
    Kind,
    height,
    most_used,
    picture,
    plainly,
    save_csv,
    save_png,
    save_svg,
    word,
)
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.services.look_across import By, Count, compare_people
from tests.services.house import BULBS, STORY, WOMEN, YES, change, name_id, open_house, tell

ELSEWHERE = {"place": name_id("fordbridge")}


def tellers(home: Home, count: int, **facts: object) -> None:
    """Stories of so many people."""
    for _ in range(count):
        code = f"LT-{len(_told):04d}-KQY"
        _told.append(code)
        tell(home, code=code, **facts)  # type: ignore[arg-type]


_told: list[str] = []


@pytest.fixture(scope="module")
def joan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Seven people in Millbrook with B7, three of them with D1 too; two in Fordbridge with D1, later; one who said no."""
    home = open_house(tmp_path_factory.mktemp("drawn"), "joan")
    both = {WOMEN: "B7", BULBS: "D1"}
    tellers(home, 4, tags={WOMEN: "B7"})
    tellers(home, 3, tags=both)
    tellers(home, 2, tags={BULBS: "D1"}, at="2026-08-14T10:00", **ELSEWHERE)
    tellers(home, 1, tags={BULBS: "D1"}, answers=YES | {"share_team": "no"}, **ELSEWHERE)
    yield home
    home.close()


def cells(drawing: Drawing) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in drawing.table[1:]}


def test_the_tags_in_most_peoples_stories_come_first(joan: Home) -> None:
    assert most_used(joan, 5) == (name_id("B7"), name_id("D1"))
    assert most_used(joan, 1) == (name_id("B7"),)


def in_marks(text: str, **facts: object) -> str:
    """Stands for another language: whatever was said is between marks."""
    return f"‹{plainly(text, **facts)}›"


def left_out(words: str) -> str:
    """What of some words was not said in that language."""
    while (inner := re.sub("‹[^‹›]*›", "", words)) != words:
        words = inner
    return words.strip()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_sentence_drawn_is_said_in_the_language_of_whoever_looks(joan: Home, kind: Kind) -> None:
    shown = picture(joan, kind, say=in_marks)
    drawing = shown.drawing
    assert drawing.title == f"‹{TITLES[kind]}›"
    assert drawing.table[0][0] == drawing.title
    assert left_out(drawing.alt) == left_out(shown.note) == ""
    written = [left_out(s.text) for s in drawing.shapes if isinstance(s, Words)]
    plain = {s.text for s in picture(joan, kind).drawing.shapes if isinstance(s, Words)}
    assert all(
        not one or one.isdigit() or one in plain or one.split()[0] in " ".join(plain) for one in written
    )
    for english in ("few", "thin", "full", "People", TITLES[kind]):
        assert english not in written
    assert "People" not in drawing.table[0]
    assert [len(row) for row in drawing.table] == [len(row) for row in picture(joan, kind).drawing.table]


def test_places_and_tags_count_people_and_say_few(joan: Home) -> None:
    drawing = picture(joan, Kind.PLACE).drawing
    assert drawing.table[0][1:] == ("B7 A space that suits us", "D1 Trusted person")
    assert cells(drawing) == {"Fordbridge": ("", "few"), "Millbrook": ("7", "few")}
    fills = {s.fill for s in drawing.shapes if isinstance(s, Box)}
    assert len(fills) == 3
    table = compare_people(joan, By.PLACE, [name_id("D1")])
    assert [c.few for row in table.rows for c in row.cells] == [True, True]


def test_one_and_four_people_are_drawn_alike(joan: Home) -> None:
    assert {height(Count(None), 5), height(Count(None), 5)} == {2}
    assert (height(Count(0), 5), height(Count(7), 5)) == (0, 7)
    assert (word(Count(None)), word(Count(0)), word(Count(7))) == ("few", "", "7")
    drawing = picture(joan, Kind.TIME, [name_id("D1")]).drawing
    line = next(s for s in drawing.shapes if isinstance(s, Line) and s.dots)
    assert len({y for _, y in line.points}) == 1
    assert cells(drawing) == {"D1 Trusted person": ("few", "few")}


def test_tags_over_time_go_by_half_years_in_order(joan: Home) -> None:
    drawing = picture(joan, Kind.TIME).drawing
    assert drawing.table[0][1:] == ("Jan-Jun 2026", "Jul-Dec 2026")
    assert cells(drawing)["B7 A space that suits us"] == ("7", "0")
    assert "B7 A space that suits us: most in Jan-Jun 2026" in drawing.alt


def test_tags_that_meet_are_bars_with_their_word(fresh: Home) -> None:
    at = STORY.index(WOMEN)
    for number in range(3):
        story = tell(fresh, code=f"LT-9{number}00-KQY", tags={WOMEN: "B7"})
        code(fresh, story.record, name_id("D1"), layer=story.words, start=at, end=at + len(WOMEN))
    drawing = picture(fresh, Kind.MEET).drawing
    ((pair, people),) = drawing.table[1:]
    assert ("B7" in pair, "D1" in pair, people) == (True, True, "few")


@pytest.mark.parametrize("kind", [Kind.COVERAGE, Kind.ROUTES])
def test_coverage_is_drawn_in_words_only(joan: Home, kind: Kind) -> None:
    drawing = picture(joan, kind).drawing
    said = {c for row in cells(drawing).values() for c in row}
    assert said <= {"", "few", "thin", "full"}
    assert not any(re.search(r"\d", s.text) for s in drawing.shapes if isinstance(s, Words))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_picture_has_a_title_words_for_readers_and_a_whole_table(joan: Home, kind: Kind) -> None:
    shown = picture(joan, kind)
    assert shown.drawing.title == TITLES[kind]
    assert len(shown.drawing.alt) > 20
    assert len({len(row) for row in shown.drawing.table}) == 1
    assert "few" in shown.note


def test_an_empty_home_is_drawn_too(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    try:
        for kind in Kind:
            assert picture(home, kind).drawing.alt
    finally:
        home.close()


def test_it_is_saved_as_svg_png_and_table_and_noted(joan: Home, tmp_path: Path) -> None:
    shown = picture(joan, Kind.PLACE)
    paths = [
        save_svg(joan, shown, tmp_path),
        save_png(joan, shown, tmp_path, b"\x89PNG"),
        save_csv(joan, shown, tmp_path),
    ]
    name = NAMES[Kind.PLACE]
    assert [p.name for p in paths] == [f"{name}.svg", f"{name}.png", f"{name}.csv"]
    text = paths[0].read_text(encoding="utf-8")
    assert "<desc>A grid of 2 places by 2 tags" in text
    assert ">few<" in text
    with paths[2].open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][:3] == ["Fordbridge", "", "few"]
    assert {i.path for i in issued(joan)} >= set(paths)
    for path in paths:
        assert b"LT-" not in path.read_bytes()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def test_somebody_with_two_stories_is_one_person(fresh: Home) -> None:
    first = tell(fresh, tags={WOMEN: "B7"})
    for n in range(5):
        tell(fresh, tags={WOMEN: "B7"}, person=first.participant, at=f"2026-0{n + 1}-14T10:00")
    assert cells(picture(fresh, Kind.PLACE).drawing) == {"Millbrook": ("few",)}


def test_those_who_said_no_to_the_team_are_in_no_picture(fresh: Home) -> None:
    tell(fresh, tags={WOMEN: "B7"}, answers=YES | {"share_team": "no"})
    assert most_used(fresh, 5) == ()
    assert cells(picture(fresh, Kind.PLACE).drawing) == {}
    assert picture(fresh, Kind.MEET).drawing.table[1:] == ()


def test_own_tags_are_drawn_like_those_of_the_codebook(fresh: Home) -> None:
    story = tell(fresh)
    mine = make_tag(fresh, "Courage")
    code(fresh, story.record, mine, layer=story.words, start=0, end=4)
    assert most_used(fresh, 5) == (mine,)
    assert picture(fresh, Kind.PLACE).drawing.table[0][1:] == ("Courage",)


def test_pairs_stand_with_both_their_names(fresh: Home) -> None:
    story = tell(fresh)
    for name in ("Courage to go in", "Walking"):
        code(fresh, story.record, make_tag(fresh, name), layer=story.words, start=0, end=9)
    code(fresh, story.record, name_id("D1"), layer=story.words, start=2, end=6)
    names = [row[0] for row in picture(fresh, Kind.MEET).drawing.table[1:]]
    assert names == [
        "Courage to go in + D1 Trusted person",
        "Courage to go in + Walking",
        "D1 Trusted person + Walking",
    ]


def test_bars_of_few_people_are_all_as_long(fresh: Home) -> None:
    one, two = tell(fresh), tell(fresh)
    tags = [make_tag(fresh, name) for name in ("A", "B", "C")]
    for story, these in ((one, tags), (two, tags[:2])):
        for tag in these:
            code(fresh, story.record, tag, layer=story.words, start=0, end=9)
    drawing = picture(fresh, Kind.MEET).drawing
    assert [row[1] for row in drawing.table[1:]] == ["few", "few", "few"]
    assert len({s.width for s in drawing.shapes if isinstance(s, Box)}) == 1


def test_places_of_one_name_keep_a_row_each(fresh: Home) -> None:
    change(fresh, "place", name_id("fordbridge"), name="Millbrook")
    tell(fresh, tags={WOMEN: "B7"})
    tell(fresh, tags={WOMEN: "B7"}, place=ELSEWHERE["place"])
    assert set(cells(picture(fresh, Kind.PLACE).drawing)) == {"Millbrook", "Millbrook (2)"}
    assert len(picture(fresh, Kind.COVERAGE).drawing.table) == 3


def test_the_programme_may_ask_for_more_people_before_a_number_shows(fresh: Home) -> None:
    for n in range(6):
        tell(fresh, tags={WOMEN: "B7"}, code=f"LT-7{n}00-KQY")
    assert cells(picture(fresh, Kind.PLACE).drawing) == {"Millbrook": ("6",)}
    change(fresh, "programme", name_id("programme"), disclosure_k=10)
    shown = picture(fresh, Kind.PLACE)
    assert cells(shown.drawing) == {"Millbrook": ("few",)}
    assert "From 1 to 9 people" in shown.note


def test_at_most_five_lines_are_drawn(fresh: Home) -> None:
    story = tell(fresh)
    tags = [make_tag(fresh, f"Tag {n}") for n in range(7)]
    for tag in tags:
        code(fresh, story.record, tag, layer=story.words, start=0, end=9)
    assert len(picture(fresh, Kind.TIME, tags).drawing.table) == 1 + 5
    assert len(picture(fresh, Kind.TIME).drawing.table) == 1 + 5


def test_silent_places_are_named_in_words(joan: Home) -> None:
    alt = picture(joan, Kind.ROUTES).drawing.alt
    assert alt.startswith("A grid of ")
    assert "heard in" in alt


def test_a_cell_that_looks_like_a_formula_is_only_words(fresh: Home, tmp_path: Path) -> None:
    story = tell(fresh)
    code(fresh, story.record, make_tag(fresh, "=1+1"), layer=story.words, start=0, end=9)
    path = save_csv(fresh, picture(fresh, Kind.PLACE), tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))[1] == "'=1+1"


def test_a_table_across_places_carries_everybody_heard_and_the_starting_context(
    fresh: Home, tmp_path: Path
) -> None:
    """So that nobody compares two places by their tags alone."""
    tellers(fresh, 6, tags={WOMEN: "D1"})
    tellers(fresh, 2, **ELSEWHERE)
    with fresh.main.write() as con:
        fresh.put(con, "place", name_id("millbrook"), sets={"note": "Two closed mills, a new school"})
    shown = picture(fresh, Kind.PLACE, [name_id("D1")])
    with save_csv(fresh, shown, tmp_path).open(encoding="utf-8-sig", newline="") as file:
        head, ford, mill = csv.reader(file)
    assert head[2:] == ["Everybody heard there", "Starting context"]
    assert ford[1:] == ["", "few", ""]
    assert mill[1:] == ["6", "6", "Two closed mills, a new school"]
    assert picture(fresh, Kind.MEET).aside == ()


def test_each_cell_of_a_table_knows_the_stories_behind_it(joan: Home) -> None:
    b7, d1 = name_id("B7"), name_id("D1")
    place = picture(joan, Kind.PLACE, [b7, d1])
    assert place.drawing.table[1][0] == "Fordbridge"
    assert place.behind[0, -1].filters == {"place": ELSEWHERE["place"]}
    assert place.behind[0, 1].filters == {"place": ELSEWHERE["place"], "tag": d1}
    assert place.behind[1, 0].name == "Millbrook, B7 A space that suits us"
    time = picture(joan, Kind.TIME, [b7])
    assert time.behind[0, -1].filters == {"tag": b7}
    assert time.drawing.table[0][1:] == ("Jan-Jun 2026", "Jul-Dec 2026")
    assert time.behind[0, 1].filters == {"tag": b7, "since": "2026-07-01", "until": "2026-12-31"}
    assert all(s.filters.keys() == {"tag", "also"} for s in picture(joan, Kind.MEET).behind.values())
    groups, routes = picture(joan, Kind.COVERAGE), picture(joan, Kind.ROUTES)
    assert {cell for _, cell in routes.behind} == {-1}, "the library knows no filter for how we met"
    for shown in (place, time, groups, routes):
        lines, columns = len(shown.drawing.table) - 1, len(shown.drawing.table[0]) - 1
        assert all(-1 <= to < columns and 0 <= at < lines for at, to in shown.behind)
        assert shown.larger(2).table == shown.drawing.table


def test_a_merged_tag_is_drawn_once_as_the_one_it_became(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    tellers(home, 5, tags={WOMEN: "B7", BULBS: "D1"})
    b7, d1 = name_id("B7"), name_id("D1")
    merge(home, b7, d1, Why("They are one thing"))
    drawn = picture(home, Kind.PLACE, [b7, d1]).drawing
    assert drawn.table == (("Places and tags", "D1 Trusted person"), ("Millbrook", "5"))
    home.close()
