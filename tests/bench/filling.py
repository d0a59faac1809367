"""One coordinator's notebook of full size, filled straight through the ledger's own import and kept in a folder for the next run.

Filling it with 100,000 stories and 1,000,000 decisions takes about five minutes of a quiet processor and 4 GB of disk; reading it back takes
none of that. A folder that was not filled to its end is filled again from nothing.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ldp_stories.domain.revisions import Revision
from ldp_stories.services.find import codebook
from ldp_stories.services.find_place import place_named
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.make_searchable import make_searchable
from ldp_stories.services.start_home import open_home
from ldp_stories.store import ledger
from tests.bench.homes import next_number, pair
from tests.bench.invented import Pen, Story, decisions, stories, suggestions
from tests.services.homes import PASSPHRASE, cheap_machine

FACTS: Final = "filled.json"
FORM: Final = 2
"""A notebook that was filled in another way than today is filled again: since 2 some tags are decided otherwise than they were suggested."""
AT_ONCE: Final = 1_000
"""Stories that are written with all their tags and decisions before the next ones."""
WAITING: Final = 60
SAMPLE: Final = 500
Told = Callable[[int], None]


@dataclass
class Filled:
    """A full notebook: open, with the laptop it is on and some of its stories."""

    home: Home
    machine: Machine
    told: list[Story]


def filled(folder: Path, number: int, told: Told = lambda _done: None) -> Filled:
    """The notebook kept in `folder`, filled now if it holds another number of stories or none; `told` hears how many stories it has."""
    if not is_filled(folder, number):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _fill(folder, number, told)
    known = _facts(folder)
    machine = replace(
        cheap_machine(folder), state_folder=folder / str(known["state"]), machine_id=str(known["machine"])
    )
    some = [Story(**one) for one in known["told"]]
    return Filled(open_home(folder / "homes" / "joan", PASSPHRASE, machine), machine, some)


def is_filled(folder: Path, number: int) -> bool:
    """Whether a folder was filled to its end with so many stories, in the way of today."""
    known = _facts(folder)
    return (known.get("stories"), known.get("form")) == (number, FORM)


def _facts(folder: Path) -> dict[str, Any]:
    path = folder / FACTS
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _fill(folder: Path, number: int, told: Told) -> None:
    both = pair(folder)
    joan, laptop = both.joan, both.laptops["joan"]
    place = place_named(joan, "Millbrook ward").id
    tags = [tag.id for tag in codebook(joan)]
    hers, own = Pen(both.amina.author.dev(), 1_000), Pen(joan.author.dev(), next_number(joan), seed=2)
    member = both.amina.member
    some: list[Story] = []
    for done in range(0, number, AT_ONCE):
        here: list[Story] = []
        count = min(AT_ONCE, number - done)
        _write(joan, stories(hers, count, member=member, place=place, told=here), bundle=f"filled-{done}")
        suggested = [(i, s, line) for i, s, line in suggestions(hers, here, tags, member)]
        _write(joan, (line for _, _, line in suggested), bundle=f"filled-{done}")
        waiting = min(WAITING, count // 4) if done + count == number else 0
        _write(joan, decisions(own, [(i, s, line.id) for i, s, line in suggested], joan.member, waiting))
        some += here[:: max(1, number // SAMPLE)]
        told(done + count)
    joan.main.checkpoint()
    facts = {
        "stories": number,
        "form": FORM,
        "state": laptop.state_folder.name,
        "machine": laptop.machine_id,
        "told": [{n: getattr(s, n) for n in Story.__slots__} for s in some],
    }
    both.close()
    (folder / FACTS).write_text(json.dumps(facts))


def _write(home: Home, lines: Iterable[Revision], bundle: str | None = None) -> None:
    """All of them, each few thousand a transaction; AssertionError when one was not taken."""
    for batch in _batches(lines):
        with home.main.write(bulk=True) as con:
            result = ledger.insert(con, batch, bundle=bundle)
        make_searchable(home)
        if result.new != len(batch):
            raise AssertionError(f"{len(batch) - result.new} lines were not taken: {result.held[:3]}")


def _batches(lines: Iterable[Revision], at_once: int = 40_000) -> Iterator[list[Revision]]:
    source = iter(lines)
    while batch := list(islice(source, at_once)):
        yield batch
