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
from functools import partial
from pathlib import Path
from typing import IO, Final, Protocol

from ldp_stories.reports.charts import AND, bars, grid, over_time
from ldp_stories.reports.drawing import Drawing, svg
from ldp_stories.reports.matrix_sheet import safe
from ldp_stories.reports.page import write_file
from ldp_stories.services.code_own import labels
from ldp_stories.services.home import Home
from ldp_stories.services.library_filters import KeptSearch, looking_at
from ldp_stories.services.log_output import log_output
from ldp_stories.services.look_across import (
    By,
    Count,
    compare_people,
    days_of,
    fewest_shown,
    tags_that_meet,
    tags_today,
)
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


class Say(Protocol):
    """Puts a sentence in the language of whoever looks, and facts into its {places}; the window gives its own."""

    def __call__(self, text: str, **facts: object) -> str:
        """The sentence."""


def plainly(text: str, **facts: object) -> str:
    """In plain English, as reports are."""
    return text.format(**facts) if facts else text


Behind = Mapping[tuple[int, int], KeptSearch]
_Draw = Callable[..., Drawing]
Aside = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A drawing with the sentence that stands under it.

    `behind`: the search of the library that shows the stories counted in a cell of its table, by the numbers of line and column from 0;
    (line, -1) is the whole line. `aside`, for a table across places: head first, everybody heard there and its starting context.
    """

    kind: Kind
    drawing: Drawing
    note: str
    behind: Behind
    draw: _Draw
    aside: Aside = ()

    def larger(self, letters: float) -> Drawing:
        """The same drawing with larger words, for the screen of somebody who reads large text."""
        return self.draw(letters=letters)


def picture(
    home: Home,
    kind: Kind,
    tags: Sequence[str] = (),
    *,
    called: Mapping[str, str] | None = None,
    say: Say = plainly,
) -> Shown:
    """Draw one. `tags` are tag ids for time and place (a merged one is the one it became); none: the tags in most people's stories.

    `called` gives labels of today another name: those they had when an output was saved. `say` gives every sentence drawn its language.
    """
    names, tags = called or {}, tags_today(home, tags)
    made: Mapping[Kind, Callable[[], tuple[_Draw, Behind] | tuple[_Draw, Behind, Aside]]] = {
        Kind.COVERAGE: lambda: _coverage(home, kind, "target_group", say),
        Kind.ROUTES: lambda: _coverage(home, kind, "route", say),
        Kind.TIME: lambda: _time(home, tags or most_used(home, MOST_LINES), names, say),
        Kind.MEET: lambda: _meet(home, names, say),
        Kind.PLACE: lambda: _place(home, tags or most_used(home, MOST_TAGS), names, say),
    }
    k = fewest_shown(home)
    note = say(
        "People are counted, not mentions. From 1 to {most} people it says few, and all of those are drawn alike.",
        most=k - 1,
    )
    if kind in (Kind.COVERAGE, Kind.ROUTES):
        note = say(
            "Full, thin or few: words only, because small numbers point at persons. An empty box means nobody yet."
        )
    draw, behind, *aside = made[kind]()
    return Shown(kind, draw(), note, behind, draw, *aside)


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


def word(count: Count, say: Say = plainly) -> str:
    """ "12", "few", "" for nobody."""
    return say(FEW) if count.people is None else str(count.people or "")


def height(count: Count, fewest: int) -> int:
    """How high a number stands; every small one at the same height, below the smallest that is shown."""
    return fewest // 2 if count.people is None else count.people


def _coverage(home: Home, kind: Kind, by: str, say: Say) -> tuple[_Draw, Behind]:
    seen = coverage(home, "route" if by == "route" else "target_group")
    rows = _told_apart(r.place.name for r in seen.rows)
    columns = _told_apart(c.label for c in seen.columns)
    cells = {
        (name, column): "" if level == "none" else say(level)
        for name, row in zip(rows, seen.rows, strict=True)
        for column, level in zip(columns, row.levels, strict=True)
    }
    silent = [name for name, row in zip(rows, seen.rows, strict=True) if row.silent]
    said = (
        say("Nobody was heard in {places}.", places=_list(silent, say))
        if silent
        else say("Somebody was heard in every place.")
    )
    across = (
        _n(columns, "{n} way", "{n} ways", say)
        if by == "route"
        else _n(columns, "{n} group", "{n} groups", say)
    )
    alt = say("A grid of {rows} by {columns}.", rows=_n(rows, "{n} place", "{n} places", say), columns=across)
    level = {say("few"): 1, say("thin"): 2, say("full"): 4}
    behind = {(at, -1): looking_at(row.place.name, place=row.place.id) for at, row in enumerate(seen.rows)}
    if by != "route":
        behind |= {
            (at, to): looking_at(f"{row.place.name}, {c.label}", place=row.place.id, group=c.key)
            for at, row in enumerate(seen.rows)
            for to, c in enumerate(seen.columns)
        }
    return partial(grid, say(TITLES[kind]), f"{alt} {said}", rows, columns, cells, level), behind


def _renamed(labels: Iterable[str], called: Mapping[str, str]) -> list[str]:
    return _told_apart(called.get(label, label) for label in labels)


def _time(home: Home, tags: Sequence[str], called: Mapping[str, str], say: Say) -> tuple[_Draw, Behind]:
    tags = tags[:MOST_LINES]
    table = compare_people(home, By.PERIOD, tags)
    rows = [r for r in table.rows if r.label]
    rows.sort(key=lambda r: (r.label[-4:], r.label.startswith("July")))
    low = table.fewest // 2
    series = {
        name: [height(row.cells[at], table.fewest) for row in rows]
        for at, name in enumerate(_renamed(table.tags, called))
    }
    halves = [_half(r.label, say) for r in rows]
    tops = [
        say("{tag}: most in {when}.", tag=name, when=halves[v.index(max(v))])
        for name, v in series.items()
        if v and max(v) > low
    ]
    alt = say(
        "{lines}, one for each tag, over {times}.",
        lines=_n(series, "{n} line", "{n} lines", say),
        times=_n(halves, "{n} half-year", "{n} half-years", say),
    )
    said = " ".join(tops) or say("All numbers are small.")
    behind: dict[tuple[int, int], KeptSearch] = {}
    for at, (name, tag) in enumerate(zip(series, tags, strict=True)):
        behind[at, -1] = looking_at(name, tag=tag)
        for to, row in enumerate(rows):
            since, until = days_of(row.key)
            behind[at, to] = looking_at(f"{name}, {halves[to]}", tag=tag, since=since, until=until)
    return (
        partial(over_time, say(TITLES[Kind.TIME]), f"{alt} {said}", halves, series, {low: say(FEW)}),
        behind,
    )


def _half(label: str, say: Say) -> str:
    for whole, short_one in (("January to June", "Jan-Jun"), ("July to December", "Jul-Dec")):
        label = label.replace(whole, say(short_one))
    return label


def _meet(home: Home, called: Mapping[str, str], say: Say) -> tuple[_Draw, Behind]:
    fewest = fewest_shown(home)
    found = [
        replace(m, one=called.get(m.one, m.one), other=called.get(m.other, m.other))
        for m in tags_that_meet(home)[:MOST_PAIRS]
    ]
    rows = [(_pair(m.one, m.other), height(m.people, fewest), word(m.people, say)) for m in found]
    first = (
        say("Most often: {one} with {other}.", one=found[0].one, other=found[0].other)
        if found
        else say("No tags meet yet.")
    )
    alt = say("{bars} for pairs of tags on the same words.", bars=_n(rows, "{n} bar", "{n} bars", say))
    behind = {
        (at, -1): looking_at(f"{m.one} + {m.other}", tag=m.tags[0], also=m.tags[1])
        for at, m in enumerate(found)
    }
    return partial(bars, say(TITLES[Kind.MEET]), f"{alt} {first}", rows, say("People")), behind


def _pair(one: str, other: str) -> str:
    """ "D1 Trusted person + A8 Home and space": the picture cuts each of the two when they are long."""
    return f"{one}{AND}{other}"


def _place(
    home: Home, tags: Sequence[str], called: Mapping[str, str], say: Say
) -> tuple[_Draw, Behind, Aside]:
    table = compare_people(home, By.PLACE, tags)
    rows = _told_apart(r.label or say("Not said") for r in table.rows)
    columns = _renamed(table.tags, called)
    cells = {
        (name, column): word(cell, say)
        for name, row in zip(rows, table.rows, strict=True)
        for column, cell in zip(columns, row.cells, strict=True)
    }
    numbers = sorted({int(w) for w in cells.values() if w.isdigit()})
    level = {str(n): 2 + (2 * at) // max(1, len(numbers) - 1) for at, n in enumerate(numbers)} | {say(FEW): 1}
    alt = say(
        "A grid of {rows} by {columns}, with the people in whose stories each tag stands.",
        rows=_n(rows, "{n} place", "{n} places", say),
        columns=_n(columns, "{n} tag", "{n} tags", say),
    )
    behind: dict[tuple[int, int], KeptSearch] = {}
    for at, row in enumerate(table.rows):
        if row.key:
            behind[at, -1] = looking_at(row.label, place=row.key)
            for to, tag in enumerate(tags):
                behind[at, to] = looking_at(f"{row.label}, {columns[to]}", place=row.key, tag=tag)
    heard = ((word(r.heard, say), r.context) for r in table.rows)
    aside = ((say("Everybody heard there"), say("Starting context")), *heard)
    return partial(grid, say(TITLES[Kind.PLACE]), alt, rows, columns, cells, level), behind, aside


def _n(things: Sized, one: str, more: str, say: Say) -> str:
    """ "1 place", "3 places"."""
    return say(one if len(things) == 1 else more, n=len(things))


def _told_apart(names: Iterable[str]) -> list[str]:
    """Names that are all different: a second of the same gets a number."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _list(names: Sequence[str], say: Say, most: int = 5) -> str:
    shown = ", ".join(names[:most])
    return say("{names} and {n} more", names=shown, n=len(names) - most) if len(names) > most else shown


def save_svg(home: Home, shown: Shown, folder: Path) -> Path:
    """The picture as SVG, with its title and its words for readers. UserError NO_ROOM_THERE, FOLDER_REFUSED."""
    return _save(home, shown, folder, "svg", svg(shown.drawing).encode())


def save_png(home: Home, shown: Shown, folder: Path, png: bytes) -> Path:
    """The picture as PNG, as the window painted it."""
    return _save(home, shown, folder, "png", png)


def save_csv(home: Home, shown: Shown, folder: Path) -> Path:
    """The table behind it, for a spreadsheet; across places with everybody heard there and the starting context (US-E12)."""
    text = io.StringIO(newline="")
    more = shown.aside or [()] * len(shown.drawing.table)
    rows = [(*row, *others) for row, others in zip(shown.drawing.table, more, strict=True)]
    csv.writer(text).writerows([[safe(cell) for cell in row] for row in rows])
    return _save(home, shown, folder, "csv", text.getvalue().encode("utf-8-sig"))


def _save(home: Home, shown: Shown, folder: Path, ending: str, data: bytes) -> Path:
    path = write_file(folder, f"{NAMES[shown.kind]}.{ending}", lambda out: _put(out, data))
    log_output(home, "picture", path, ())
    return path


def _put(out: IO[bytes], data: bytes) -> None:
    out.write(data)
