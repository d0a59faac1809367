"""A laptop's clock is a label, never an argument: 2001, 2038, backwards, a day's jump, a leap day; nothing is lost, or gone early."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from ldp_stories.domain.revisions import Revision, view_entity
from ldp_stories.errors import Refused
from ldp_stories.services.edit_record import keep_draft, open_record, write_drafts
from ldp_stories.services.find_code import everyone
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import copy_if_due, safe_copies
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.record_encounter import begin
from ldp_stories.services.right_clock import believe_clock
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.services.start_home import open_home
from ldp_stories.services.trash import empty_old, put_back, throw_away, trash
from ldp_stories.services.undo_words import begin_undo, earlier
from ldp_stories.store import ledger, records
from ldp_stories.store.ledger_read import group_by_entity
from tests.effort import effort
from tests.services.homes import START, Clock, cheap_machine, found, told

YEAR = timedelta(days=365)
DAY = timedelta(days=1)
NAMED: dict[str, Sequence[datetime]] = {
    "an empty battery: 2001": [START, datetime(2001, 1, 1, tzinfo=UTC), datetime(2001, 1, 2, tzinfo=UTC)],
    "the end of 32 bits": [START, datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC), datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)],
    "the beginning of time": [START, datetime(1970, 1, 1, tzinfo=UTC), START],
    "ever backwards": [START - DAY * n for n in range(8)],
    "a day on, a day back": [START + DAY * (n % 2) for n in range(8)],
    "a year ahead and right again": [START, START + YEAR, START],
    "a year ahead each time it is opened": [START + YEAR * n for n in range(8)],
    "a leap day": [datetime(2028, 2, 28, 23, 59, 59, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC)],
    "a leap day and back to a year without": [datetime(2028, 2, 29, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)],
    "it stands still": [START],
}  # fmt: skip


def at_random(seed: int) -> Sequence[datetime]:
    """Moments from 1970 to 2099 in no order."""
    dice = random.Random(seed)
    begin_at = datetime(1970, 1, 1, tzinfo=UTC)
    return [begin_at + timedelta(seconds=dice.randrange(130 * 365 * 86_400)) for _ in range(9)]


CASES = {**NAMED, **{f"at random {n}": at_random(n) for n in range(effort(10, 490))}}


class Chaos(Clock):
    """A clock that says the next of some moments whenever it is moved."""

    def __init__(self, moments: Sequence[datetime]) -> None:
        super().__init__(START)
        self._moments, self._next = moments, 0

    def move(self) -> None:
        self.at = self._moments[self._next % len(self._moments)]
        self._next += 1


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Chaos:
    return Chaos(CASES[request.param])


@pytest.fixture
def home(tmp_path: Path, clock: Chaos) -> Iterator[Home]:
    made = found(tmp_path / "home", cheap_machine(tmp_path, clock), roles=ALL_ROLES, name="Amina Khan")
    yield made
    made.close()


def tell(home: Home, clock: Chaos, title: str) -> str:
    """A story, whatever day it is: a person who is asked says that the clock is right when it can be."""
    try:
        record = told(home)
    except Refused:
        clock.at = START
        believe_clock(home)
        record = told(home)
    keep_draft(home, record, "title", title)
    clock.move()
    write_drafts(home, record)
    return record


def views(lines: Sequence[Revision]) -> dict[str, str]:
    """What every entity is, by the hash that two people compare."""
    return {ent: view_entity(known).hash() for ent, known in group_by_entity(lines).items()}


@pytest.mark.parametrize("clock", CASES, indirect=True)
def test_whatever_the_clock_says_nothing_is_lost_or_gone_early(home: Home, clock: Chaos) -> None:
    stories = {}
    for number in range(2):
        clock.move()
        record = tell(home, clock, f"Story {number}")
        stories[record] = f"Story {number}"
    away = next(iter(stories))
    throw_away(home, away)
    copied = []
    for _ in range(3):
        clock.move()
        assert empty_old(home) == 0, "three looks are three weeks at most"
        made = copy_if_due(home)
        copied += [made.folder] if made else []
        assert copied, "the first copy is always due"
        assert [c.folder for c in safe_copies(home)][: len(copied)] == copied[::-1][:3]
        assert home.today() >= home.now().date()
    assert [t.id for t in trash(home)] == [away]
    put_back(home, away)
    with home.main.read() as con:
        assert {r.id: r.title for r in records.page(con, limit=50).rows} == stories
        lines = list(ledger.revisions(con))
        kept = {ent: ledger.entity_hash(con, ent) for ent in views(lines)}
    assert len({p.code for p in everyone(home)}) == len(stories), "two people have one code"
    assert all(a.seq < b.seq for a, b in pairwise(lines) if a.dev == b.dev)
    now = views(lines)
    assert kept == now
    for label in ("", "1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "not a time"):
        assert views([replace(line, at_label=label) for line in lines]) == now


@pytest.mark.parametrize("clock", list(NAMED)[:3], indirect=True)
def test_a_date_that_cannot_be_is_flagged_and_undo_still_goes_back(home: Home, clock: Chaos) -> None:
    sure = told(home)
    keep_draft(home, sure, "words", "One.")
    begin_undo(home, sure, "words", "One.")
    clock.at = START + DAY
    later = told(home)
    clock.at = datetime(2001, 1, 1, tzinfo=UTC)
    assert home.clock_is_behind
    unsure = told(home)
    assert [open_record(home, r).date_unsure for r in (sure, later, unsure)] == [False, False, True]
    keep_draft(home, sure, "words", "One. Two.")
    clock.at = START + YEAR
    assert earlier(home, sure, "words", "One. Two.") == "One."


@pytest.mark.parametrize("clock", ["it stands still"], indirect=True)
@pytest.mark.parametrize("jump", [-20_000, -365, -1, 1, 365, 20_000])
def test_a_notebook_opens_on_any_day_and_writes_under_new_numbers(
    home: Home, clock: Chaos, jump: int
) -> None:
    record = told(home)
    home.close()
    clock.at = START + DAY * jump
    again = open_home(home.folder, None, home.machine)
    try:
        keep_draft(again, record, "title", "After the jump")
        write_drafts(again, record)
        assert my_stories(again).rows[0].title == "After the jump"
        assert again.author == home.author, "a jump of the clock is no restored copy"
        with again.main.read() as con:
            numbers = [(r.dev, r.seq) for r in ledger.revisions(con)]
        assert len(numbers) == len(set(numbers))
        if jump < 365:
            assert begin(again).code
    finally:
        again.close()
