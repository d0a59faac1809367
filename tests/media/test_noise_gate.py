"""A headset that gives exact zeros between words is told apart from a microphone that has died, and only after it was seen to do so."""

from collections.abc import Callable

import pytest

from ldp_stories.media.levels import SoundState
from ldp_stories.media.loudness import LONG_PAUSE, SILENT_AFTER, Loudness
from ldp_stories.media.noise_gate import NoiseGate
from ldp_stories.media.take import Take
from tests.effort import effort
from tests.media.sinks import MemorySink
from tests.media.situations import FLAG_WITHIN, gated, heard, loud_part, spoken
from tests.media.voices import room

BLOCK = 0.04
Hear = Callable[[int], None]


def words(hear: Hear, times: int = 1, falls_to: int = 120) -> None:
    """Say a word that dies away, and shut, so many times."""
    for _ in range(times):
        for top in (9_000, 12_000, 8_000, 2_000, falls_to, 0, 0, 0, 0):
            hear(top)


def into(gate: NoiseGate) -> Hear:
    return lambda top: gate.hear(top, BLOCK, nothing=top <= 2)


def test_a_gate_is_known_after_it_shut_and_opened_three_times() -> None:
    gate = NoiseGate()
    for times in range(1, 6):
        words(into(gate))
        assert gate.shut is (times > 3), "the first three times may be anything"
        gate.hear(9_000, BLOCK, nothing=False)
        assert not gate.shut


def test_what_is_cut_off_in_the_middle_of_a_word_is_no_gate_that_shuts() -> None:
    gate = NoiseGate()
    words(into(gate), 4)
    for top in (9_000, 12_000, 0, 0):
        gate.hear(top, BLOCK, nothing=top == 0)
    assert not gate.shut


def test_one_that_falls_silent_louder_than_it_ever_shut_is_not_believed() -> None:
    gate = NoiseGate()
    words(into(gate), 4)
    words(into(gate), falls_to=260)
    assert not gate.shut, "a quarter of the voice it may be, but this gate shuts at 120"
    words(into(gate), falls_to=200)
    assert gate.shut


def test_a_loose_plug_that_cuts_words_in_two_is_never_taken_for_a_gate() -> None:
    gate = NoiseGate()
    for _ in range(10):
        for top in (9_000, 12_000, 0, 0, 0):
            gate.hear(top, BLOCK, nothing=top == 0)
        assert not gate.shut


def test_a_single_block_of_zeros_teaches_nothing() -> None:
    gate = NoiseGate()
    for _ in range(10):
        for top in (9_000, 12_000, 100, 0):
            gate.hear(top, BLOCK, nothing=top == 0)
    assert not gate.shut


def listen(ear: Loudness, tops: list[int], start: float) -> float:
    for number, top in enumerate(tops):
        ear.hear(top, start + BLOCK * (number + 1))
    return start + BLOCK * len(tops)


def known() -> tuple[Loudness, float]:
    """An ear that knows its headset, and what time it is."""
    ear, now = Loudness(0.0), 0.0
    tops: list[int] = []
    words(tops.append, 4)
    return ear, listen(ear, tops, now)


def test_a_pause_of_a_known_headset_is_good_and_not_for_ever() -> None:
    ear, now = known()
    said = {}
    for _ in range(int((LONG_PAUSE + 1) / BLOCK)):
        now = listen(ear, [0], now)
        said[round(now, 2)] = ear.state(now)
    good = [at for at, state in said.items() if state is SoundState.GOOD]
    begun = min(said)
    assert max(good) - begun >= LONG_PAUSE - 1
    assert said[max(said)] is SoundState.SILENT, (
        "a headset that gives nothing for so long may be dead after all"
    )


def test_another_microphone_has_to_show_its_own_gate() -> None:
    ear, now = known()
    ear.begin(now, anew=True)
    now = listen(ear, [9_000, 100] + [0] * int((SILENT_AFTER + 0.1) / BLOCK), now)
    assert ear.state(now) is SoundState.SILENT


def test_a_pause_that_a_person_makes_lets_it_be_known() -> None:
    ear, now = known()
    ear.begin(now + 60)
    now = listen(ear, [9_000, 9_000, 100] + [0] * 100, now + 60)
    assert ear.state(now) is SoundState.GOOD


@pytest.mark.parametrize("shuts_at", [120, 500])
def test_real_voices_through_a_gate_ring_nothing_while_somebody_thinks(shuts_at: int) -> None:
    for sound in spoken(effort(6, 1)):
        take = Take(MemorySink(), 0.0)
        *_, (end, _) = heard(gated((sound + room(400)) * 6, shuts_at), take=take)
        talk = gated(sound + room(9_000) + sound, shuts_at)
        assert {state for _, state in heard(talk, end, take)} == {SoundState.GOOD}


def test_a_headset_that_dies_in_a_word_is_flagged_in_time_and_after_a_loss_as_if_it_were_new() -> None:
    for sound in spoken(effort(6, 1)):
        take = Take(MemorySink(), 0.0)
        *_, (end, _) = heard(gated((sound + room(400)) * 6) + loud_part(sound), take=take)
        silent = next(now for now, said in heard(bytes(96_000 * 4), end, take) if said is SoundState.SILENT)
        assert silent - end <= FLAG_WITHIN
        *_, (end, _) = heard(sound, silent + 30, take)
        silent = next(now for now, said in heard(bytes(96_000 * 4), end, take) if said is SoundState.SILENT)
        assert silent - end <= FLAG_WITHIN, "it was away in between: it may be another one"
