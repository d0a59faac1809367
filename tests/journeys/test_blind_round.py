"""Two evaluators and a coordinator with real windows: own coding, a blind round from opening to the differences, one stick between them."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from ldp_stories.services.code_blind import my_rounds
from ldp_stories.services.code_own import codings_of
from ldp_stories.store import ledger
from tests.journeys.acts import CTRL, choose
from tests.journeys.people import Person, person
from tests.services.rounds import CURTAINS, Team, team

pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", extend=True)

REASON = "She knows the women there"
OTHER = "Only mentioned in passing"


@dataclass
class Stage:
    """The three at their desks, with two released stories on every laptop."""

    team: Team
    joan: Person
    priya: Person
    theo: Person


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    with team(tmp_path / "team", stories=2) as made, ExitStack() as windows:
        desks = []
        for name, home in (("joan", made.joan), ("priya", made.priya), ("theo", made.theo)):
            one = windows.enter_context(person(qtbot, home.machine, tmp_path / name, made.made.stick))
            one.window.open_desk(home)
            desks.append(one)
        yield Stage(made, *desks)


def open_round(priya: Person, code: str) -> str:
    """Priya opens a round over both stories for herself and Theo, by keys."""
    priya.bring_to_front()
    priya.go("agreement")
    priya.press("Open a round")
    priya.until(lambda: priya.screen.opening.isVisible(), "the page for a round")
    page = priya.screen.opening
    priya.type(page.name, "Do we read trust alike?")
    key = next(o for o in page.tags._options if o.label.startswith(f"{code} "))
    choose_from(priya, page.tags.list, key.label)
    theo = next(b for b in page.coders._buttons if b.option.label == "Theo")
    priya.space(theo)
    priya.press("Open the round")
    priya.until(lambda: my_rounds(priya.home), "the round")
    priya.sees("You have done 0 of 2")
    return my_rounds(priya.home)[0].round.id


def choose_from(one: Person, combo: object, words: str) -> None:
    """Open a list with a key, type its words, Enter; the list then shows what it offers again."""
    try:
        choose(one, combo, words)  # type: ignore[arg-type]
    except AssertionError:
        one.sees(words)


def code_share(one: Person, keys: str, reason: str) -> None:
    """Read, answer by the keys Y and N, say why on the first, go on with Ctrl Enter."""
    one.bring_to_front()
    one.go("agreement")
    one.press("Code your share")
    one.sees("Read first. You will see the other tags when the round closes.")
    for number, key in enumerate(keys):
        one.until(lambda: CURTAINS in one.screen.words.text(), "the story")
        one.screen.heading.setFocus()
        one.qtbot.keyClicks(one.screen.heading, key)
        if number == 0:
            one.type(one.screen.questions[0].reason, reason)
            one.key(Qt.Key.Key_Return)
        one.key(Qt.Key.Key_Return, CTRL)
    one.sees("That was the last one")
    one.press("Back to the rounds")


def reasons_in(one: Person) -> set[str]:
    """The reasons that stand anywhere in the file of a home."""
    with one.home.main.read() as con:
        bodies = [r.body for r in ledger.revisions(con) if r.kind == "round_mark" and r.body is not None]
    return {words for words in (REASON, OTHER) if any(words.encode() in body for body in bodies)}


def test_a_blind_round_from_opening_to_where_they_differ(stage: Stage) -> None:
    priya, theo, joan = stage.priya, stage.theo, stage.joan
    open_round(priya, "D1")
    stage.team.pass_round()
    code_share(priya, "yn", REASON)
    code_share(theo, "nn", OTHER)
    stage.team.pass_round()
    assert reasons_in(priya) == {REASON}
    assert reasons_in(theo) == {OTHER}
    assert reasons_in(joan) == {REASON, OTHER}
    for one in (priya, theo):
        one.go("agreement")
        one.sees("Nobody sees what another said until the round is over.")
        assert (OTHER if one is priya else REASON) not in one.words

    priya.bring_to_front()
    priya.press("Close the round")
    stage.team.pass_round()
    stage.team.pass_round()
    for one in (priya, theo):
        assert reasons_in(one) == {REASON, OTHER}
        one.bring_to_front()
        one.go("preferences")
        one.go("agreement")
        one.sees("Too few to say. The same answer on 1 of 2.")
        one.sees("This is a small sample: 2 of at least 20.")
        one.press("Show where we differ (1)")
        one.sees(f"Yes. {REASON}")
        one.sees(f"No. {OTHER}")


def test_coding_in_ones_own_layer_travels_to_the_other_evaluator_and_touches_no_review(stage: Stage) -> None:
    priya, theo = stage.priya, stage.theo
    record = stage.team.records[0]
    priya.bring_to_front()
    priya.go("coding", record)
    priya.sees("Select some words, then press T.")
    priya.type(priya.screen.new, "Walking in alone")
    priya.key(Qt.Key.Key_Return)
    words = priya.screen.words
    at = words.document().find("walk in on my own")
    cursor = QTextCursor(words.document())
    cursor.setPosition(at.selectionStart())
    cursor.setPosition(at.selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
    words.setTextCursor(cursor)
    words.setFocus()
    priya.qtbot.keyClicks(words, "t")
    priya.sees("Tagged Walking in alone.")
    assert [c.words for c in codings_of(priya.home, record)] == ["walk in on my own"]
    stage.team.pass_round()
    theo.bring_to_front()
    theo.go("coding", record)
    theo.sees("1  Walking in alone")
    theo.sees("by Priya")
    assert "Take off" not in theo.words
    priya.bring_to_front()
    priya.key(Qt.Key.Key_Z, CTRL)
    priya.until(lambda: codings_of(priya.home, record) == (), "the undo")
