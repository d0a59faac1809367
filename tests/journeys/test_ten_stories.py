"""Ten stories by keyboard alone: a sitting, one key for a clean story, a reason half typed when the program ends, and back at the same place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.review import Choice
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.queue_work import half_typed, queue, sitting
from ldp_stories.services.review_tags import readings
from ldp_stories.ui.coordinator.ask_line import AskLine
from tests.journeys.acts import CTRL, choose
from tests.journeys.people import Person, person
from tests.services.house import BULBS, WOMEN, Told, open_house, opened_again, pass_on, tell

pytestmark = pytest.mark.qt_log_ignore(
    "pipewire", "PulseAudio", "audio device", extend=True
)  # no sound card is needed
STORIES = 10


@dataclass
class Stage:
    """Joan's home with ten stories that wait, and her window when it is open."""

    qtbot: QtBot
    folder: Path
    home: Home
    told: list[Told]

    @contextmanager
    def at_the_window(self) -> Iterator[Person]:
        """Her window; closing it is what a restart does."""
        with person(self.qtbot, self.home.machine, self.folder / "window", self.folder) as joan:
            joan.window.open_desk(self.home)
            joan.bring_to_front()
            yield joan
        self.home = opened_again(self.home)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    amina, joan = open_house(tmp_path, "amina"), open_house(tmp_path, "joan")
    told = [
        tell(
            amina,
            "They draw the curtains and it is only women. " + BULBS.replace("Mrs Patel", "The neighbour"),
            marked=(WOMEN,),
            tags={WOMEN: "D1"},
            code=f"LT-{at}",
            title=f"Story {at}",
            at=f"2026-05-{10 + at}T10:00",
        )
        for at in range(STORIES)
    ]
    pass_on(amina, joan)
    made = Stage(qtbot, tmp_path, joan, told)
    yield made
    amina.close()
    made.home.close()


def start(joan: Person) -> None:
    """From the queue into the sitting with Ctrl Enter."""
    joan.go("queue")
    joan.until(lambda: joan.screen.start.isVisible(), "the way into a sitting")
    joan.rest()
    joan.key(Qt.Key.Key_Return, CTRL)
    joan.until(lambda: joan.window.navigator.here.entry.key == "review", "the review")  # type: ignore[union-attr]
    joan.rest()


def at_story(joan: Person, number: int) -> None:
    joan.until(lambda: joan.screen.at == number - 1 and joan.screen.story is not None, f"story {number}")
    joan.rest()


def next_story(joan: Person) -> None:
    """On to the next story with one key."""
    before = joan.screen.at
    joan.key(Qt.Key.Key_S)
    joan.until(lambda: joan.screen.at == before + 1, "the next story")


def line_of(joan: Person) -> AskLine:
    lines: list[AskLine] = [x for x in joan.screen.findChildren(AskLine) if x.isVisible()]
    assert lines, "no line to write in"
    return lines[0]


def current(home: Home, told: Told) -> list[Choice]:
    return [d.choice for r in readings(home, told.record) for d in r.current]


def accept_with_one_key(joan: Person, stage: Stage, at: int) -> None:
    """A clean story takes one key."""
    joan.key(Qt.Key.Key_A)
    joan.until(lambda: current(stage.home, stage.told[at]) == [Choice.ACCEPT], "the decision")
    joan.rest()


def count_keys(joan: Person) -> list[int]:
    """Every key pressed from now on."""
    pressed: list[int] = []
    real = joan.key

    def key(key: Qt.Key, *modifier: Qt.KeyboardModifier) -> None:
        pressed.append(int(key))
        real(key, *modifier)

    joan.key = key  # type: ignore[assignment,method-assign]
    return pressed


def test_ten_stories_by_keyboard_with_a_restart_in_the_middle(stage: Stage) -> None:
    assert [row.record for row in queue(stage.home)] == [t.record for t in stage.told]
    with stage.at_the_window() as joan:
        start(joan)
        for at in range(4):
            at_story(joan, at + 1)
            accept_with_one_key(joan, stage, at)
            next_story(joan)
        at_story(joan, 5)
        joan.key(Qt.Key.Key_C)
        joan.until(lambda: line_of(joan).combo is not None, "the line for the reason")
        line = line_of(joan)
        assert line.combo is not None
        choose(joan, line.combo, "B7")
        joan.type(line.field, "she chose a women-only")
        joan.until(
            lambda: (half_typed(stage.home) or _NONE).words == "she chose a women-only", "it to be kept"
        )
    kept = half_typed(stage.home)
    assert kept is not None
    assert (kept.record, kept.choice) == (stage.told[4].record, "change")
    where = sitting(stage.home)
    assert where is not None
    assert (where.at, len(where.records)) == (4, STORIES)
    with stage.at_the_window() as joan:
        joan.go("queue")
        joan.sees("Carry on, story 5 of 10")
        joan.rest()
        joan.key(Qt.Key.Key_Return, CTRL)
        at_story(joan, 5)
        joan.until(lambda: line_of(joan).field.text() == "she chose a women-only", "the words half typed")
        line = line_of(joan)
        assert line.tag() == _b7(stage)
        joan.type(line.field, " session")
        joan.key(Qt.Key.Key_Return)
        joan.until(lambda: current(stage.home, stage.told[4]) == [Choice.CHANGE], "the change")
        assert half_typed(stage.home) is None
        (reading,) = readings(stage.home, stage.told[4].record)
        assert reading.current[0].reason == "she chose a women-only session"
        joan.rest()
        next_story(joan)
        counted = count_keys(joan)
        for at in range(5, STORIES):
            at_story(joan, at + 1)
            accept_with_one_key(joan, stage, at)
            next_story(joan)
        assert len(counted) == 2 * (STORIES - 5), "two keys for a clean story: accept it, go on"
        joan.sees("That was the last one.")
        assert "Everything you decided is saved." in joan.words
    assert all(r.settled for t in stage.told for r in readings(stage.home, t.record))


class _Nothing:
    words = ""


_NONE = _Nothing()


def _b7(stage: Stage) -> str:
    return next(t.id for t in codebook(stage.home) if t.code == "B7")
