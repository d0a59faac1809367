"""Our own pictures: readable in grey, with their words and a table, the same each time, nothing unescaped."""

import itertools

import pytest
from lxml import etree

from ldp_stories.reports.charts import bars, grid, over_time, short
from ldp_stories.reports.drawing import DASHES, SHADES, Box, Drawing, Path, Words, svg

PLACES = ("Millbrook", "Lower <Tansy> & Oddmere with a very long name")
TAGS = ("D1 Trusted person", "F2 Streets")
GRID = grid(
    "Places by tag",
    "Millbrook: D1 12 people, F2 few.",
    PLACES,
    TAGS,
    {("Millbrook", TAGS[0]): "12", ("Millbrook", TAGS[1]): "few"},
    {"few": 1, "12": 4},
)
TIME = over_time(
    "Tags over time",
    "D1 rises.",
    ("2026-01", "2026-02", "2026-03"),
    {"D1": (0, 3, 9), "F2": (6, 6, 6)},
    {3: "few"},
)
BARS = bars("Who we heard", "Millbrook most.", (("Millbrook", 12, "12"), ("Oddmere", 4, "few")))


def tree(drawing: Drawing) -> etree._Element:
    return etree.fromstring(svg(drawing).encode())


def words(drawing: Drawing) -> list[str]:
    return [str(e.text) for e in tree(drawing).iter("{*}text")]


def lightness(color: str) -> float:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("drawing", [GRID, TIME, BARS], ids=lambda d: d.title)
def test_a_drawing_says_what_it_is_and_what_it_shows(drawing: Drawing) -> None:
    found = tree(drawing)
    assert found.get("role") == "img"
    assert found.findtext("{*}title") == drawing.title
    assert found.findtext("{*}desc") == drawing.alt
    assert svg(drawing).startswith("<svg ")
    assert svg(drawing) == svg(drawing)


@pytest.mark.parametrize("drawing", [GRID, TIME, BARS], ids=lambda d: d.title)
def test_everything_lies_inside_the_page(drawing: Drawing) -> None:
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            assert 0 <= shape.x <= shape.x + shape.width <= drawing.width
            assert 0 <= shape.y <= shape.y + shape.height <= drawing.height
        elif isinstance(shape, Path):
            assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in shape.points)
        else:
            assert 0 <= shape.x <= drawing.width
            assert 0 <= shape.y <= drawing.height


def test_the_shades_can_be_told_apart_in_grey() -> None:
    grey = [lightness(shade) for shade in SHADES]
    assert all(a - b > 15 for a, b in itertools.pairwise(grey))
    assert len(set(DASHES)) == 5


def test_a_grid_shows_each_cell_as_a_word() -> None:
    assert {"12", "few"} <= set(words(GRID))
    dark = [s for s in GRID.shapes if isinstance(s, Words) and s.text == "12"]
    assert [s.color for s in dark] == ["#ffffff"]
    assert GRID.table == (
        ("Places by tag", *TAGS),
        ("Millbrook", "12", "few"),
        (PLACES[1], "", ""),
    )


def test_names_are_escaped_and_cut_with_dots() -> None:
    assert "Lower &lt;Tansy&gt; &amp; Oddm" in svg(GRID)
    assert "with a very long name" in svg(GRID)
    assert "<Tansy>" not in svg(GRID)
    assert short("a" * 40) == "a" * 25 + "…"
    assert short("short") == "short"


def test_lines_end_where_their_numbers_say_and_are_named() -> None:
    lines = [s for s in TIME.shapes if isinstance(s, Path) and s.dots]
    assert len(lines) == 2
    rising = [y for _, y in lines[0].points]
    assert rising == sorted(rising, reverse=True)
    assert rising[-1] == 60
    assert len({y for _, y in lines[1].points}) == 1
    assert {"D1", "F2"} <= set(words(TIME))
    assert TIME.table == (
        ("Tags over time", "2026-01", "2026-02", "2026-03"),
        ("D1", "0", "few", "9"),
        ("F2", "6", "6", "6"),
    )


def test_a_bar_is_as_long_as_its_number() -> None:
    first, second = [s for s in BARS.shapes if isinstance(s, Box)]
    assert second.width == pytest.approx(first.width / 3)
    assert BARS.table == (("Who we heard", "People"), ("Millbrook", "12"), ("Oddmere", "few"))


@pytest.mark.parametrize(
    "drawing", [grid("G", "", (), (), {}, {}), over_time("T", "", (), {}, {}), bars("B", "", ())]
)
def test_nothing_to_show_is_a_page_all_the_same(drawing: Drawing) -> None:
    assert tree(drawing).findtext("{*}title") == drawing.title


def test_one_month_alone_is_drawn() -> None:
    one = over_time("T", "", ("2026-01",), {"D1": (3,)}, {})
    assert [s.points for s in one.shapes if isinstance(s, Path) and s.dots] == [((60, 60),)]


@pytest.mark.parametrize("letters", [1.25, 1.5, 2.0])
def test_larger_letters_stay_on_the_page_and_change_nothing_that_is_said(letters: float) -> None:
    halves = [f"Jan-Jun {2000 + n}" for n in range(9)]
    for usual, made in (
        (GRID, grid(GRID.title, GRID.alt, PLACES, TAGS, {}, {}, letters)),
        (BARS, bars(BARS.title, BARS.alt, (("Millbrook", 12, "12"), ("Oddmere", 4, "few")), letters=letters)),
        (TIME, over_time("T", "", halves, {"D1 Trusted person or place": range(9)}, {}, letters)),
    ):
        assert made.letters == letters
        for word in (s for s in made.shapes if isinstance(s, Words)):
            wide = 0.62 * word.size * len(word.text)
            left = word.x - {"start": 0, "middle": wide / 2, "end": wide}[word.anchor]
            assert left > -1, f"{word.text} begins on the page"
            assert word.turn or left + wide < made.width, f"{word.text} ends on the page"
        assert {s.size for s in made.shapes if isinstance(s, Words)} == {
            letters * s.size for s in usual.shapes if isinstance(s, Words)
        }
        assert made.width < 2 * usual.width, (
            "names get less room than letters, so that the picture is not shrunk again"
        )


@pytest.mark.parametrize("letters", [1.0, 2.0])
def test_times_under_a_line_never_run_into_each_other(letters: float) -> None:
    halves = [f"Jan-Jun {2000 + n}" for n in range(14)]
    made = over_time("T", "", halves, {"D1": range(14)}, {}, letters)
    under = sorted((s for s in made.shapes if isinstance(s, Words) and s.text in halves), key=lambda s: s.x)
    assert under[0].text == halves[0]
    assert len(under) >= 3
    for one, other in itertools.pairwise(under):
        assert one.x + 0.55 * one.size * len(one.text) < other.x
