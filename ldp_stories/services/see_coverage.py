"""Coverage: who have we not heard from? Places by group and by route, in words only: full, thin, few, none (US-C9).

There is no number, no target, no order of merit, and nothing about researchers in it. Each person counts once in a place, and small
numbers stay "few": under the programme's k, under ten where few people live.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal

from ldp_stories.domain.places import SMALL_PLACE, Place, PlaceType, fewest, level_of
from ldp_stories.reports.page import write_file
from ldp_stories.services.heard_where import meetings
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.report_places import smallest
from ldp_stories.store import people, places, programme

Level = Literal["full", "thin", "few", "none"]
By = Literal["target_group", "route"]
SHOWN: Final = (PlaceType.WARD, PlaceType.LSOA)
_NOT_A_GROUP: Final = "none"
_THE_REST: Final = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A group people say they belong to, or a way of meeting: its key in the pack, and its words."""

    key: str
    label: str

    @property
    def can_be_missing(self) -> bool:
        """What is left over ("Another way") holds whoever fits nowhere else: nobody is looked for there."""
        return self.key != _THE_REST


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One place with a level for each column, in the columns' order. `small`: few people live there, so ten must have spoken.

    `silent`: nobody at all has been heard there. Somebody who chose no group was heard, though every level is none.
    """

    place: Place
    levels: tuple[Level, ...]
    small: bool
    silent: bool

    def of(self, level: Level, columns: tuple[Column, ...]) -> tuple[str, ...]:
        """The words of the columns at a level."""
        return tuple(
            c.label
            for c, at in zip(columns, self.levels, strict=True)
            if at == level and (c.can_be_missing or at != "none")
        )

    @property
    def unnamed(self) -> bool:
        """Somebody was heard there, and stands in none of the columns."""
        return not self.silent and all(level == "none" for level in self.levels)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The grid: columns, and a row for each place of today (and for old ones where something was told), in the pack's order."""

    by: By
    columns: tuple[Column, ...]
    rows: tuple[CoverageRow, ...]
    stories: bool

    @property
    def missing_everywhere(self) -> tuple[str, ...]:
        """The columns nobody was heard for in any place."""
        return tuple(
            c.label
            for at, c in enumerate(self.columns)
            if c.can_be_missing and all(r.levels[at] == "none" for r in self.rows)
        )


def coverage(home: Home, by: By = "target_group") -> Coverage:
    """Who was heard where. `stories` is False while there is nothing to see."""
    today = home.today().isoformat()
    with home.main.read() as con:
        columns = tuple(
            Column(i.key, i.label) for i in programme.list_items(con, by) if i.key != _NOT_A_GROUP
        )
        groups = _groups(con) if by == "target_group" else {}
        heard: dict[tuple[str, str], set[str]] = {}
        told: set[str] = set()
        for meeting in meetings(home, con):
            if meeting.place is None or not meeting.people:
                continue
            told.add(meeting.place.id)
            for person in meeting.people:
                for key in groups.get(person, set()) if by == "target_group" else (meeting.route,):
                    heard.setdefault((meeting.place.id, key), set()).add(person)
        rows = tuple(
            _row(p, columns, heard, smallest(home), silent=p.id not in told)
            for p in _places(con)
            if p.valid_on(today) or p.id in told
        )
    return Coverage(by, columns, rows, bool(told))


def _groups(con: Connection) -> dict[str, set[str]]:
    """The groups each person chose; somebody with two codes chose them under either."""
    one_person = people.same_as(con)
    found: dict[str, set[str]] = {}
    for person, chosen in people.groups_of_participants(con).items():
        found.setdefault(one_person.get(person, person), set()).update(chosen)
    return found


def _places(con: Connection) -> tuple[Place, ...]:
    return places.places(con, types=SHOWN)


def _row(
    place: Place,
    columns: tuple[Column, ...],
    heard: dict[tuple[str, str], set[str]],
    k: int,
    *,
    silent: bool,
) -> CoverageRow:
    least = fewest(place.people, k)
    levels = tuple(_level(len(heard.get((place.id, c.key), ())), least) for c in columns)
    return CoverageRow(place, levels, place.people is not None and place.people < SMALL_PLACE, silent)


def _level(count: int, least: int) -> Level:
    found: dict[str, Level] = {"none": "none", "few": "few", "thin": "thin", "full": "full"}
    return found[level_of(count, least)]


def save_table(home: Home, by: By, folder: Path) -> Path:
    """Save the grid as a table of words for a spreadsheet; the file. UserError NO_ROOM, FOLDER_REFUSED."""
    seen = coverage(home, by)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["Place", "Code", *(c.label for c in seen.columns)])
    for row in seen.rows:
        writer.writerow([row.place.name, row.place.code, *row.levels])
    data = text.getvalue().encode("utf-8-sig")
    return write_file(folder, f"who-is-missing-{by.replace('_', '-')}.csv", lambda out: _whole(out, data))


def _whole(out: IO[bytes], data: bytes) -> None:
    out.write(data)
