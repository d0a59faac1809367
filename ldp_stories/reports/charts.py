"""The pictures people look at: a grid of places by tags (or groups), tags over time, and which tags stand together.

Numbers under the programme's limit come in as the word for few; a cell shows its word, and its shade only repeats it.

A long name stands on two lines; only what has no room on two either is cut, and is whole in the table. `letters` makes the words larger,
for somebody who reads large text: the rows grow with them, the room for names a little less. What is saved and printed is drawn at 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, radians, sin
from textwrap import wrap
from typing import Final

from ldp_stories.reports.drawing import DASHES, INK, PALE, SHADES, Box, Drawing, Path, Shape, Words

CELL: Final = 54
ROW: Final = 34
LEFT: Final = 220
TOP: Final = 160
EDGE: Final = 24
WIDE: Final = 900
LETTERS: Final = 26
"""Letters of a name that fit on one line beside a row."""
TURNED: Final = 24
"""Letters of a name that fit on one line over a column, where it is written up a slope."""
BAR_LEFT: Final = 360
BAR_LETTERS: Final = 46
AND: Final = " + "
"""Between the two names of a bar that stands for a pair."""
_A_TIME: Final = 96
"""Room for one half-year under the line of time."""


def short(name: str, letters: int = LETTERS) -> str:
    """A name cut to fit, with dots."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def on_lines(name: str, letters: int = LETTERS) -> tuple[str, ...]:
    """A name on one line, or on two where it is long: parted between words, a pair between its two names; what is left over is cut."""
    if len(name) <= letters:
        return (name,)
    one, both, other = name.partition(AND)
    if both:
        return f"{short(one, letters - len(AND) + 1)}{AND.rstrip()}", short(other, letters)
    first = wrap(name, letters)[0]
    return first, short(name[len(first) :].lstrip(), letters)


@dataclass(frozen=True, slots=True)
class _Measure:
    """How large everything is for letters of a size."""

    letters: float

    def grown(self, size: float) -> float:
        """What grows with the letters."""
        return size * self.letters

    def room(self, size: float) -> float:
        """What grows less: the room for a name, and the page."""
        return size * (1 + (self.letters - 1) * 0.6)

    def fits(self, letters: int) -> int:
        """How many letters of a name fit into the room there is."""
        return int(letters * self.room(1) / self.letters)


def _named(name: str, place: Words, letters: int) -> list[Shape]:
    """A name at the place of its one line, or on two lines about it, also where it is written up a slope."""
    lines = on_lines(name, letters)
    if len(lines) == 1:
        return [replace(place, text=name)]
    half = place.size * 0.56
    across, down = -sin(radians(place.turn)) * half, sin(radians(90 + place.turn)) * half
    at = ((-across, -down), (across, down))
    return [
        replace(place, x=place.x + x, y=place.y + y, text=text)
        for (x, y), text in zip(at, lines, strict=True)
    ]


def grid(
    title: str,
    alt: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], str],
    level: Mapping[str, int],
    letters: float = 1,
) -> Drawing:
    """A grid of words. `cells` by (row, column), missing ones empty; `level` gives each word its shade, 0 to 4."""
    of = _Measure(letters)
    left, top, cell, high = EDGE + of.room(LEFT), of.room(TOP), of.room(CELL), of.grown(ROW)
    shapes: list[Shape] = [Words(EDGE, of.grown(32), title, of.grown(18), bold=True)]
    for at, name in enumerate(columns):
        x = left + at * cell + cell / 2 + 5
        shapes += _named(name, Words(x, top - 10, "", of.grown(13), turn=-45), of.fits(TURNED))
    for at, name in enumerate(rows):
        y = top + at * high
        beside = Words(left - 12, y + high * 0.66, "", of.grown(14), "end")
        shapes += _named(name, beside, of.fits(LETTERS))
        for column, other in enumerate(columns):
            word = cells.get((name, other), "")
            shade = max(0, min(4, level.get(word, 0)))
            x = left + column * cell
            shapes.append(Box(x, y, cell, high, SHADES[shade], PALE))
            color = "#ffffff" if shade == 4 else INK
            shapes.append(Words(x + cell / 2, y + high * 0.66, word, of.grown(13), "middle", color))
    table = ((title, *columns), *((name, *(cells.get((name, c), "") for c in columns)) for name in rows))
    width = max(left + EDGE + len(columns) * cell + of.room(90), of.room(420))
    height = top + len(rows) * high + EDGE
    return Drawing(width, height, title, alt, tuple(shapes), tuple(table), letters)


def over_time(
    title: str,
    alt: str,
    months: Sequence[str],
    series: Mapping[str, Sequence[int]],
    shown: Mapping[int, str],
    letters: float = 1,
) -> Drawing:
    """Lines over months, at most five, told apart by dashes and by their name at the end. `shown` puts a word for a small number."""
    of = _Measure(letters)
    page, height = of.room(WIDE), of.room(420)
    left, right, top, bottom = of.room(60), of.room(260), of.grown(60), of.grown(70)
    most = max((v for values in series.values() for v in values), default=0) or 1
    wide = page - left - right
    step = wide / max(1, len(months) - 1)

    def at(i: int, value: int) -> tuple[float, float]:
        return left + i * step, top + (height - top - bottom) * (1 - value / most)

    floor = height - bottom
    shapes: list[Shape] = [
        Words(EDGE, of.grown(32), title, of.grown(18), bold=True),
        Path(((left, floor), (left + wide, floor)), PALE, 1),
        Words(left - 10, floor + 5, "0", of.grown(13), "end"),
        Words(left - 10, top + 5, str(most), of.grown(13), "end"),
    ]
    every = max(1, ceil(of.grown(_A_TIME) / step))
    shapes += [
        Words(left + i * step, floor + of.grown(24), m, of.grown(13), "middle")
        for i, m in enumerate(months)
        if i % every == 0
    ]
    edge = page - right
    for row, (name, values) in enumerate(list(series.items())[: len(DASHES)]):
        points, color = tuple(at(i, v) for i, v in enumerate(values)), SHADES[4 if row % 2 == 0 else 3]
        y = top + 12 + row * of.grown(30)
        shapes.append(Path(points, color, 2.5, DASHES[row], dots=len(points) < 25))
        shapes.append(Path(((edge + 20, y), (edge + 56, y)), color, 2.5, DASHES[row]))
        shapes += _named(name, Words(edge + 64, y + of.grown(5), "", of.grown(13)), of.fits(24))
    head = (title, *months)
    table = (head, *((name, *(shown.get(v, str(v)) for v in values)) for name, values in series.items()))
    return Drawing(page, height, title, alt, tuple(shapes), table, letters)


def bars(
    title: str, alt: str, rows: Sequence[tuple[str, int, str]], counted: str = "People", letters: float = 1
) -> Drawing:
    """Lying bars: (name, length, the word beside it), longest first as they come. `counted` heads their column in the table."""
    of = _Measure(letters)
    most = max((n for _, n, _ in rows), default=0) or 1
    page, left, high, top = of.room(WIDE), EDGE + of.room(BAR_LEFT), of.grown(ROW), of.grown(56)
    wide = page - left - EDGE - of.grown(60)
    shapes: list[Shape] = [Words(EDGE, of.grown(32), title, of.grown(18), bold=True)]
    for at, (name, number, word) in enumerate(rows):
        y = top + at * high
        beside = Words(left - 12, y + high * 0.6, "", of.grown(14), "end")
        shapes += _named(name, beside, of.fits(BAR_LETTERS))
        shapes.append(Box(left, y + 6, wide * number / most, high - 12, SHADES[3], INK))
        shapes.append(Words(left + wide * number / most + 10, y + high * 0.6, word, of.grown(14)))
    table = ((title, counted), *((name, word) for name, _, word in rows))
    return Drawing(page, top + max(1, len(rows)) * high + EDGE, title, alt, tuple(shapes), table, letters)
