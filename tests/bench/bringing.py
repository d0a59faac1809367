"""Measure packing and bringing in: stories, then their tags, each as one sealed bundle, proved, judged, kept and indexed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ldp_stories.domain.revisions import Revision
from ldp_stories.services.find import codebook
from ldp_stories.services.find_place import place_named
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.make_searchable import make_searchable
from ldp_stories.store import ledger
from tests.bench.figures import Figure, timed
from tests.bench.homes import Pair, next_number
from tests.bench.invented import Pen, Story, Suggested, decisions, stories, suggestions
from tests.memory import peak_kib

BATCH = 20_000
WAITING = 60
"""Stories that still wait for the coordinator, as in a week's work."""


@dataclass
class Brought:
    """What was brought in: the stories, the coordinator's pen for going on, the figures, and a small bundle kept for later."""

    told: list[Story] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    later: Path | None = None


def bring(pair: Pair, number: int, size: str) -> Brought:
    """Write, send and bring in `number` stories, then five tags for each, decide on them, and keep one more bundle for the stall."""
    made = Brought()
    member, place = pair.amina.member, place_named(pair.amina, "Millbrook ward").id
    pen = Pen(pair.amina.author.dev(), next_number(pair.amina))
    _write(pair.amina, stories(pen, number, member=member, place=place, told=made.told))
    made.figures += _send_and_take(pair, number, size)
    pair.answer()
    tags = [tag.id for tag in codebook(pair.amina)]
    made_suggestions = list(suggestions(pen, made.told, tags, member))
    _write(pair.amina, (line for _, _, line in made_suggestions))
    made.figures += _send_tags(pair, len(made_suggestions), size)
    suggested = [(ident, story, line.id) for ident, story, line in made_suggestions]
    del made_suggestions
    pair.answer()
    made.figures.append(_decide_all(pair, suggested, number, size))
    _write(pair.amina, stories(pen, max(200, number // 50), member=member, place=place, told=list[Story]()))
    made.later = pair.send()
    return made


def _write(home: Home, lines: Iterable[Revision]) -> int:
    """Insert in batches, each a transaction; how many lines."""
    number = 0
    for batch in _batches(lines):
        with home.main.write() as con:
            number += ledger.insert(con, batch).new
    return number


def _batches(lines: Iterable[Revision]) -> Iterator[Sequence[Revision]]:
    source = iter(lines)
    while batch := list(islice(source, BATCH)):
        yield batch


def _send_and_take(pair: Pair, number: int, size: str) -> list[Figure]:
    with timed() as packing:
        path = pair.send()
    with timed() as taking:
        taken = take_in(pair.joan, path)
    with timed() as after:
        make_searchable(pair.joan)
    if taken.refused or len(taken.stories) != number:
        raise AssertionError(
            f"not all came in: {len(taken.stories)} of {number}, {len(taken.refused)} left out"
        )
    bytes_each = path.stat().st_size
    path.unlink()
    return [
        Figure("packing text stories", size, number / packing.seconds, "stories/s",
               note=f"{bytes_each / 1e6:.0f} MB sealed", worked=number / packing.processor),
        Figure("bringing in text stories", size, number / taking.seconds, "stories/s", 2_000, least=True, worked=number / taking.processor),
        Figure("bringing them in, all", size, taking.seconds, "s", 60 if number >= 100_000 else None, worked=taking.processor),
        Figure("searchable after that", size, after.seconds, "s", note="in the background", worked=after.processor),
        Figure("memory at its highest, so far", size, _peak(), "MB"),
    ]  # fmt: skip


def _send_tags(pair: Pair, number: int, size: str) -> list[Figure]:
    path = pair.send()
    with timed() as taking:
        taken = take_in(pair.joan, path)
    make_searchable(pair.joan)
    if taken.new != number:
        raise AssertionError(f"not all came in: {taken.new} of {number}")
    path.unlink()
    return [
        Figure(
            "bringing in small lines",
            size,
            number / taking.seconds,
            "lines/s",
            8_000,
            least=True,
            worked=number / taking.processor,
        )
    ]


def _decide_all(pair: Pair, suggested: Sequence[Suggested], number: int, size: str) -> Figure:
    home = pair.joan
    pen = Pen(home.author.dev(), next_number(home), seed=2)
    with timed() as writing:
        lines = _write(home, decisions(pen, suggested, home.member, min(WAITING, number // 4)))
    return Figure(
        "writing decisions in bulk",
        size,
        lines / writing.seconds,
        "lines/s",
        note=f"{lines:,} lines",
        worked=lines / writing.processor,
    )


def _peak() -> float:
    """The most memory this process has had, in MB."""
    return peak_kib() / 1e3
