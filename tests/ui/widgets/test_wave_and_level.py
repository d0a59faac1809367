"""The waveform and the level at their edges: nothing, too much, one bar wide, hours long; keys and presses at both ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.meter import LevelMeter
from ldp_stories.ui.widgets.player import PlayerBar, RoundButton
from ldp_stories.ui.widgets.theme import theme
from ldp_stories.ui.widgets.waveform import Waveform, WaveSpan
from tests.ui.helpers import dressed, name_of, words_on

shares = st.floats(0, 1, allow_nan=False)


def wave(qtbot: QtBot, *, live: bool = False, stars: bool = False, wide: int = 600) -> Waveform:
    made = Waveform(name="Where in the sound", live=live, stars=stars)
    dressed(qtbot, made, size=(wide, 60))
    return made


@given(peaks=st.lists(shares, max_size=400), wide=st.integers(20, 900))
def test_bars_are_as_many_as_fit_and_never_louder_than_the_sound(
    qapp: QApplication, peaks: list[float], wide: int
) -> None:
    made = Waveform(name="x")
    made.resize(wide, 60)
    made.set_peaks(peaks)
    bars = made.bars()
    assert len(bars) == max(1, wide // 6)
    assert set(bars) <= {0.0, *peaks}
    if len(peaks) >= len(bars):
        assert max(bars) == max(peaks)
    made.deleteLater()


@given(peaks=st.lists(shares, max_size=400), wide=st.integers(20, 900))
def test_a_live_waveform_shows_the_newest_and_no_more_than_fit(
    qapp: QApplication, peaks: list[float], wide: int
) -> None:
    made = Waveform(name="x", live=True)
    made.resize(wide, 60)
    made.set_peaks(peaks)
    assert made.bars() == peaks[-max(1, wide // 6) :]
    made.deleteLater()


@pytest.mark.parametrize("peaks", [[], [0.0], [1.0], [5.0, -3.0], [0.5] * 100_000])
@pytest.mark.parametrize("wide", [80, 81, 1366])
def test_any_sound_is_drawn(qtbot: QtBot, peaks: list[float], wide: int) -> None:
    made = wave(qtbot, wide=wide)
    made.set_peaks(peaks)
    made.set_played(0.5)
    assert not made.grab().isNull()


@pytest.mark.parametrize("share", [-1.0, 0.0, 0.5, 1.0, 7.0])
def test_marks_and_passages_beyond_the_ends_are_drawn_at_the_ends(qtbot: QtBot, share: float) -> None:
    made = wave(qtbot, stars=True)
    made.set_marks([share])
    made.set_spans([WaveSpan(share, share + 0.1, "mark2")])
    image = made.grab().toImage()
    warn = theme().color("warn").rgb()
    ink = [x for x in range(600) if image.pixel(x, 50) == warn]
    assert ink
    assert abs(ink[0] - min(1.0, max(0.0, share)) * 598) <= 2


@pytest.mark.parametrize(("x", "share"), [(0, 0.0), (300, 0.5), (599, 599 / 600)])
def test_a_press_says_the_share_of_the_whole(qtbot: QtBot, x: int, share: float) -> None:
    made = wave(qtbot)
    with qtbot.waitSignal(made.sought) as told:
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
    assert told.args == [pytest.approx(share)]


@pytest.mark.parametrize(
    ("at", "key", "to"),
    [
        (0.5, Qt.Key.Key_Right, 0.52),
        (0.5, Qt.Key.Key_Left, 0.48),
        (0.0, Qt.Key.Key_Left, 0.0),
        (1.0, Qt.Key.Key_Right, 1.0),
    ],
)
@pytest.mark.parametrize("rtl", [False, True])
def test_arrows_go_a_fiftieth_and_stay_inside_in_every_language(
    qtbot: QtBot, at: float, key: Qt.Key, to: float, rtl: bool
) -> None:
    made = Waveform(name="x")
    dressed(qtbot, made, rtl=rtl, size=(600, 60))
    made.set_played(at)
    with qtbot.waitSignal(made.sought) as told:
        qtbot.keyClick(made, key)
    assert told.args == [pytest.approx(to)]


def test_arrows_do_nothing_before_anything_was_loaded(qtbot: QtBot) -> None:
    made = wave(qtbot)
    with qtbot.assertNotEmitted(made.sought):
        qtbot.keyClick(made, Qt.Key.Key_Right)


def test_a_live_waveform_is_no_stop_for_tab(qtbot: QtBot) -> None:
    assert wave(qtbot, live=True).focusPolicy() == Qt.FocusPolicy.NoFocus
    assert wave(qtbot).focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_the_played_place_moves_from_left_to_right(qtbot: QtBot) -> None:
    made = wave(qtbot)
    made.set_peaks([1.0] * 200)
    places = []
    for share in (0.1, 0.5, 0.9):
        made.set_played(share)
        image = made.grab().toImage()
        text = theme().color("text").rgb()
        places.append(min(x for x in range(600) if image.pixel(x, 30) == text))
    assert places == sorted(places)
    assert abs(places[1] - 300) < 4


def test_without_a_played_place_all_bars_are_alike(qtbot: QtBot) -> None:
    made = wave(qtbot)
    made.set_peaks([1.0] * 200)
    made.set_played(None)
    image = made.grab().toImage()
    colors = {image.pixel(n * 6 + 1, 30) for n in range(90)}
    assert colors == {theme().color("accent").rgb()}


@pytest.mark.parametrize(
    ("level", "lit"),
    [(-2.0, 0), (0.0, 0), (0.001, 0), (0.5, 18), (0.999, 36), (1.0, 36), (3.0, 36)],
)
def test_a_level_lights_its_share_and_stays_on_the_row(qtbot: QtBot, level: float, lit: int) -> None:
    meter = LevelMeter(name="Level")
    dressed(qtbot, meter, size=(500, 12))
    meter.set_level(level)
    assert meter.lit() == lit


@given(levels=st.lists(st.floats(-1, 2, allow_nan=False), max_size=30))
def test_the_lit_blocks_follow_the_last_level_only(qapp: QApplication, levels: list[float]) -> None:
    meter = LevelMeter(name="Level", blocks=10)
    for level in levels:
        meter.set_level(level)
    assert 0 <= meter.lit() <= 10
    if levels:
        assert meter.lit() == round(min(1.0, max(0.0, levels[-1])) * 10)
    meter.deleteLater()


def test_only_the_last_blocks_are_red(qtbot: QtBot) -> None:
    meter = LevelMeter(name="Level", blocks=10, loud=0.8)
    dressed(qtbot, meter, size=(500, 12))
    meter.set_level(1.0)
    image = meter.grab().toImage()
    colors = [image.pixelColor(n * 50 + 20, 6) for n in range(10)]
    assert colors[:8] == [theme().color("ok")] * 8
    assert colors[8:] == [theme().color("bad")] * 2


def test_a_level_of_nothing_is_an_empty_row(qtbot: QtBot) -> None:
    meter = LevelMeter(name="Level", blocks=10)
    dressed(qtbot, meter, size=(500, 12))
    image = meter.grab().toImage()
    assert {image.pixelColor(n * 50 + 20, 6).name() for n in range(10)} == {theme().color("line").name()}


def test_the_level_is_named_and_never_says_its_number(qtbot: QtBot) -> None:
    meter = LevelMeter(name="How loud it is")
    dressed(qtbot, meter, size=(500, 12))
    meter.set_level(0.7)
    assert name_of(meter) == "How loud it is"
    assert meter.accessibleDescription() == ""


@pytest.mark.parametrize("ms", [0, 1, 59_999, 60_000, 3_599_000, 3_600_000, 36_000_000])
def test_the_bar_says_times_of_every_length_without_cutting_them(qtbot: QtBot, ms: int) -> None:
    bar = PlayerBar(name="Sound")
    dressed(qtbot, bar, size=(700, 60))
    bar.set_total(36_000_000)
    bar.set_time(ms)
    qtbot.waitUntil(lambda: bar.time.width() >= bar.time.minimumSizeHint().width())
    assert " of 10:00:00" in words_on(bar)


def test_a_bar_without_a_sound_seeks_nowhere(qtbot: QtBot) -> None:
    bar = PlayerBar(name="Sound")
    dressed(qtbot, bar, size=(700, 60))
    bar.set_marks([5_000])
    bar.set_passages([(1_000, 2_000)])
    with qtbot.waitSignal(bar.sought) as told:
        qtbot.mouseClick(bar.wave, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    assert told.args == [0]


@given(total=st.integers(0, 10_000_000), wanted=st.integers(-10_000_000, 20_000_000))
def test_no_place_outside_the_sound_is_ever_asked_for(qapp: QApplication, total: int, wanted: int) -> None:
    bar = PlayerBar(name="Sound", keys=False)
    bar.set_total(total)
    asked: list[int] = []
    bar.sought.connect(asked.append)
    bar.go_to(wanted)
    assert asked == [min(max(0, wanted), total)]
    bar.deleteLater()


def test_a_round_button_shows_and_says_what_it_does_now(qtbot: QtBot) -> None:
    round_one = RoundButton(name="Play", icon="play-fill")
    dressed(qtbot, round_one)
    before = round_one.grab().toImage()
    round_one.show_as(name="Pause", icon="pause-fill")
    assert name_of(round_one) == "Pause"
    assert round_one.grab().toImage() != before


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_round_button_is_round_at_every_size_and_large_enough_to_press(qtbot: QtBot, scale: float) -> None:
    round_one = RoundButton(name="Play", icon="play-fill")
    dressed(qtbot, round_one, scale=scale)
    hint = round_one.sizeHint()
    assert hint.width() == hint.height() >= 44
    round_one.setEnabled(False)
    assert round_one.grab().toImage().pixelColor(hint.width() // 2, 3) == theme().color("sunk")


def highest(drawn: Waveform) -> int:
    """How many rows of the picture have something drawn in the colour of the bars."""
    image = drawn.grab().toImage()
    wanted = theme().color("accent").rgb()
    return sum(any(image.pixel(x, y) == wanted for x in range(image.width())) for y in range(image.height()))


def test_a_quiet_recording_is_drawn_as_high_as_a_loud_one_and_an_empty_room_stays_low(qtbot: QtBot) -> None:
    heights: list[int] = []
    for top in (0.9, 0.2, 0.01):
        made = wave(qtbot, wide=300)
        made.set_peaks([top, top / 2, top / 3] * 30)
        heights.append(highest(made))
    assert heights[0] == heights[1]
    assert heights[2] < heights[0] // 4


def test_while_it_records_the_bars_are_as_high_as_the_sound_is_loud(qtbot: QtBot) -> None:
    loud, quiet = wave(qtbot, live=True), wave(qtbot, live=True)
    loud.set_peaks([0.9] * 20)
    quiet.set_peaks([0.3] * 20)
    assert highest(loud) > 2 * highest(quiet)


def drag(qtbot: QtBot, made: Waveform, start: int, end: int) -> None:
    """Press, move and let go, as a hand does."""
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(made, left, pos=QPoint(start, 20))
    for x in ((start + end) // 2, end):
        QApplication.sendEvent(
            made,
            QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(x, 20),
                QPointF(made.mapToGlobal(QPoint(x, 20))),
                left,
                left,
                Qt.KeyboardModifier.NoModifier,
            ),
        )
    qtbot.mouseRelease(made, left, pos=QPoint(end, 20))


@pytest.mark.parametrize(("start", "end"), [(60, 300), (300, 60)])
def test_a_part_is_picked_by_dragging_either_way_and_the_player_goes_to_its_beginning(
    qtbot: QtBot, start: int, end: int
) -> None:
    made = wave(qtbot)
    made.pickable = True
    asked: list[float] = []
    made.sought.connect(asked.append)
    with qtbot.waitSignal(made.picked) as told:
        drag(qtbot, made, start, end)
    assert told.args == [pytest.approx(0.1), pytest.approx(0.5)]
    assert asked == [pytest.approx(start / 600), pytest.approx(0.1)]


def test_a_press_alone_picks_nothing_and_a_wave_that_is_only_played_never_does(qtbot: QtBot) -> None:
    made = wave(qtbot)
    with qtbot.assertNotEmitted(made.picked):
        drag(qtbot, made, 60, 300)
        made.pickable = True
        drag(qtbot, made, 60, 62)
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))


def test_shift_and_the_arrows_pick_by_the_second_from_where_it_stood(qtbot: QtBot) -> None:
    bar = PlayerBar(name="The sound")
    dressed(qtbot, bar, size=(700, 60))
    bar.let_pick()
    bar.set_total(100_000)
    bar.set_time(10_000)
    picked: list[tuple[int, int]] = []
    bar.picked.connect(lambda start, end: picked.append((start, end)))
    bar.wave.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageDown):
        qtbot.keyClick(bar.wave, key, shift)
    assert picked == [(10_000, 11_000), (10_000, 12_000), (10_000, 11_000), (10_000, 21_000)]
    bar.set_picked(None)
    qtbot.keyClick(bar.wave, Qt.Key.Key_Left, shift)
    assert picked[-1] == (20_000, 21_000), "what was picked before is let go"


def test_a_picked_part_is_seen_in_grey_too(qtbot: QtBot) -> None:
    made = wave(qtbot)
    before = made.grab().toImage()
    made.set_pick((0.25, 0.75))
    after = made.grab().toImage()
    edge, inside = after.pixelColor(151, 6), after.pixelColor(300, 6)
    assert edge != before.pixelColor(151, 6)
    assert abs(edge.lightness() - inside.lightness()) > 60


def test_who_shows_what_was_picked_does_not_end_the_picking(qtbot: QtBot) -> None:
    bar = PlayerBar(name="The sound")
    dressed(qtbot, bar, size=(700, 60))
    bar.let_pick()
    bar.set_total(34_001)
    bar.set_time(5_882)
    picked: list[tuple[int, int]] = []
    bar.picked.connect(lambda start, end: picked.append((start, end)))
    bar.picked.connect(lambda start, end: bar.set_picked((start, end)))
    bar.wave.setFocus()
    for _ in range(3):
        qtbot.keyClick(bar.wave, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert [start for start, _ in picked] == [5_882] * 3
    assert abs(picked[-1][1] - 8_882) <= 3
    bar.set_picked((20_000, 25_000))
    bar.set_time(30_000)
    qtbot.keyClick(bar.wave, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert picked[-1][0] == 30_000, "something else was picked since"
