"""The log of what was brought in: from whom, when, what was new and what was there already, totals before and after; to keep as a file (US-E1)."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ldp_stories.errors import UserError
from ldp_stories.reports.matrix_sheet import safe
from ldp_stories.reports.page import write_file
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import LEFT
from ldp_stories.store import arrivals, facts, people, sent

_HEAD = (
    "bundle", "number", "part", "from", "packed", "lines new", "lines had", "lines left out", "stories new", "people new",
    "stories before", "stories after", "people before", "people after", "left on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """One bundle that was brought in. `had` lines were here already; `left_out` were refused by a rule. Codes only; `name` is for the screen."""

    bundle: str
    number: int
    part: str
    sender: str
    packed: str
    new: int
    had: int
    left_out: int
    stories: int
    people: int
    stories_before: int
    people_before: int
    name: str = ""

    @property
    def stories_after(self) -> int:
        """Stories here once it was in."""
        return self.stories_before + self.stories

    @property
    def people_after(self) -> int:
        """People here once it was in."""
        return self.people_before + self.people


@dataclass(frozen=True, slots=True)
class Left:
    """A bundle that was looked into and left: nothing of it was added. `sender` is a code, `on` the day it was left."""

    bundle: str
    sender: str
    packed: str
    on: str


def left_log(home: Home) -> tuple[Left, ...]:
    """The bundles that a person looked into and left, in the order in which they were left."""
    with home.main.read() as con:
        return tuple(Left(*one) for one in facts.load(con, LEFT, []))


def import_log(home: Home) -> tuple[Arrival, ...]:
    """Every bundle that was brought in, oldest first; the same story by two ways is one story, so it counts once."""
    with home.main.read() as con:
        brought = {b.bundle: b for b in arrivals.brought(con)}
        mine = {r.bundle: r for r in sent.receipts(con) if r.device in home.own_devices()}
        own = brought.get("")
        stories, told = (own.records, own.people) if own else (0, 0)
        found = []
        for one in sent.all_received(con):
            member = people.member_of_device(con, one.device)
            receipt, what = mine.get(one.bundle), brought.get(one.bundle)
            new_stories, new_people = (what.records, what.people) if what else (0, 0)
            found.append(
                Arrival(
                    bundle=one.bundle,
                    number=one.n,
                    part=f"{one.part} of {one.parts}",
                    sender=member.code if member else "",
                    packed=one.at_label[:10],
                    new=receipt.new if receipt else (what.lines if what else 0),
                    had=receipt.had if receipt else 0,
                    left_out=len(receipt.refused) if receipt else 0,
                    stories=new_stories,
                    people=new_people,
                    stories_before=stories,
                    people_before=told,
                    name=home.shown_member(con, member.id) if member else "",
                )
            )
            stories, told = stories + new_stories, told + new_people
    return tuple(found)


def save_import_log(home: Home, folder: Path) -> Path:
    """Write the log as CSV into a folder. UserError NO_FOLDER."""
    if not folder.is_dir():
        raise UserError("NO_FOLDER", folder=str(folder))
    memory = io.StringIO()
    writer = csv.writer(memory)
    writer.writerow(_HEAD)
    for one in import_log(home):
        cells = (
            one.bundle, one.number, one.part, one.sender, one.packed, one.new, one.had, one.left_out, one.stories, one.people,
            one.stories_before, one.stories_after, one.people_before, one.people_after, "",
        )  # fmt: skip
        writer.writerow([safe(str(c)) for c in cells])
    for left in left_log(home):
        said = {"bundle": left.bundle, "from": left.sender, "packed": left.packed, "left on": left.on}
        writer.writerow([safe(said.get(name, "")) for name in _HEAD])
    data = memory.getvalue().encode("utf-8-sig")

    def fill(out: IO[bytes]) -> None:
        out.write(data)

    return write_file(folder, "brought-in.csv", fill)
