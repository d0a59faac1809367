"""The player bar joined to the real sound engine with a real sound (of an invented voice)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.errors import UserError
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.ui.audio import Player
from ldp_stories.ui.widgets.player import PlayerBar
from tests.ui.helpers import button, dressed, words_on

pytestmark = pytest.mark.qt_log_ignore("PulseAudio|pipewire|[Aa]udio|FFmpeg", extend=True)

LENGTH = 12_000


class Bytes:
    """A sound held in memory."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = data, len(data)

    def read(self, offset: int, size: int) -> bytes:
        return self.data[offset : offset + size]


class Damaged(Bytes):
    """A sound of which no piece can be had."""

    def read(self, offset: int, size: int) -> bytes:
        raise UserError("DAMAGED")


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path: Path = write_voice(tmp_path_factory.mktemp("voice") / "voice.wav", LENGTH)
    return path.read_bytes()


@pytest.fixture
def player(qapp: QApplication) -> Iterator[Player]:
    made = Player()
    made.set_loudness(0.0)
    yield made
    made.pause()
    made.unload()
    made.deleteLater()


@pytest.fixture
def bar(qtbot: QtBot, player: Player, voice: bytes) -> PlayerBar:
    made = PlayerBar(name="Sound of Tea and bulbs")
    made.bind(player)
    dressed(qtbot, made, size=(700, 60))
    with qtbot.waitSignal(player.duration_changed, timeout=30_000):
        player.load(Bytes(voice))
    return made


def wait_for(qtbot: QtBot, player: Player, ms: int) -> None:
    qtbot.waitUntil(lambda: player.position >= ms, timeout=30_000)


def test_the_bar_learns_how_long_the_sound_is(qtbot: QtBot, bar: PlayerBar) -> None:
    qtbot.waitUntil(lambda: "00:00 of 00:12" in words_on(bar), timeout=30_000)


def test_pressing_play_plays_and_pressing_pause_pauses(qtbot: QtBot, bar: PlayerBar, player: Player) -> None:
    qtbot.mouseClick(button(bar, "Play"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: player.playing, timeout=30_000)
    qtbot.waitUntil(lambda: bar.button.accessibleName() == "Pause")
    qtbot.mouseClick(button(bar, "Pause"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not player.playing, timeout=30_000)
    assert button(bar, "Play").isVisible()


def test_space_plays_from_the_waveform(qtbot: QtBot, bar: PlayerBar, player: Player) -> None:
    bar.wave.setFocus()
    qtbot.waitUntil(bar.wave.hasFocus)
    qtbot.keyClick(bar.wave, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.playing, timeout=30_000)
    qtbot.keyClick(bar.wave, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not player.playing, timeout=30_000)


def test_a_press_in_the_middle_of_the_waveform_goes_to_the_middle(
    qtbot: QtBot, bar: PlayerBar, player: Player
) -> None:
    middle = QPoint(bar.wave.width() // 2, 20)
    qtbot.mouseClick(bar.wave, Qt.MouseButton.LeftButton, pos=middle)
    assert abs(player.position - LENGTH // 2) < 200
    assert "00:06 of 00:12" in words_on(bar) or "00:05 of 00:12" in words_on(bar)


def test_the_words_follow_the_sound(qtbot: QtBot, bar: PlayerBar, player: Player) -> None:
    bar.go_to(7_000)
    bar.toggle()
    wait_for(qtbot, player, 8_100)
    qtbot.waitUntil(lambda: "00:08 of 00:12" in words_on(bar) or player.position >= 9_000, timeout=30_000)
    assert bar.wave.accessibleDescription() in words_on(bar)


def test_five_seconds_back_goes_back_in_the_real_sound(qtbot: QtBot, bar: PlayerBar, player: Player) -> None:
    bar.go_to(9_000)
    button(bar, "5 seconds back").click()
    assert player.position == 4_000
    button(bar, "5 seconds back").click()
    assert player.position == 0


def test_going_beyond_the_end_stays_at_the_end(bar: PlayerBar, player: Player) -> None:
    bar.go_to(99_000)
    assert player.position <= player.duration


def test_the_faster_speed_reaches_the_engine(bar: PlayerBar, player: Player) -> None:
    for rate in (1.25, 1.5):
        bar.speeds.step(1)
        assert player.rate == rate
    bar.speeds.step(-1)
    assert player.rate == 1.25


def test_at_the_end_the_bar_offers_play_again(qtbot: QtBot, bar: PlayerBar, player: Player) -> None:
    bar.go_to(LENGTH - 700)
    with qtbot.waitSignal(player.ended, timeout=30_000):
        bar.toggle()
    qtbot.waitUntil(lambda: bar.button.accessibleName() == "Play", timeout=30_000)
    assert "00:12 of 00:12" in words_on(bar) or "00:11 of 00:12" in words_on(bar)


def test_a_passage_plays_to_its_end_and_stops_there(qtbot: QtBot, bar: PlayerBar, player: Player) -> None:
    with qtbot.waitSignal(player.ended, timeout=30_000):
        player.play_span(2_000, 2_600)
    assert not player.playing
    assert 2_400 <= player.position <= 3_400


def test_two_bars_on_one_sound_show_the_same(qtbot: QtBot, bar: PlayerBar, player: Player) -> None:
    short = PlayerBar(name="The same, short", short=True)
    short.set_total(player.duration)
    short.bind(player)
    dressed(qtbot, short, size=(300, 60))
    bar.go_to(3_000)
    bar.toggle()
    qtbot.waitUntil(lambda: short.button.accessibleName() == "Pause", timeout=30_000)
    short.toggle()
    qtbot.waitUntil(lambda: bar.button.accessibleName() == "Play", timeout=30_000)


def test_a_sound_that_cannot_be_read_is_said_and_leaves_the_bar_at_rest(
    qtbot: QtBot, player: Player, voice: bytes
) -> None:
    made = PlayerBar(name="Sound")
    made.bind(player)
    dressed(qtbot, made, size=(700, 60))
    with qtbot.waitSignal(player.failed, timeout=30_000) as told:
        player.load(Damaged(voice))
    assert told.args is not None
    assert isinstance(told.args[0], UserError)
    assert made.button.accessibleName() == "Play"


def test_letting_go_of_the_sound_leaves_the_bar_whole(qtbot: QtBot, bar: PlayerBar, player: Player) -> None:
    bar.go_to(3_000)
    player.unload()
    bar.toggle()
    assert not player.playing
    assert not bar.grab().isNull()
