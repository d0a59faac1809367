"""The rules of one recording, told by hand: no thread, no clock, no device."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.media import PIECE_BYTES
from ldp_stories.errors import UserError
from ldp_stories.media.peaks import peak_bytes
from ldp_stories.media.synth import noise
from ldp_stories.media.take import LOST_AFTER, SETTLE, SILENT_AFTER, START_WITHIN, SoundState, Take
from tests.media.sinks import MemorySink

SOUND = b"".join(noise(2000, seed=1))
PIECE = SOUND[:PIECE_BYTES]
ZEROS = bytes(PIECE_BYTES)


def steady(loudest: int) -> bytes:
    return array("h", [loudest, -loudest] * (PIECE_BYTES // 4)).tobytes()


def test_pieces_of_exactly_100_ms_are_committed_as_soon_as_they_are_whole() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    assert not take.block(SOUND[:5000], 0.05)
    assert sink.commits == []
    assert take.block(SOUND[5000:10000], 0.1)
    assert sink.commits == [SOUND[:PIECE_BYTES]]
    assert take.saved_ms == 100
    assert take.heard_ms == 104


def test_a_backlog_is_committed_in_one_go() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    take.block(SOUND[: 5 * PIECE_BYTES + 2], 0.6)
    assert [len(commit) for commit in sink.commits] == [5 * PIECE_BYTES]


@given(st.lists(st.integers(0, 6000), max_size=40))
def test_any_cutting_into_blocks_keeps_every_sample(halves: list[int]) -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    at = 0
    for number, half in enumerate(halves):
        take.block(SOUND[at : at + 2 * half], number * 0.01)
        at += 2 * half
    take.close()
    assert sink.sound == SOUND[:at]
    assert sink.sealed == 1
    assert sink.gaps == []


def test_closing_commits_the_unfinished_piece_and_seals() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    take.block(SOUND[:1000], 0.01)
    take.close()
    assert sink.sound == SOUND[:1000]
    assert sink.sealed == 1


def test_a_pause_keeps_what_came_and_drops_what_comes() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    take.block(SOUND[:1000], 0.01)
    take.pause()
    assert sink.sound == SOUND[:1000]
    assert not take.block(PIECE, 0.2)
    assert take.state(0.2) is SoundState.PAUSED
    take.resume(30)
    take.block(SOUND[1000 : 1000 + PIECE_BYTES], 30.1)
    assert sink.sound == SOUND[: 1000 + PIECE_BYTES]
    assert sink.gaps == []
    assert take.state(30.1) is SoundState.GOOD


def test_resuming_what_was_not_paused_changes_nothing() -> None:
    take = Take(MemorySink(), 0)
    take.block(PIECE, 0.1)
    take.resume(5)
    assert take.is_lost(5)


def test_a_second_without_a_block_rings_and_the_loss_is_marked_when_sound_returns() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    take.block(PIECE + SOUND[:500], 0.1)
    assert take.state(0.1 + LOST_AFTER - 0.01) is SoundState.GOOD
    assert take.state(0.1 + LOST_AFTER) is SoundState.LOST
    take.block(PIECE, 4.2)
    assert sink.gaps == [(105, 4000)]
    assert take.lost_ms == 4000
    assert sink.commits[1] == SOUND[:500]
    assert take.state(4.2) is SoundState.GOOD


def test_a_microphone_may_take_a_moment_to_wake_and_nothing_is_lost_by_that() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    assert take.state(START_WITHIN - 0.1) is SoundState.STARTING
    take.block(PIECE, START_WITHIN - 0.1)
    assert sink.gaps == []
    assert take.state(START_WITHIN - 0.1) is SoundState.GOOD


def test_a_microphone_that_never_wakes_is_lost() -> None:
    assert Take(MemorySink(), 0).state(START_WITHIN) is SoundState.LOST


def test_a_short_stutter_is_no_loss() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    take.block(PIECE, 0.1)
    take.block(PIECE, 1.0)
    assert sink.gaps == []


def test_sound_that_is_not_from_a_device_cannot_be_lost() -> None:
    sink = MemorySink()
    take = Take(sink, 0, watched=False)
    take.block(PIECE, 60)
    assert sink.gaps == []
    assert not take.is_lost(200)


def test_only_zeros_mean_a_dead_microphone() -> None:
    take = Take(MemorySink(), 0)
    for tenth in range(25):
        take.block(ZEROS, tenth / 10)
    assert take.state(2.4) is SoundState.QUIET
    take.block(ZEROS, SILENT_AFTER)
    assert take.state(SILENT_AFTER) is SoundState.SILENT
    take.block(PIECE, SILENT_AFTER + 0.1)
    assert take.state(SILENT_AFTER + 0.1) is SoundState.GOOD


@pytest.mark.parametrize(
    ("loudest", "state"), [(100, SoundState.QUIET), (3000, SoundState.GOOD), (32_767, SoundState.LOUD)]
)
def test_the_state_says_how_loud_the_voice_is(loudest: int, state: SoundState) -> None:
    take = Take(MemorySink(), 0)
    for tenth in range(26):
        take.block(steady(loudest), tenth / 10)
    assert take.state(2.5) is state


def test_the_word_loud_goes_away_again() -> None:
    take = Take(MemorySink(), 0)
    for now in (0.1, 0.2, 0.3):
        take.block(steady(32_767), now)
    take.block(PIECE, 0.4)
    assert take.state(0.4) is SoundState.LOUD
    take.block(PIECE, 0.15 + SETTLE)
    assert take.state(0.15 + SETTLE) is SoundState.GOOD


def test_one_knock_is_no_voice_that_is_too_loud() -> None:
    take = Take(MemorySink(), 0)
    for now, block in ((0.1, steady(32_767)), (0.2, steady(32_767)), (0.3, PIECE)):
        take.block(block, now)
        assert take.state(now) is SoundState.GOOD


def test_the_end_of_a_file_is_told_and_is_no_loss() -> None:
    sink = MemorySink()
    take = Take(sink, 0, batch=100)
    take.block(PIECE, 0.1)
    take.end()
    assert sink.sound == PIECE
    assert take.state(100) is SoundState.ENDED


def test_peaks_of_what_was_committed_are_given_once() -> None:
    take = Take(MemorySink(), 0)
    take.block(SOUND[: 2 * PIECE_BYTES + 8], 0.2)
    assert take.new_peaks() == peak_bytes(SOUND[: 2 * PIECE_BYTES])
    assert take.new_peaks() == b""
    assert take.level == peak_bytes(SOUND[PIECE_BYTES + 8 : 2 * PIECE_BYTES + 8])[0]


def test_a_fast_source_commits_a_hundred_pieces_at_a_time() -> None:
    sink = MemorySink()
    take = Take(sink, 0, batch=100, watched=False)
    for tenth in range(250):
        take.block(PIECE, tenth / 10)
    take.close()
    assert [len(commit) // PIECE_BYTES for commit in sink.commits] == [100, 100, 50]


def test_a_full_disk_is_passed_on_and_what_was_saved_is_counted_rightly() -> None:
    sink = MemorySink(room=3 * PIECE_BYTES)
    take = Take(sink, 0)
    for tenth in range(3):
        take.block(PIECE, tenth / 10)
    with pytest.raises(UserError):
        take.block(PIECE, 0.4)
    assert take.saved_ms == 300
    with pytest.raises(UserError):
        take.close()
    assert sink.sealed == 1
    assert take.saved_ms == 300


def begun(take: Take, seconds: int = 1) -> float:
    """A recording that goes its way; the moment of its last block."""
    for number in range(10 * seconds):
        take.block(PIECE, 0.1 * (number + 1))
    return float(seconds)


def test_what_the_sound_service_kept_while_the_laptop_had_no_time_for_us_is_no_loss() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    at = begun(take)
    take.slept(at, at + 2)
    for _ in range(20):
        take.block(PIECE, at + 2)
    for number in range(5):
        take.block(PIECE, at + 2 + 0.1 * (number + 1))
    assert sink.gaps == []
    assert take.lost_ms == 0
    assert take.saved_ms == 1000 + 2000 + 500


@pytest.mark.parametrize(("slept", "kept"), [(4.0, 30), (60.0, 0), (1.5, 10)])
def test_what_it_could_not_keep_is_marked_where_it_is_missing_and_as_long_as_it_is(
    slept: float, kept: int
) -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    at = begun(take)
    take.slept(at, at + slept)
    for _ in range(kept):
        take.block(PIECE, at + slept)
    for number in range(3):
        take.block(PIECE, at + slept + 0.1 * (number + 1))
    ((where, gap),) = sink.gaps
    assert gap == round(1000 * slept) - 100 * kept
    assert where == 1000 + 100 * kept + (0 if kept else 100)


def test_a_microphone_that_came_out_long_after_the_laptop_slept_is_lost_as_ever() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    take.slept(0.2, 0.9)
    at = begun(take)
    take.block(PIECE, at + 3)
    assert sink.gaps == [(1000, 2900)]


def test_a_laptop_that_sleeps_in_the_middle_of_catching_up_is_marked_once() -> None:
    sink = MemorySink()
    take = Take(sink, 0)
    at = begun(take)
    take.slept(at, at + 2)
    take.block(PIECE, at + 2)
    take.slept(at + 2, at + 4)
    take.block(PIECE, at + 4)
    take.block(PIECE, at + 4.1)
    assert [gap for _, gap in sink.gaps] == [3800]
