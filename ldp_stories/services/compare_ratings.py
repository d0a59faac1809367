"""Ratings of any kind from a table in a file: one line for each thing rated, one column for each person. Nothing of it is kept."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from ldp_stories.domain.agreement.verdict import Verdict
from ldp_stories.errors import UserError
from ldp_stories.services.agreement_words import Say, plain
from ldp_stories.services.compare_coders import SEED

MOST_BYTES: Final = 20_000_000
MOST_LINES: Final = 20_000
MOST_VALUES: Final = 1_000
MOST_CELLS: Final = 4_000_000
"""Lines times different ratings: more would fill the memory of a laptop."""
MOST_ORDERED: Final = 500_000
"""The same for an order, whose interval takes longest: half a minute of a processor at the most."""
_SEPARATORS: Final = ",;\t"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_ENOUGH_LINES: Final = 3
_SHOWN_OF_CELL: Final = 40

Cells = tuple[str | None, ...]


class Kind(StrEnum):
    """What the ratings are: names, or numbers in an order, with even steps, or counted from a true zero."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in a file: each line with its number there, all of the same length; None is an empty cell."""

    name: str
    lines: tuple[tuple[int, Cells], ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """The ratings alone. `units` are the lines' numbers and names, `people` the columns' names ("" where the table has none)."""

    name: str
    units: tuple[tuple[int, str], ...]
    people: tuple[str, ...]
    cells: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """One thing that people rated differently: its line, its name or "", and what each person gave (None: nothing)."""

    line: int
    name: str
    gave: Cells


@dataclass(frozen=True, slots=True)
class RatingsCompared:
    """How far people agree on `units` (rated by two or more). `values` by the name of the measure; `percent` of pairs alike."""

    units: int
    percent: Verdict
    values: dict[str, Verdict]
    apart: tuple[Apart, ...]


def read_table(path: Path) -> Table:
    """What stands in the file. UserError FILE_UNREADABLE, TABLE_UNREADABLE (not a table in UTF-8 or UTF-16), TABLE_EMPTY, TABLE_TOO_LARGE."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(path.name)
        data = path.read_bytes()
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=path.name) from error
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
        rows = _rows(text)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError("TABLE_UNREADABLE", name=path.name) from error
    if "\0" in text:
        raise UserError("TABLE_UNREADABLE", name=path.name)
    if not rows:
        raise UserError("TABLE_EMPTY", name=path.name)
    if len(rows) > MOST_LINES:
        raise _too_large(path.name)
    width = max(_length(row) for _, row in rows)
    return Table(path.name, tuple((at, (*row, *[None] * width)[:width]) for at, row in rows))


def _rows(text: str) -> list[tuple[int, list[str | None]]]:
    """The lines that hold anything, numbered as a spreadsheet does; a spreadsheet of another country parts its cells otherwise."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    parted = max(_SEPARATORS, key=first.count)
    found = csv.reader(io.StringIO(text, newline=""), delimiter=parted)
    rows = [(at, [cell.strip() or None for cell in row]) for at, row in enumerate(found, start=1)]
    return [(at, row) for at, row in rows if any(row)]


def _length(row: Sequence[str | None]) -> int:
    """Up to the last cell that holds anything."""
    return max((at for at, cell in enumerate(row, start=1) if cell), default=0)


def ratings_of(table: Table, *, line: bool = False, column: bool = False) -> Rated:
    """The ratings without the names of people (the first line) and of what they rated (the first column)."""
    names = table.lines[0][1] if line else (None,) * len(table.lines[0][1])
    lines, start = table.lines[line:], int(column)
    return Rated(
        table.name,
        tuple((at, (row[0] or "") if column else "") for at, row in lines),
        tuple(name or "" for name in names[start:]),
        tuple(row[start:] for _, row in lines),
    )


def compare_ratings(rated: Rated, kind: Kind) -> RatingsCompared:
    """Compare everybody. UserError TABLE_EMPTY, TABLE_ONE_PERSON, TABLE_NOT_NUMBERS, TABLE_BELOW_ZERO, TABLE_TOO_LARGE."""
    from ldp_stories.domain.agreement.alpha import Level, alpha
    from ldp_stories.domain.agreement.intervals import measures
    from ldp_stories.domain.agreement.nominal import percent

    if not rated.cells or not rated.people:
        raise UserError("TABLE_EMPTY", name=rated.name)
    if len(rated.people) < 2:
        raise UserError("TABLE_ONE_PERSON", name=rated.name)
    cells = _numbers(rated.cells, kind)
    if not _fits(len(cells), len({cell for row in cells for cell in row if cell is not None}), kind):
        raise _too_large(rated.name)
    values = {"alpha": alpha(cells, Level(kind.value), seed=SEED)}
    if kind is Kind.NOMINAL:
        others = measures(cells, seed=SEED)
        alike = others.pop("percent")
        values |= {name: one for name, one in others.items() if name != "most" or one.defined}
    else:
        alike = percent(cells)
    said = [[cell for cell in row if cell is not None] for row in cells]
    apart = tuple(
        Apart(*unit, row)
        for unit, row, given in zip(rated.units, rated.cells, said, strict=True)
        if len(set(given)) > 1
    )
    return RatingsCompared(sum(len(given) > 1 for given in said), alike, values, apart)


def _numbers(cells: Sequence[Cells], kind: Kind) -> Sequence[Sequence[Any]]:
    """The ratings as numbers, where the kind needs them."""
    if kind is Kind.NOMINAL:
        return cells
    found = [[None if cell is None else _number(cell) for cell in row] for row in cells]
    for row, texts in zip(found, cells, strict=True):
        for number, text in zip(row, texts, strict=True):
            if kind is Kind.RATIO and number is not None and number < 0:
                raise UserError("TABLE_BELOW_ZERO", cell=text)
    return found


def _number(cell: str) -> float:
    if not is_number(cell):
        raise UserError("TABLE_NOT_NUMBERS", cell=cell[:_SHOWN_OF_CELL])
    return float(cell)


def is_number(cell: str) -> bool:
    """Whether a cell is a number that can be compared: "3", "-1.5", not "nan"."""
    try:
        return abs(float(cell)) < float("inf")
    except ValueError:
        return False


def doubt(cells: Sequence[Cells], say: Say = plain) -> str:
    """What looks more like names or numbers of units than like ratings: words that stand nowhere else, a column that counts the lines."""
    if len(cells) < _ENOUGH_LINES or not cells[0]:
        return ""
    first, rest = cells[0], {cell for row in cells[1:] for cell in row}
    if all(cell is None or (cell not in rest and not is_number(cell)) for cell in first):
        return say("The words of the first line stand nowhere else.")
    column = [row[0] for row in cells]
    if len(set(column)) == len(column) and not all(is_number(cell) for cell in column if cell):
        return say("The first column is different in every line.")
    return say("The first column counts the lines.") if _counts_up(column) else ""


def _counts_up(column: Sequence[str | None]) -> bool:
    """Whether it goes 1, 2, 3 or 101, 102, 103: a number for each unit."""
    numbers = [int(cell) for cell in column if cell and cell.isdecimal()]
    return len(numbers) == len(column) and numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def _fits(lines: int, values: int, kind: Kind) -> bool:
    """Whether a laptop can compare that many in a while."""
    most = MOST_ORDERED if kind is Kind.ORDINAL else MOST_CELLS
    return values <= MOST_VALUES and lines * values <= most


def _too_large(name: str) -> UserError:
    return UserError("TABLE_TOO_LARGE", name=name)
