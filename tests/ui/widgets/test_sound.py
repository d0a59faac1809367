"""The waveform, the level and the player bar."""

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.meter import LevelMeter
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.theme import theme
from ldp_stories.ui.widgets.waveform import Waveform, WaveSpan
from tests.ui.helpers import button, cut, dressed, name_of, walk_names, words_on


class Engine(QObject):
    """A sound engine that writes down what it was asked."""

    position_changed = Signal(int)
    playing_changed = Signal(bool)
    duration_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[object] = []

    def play(self) -> None:
        self.asked.append("play")
        self.playing_changed.emit(True)

    def pause(self) -> None:
        self.asked.append("pause")
        self.playing_changed.emit(False)

    def seek(self, ms: int) -> None:
        self.asked.append(ms)

    def set_rate(self, rate: float) -> None:
        self.asked.append(rate)


def bar(qtbot: QtBot, **more: bool) -> PlayerBar:
    made = PlayerBar(name="Sound of Tea and bulbs", **more)
    made.set_total(750_000)
    dressed(qtbot, made, size=(700, 60))
    return made


def test_the_bar_shows_where_it_stands_and_how_long_it_is(qtbot: QtBot) -> None:
    player = bar(qtbot)
    player.set_time(218_000)
    assert "03:38 of 12:30" in words_on(player)


def test_play_and_pause_take_turns(qtbot: QtBot) -> None:
    player, engine = bar(qtbot), Engine()
    player.bind(engine)
    button(player, "Play").click()
    assert engine.asked == ["play"]
    button(player, "Pause").click()
    assert engine.asked == ["play", "pause"]
    assert name_of(player.button) == "Play"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_keys_play_and_pause(qtbot: QtBot, key: Qt.Key) -> None:
    player, engine = bar(qtbot), Engine()
    player.bind(engine)
    player.wave.setFocus()
    qtbot.waitUntil(player.wave.hasFocus)
    qtbot.keyClick(player.wave, key)
    assert engine.asked == ["play"]


def test_five_seconds_back_by_button_and_by_left(qtbot: QtBot) -> None:
    player, engine = bar(qtbot), Engine()
    player.bind(engine)
    player.set_time(60_000)
    button(player, "5 seconds back").click()
    player.button.setFocus()
    qtbot.waitUntil(player.button.hasFocus)
    qtbot.keyClick(player.button, Qt.Key.Key_Left)
    assert engine.asked == [55_000, 50_000]


def test_nobody_goes_beyond_the_ends(qtbot: QtBot) -> None:
    player, engine = bar(qtbot), Engine()
    player.bind(engine)
    player.set_time(2_000)
    player.go_to(-3_000)
    player.go_to(9_999_999)
    assert engine.asked == [0, 750_000]


def test_the_engine_moves_the_bar(qtbot: QtBot) -> None:
    player, engine = bar(qtbot), Engine()
    player.bind(engine)
    engine.duration_changed.emit(60_000)
    engine.position_changed.emit(30_000)
    assert "00:30 of 01:00" in words_on(player)
    assert player.wave._played == 0.5


def test_a_length_that_is_not_known_yet_changes_nothing(qtbot: QtBot) -> None:
    player, engine = bar(qtbot), Engine()
    player.bind(engine)
    engine.duration_changed.emit(0)
    assert "of 12:30" in words_on(player)


def test_the_speed_is_told_as_a_number(qtbot: QtBot) -> None:
    player, engine = bar(qtbot), Engine()
    player.bind(engine)
    button(player, "Speed, 1x").click()
    assert player.speeds.popup is not None
    shown = [player.speeds.popup.view.model().index(n, 0).data() for n in range(5)]
    assert shown == ["0.75x", "1x", "1.25x", "1.5x", "2x"]
    player.speeds.popup.picked.emit("1.5")
    player.speeds.popup.close()
    assert engine.asked == [1.5]
    assert name_of(player.speeds) == "Speed, 1.5x"


def test_keys_work_while_somebody_types_beside_the_player(qtbot: QtBot) -> None:
    page, field, player, engine = QWidget(), QLineEdit(), PlayerBar(name="The sound"), Engine()
    player.set_total(60_000)
    player.bind(engine)
    box = QVBoxLayout(page)
    box.addWidget(field)
    box.addWidget(player)
    dressed(qtbot, page, size=(700, 160))
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    player.set_time(20_000)
    player.set_marks([4_000, 30_000])
    player.set_passages([(40_000, 44_000)])
    shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
    none = Qt.KeyboardModifier.NoModifier
    for key, held in (
        (Qt.Key.Key_F4, none),
        (Qt.Key.Key_F2, none),
        (Qt.Key.Key_F2, shift),
        (Qt.Key.Key_F3, none),
        (Qt.Key.Key_F3, none),
        (Qt.Key.Key_F3, none),
        (Qt.Key.Key_F3, shift),
        (Qt.Key.Key_F3, shift),
        (Qt.Key.Key_Up, alt),
        (Qt.Key.Key_Down, alt),
        (Qt.Key.Key_Down, alt),
        (Qt.Key.Key_Down, alt),
    ):
        qtbot.keyClick(field, key, held)
    assert engine.asked == ["play", 15_000, 20_000, 30_000, 40_000, 30_000, 4_000, 1.25, 1.0, 0.75]
    qtbot.keyClicks(field, "a b")
    assert field.text() == "a b"


def test_marks_passages_and_gaps_given_before_the_length_stand_right_afterwards(qtbot: QtBot) -> None:
    player = PlayerBar(name="The sound")
    player.set_marks([30_000])
    player.set_passages([(15_000, 30_000)])
    player.set_gaps([(0, 15_000), (45_000, 45_000)])
    player.set_total(60_000)
    dressed(qtbot, player, size=(700, 60))
    assert player.wave._marks == [0.5]
    assert [(s.start, s.end) for s in player.wave._spans] == [(0.25, 0.5)]
    assert player.wave._gaps == [(0.0, 0.25), (0.75, 0.75)]


def test_a_gap_is_drawn_apart_from_silence(qtbot: QtBot) -> None:
    wave = Waveform(name="Sound")
    dressed(qtbot, wave, size=(600, 60))
    before = wave.grab().toImage()
    wave.set_gaps([(0.5, 0.6)])
    after = wave.grab().toImage()
    assert before.pixelColor(330, 10) != after.pixelColor(330, 10)
    assert before.pixelColor(100, 10) == after.pixelColor(100, 10)


def test_the_chosen_speed_is_shown_from_the_start(qtbot: QtBot) -> None:
    player = bar(qtbot)
    player.set_speed(2.0)
    assert "Speed, 2x" in name_of(player.speeds)
    player.set_speed(1.9)
    assert "Speed, 2x" in name_of(player.speeds)


def test_pressing_the_waveform_goes_there(qtbot: QtBot) -> None:
    player, engine = bar(qtbot), Engine()
    player.bind(engine)
    qtbot.mouseClick(player.wave, Qt.MouseButton.LeftButton, pos=QPoint(player.wave.width() // 2, 20))
    assert isinstance(engine.asked[0], int)
    assert abs(engine.asked[0] - 375_000) < 5_000


def test_the_short_bar_has_only_what_is_needed(qtbot: QtBot) -> None:
    player = bar(qtbot, short=True)
    assert not player.back.isVisible()
    assert not player.speeds.isVisible()
    assert "12:30" in words_on(player)
    player.set_time(5_000)
    assert "00:05" in words_on(player)


def test_the_player_runs_from_left_to_right_in_every_language(qtbot: QtBot) -> None:
    player = PlayerBar(name="Sound")
    dressed(qtbot, player, rtl=True, size=(700, 60))
    fresh = PlayerBar(name="Sound")
    assert fresh.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert fresh.wave.layoutDirection() == Qt.LayoutDirection.LeftToRight
    qtbot.addWidget(fresh)


def test_everything_on_the_bar_stands_in_its_middle(qtbot: QtBot) -> None:
    player = bar(qtbot)
    middles = {
        thing.geometry().center().y() for thing in (player.button, player.wave, player.speeds, player.back)
    }
    assert max(middles) - min(middles) <= 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_everything_on_the_bar_has_a_name_and_is_whole(qtbot: QtBot, scale: float) -> None:
    player = PlayerBar(name="Sound")
    player.set_total(3_725_000)
    dressed(qtbot, player, scale=scale, size=(1100, 100))
    assert "Where in the sound" in walk_names(player)
    assert cut(player) == []


def test_marks_and_passages_are_given_in_milliseconds(qtbot: QtBot) -> None:
    player = bar(qtbot)
    player.set_marks([375_000])
    player.set_passages([(75_000, 150_000)])
    assert player.wave._marks == [0.5]
    assert player.wave._spans == [WaveSpan(0.1, 0.2)]
    empty = PlayerBar(name="Sound")
    qtbot.addWidget(empty)
    empty.set_marks([5])
    empty.set_passages([(1, 2)])
    assert (empty.wave._marks, empty.wave._spans) == ([], [])


def test_a_bar_is_the_loudest_moment_in_it(qtbot: QtBot) -> None:
    wave = Waveform(name="Sound")
    dressed(qtbot, wave, size=(60, 60))
    wave.set_peaks([0.1] * 50 + [0.9] + [0.1] * 49)
    bars = wave.bars()
    assert len(bars) == 10
    assert max(bars) == 0.9
    assert bars.count(0.9) == 1


def test_few_peaks_are_stretched_and_none_are_flat(qtbot: QtBot) -> None:
    wave = Waveform(name="Sound")
    dressed(qtbot, wave, size=(60, 60))
    assert wave.bars() == [0.0] * 10
    wave.set_peaks([0.2, 0.8])
    assert set(wave.bars()) == {0.2, 0.8}


def test_a_live_waveform_shows_the_newest(qtbot: QtBot) -> None:
    wave = Waveform(name="Sound", live=True)
    dressed(qtbot, wave, size=(60, 60))
    wave.set_peaks([0.1] * 30 + [0.7])
    assert wave.bars()[-1] == 0.7
    assert len(wave.bars()) == 10


def test_a_live_waveform_cannot_be_pressed(qtbot: QtBot) -> None:
    wave = Waveform(name="Sound", live=True)
    dressed(qtbot, wave, size=(200, 60))
    with qtbot.assertNotEmitted(wave.sought):
        qtbot.mouseClick(wave, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    assert wave.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize(("key", "share"), [(Qt.Key.Key_Right, 0.52), (Qt.Key.Key_Left, 0.48)])
def test_arrows_on_the_waveform_go_a_little(qtbot: QtBot, key: Qt.Key, share: float) -> None:
    wave = Waveform(name="Sound")
    dressed(qtbot, wave, size=(200, 60))
    wave.set_played(0.5)
    with qtbot.waitSignal(wave.sought) as told:
        qtbot.keyClick(wave, key)
    assert told.args is not None
    assert told.args[0] == pytest.approx(share)


def test_played_and_unplayed_bars_differ(qtbot: QtBot) -> None:
    wave = Waveform(name="Sound")
    dressed(qtbot, wave, size=(200, 60))
    wave.set_peaks([1.0] * 40)
    wave.set_played(0.5)
    image = wave.grab().toImage()
    assert image.pixelColor(13, 30) == theme().color("accent")
    assert image.pixelColor(187, 30) != theme().color("accent")


def test_passages_and_marked_moments_are_drawn(qtbot: QtBot) -> None:
    wave = Waveform(name="Sound", stars=True, high=84)
    dressed(qtbot, wave, size=(300, 84))
    wave.set_spans([WaveSpan(0.2, 0.4)])
    wave.set_marks([0.7])
    image = wave.grab().toImage()
    assert image.pixelColor(88, 40) == theme().color("mark")
    assert image.pixelColor(round(0.7 * 298), 60) == theme().color("warn")


@pytest.mark.parametrize(("level", "lit"), [(0.0, 0), (0.5, 18), (1.0, 36), (7.0, 36), (-1.0, 0)])
def test_the_level_lights_its_share_of_the_blocks(qtbot: QtBot, level: float, lit: int) -> None:
    meter = LevelMeter(name="Level")
    qtbot.addWidget(meter)
    meter.set_level(level)
    assert meter.lit() == lit


def test_a_level_that_is_too_loud_is_red_at_its_end(qtbot: QtBot) -> None:
    meter = LevelMeter(name="Level")
    dressed(qtbot, meter, size=(504, 12))
    meter.set_level(1.0)
    image = meter.grab().toImage()
    assert image.pixelColor(5, 6) == theme().color("ok")
    assert image.pixelColor(495, 6) == theme().color("bad")
    meter.set_level(0.2)
    assert meter.grab().toImage().pixelColor(495, 6) == theme().color("line")
