"""A notebook killed while somebody types: every text it called kept is there, the store opens again, and everything in it is whole."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.services import edit_record
from ldp_stories.services.check import check
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.start_home import open_home
from tests.effort import SEED, effort, tried
from tests.faults.victims import Forker, moments
from tests.services.cast import tell
from tests.services.homes import cheap_machine, found

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
ROUNDS = effort(36, 2_000)
LONGEST = 0.35
"""Seconds: from before the store is open to well into the typing."""


@pytest.fixture
def forker(tmp_path: Path) -> Iterator[Forker]:
    made = Forker(tmp_path)
    yield made
    made.close()


def number_in(text: str) -> int:
    """The number a victim typed."""
    found_one = re.match(r"(?:title|words) (\d+)", text)
    return int(found_one[1]) if found_one else 0


def last(said: list[str], word: str) -> int:
    """The highest number a victim was held to."""
    return max((int(line.split()[1]) for line in said if line.startswith(word)), default=0)


def standing(home: Home, record: str) -> tuple[int, int]:
    """The numbers of the title and of the words as the person would see them: what is on the desk goes before what is written."""
    typed = edit_record.drafts(home, record)
    view = edit_record.open_record(home, record)
    title = typed.get("title", view.record.title)
    words = typed.get("words", view.layers[0].text)
    return number_in(title), number_in(words)


def written(home: Home, record: str) -> int:
    """The number that is in the ledger."""
    return number_in(edit_record.open_record(home, record).record.title)


def test_nothing_that_was_called_kept_is_ever_lost(tmp_path: Path, forker: Forker) -> None:
    machine = cheap_machine(tmp_path)
    home = found(tmp_path / "home", machine)
    record = tell(home, ready=False)
    home.close()
    at, kills, typed, pace = 0, 0, 0, 1.0
    for moment in moments(ROUNDS, LONGEST, seed=SEED + 11):
        said, killed = forker.victim(
            "edit", tmp_path / "home", machine, moment * pace, record=record, **{"from": at}
        )
        kills += killed
        typed += len(said) > 1
        pace = paced(pace, late=moment > LONGEST / 2, typed=len(said) > 1)
        at = _whole_after(tmp_path / "home", machine, record, said, at)
    assert kills == ROUNDS
    tried("kills while typing", kills)
    assert typed > ROUNDS // 4, "hardly any victim came to typing"


def paced(pace: float, *, late: bool, typed: bool) -> float:
    """How slow the machine is: where even a late kill comes before the typing, the next ones wait longer, and shorter again after."""
    if typed:
        return max(1.0, pace * 0.9)
    return pace * 2 if late else pace


def test_on_a_busy_machine_the_kills_come_later_and_on_a_quick_one_as_they_were_drawn() -> None:
    assert paced(1.0, late=True, typed=False) == 2.0
    assert paced(2.0, late=False, typed=False) == 2.0
    assert paced(2.0, late=True, typed=True) == 1.8
    assert paced(1.0, late=True, typed=True) == 1.0


def _whole_after(folder: Path, machine: Machine, record: str, said: list[str], before: int) -> int:
    """Open the notebook that was killed; nothing acknowledged is gone. The number to go on from."""
    home = open_home(folder, None, machine)
    try:
        title, words = standing(home, record)
        assert title >= max(last(said, "kept"), before), said[-3:]
        assert words >= last(said, "words"), said[-3:]
        assert written(home, record) >= last(said, "written"), said[-3:]
        assert title <= max(last(said, "kept"), before) + 1, "a text nobody typed"
        report = check(home)
        assert report.ok, report
        return max(title, words)
    finally:
        home.close()


def test_what_was_on_the_desk_is_written_after_the_kill_and_only_once(tmp_path: Path, forker: Forker) -> None:
    machine = cheap_machine(tmp_path)
    home = found(tmp_path / "home", machine)
    record = tell(home, ready=False)
    home.close()
    forker.victim("edit", tmp_path / "home", machine, LONGEST, record=record, **{"from": 0})
    home = open_home(tmp_path / "home", None, machine)
    expected = standing(home, record)
    edit_record.write_drafts(home, record)
    assert edit_record.drafts(home, record) == {}
    view = edit_record.open_record(home, record)
    assert (number_in(view.record.title), number_in(view.layers[0].text)) == expected
    assert len(view.layers) == 1
    lines = _lines(home)
    edit_record.write_drafts(home, record)
    assert _lines(home) == lines
    home.close()


def _lines(home: Home) -> int:
    with home.main.read() as con:
        return int(con.exec_driver_sql("SELECT count(*) FROM revision").scalar_one())
