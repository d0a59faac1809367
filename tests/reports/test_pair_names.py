"""Names of tags in pictures: whole on one line or on two, a pair with each name on a line of its own; the table has all of it."""

import pytest

from ldp_stories.reports.charts import AND, BAR_LETTERS, bars, grid, on_lines, over_time
from ldp_stories.reports.drawing import Drawing, Words

FIRST, SECOND = 'B1 What "active" means to me', 'C5 "Not for people like me"'
LONG = "B7 A space that suits us and our children"


def drawn(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Words)]


@pytest.mark.parametrize(
    ("name", "letters", "shown"),
    [
        ("D1 Trust + A8 Home", 46, ("D1 Trust + A8 Home",)),
        (FIRST + AND + SECOND, 46, (f"{FIRST} +", SECOND)),
        ("D1 Trust + C5 It is not for people like me", 24, ("D1 Trust +", "C5 It is not for people…")),
        (LONG, 26, ("B7 A space that suits us", "and our children")),
        ("One very long name of a tag that stands alone", 20, ("One very long name", "of a tag that stand…")),
        ("A" * 50, 20, ("A" * 20, "A" * 19 + "…")),
    ],
    ids=["fits", "a pair", "a pair cut", "two lines", "two lines cut", "no gap"],
)
def test_a_long_name_stands_on_two_lines(name: str, letters: int, shown: tuple[str, ...]) -> None:
    assert on_lines(name, letters) == shown


@pytest.mark.parametrize("letters", range(12, 60, 7))
def test_a_name_never_takes_more_room_than_there_is(letters: int) -> None:
    for one in ("D1", "D1 Trusted person or place", "A" * 80):
        for other in ("H2", "A4 Health and long-term conditions", "B" * 80):
            assert all(len(line) <= letters for line in on_lines(one + AND + other, letters))
            assert all(len(line) <= letters for line in on_lines(f"{one} {other}", letters))


def test_the_picture_and_the_table_have_both_names_of_a_pair_whole() -> None:
    drawing = bars("Tags that meet", "alt", [(FIRST + AND + SECOND, 5, "5")])
    assert drawing.table[1] == (FIRST + AND + SECOND, "5")
    assert set(on_lines(FIRST + AND + SECOND, BAR_LETTERS)) <= set(drawn(drawing))


def test_the_names_of_tags_are_whole_over_a_grid_and_beside_lines() -> None:
    place = "Lower Tansy and Oddmere by the water"
    for drawing in (
        grid("Places and tags", "alt", (place,), (LONG,), {}, {}),
        over_time("Tags over time", "alt", ("2026-01", "2026-02"), {LONG: (1, 2)}, {}),
    ):
        words = " ".join(drawn(drawing))
        assert "…" not in words
        assert LONG in words
    over = [s for s in grid("G", "", (place,), (LONG,), {}, {}).shapes if isinstance(s, Words) and s.turn]
    assert len(over) == 2
    assert (over[1].x - over[0].x, over[1].y - over[0].y) == pytest.approx((10.3, 10.3), abs=0.2), (
        "the second line stands under the first, up the same slope"
    )
