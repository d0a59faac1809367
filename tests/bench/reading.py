"""Measure what a person waits for: searching as they type, opening a story, turning a page, one decision."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from ldp_stories.domain.review import Choice
from ldp_stories.services.change_codebook import stories_changed
from ldp_stories.services.count_found import tally
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import Purpose, codebook, search
from ldp_stories.services.find_place import place_named
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.queue_work import first_rows, queue, queue_page
from ldp_stories.services.rail_counts import rail_counts
from ldp_stories.services.read_codebook import groups
from ldp_stories.services.report_places import by_ward
from ldp_stories.services.review_tags import decide, readings
from ldp_stories.services.see_coverage import coverage
from ldp_stories.services.tag_chat import tag_chat
from ldp_stories.store import search as index
from tests.bench.figures import Figure, Samples, sampled, timed
from tests.bench.invented import RARE, Story, Talk

SAMPLES: Final = 100
PAGES: Final = 40


def read(home: Home, told: Sequence[Story], size: str) -> list[Figure]:
    """All figures of reading, on Joan's notebook."""
    chance = random.Random(5)
    typed = _typed(chance)
    chosen = chance.sample(list(told), min(SAMPLES, len(told)))
    place, tag = place_named(home, "Millbrook ward").id, codebook(home)[0].id
    asked = {
        "": {},
        ", for a clip": {"purpose": Purpose.PUBLISH},
        ", in one place": {"place": place},
        ", with one tag": {"tags": (tag,)},
    }
    lists = sampled(partial(_list_shown, home, text) for text in typed)
    return [
        lists.figure("searching while typing, the list shown", size, 10, "50 hits, sealed store"),
        *(
            sampled(partial(search, home, text, **how) for text in typed).figure(  # type: ignore[arg-type]
                f"the same with what consent hides{name}", size, 50, "one page of find"
            )
            for name, how in asked.items()
        ),
        sampled(partial(open_record, home, one.record) for one in chosen).figure("opening a story", size, 50),
        _pages(home).figure("turning a page of stories", size, 50, "200 rows by key"),
        _decisions(home).figure("one decision on a tag", size, 50, "durable"),
        _once("the queue, its first rows", size, 50, lambda: first_rows(home)),
        _once("the queue, all of it", size, 1_500, lambda: queue_page(home)),
        _once("counting all that is found and hidden", size, 5_000, lambda: tally(home, "")),
        _once("the codebook with how many stories each tag has", size, 1_500, lambda: groups(home)),
        _once("how many stories a change is about", size, 1_000, lambda: stories_changed(home, tag)),
        _once("the list for the tag chat", size, 3_000, lambda: tag_chat(home)),
        _once("who is missing, by group", size, 5_000, lambda: coverage(home)),
        _once("a report by ward", size, 5_000, lambda: by_ward(home)),
        _once("the counts beside the places", size, 100, lambda: rail_counts(home)),
    ]


def _once(what: str, size: str, bar: float, job: Callable[[], object]) -> Figure:
    with timed() as watch:
        job()
    return Figure(what, size, 1000 * watch.seconds, "ms", bar, worked=1000 * watch.processor)


def _list_shown(home: Home, text: str) -> None:
    with home.main.read() as con:
        for hit in index.search(con, text).hits:
            assert hit.snippet


def _typed(chance: random.Random) -> list[str]:
    """What people type, letter by letter: often a common word, sometimes two, sometimes one that is rare or not there."""
    words = Talk(chance).words
    typed = []
    for _ in range(SAMPLES // 4):
        word = words[min(int(chance.paretovariate(0.5)), len(words) - 1)]
        typed += [word[: 2 + n] for n in range(min(3, len(word) - 1))]
        typed.append(f"{words[0]} {word}")
    return [*typed, RARE, RARE[:4], "nothing at all"]


def _pages(home: Home) -> Samples:
    after: list[tuple[str, str] | None] = [None]

    def turn() -> None:
        after.append(my_stories(home, after[-1], 200).next)

    def jobs() -> Iterator[Callable[[], object]]:
        for _ in range(PAGES):
            yield turn
            if after[-1] is None:
                return

    return sampled(jobs())


def _decisions(home: Home) -> Samples:
    """Decide on what waits, one by one, as a coordinator does."""
    jobs: list[Callable[[], object]] = []
    for row in queue(home):
        for reading in readings(home, row.record):
            jobs.append(partial(decide, home, reading.suggestion.id, Choice.ACCEPT))
        if len(jobs) >= SAMPLES:
            break
    return sampled(jobs[:SAMPLES])
