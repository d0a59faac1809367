"""The pictures people look at: a grid of places by tags (or groups), tags over time, and which tags stand together.

Numbers under the programme's limit come in as the word for few; a cell shows its word, and its shade only repeats it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from ldp_stories.reports.drawing import DASHES, INK, PALE, SHADES, Box, Drawing, Path, Shape, Words

CELL: Final = 54
ROW: Final = 34
LEFT: Final = 220
TOP: Final = 160
EDGE: Final = 24
WIDE: Final = 900
LETTERS: Final = 26
"""Letters of a name that fit beside a row; a longer one is cut, and whole in the table."""
TURNED: Final = 24
"""Letters of a name that fit over a column, where it is written up a slope."""
BAR_LEFT: Final = 360
BAR_LETTERS: Final = 46


def short(name: str, letters: int = LETTERS) -> str:
    """A name cut to fit, with dots."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def grid(
    title: str,
    alt: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], str],
    level: Mapping[str, int],
) -> Drawing:
    """A grid of words. `cells` by (row, column), missing ones empty; `level` gives each word its shade, 0 to 4."""
    shapes: list[Shape] = [Words(EDGE, 32, title, 18, bold=True)]
    for at, name in enumerate(columns):
        x = EDGE + LEFT + at * CELL + CELL / 2 + 5
        shapes.append(Words(x, TOP - 10, short(name, TURNED), 13, turn=-45))
    for at, name in enumerate(rows):
        y = TOP + at * ROW
        shapes.append(Words(EDGE + LEFT - 12, y + ROW * 0.66, short(name), 14, "end"))
        for column, other in enumerate(columns):
            word = cells.get((name, other), "")
            shade = max(0, min(4, level.get(word, 0)))
            x = EDGE + LEFT + column * CELL
            shapes.append(Box(x, y, CELL, ROW, SHADES[shade], PALE))
            color = "#ffffff" if shade == 4 else INK
            shapes.append(Words(x + CELL / 2, y + ROW * 0.66, word, 13, "middle", color))
    table = ((title, *columns), *((name, *(cells.get((name, c), "") for c in columns)) for name in rows))
    width = max(EDGE * 2 + LEFT + len(columns) * CELL + 90, 420)
    return Drawing(width, TOP + len(rows) * ROW + EDGE, title, alt, tuple(shapes), tuple(table))


def over_time(
    title: str, alt: str, months: Sequence[str], series: Mapping[str, Sequence[int]], shown: Mapping[int, str]
) -> Drawing:
    """Lines over months, at most five, told apart by dashes and by their name at the end. `shown` puts a word for a small number."""
    height, left, right, top, bottom = 420, 60, 260, 60, 70
    most = max((v for values in series.values() for v in values), default=0) or 1
    wide = WIDE - left - right
    step = wide / max(1, len(months) - 1)

    def at(i: int, value: int) -> tuple[float, float]:
        return left + i * step, top + (height - top - bottom) * (1 - value / most)

    floor = height - bottom
    shapes: list[Shape] = [
        Words(EDGE, 32, title, 18, bold=True),
        Path(((left, floor), (left + wide, floor)), PALE, 1),
        Words(left - 10, floor + 5, "0", 13, "end"),
        Words(left - 10, top + 5, str(most), 13, "end"),
    ]
    every = max(1, len(months) // 8)
    shapes += [
        Words(left + i * step, floor + 24, m, 13, "middle") for i, m in enumerate(months) if i % every == 0
    ]
    for row, (name, values) in enumerate(list(series.items())[: len(DASHES)]):
        points = tuple(at(i, v) for i, v in enumerate(values))
        y = top + 12 + row * 30
        shapes.append(Path(points, SHADES[4 if row % 2 == 0 else 3], 2.5, DASHES[row], dots=len(points) < 25))
        shapes.append(
            Path(
                ((WIDE - right + 20, y), (WIDE - right + 56, y)),
                SHADES[4 if row % 2 == 0 else 3],
                2.5,
                DASHES[row],
            )
        )
        shapes.append(Words(WIDE - right + 64, y + 5, short(name, 24), 13))
    head = (title, *months)
    table = (head, *((name, *(shown.get(v, str(v)) for v in values)) for name, values in series.items()))
    return Drawing(WIDE, height, title, alt, tuple(shapes), table)


def bars(title: str, alt: str, rows: Sequence[tuple[str, int, str]], counted: str = "People") -> Drawing:
    """Lying bars: (name, length, the word beside it), longest first as they come. `counted` heads their column in the table."""
    most = max((n for _, n, _ in rows), default=0) or 1
    wide = WIDE - BAR_LEFT - EDGE * 2 - 60
    shapes: list[Shape] = [Words(EDGE, 32, title, 18, bold=True)]
    for at, (name, number, word) in enumerate(rows):
        y = 56 + at * ROW
        shapes.append(Words(EDGE + BAR_LEFT - 12, y + ROW * 0.6, short(name, BAR_LETTERS), 14, "end"))
        shapes.append(Box(EDGE + BAR_LEFT, y + 6, wide * number / most, ROW - 12, SHADES[3], INK))
        shapes.append(Words(EDGE + BAR_LEFT + wide * number / most + 10, y + ROW * 0.6, word, 14))
    table = ((title, counted), *((name, word) for name, _, word in rows))
    return Drawing(WIDE, 56 + max(1, len(rows)) * ROW + EDGE, title, alt, tuple(shapes), table)
