"""A first draft by machine: what the card offers, what it says while it listens, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.sync import SyncPoint
from ldp_stories.errors import UserError
from ldp_stories.services import transcribe
from ldp_stories.services.home import Home
from ldp_stories.services.write_by_machine import EngineInfo
from ldp_stories.ui.record import machine_card
from ldp_stories.ui.record.machine_card import MachineCard
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk, sound_file, story

SMALL = EngineInfo("pocketsphinx", wants_model=False, language="en")
LARGE = EngineInfo("sherpa-onnx", wants_model=True, language="")


@pytest.fixture
def record(home: Home, tmp_path: Path) -> str:
    return story(home, sound=sound_file(tmp_path))


@pytest.fixture
def make(desk: Desk, record: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., MachineCard]:
    """A card with these engines; the work itself is done by what the test gives."""

    def made(*engines: EngineInfo, work: Callable[..., Any] | None = None) -> MachineCard:
        monkeypatch.setattr(machine_card, "engines", lambda: engines)
        if work is not None:
            monkeypatch.setattr(machine_card, "write_by_machine", work)
        card = MachineCard(desk.context, record, lambda: "ur")
        desk.show(card, size=(360, 520))
        return card

    return made


def test_one_engine_needs_no_choosing_and_two_do(make: Callable[..., MachineCard]) -> None:
    assert not make(SMALL).engine.isVisible()
    card = make(LARGE, SMALL)
    assert card.engine.isVisible()
    assert card.engine.value() == "sherpa-onnx"
    assert card.model.isVisible()
    card.engine._picked("pocketsphinx")
    assert not card.model.isVisible()
    assert card.listen.isEnabled()


def test_it_is_told_in_which_language_and_with_which_model(
    desk: Desk, make: Callable[..., MachineCard], record: str, tmp_path: Path
) -> None:
    asked: list[tuple[object, ...]] = []

    def work(_home: Home, story: str, engine: str, **more: Any) -> str:
        asked.append((story, engine, more["model"], more["language"]))
        return "layer"

    desk.context.change_settings(speech_model=str(tmp_path))
    card = make(LARGE, work=work)
    card.listen.click()
    desk.until(lambda: card.task is None)
    assert asked == [(record, "sherpa-onnx", tmp_path, "ur")]
    assert card.state.text() == "It is done. Check every word: it guesses."


def test_a_model_is_given_only_to_an_engine_that_wants_one(
    desk: Desk, make: Callable[..., MachineCard], tmp_path: Path
) -> None:
    desk.context.change_settings(speech_model=str(tmp_path))
    assert make(SMALL).folder is None
    assert make(LARGE).folder == tmp_path


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SPEECH_MODEL", "There is no model in that folder"),
        ("SPEECH_ENDED", "The listener ended before it was done."),
        ("SPEECH_MEMORY", "This laptop has too little memory for that listener now."),
        ("SPEECH_LANGUAGE", "That listener knows only English"),
        ("SPEECH_NOTHING", "It heard no words in this sound."),
        ("MEDIA_GONE", ""),
    ],
)
def test_what_went_wrong_is_said_and_one_can_try_again(
    desk: Desk, make: Callable[..., MachineCard], code: str, words: str
) -> None:
    def work(*_: Any, **__: Any) -> str:
        raise UserError(code)

    card = make(SMALL, work=work)
    card.listen.click()
    desk.until(lambda: card.task is None)
    assert words in card.state.text()
    assert card.state.text()
    assert card.listen.isVisible()
    assert not card.stop.isVisible()


def test_how_far_it_is_stands_in_the_card_while_it_listens(
    desk: Desk, make: Callable[..., MachineCard]
) -> None:
    said: list[str] = []

    def work(*_: Any, progress: Any, **__: Any) -> str:
        progress.report(50, 100)
        return "layer"

    card = make(SMALL, work=work)
    desk.tasks.changed.connect(lambda: said.append(card.state.text()))
    card.listen.click()
    desk.until(lambda: card.task is None)
    assert "Listening, 50 % done" in said


def test_its_words_can_be_taken_away_when_they_are_there(
    desk: Desk, make: Callable[..., MachineCard], record: str
) -> None:
    assert not make(SMALL).remove.isVisible()
    transcribe.keep_machine_words(
        desk.home, record, "eye new", (SyncPoint(0, 5),), machine="pocketsphinx", language="en"
    )
    card = make(SMALL)
    heard: list[int] = []
    card.heard.connect(lambda: heard.append(1))
    card.remove.click()
    assert transcribe.machine_words(desk.home, record) is None
    assert heard == [1]
    assert "Its words are gone. Yours are as they were." in words_on(card)
    card.take_away()
    assert heard == [1], "twice is once"
