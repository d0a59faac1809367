"""Measure what a person waits for: searching as they type, opening a story, turning a page, one decision."""

import random
from collections.abc import Callable, Sequence
from typing import Final

from ldp_stories.domain.review import Choice
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.queue_work import queue
from ldp_stories.services.rail_counts import rail_counts
from ldp_stories.services.review_tags import decide, readings
from ldp_stories.store import search as index
from tests.bench.figures import Figure, milliseconds, p95, timed
from tests.bench.invented import RARE, Story, Talk

SAMPLES: Final = 100
PAGES: Final = 40


def read(home: Home, told: Sequence[Story], size: str) -> list[Figure]:
    """All figures of reading, on Joan's notebook."""
    chance = random.Random(5)
    typed = _typed(chance)
    found = [milliseconds(lambda text=text: _list_shown(home, text)) for text in typed]  # type: ignore[misc]
    page = [milliseconds(lambda text=text: search(home, text)) for text in typed]  # type: ignore[misc]
    chosen = chance.sample(list(told), min(SAMPLES, len(told)))
    opened = [milliseconds(lambda one=one: open_record(home, one.record)) for one in chosen]  # type: ignore[misc]
    return [
        Figure("searching while typing, the list shown", size, p95(found), "ms p95", 10, note="50 hits, sealed store"),
        Figure("the same with what consent hides", size, p95(page), "ms p95", 50, note="one page of find"),
        Figure("opening a story", size, p95(opened), "ms p95", 50),
        Figure("turning a page of stories", size, p95(_pages(home)), "ms p95", 50, note="200 rows by key"),
        Figure("one decision on a tag", size, p95(_decisions(home)), "ms p95", 50, note="durable"),
        Figure("the queue", size, milliseconds(lambda: queue(home)), "ms", 100),
        Figure("the counts beside the places", size, milliseconds(lambda: rail_counts(home)), "ms", 100),
    ]  # fmt: skip


def _list_shown(home: Home, text: str) -> None:
    with home.main.read() as con:
        index.search(con, text)


def _typed(chance: random.Random) -> list[str]:
    """What people type, letter by letter: often a common word, sometimes two, sometimes one that is rare or not there."""
    words = Talk(chance).words
    typed = []
    for _ in range(SAMPLES // 4):
        word = words[min(int(chance.paretovariate(0.5)), len(words) - 1)]
        typed += [word[: 2 + n] for n in range(min(3, len(word) - 1))]
        typed.append(f"{words[0]} {word}")
    return [*typed, RARE, RARE[:4], "nothing at all"]


def _pages(home: Home) -> list[float]:
    times: list[float] = []
    after: tuple[str, str] | None = None
    for _ in range(PAGES):
        with timed() as watch:
            page = my_stories(home, after, 200)
        times.append(1000 * watch.seconds)
        after = page.next
        if after is None:
            break
    return times


def _decisions(home: Home) -> list[float]:
    """Decide on what waits, one by one, as a coordinator does."""
    jobs: list[Callable[[], object]] = []
    for row in queue(home):
        for reading in readings(home, row.record):
            ident = reading.suggestion.id
            jobs.append(lambda ident=ident: decide(home, ident, Choice.ACCEPT))  # type: ignore[misc]
        if len(jobs) >= SAMPLES:
            break
    return [milliseconds(job) for job in jobs[:SAMPLES]]
