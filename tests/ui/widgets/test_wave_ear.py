"""The waveform for somebody who cannot see it: a slider with a value in minutes and seconds, moved by keys and by the reader itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets import player as player_module
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.waveform import Waveform
from tests.ui.helpers import dressed

TWELVE = 12 * 60_000


class Engine(QObject):
    """Plays nothing, and remembers where it was sent."""

    position_changed = Signal(int)
    playing_changed = Signal(bool)
    duration_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.at: list[int] = []

    def play(self) -> None:
        self.playing_changed.emit(True)

    def pause(self) -> None:
        self.playing_changed.emit(False)

    def seek(self, ms: int) -> None:
        self.at.append(ms)

    def set_rate(self, rate: float) -> None:
        """It has no speed."""


def interface(wave: Waveform) -> QAccessibleInterface:
    found: QAccessibleInterface = QAccessible.queryAccessibleInterface(wave)
    return found


def value(wave: Waveform) -> QAccessibleValueInterface:
    found = interface(wave).valueInterface()
    assert found is not None
    return found


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said aloud."""
    words: list[str] = []
    monkeypatch.setattr(player_module, "announce", lambda _w, text, **_: words.append(text))
    return words


@pytest.fixture
def bar(qtbot: QtBot, engine: Engine) -> Iterator[PlayerBar]:
    made = PlayerBar(name="The sound")
    made.bind(engine)
    dressed(qtbot, made, size=(700, 60))
    engine.duration_changed.emit(TWELVE)
    yield made
    made.hide()


def test_a_reader_is_told_of_a_slider_with_its_place_in_minutes_and_seconds(bar: PlayerBar) -> None:
    bar.go_to(65_400)
    told = interface(bar.wave)
    assert told.role() is QAccessible.Role.Slider
    assert told.text(QAccessible.Text.Name) == "Where in the sound"
    assert told.text(QAccessible.Text.Value) == "1 min 5 s of 12 min 0 s"
    assert told.state().focusable == 1
    assert [value(bar.wave).minimumValue(), value(bar.wave).currentValue(), value(bar.wave).maximumValue()] == [
        0,
        65,
        720,
    ]  # fmt: skip
    assert value(bar.wave).minimumStepSize() == 5


@pytest.mark.parametrize(("wanted", "ms"), [(90, 90_000), (-4, 0), (9_999, TWELVE)])
def test_a_reader_can_move_it_and_never_beyond_its_ends(
    bar: PlayerBar, engine: Engine, wanted: int, ms: int
) -> None:
    value(bar.wave).setCurrentValue(wanted)
    assert engine.at == [ms]
    assert value(bar.wave).currentValue() == ms // 1000


@pytest.mark.parametrize(
    ("key", "ms", "words"),
    [
        (Qt.Key.Key_Left, 355_000, "5 min 55 s"),
        (Qt.Key.Key_Right, 365_000, "6 min 5 s"),
        (Qt.Key.Key_Home, 0, "0 s"),
        (Qt.Key.Key_End, TWELVE, "12 min 0 s"),
        (Qt.Key.Key_PageUp, 288_000, "4 min 48 s"),
        (Qt.Key.Key_PageDown, 432_000, "7 min 12 s"),
    ],
)
def test_keys_on_the_waveform_move_it_and_the_new_place_is_said(
    qtbot: QtBot, bar: PlayerBar, engine: Engine, said: list[str], key: Qt.Key, ms: int, words: str
) -> None:
    bar.go_to(360_000)
    bar.wave.setFocus()
    qtbot.waitUntil(bar.wave.hasFocus)
    qtbot.keyClick(bar.wave, key)
    assert engine.at[-1] == ms
    assert said == [words]


def test_while_it_plays_nobody_talks_over_the_sound(
    qtbot: QtBot, bar: PlayerBar, engine: Engine, said: list[str]
) -> None:
    bar.wave.setFocus()
    qtbot.waitUntil(bar.wave.hasFocus)
    before = bar.wave.accessibleDescription()
    engine.play()
    for ms in range(0, 5_000, 100):
        engine.position_changed.emit(ms)
    qtbot.keyClick(bar.wave, Qt.Key.Key_Right)
    assert said == []
    assert bar.wave.accessibleDescription() == before
    assert value(bar.wave).currentValue() == 9, "who asks is told the place of that moment"
    engine.pause()
    engine.position_changed.emit(10_000)
    assert bar.wave.accessibleDescription() == "00:10 of 12:00"


def test_the_sound_that_is_being_recorded_is_no_slider(qtbot: QtBot) -> None:
    live = Waveform(name="The sound", live=True)
    dressed(qtbot, live)
    assert interface(live).role() is not QAccessible.Role.Slider
    assert interface(live).valueInterface() is None


def test_one_that_knows_no_length_stands_at_nothing_and_cannot_be_moved(qtbot: QtBot) -> None:
    wave = Waveform(name="Where in the sound")
    dressed(qtbot, wave)
    heard: list[float] = []
    wave.sought.connect(heard.append)
    value(wave).setCurrentValue(5)
    assert (value(wave).currentValue(), value(wave).maximumValue(), heard) == (0, 0, [])


def test_waveforms_that_went_away_are_asked_in_vain_and_nothing_breaks(qapp: QApplication) -> None:
    kept = []
    for number in range(60):
        holder = QWidget()
        wave = Waveform(name="Where in the sound")
        wave.setParent(holder)
        wave.set_length(number * 1_000)
        kept.append(interface(wave))
        assert interface(wave).text(QAccessible.Text.Value).endswith(f"of {number} s")
        holder.deleteLater()
        del holder, wave
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [one for one in kept if shiboken6.isValid(one)] == []
