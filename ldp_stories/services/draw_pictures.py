"""The pictures of the evaluator: coverage, tags over time, tags that meet, place by tag; each with its table, small numbers as few (US-E12).

A small number is drawn at a height, and in a shade, of its own that says "few" and never how many: from one to fewer than may be shown
all look alike.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

from ldp_stories.reports.charts import bars, grid, over_time, short
from ldp_stories.reports.drawing import Drawing, svg
from ldp_stories.reports.matrix_sheet import safe
from ldp_stories.reports.page import write_file
from ldp_stories.services.code_own import labels
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import log_output
from ldp_stories.services.look_across import By, Count, compare_people, fewest_shown, tags_that_meet
from ldp_stories.services.see_coverage import coverage
from ldp_stories.services.tagged_stories import tagged_stories

FEW: Final = "few"
MOST_TAGS: Final = 12
MOST_LINES: Final = 5
MOST_PAIRS: Final = 15


class Kind(StrEnum):
    """What is drawn."""

    COVERAGE = "coverage"
    ROUTES = "routes"
    TIME = "time"
    MEET = "meet"
    PLACE = "place"


WITH_TAGS: Final = frozenset({Kind.TIME, Kind.PLACE})
"""Those that are drawn for chosen tags."""
TITLES: Final[Mapping[Kind, str]] = {
    Kind.COVERAGE: "Who was heard where, by group",
    Kind.ROUTES: "Who was heard where, by how we met",
    Kind.TIME: "Tags over time",
    Kind.MEET: "Tags that meet",
    Kind.PLACE: "Places and tags",
}
NAMES: Final[Mapping[Kind, str]] = {
    Kind.COVERAGE: "who-was-heard-by-group",
    Kind.ROUTES: "who-was-heard-by-route",
    Kind.TIME: "tags-over-time",
    Kind.MEET: "tags-that-meet",
    Kind.PLACE: "places-and-tags",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A drawing with the sentence that stands under it."""

    kind: Kind
    drawing: Drawing
    note: str


def picture(
    home: Home, kind: Kind, tags: Sequence[str] = (), *, called: Mapping[str, str] | None = None
) -> Shown:
    """Draw one. `tags` are tag ids for time and place; none: the tags in most people's stories.

    `called` gives labels of today another name: those they had when an output was saved.
    """
    names = called or {}
    made: Mapping[Kind, Callable[[], Drawing]] = {
        Kind.COVERAGE: lambda: _coverage(home, kind, "target_group"),
        Kind.ROUTES: lambda: _coverage(home, kind, "route"),
        Kind.TIME: lambda: _time(home, tags or most_used(home, MOST_LINES), names),
        Kind.MEET: lambda: _meet(home, names),
        Kind.PLACE: lambda: _place(home, tags or most_used(home, MOST_TAGS), names),
    }
    k = fewest_shown(home)
    note = f"People are counted, not mentions. From 1 to {k - 1} people it says few, and all of those are drawn alike."
    if kind in (Kind.COVERAGE, Kind.ROUTES):
        note = "Full, thin or few: words only, because small numbers point at persons. An empty box means nobody yet."
    return Shown(kind, made[kind](), note)


def most_used(home: Home, most: int) -> tuple[str, ...]:
    """The tags that stand in most people's stories, own tags too; the most first."""
    people: dict[str, set[str]] = {}
    with home.main.read() as con:
        names = labels(con)
        for story in tagged_stories(home, con):
            for tag in story.every_tag:
                people.setdefault(tag, set()).update(p.id for p in story.people)
    count = Counter({tag: len(them) for tag, them in people.items() if them and names.get(tag)})
    return tuple(sorted(count, key=lambda t: (-count[t], names[t].casefold()))[:most])


def word(count: Count) -> str:
    """ "12", "few", "" for nobody."""
    return FEW if count.people is None else str(count.people or "")


def height(count: Count, fewest: int) -> int:
    """How high a number stands; every small one at the same height, below the smallest that is shown."""
    return fewest // 2 if count.people is None else count.people


def _coverage(home: Home, kind: Kind, by: str) -> Drawing:
    seen = coverage(home, "route" if by == "route" else "target_group")
    rows = _told_apart(r.place.name for r in seen.rows)
    columns = _told_apart(c.label for c in seen.columns)
    cells = {
        (name, column): "" if level == "none" else level
        for name, row in zip(rows, seen.rows, strict=True)
        for column, level in zip(columns, row.levels, strict=True)
    }
    silent = [name for name, row in zip(rows, seen.rows, strict=True) if row.silent]
    said = f"Nobody was heard in {_list(silent)}." if silent else "Somebody was heard in every place."
    alt = f"A grid of {_n(rows, 'place')} by {_n(columns, 'group' if by != 'route' else 'way')}. {said}"
    return grid(TITLES[kind], alt, rows, columns, cells, {"few": 1, "thin": 2, "full": 4})


def _renamed(labels: Iterable[str], called: Mapping[str, str]) -> list[str]:
    return _told_apart(called.get(label, label) for label in labels)


def _time(home: Home, tags: Sequence[str], called: Mapping[str, str]) -> Drawing:
    tags = tags[:MOST_LINES]
    table = compare_people(home, By.PERIOD, tags)
    rows = [r for r in table.rows if r.label]
    rows.sort(key=lambda r: (r.label[-4:], r.label.startswith("July")))
    low = table.fewest // 2
    series = {
        name: [height(row.cells[at], table.fewest) for row in rows]
        for at, name in enumerate(_renamed(table.tags, called))
    }
    halves = [_half(r.label) for r in rows]
    tops = [f"{name}: most in {halves[v.index(max(v))]}" for name, v in series.items() if v and max(v) > low]
    alt = f"{_n(series, 'line')}, one for each tag, over {_n(halves, 'half-year')}. {'. '.join(tops) or 'All numbers are small'}."
    return over_time(TITLES[Kind.TIME], alt, halves, series, {low: FEW})


def _half(label: str) -> str:
    return label.replace("January to June", "Jan-Jun").replace("July to December", "Jul-Dec")


def _meet(home: Home, called: Mapping[str, str]) -> Drawing:
    fewest = fewest_shown(home)
    found = [
        replace(m, one=called.get(m.one, m.one), other=called.get(m.other, m.other))
        for m in tags_that_meet(home)[:MOST_PAIRS]
    ]
    rows = [(_pair(m.one, m.other), height(m.people, fewest), word(m.people)) for m in found]
    first = f"Most often: {found[0].one} with {found[0].other}." if found else "No tags meet yet."
    return bars(TITLES[Kind.MEET], f"{_n(rows, 'bar')} for pairs of tags on the same words. {first}", rows)


def _pair(one: str, other: str) -> str:
    """ "D1 + A8: D1 Trusted person, A8 Home and space": what tells pairs apart stands first, because long names are cut."""
    return f"{_brief(one)} + {_brief(other)}: {one}, {other}"


def _brief(label: str) -> str:
    first, _, rest = label.partition(" ")
    return first if rest and first[1:].isdigit() else short(label, 10)


def _place(home: Home, tags: Sequence[str], called: Mapping[str, str]) -> Drawing:
    table = compare_people(home, By.PLACE, tags)
    rows = _told_apart(r.label or "Not said" for r in table.rows)
    columns = _renamed(table.tags, called)
    cells = {
        (name, column): word(cell)
        for name, row in zip(rows, table.rows, strict=True)
        for column, cell in zip(columns, row.cells, strict=True)
    }
    numbers = sorted({int(w) for w in cells.values() if w.isdigit()})
    level = {str(n): 2 + (2 * at) // max(1, len(numbers) - 1) for at, n in enumerate(numbers)} | {FEW: 1}
    said = "with the people in whose stories each tag stands"
    alt = f"A grid of {_n(rows, 'place')} by {_n(columns, 'tag')}, {said}."
    return grid(TITLES[Kind.PLACE], alt, rows, columns, cells, level)


def _n(things: Sized, one: str) -> str:
    """ "1 place", "3 places"."""
    return f"{len(things)} {one}" if len(things) == 1 else f"{len(things)} {one}s"


def _told_apart(names: Iterable[str]) -> list[str]:
    """Names that are all different: a second of the same gets a number."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _list(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def save_svg(home: Home, shown: Shown, folder: Path) -> Path:
    """The picture as SVG, with its title and its words for readers. UserError NO_ROOM_THERE, FOLDER_REFUSED."""
    return _save(home, shown, folder, "svg", svg(shown.drawing).encode())


def save_png(home: Home, shown: Shown, folder: Path, png: bytes) -> Path:
    """The picture as PNG, as the window painted it."""
    return _save(home, shown, folder, "png", png)


def save_csv(home: Home, shown: Shown, folder: Path) -> Path:
    """The table behind it, for a spreadsheet."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[safe(cell) for cell in row] for row in shown.drawing.table])
    return _save(home, shown, folder, "csv", text.getvalue().encode("utf-8-sig"))


def _save(home: Home, shown: Shown, folder: Path, ending: str, data: bytes) -> Path:
    path = write_file(folder, f"{NAMES[shown.kind]}.{ending}", lambda out: _put(out, data))
    log_output(home, "picture", path, ())
    return path


def _put(out: IO[bytes], data: bytes) -> None:
    out.write(data)
