"""Parts of a take play as one sound: places, gaps, passages, and what happens when it cannot be played."""

from __future__ import annotations

import io

import pytest
from PySide6.QtCore import QObject, Signal

from ldp_stories.errors import UserError
from ldp_stories.services.record_encounter import conversation
from ldp_stories.services.sound import SoundReader
from ldp_stories.ui.record.player_link import Part, ReaderSound, SoundLink, part_of_take, parts_of
from ldp_stories.ui.widgets.player import PlayerBar
from tests.ui.on_screen import Desk, sound_file, story, talk_with, view_of


class PretendPlayer(QObject):
    """A player that plays nothing and remembers what it was told."""

    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    ended = Signal()
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, ...]] = []
        self.playing = False

    def load(self, sound: ReaderSound) -> None:
        self.calls.append(("load", sound.read(0, 99).decode()))

    def unload(self) -> None:
        self.calls.append(("unload",))
        self.playing = False

    def play(self) -> None:
        self.playing = True
        self.calls.append(("play",))

    def play_span(self, from_ms: int, to_ms: int) -> None:
        self.playing = True
        self.calls.append(("span", str(from_ms), str(to_ms)))

    def pause(self) -> None:
        self.playing = False
        self.calls.append(("pause",))

    def seek(self, ms: int) -> None:
        self.calls.append(("seek", str(ms)))

    def set_rate(self, rate: float) -> None:
        self.calls.append(("rate", str(rate)))


class Opened:
    """Counts what was opened and closed."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.closed: list[str] = []

    def part(self, key: str, ms: int, gap: int = 0, peaks: bytes = b"") -> Part:
        def opening() -> SoundReader:
            self.open.append(key)
            return SoundReader(io.BytesIO(key.encode()), "flac", ms, lambda: self.closed.append(key))  # type: ignore[arg-type]

        return Part(key, ms, gap, opening, lambda: peaks)


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def player() -> PretendPlayer:
    return PretendPlayer()


@pytest.fixture
def link(desk: Desk, player: PretendPlayer) -> SoundLink:
    return SoundLink(desk.context, make=lambda: player)  # type: ignore[arg-type, return-value]


def names(player: PretendPlayer) -> list[str]:
    return [call[0] for call in player.calls]


def test_the_length_of_a_take_counts_its_gaps(link: SoundLink, opened: Opened) -> None:
    link.show_parts([opened.part("one", 1000), opened.part("two", 500, 250)])
    assert link.total_ms == 1750
    assert (link.base_of("one"), link.base_of("two")) == (0, 1250)
    assert link.base_of("unknown") == 0


def test_nothing_is_opened_before_it_is_played(desk: Desk, link: SoundLink, opened: Opened) -> None:
    link.show_parts([opened.part("one", 1000)])
    link.seek(300)
    desk.settle()
    assert opened.open == []
    assert link.position == 300


def test_playing_opens_the_first_part_and_plays_it(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    link.show_parts([opened.part("one", 1000)])
    link.play()
    desk.settle()
    assert opened.open == ["one"]
    assert ("load", "one") in player.calls
    assert player.playing


def test_a_seek_into_the_second_part_opens_that_one(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    link.show_parts([opened.part("one", 1000), opened.part("two", 500, 250)])
    link.seek(1350)
    link.play()
    desk.settle()
    assert opened.open == ["two"]
    assert ("seek", "100") in player.calls


def test_a_place_in_a_gap_is_the_beginning_of_the_next_part(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    link.show_parts([opened.part("one", 1000), opened.part("two", 500, 250)])
    link.seek(1100)
    link.play()
    desk.settle()
    assert opened.open == ["two"]
    assert ("seek", "0") in player.calls


def test_the_next_part_follows_when_one_has_ended(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    link.show_parts([opened.part("one", 1000), opened.part("two", 500, 250)])
    link.play()
    desk.settle()
    player.ended.emit()
    desk.settle()
    assert opened.open == ["one", "two"]
    assert opened.closed == ["one"]
    assert player.playing


def test_the_end_of_the_last_part_is_the_end(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    ended: list[bool] = []
    link.ended.connect(lambda: ended.append(True))
    link.show_parts([opened.part("one", 1000)])
    link.play()
    desk.settle()
    player.ended.emit()
    assert ended == [True]


def test_times_told_are_those_of_the_joined_take(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    times: list[int] = []
    link.position_changed.connect(times.append)
    link.show_parts([opened.part("one", 1000), opened.part("two", 500, 250)])
    link.seek(1300)
    link.play()
    desk.settle()
    player.position_changed.emit(70)
    assert times[-1] == 1320
    assert link.position == 1320


def test_a_passage_plays_to_its_end_and_no_further(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    ended: list[bool] = []
    link.ended.connect(lambda: ended.append(True))
    link.show_parts([opened.part("one", 1000), opened.part("two", 500, 250)])
    link.play_span(1300, 1500)
    desk.settle()
    assert ("span", "50", "250") in player.calls
    player.ended.emit()
    desk.settle()
    assert opened.open == ["two"]
    assert ended == [True]


def test_playing_again_from_the_end_starts_at_the_beginning(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    link.show_parts([opened.part("one", 1000)])
    link.seek(1000)
    link.play()
    desk.settle()
    assert ("seek", "0") in player.calls


def test_closing_gives_the_sound_back(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    link.show_parts([opened.part("one", 1000)])
    link.play()
    desk.settle()
    link.close()
    assert opened.closed == ["one"]
    assert names(player)[-1] == "unload"


def test_a_sound_that_comes_after_closing_is_given_back_at_once(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    link.show_parts([opened.part("one", 1000)])
    link.play()
    link.close()
    desk.settle()
    assert opened.closed == opened.open
    assert "play" not in names(player)


def test_speed_is_kept_for_the_next_part(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    link.show_parts([opened.part("one", 1000)])
    link.set_rate(1.5)
    link.play()
    desk.settle()
    assert ("rate", "1.5") in player.calls


def test_a_sound_that_cannot_be_had_is_told_and_nothing_plays(desk: Desk, link: SoundLink) -> None:
    def gone() -> SoundReader:
        raise UserError("MEDIA_GONE")

    told: list[UserError] = []
    playing: list[bool] = []
    link.failed.connect(told.append)
    link.playing_changed.connect(playing.append)
    link.show_parts([Part("one", 1000, 0, gone, lambda: b"")])
    link.play()
    desk.settle()
    assert [error.code for error in told] == ["MEDIA_GONE"]
    assert playing == [False]


def test_the_loudness_of_all_parts_comes_as_one_with_silence_in_the_gap(
    desk: Desk, link: SoundLink, opened: Opened
) -> None:
    came: list[list[float]] = []
    link.peaks_came.connect(came.append)
    link.show_parts([opened.part("one", 200, 0, b"\xff\x00"), opened.part("two", 100, 300, b"\xff")])
    desk.settle()
    assert came == [[1.0, 0.0, 0.0, 0.0, 0.0, 1.0]]


def test_who_plays_before_the_loudness_is_known_sees_it_all_the_same(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    came: list[list[float]] = []
    link.peaks_came.connect(came.append)
    link.show_parts([opened.part("one", 200, 0, b"\xff\x00"), opened.part("two", 100, 0, b"\xff")])
    link.play()
    link.seek(250)
    desk.settle()
    assert ("play",) in player.calls
    assert came == [[1.0, 0.0, 1.0]]


def test_the_loudness_of_what_is_not_shown_any_more_is_not_drawn(
    desk: Desk, link: SoundLink, opened: Opened
) -> None:
    came: list[list[float]] = []
    link.peaks_came.connect(came.append)
    link.show_parts([opened.part("one", 200, 0, b"\xff\x00")])
    link.show_parts([opened.part("two", 100, 0, b"\xff")])
    desk.settle()
    assert came == [[1.0]]


def test_nothing_to_play_is_no_trouble(link: SoundLink) -> None:
    link.show_parts([])
    link.play()
    link.pause()
    link.seek(100)
    assert link.position == 0


def test_a_bar_bound_to_it_shows_length_and_place(
    desk: Desk, link: SoundLink, opened: Opened, player: PretendPlayer
) -> None:
    bar = PlayerBar(name="The sound")
    desk.show(bar, size=(700, 60))
    link.bind(bar)
    link.show_parts([opened.part("one", 61_000)])
    assert "01:01" in bar.time.text()
    bar.play.emit()
    desk.settle()
    player.position_changed.emit(5000)
    assert "00:05" in bar.time.text()


def test_a_reader_gives_any_place_in_any_order() -> None:
    sound = ReaderSound(SoundReader(io.BytesIO(b"0123456789"), "wav", 1, lambda: None))  # type: ignore[arg-type]
    assert sound.size == 10
    assert sound.read(4, 3) == b"456"
    assert sound.read(0, 2) == b"01"
    assert sound.read(8, 9) == b"89"


def test_the_parts_of_a_record_are_its_sound_in_order(desk: Desk, voice: object, tmp_path: object) -> None:
    record = story(desk.home, sound=voice)  # type: ignore[arg-type]
    parts = parts_of(desk.home, view_of(desk.home, record).media)
    assert [p.ms for p in parts] == [2000]
    reader = parts[0].open()
    assert reader.io.read(4) in (b"fLaC", b"RIFF")
    reader.close()
    assert len(parts[0].peaks()) == 20


def test_a_part_of_an_open_conversation_can_be_heard(desk: Desk, tmp_path: object) -> None:
    from ldp_stories.services.record_encounter import add_part_from_file

    talk = talk_with(desk.home)
    take = add_part_from_file(desk.home, talk, sound_file(tmp_path, 1.0))  # type: ignore[arg-type]
    assert conversation(desk.home, talk).takes[0].item == take.item
    part = part_of_take(desk.home, talk, take.item, take.ms)
    reader = part.open()
    assert reader.type == "wav"
    assert reader.io.read(4) == b"RIFF"
    reader.close()
