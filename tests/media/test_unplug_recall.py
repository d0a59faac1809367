"""A microphone that is pulled out, a sound service that dies and a wrong microphone, on real speech: always told, always in time, nothing else lost.

The recorder's own loop runs here on a clock of the test's: sound comes in blocks of 40 ms, and where nothing comes only time passes.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pytest

from ldp_stories.media.capture import TICK, Recorder
from ldp_stories.media.devices import Microphone
from ldp_stories.media.pipes import Event
from ldp_stories.media.sources import Chooser
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.record.sound_teller import SoundTeller
from tests.effort import effort
from tests.media.sinks import HandSource, MemorySink
from tests.media.test_capture import HandChooser
from tests.media.voices import recorded, voices

BLOCK = 40 * 96
FLAG_WITHIN = 3.0


class Clocked:
    """Stands for the recorder's inbox: each event comes at its time, and time passes while none comes."""

    def __init__(self, script: Iterator[Event | None]) -> None:
        self.now = 1_000.0
        self._script = script

    def get(self, seconds: float) -> Event | None:
        event = next(self._script, ("do", "stop"))
        self.now += seconds if event is None else len(event[1]) / 96_000 if event[0] == "frames" else 0.0
        return event

    def put(self, event: Event, *, wait: bool = False) -> None:
        """Nobody else puts anything in."""

    def rest(self) -> list[Event]:
        return []

    def release(self) -> None:
        """Nobody waits."""


class Pulled:
    """One recording of a voice whose microphone goes at a moment; `spares` are what is there after it, None meaning nothing yet."""

    def __init__(self, sound: bytes, cut_ms: int, *spares: HandSource | None, away: float = 3.0) -> None:
        self.first = HandSource("USB microphone")
        self.sink, self.lines = MemorySink(), list[tuple[float, Mapping[str, Any]]]()
        self.cut = cut_ms * 96
        rest = sound[self.cut :]
        recorder = Recorder(self.sink, HandChooser(self.first, *spares), self._hear, lambda: self.clock.now)
        self.clock = Clocked(self._script(sound, rest, round(away / TICK)))
        recorder.inbox = self.clock  # type: ignore[assignment]
        self.end = recorder.run()

    def _script(self, sound: bytes, rest: bytes, ticks: int) -> Iterator[Event | None]:
        for at in range(0, self.cut, BLOCK):
            yield ("frames", sound[at : min(at + BLOCK, self.cut)])
        self.gone = self.clock.now
        yield from [None] * ticks
        self.back = self.clock.now
        for at in range(0, len(rest), BLOCK):
            yield ("frames", rest[at : at + BLOCK])

    def _hear(self, line: Mapping[str, Any]) -> None:
        self.lines.append((self.clock.now, dict(line)))

    @property
    def told(self) -> float:
        """Seconds from the moment it went to the alarm; for ever when it never rang."""
        return next((now - self.gone for now, line in self.lines if line["state"] == "lost"), float("inf"))


def cuts(sound: bytes) -> range:
    """Moments all over a voice, in words and between them."""
    whole = len(sound) // 96
    return range(200, whole - 200, max(40, (whole - 400) // effort(3, 200)))


def test_a_microphone_pulled_out_at_any_moment_of_a_voice_is_told_and_the_next_one_goes_on() -> None:
    for name, sound in voices().items():
        some = sound[: effort(2, 60) * 96_000]
        for cut in cuts(some):
            pulled_out(name, some, cut)


def pulled_out(name: str, sound: bytes, cut: int) -> None:
    spare = HandSource("Built-in microphone")
    take = Pulled(sound, cut, spare)
    assert take.told <= FLAG_WITHIN, f"{name} at {cut} ms"
    assert spare.started == 1
    assert take.first.stopped >= 1
    assert take.sink.sound == sound, "every word before and after is kept, at whatever moment it came out"
    ((at, gap),) = take.sink.gaps
    assert at == cut
    assert abs(gap - (take.back - take.gone) * 1_000) <= 2 * BLOCK / 96, "the gap is as long as it was"
    states = [(line["state"], line["device"]) for _, line in take.lines]
    assert states[-1][1] == "Built-in microphone"
    assert "lost" not in [state for now, line in take.lines if now < take.gone for state in (line["state"],)]


@pytest.mark.skipif(not recorded(), reason="alsa-utils' speech is not installed")
def test_until_another_one_is_plugged_in_it_is_asked_for_again_and_again() -> None:
    for sound in recorded().values():
        late = HandSource("Headset")
        take = Pulled(sound, 600, None, None, late, away=12.0)
        assert take.told <= FLAG_WITHIN
        assert late.started == 1
        assert take.sink.sound == sound
        assert abs(take.sink.gaps[0][1] - 12_000) <= 80


def test_a_sound_service_that_dies_for_good_is_told_and_what_was_said_is_kept() -> None:
    for sound in voices().values():
        take = Pulled(sound, 900, away=30.0)
        assert take.told <= FLAG_WITHIN
        assert take.lines[-1][1]["state"] in ("lost", "good"), "it never falls silent about it"
        assert all(
            line["state"] == "lost" for now, line in take.lines if take.gone + FLAG_WITHIN < now < take.back
        )
        assert take.sink.sound.startswith(sound[: take.cut])
        assert take.sink.sealed == 1
        assert take.end["end"] == "stopped"


def test_a_person_hears_of_each_loss_and_of_the_gap_in_the_same_words_whatever_was_being_said() -> None:
    for sound in voices().values():
        take = Pulled(sound, 700, HandSource("Built-in microphone"))
        teller = SoundTeller()
        said = [teller.hear(heard(line)) for _, line in take.lines]
        aloud = [one.aloud for one in said if one.aloud is not None and one.aloud[1]]
        assert aloud[0] == ("The microphone came out. Looking for another one.", True)
        notices = [one.notice for one in said if one.notice]
        assert notices[0].startswith("The microphone came out. Using the built-in one.")
        assert "are missing." in notices[0]


def heard(line: Mapping[str, Any]) -> RecorderStatus:
    """A line of the recorder as the window gets it."""
    return RecorderStatus(
        line["ms"], line["saved_ms"], 0.4, line["state"], line["device"], 0, line["lost_ms"]
    )


def good(device: str) -> RecorderStatus:
    return RecorderStatus(40, 0, 0.4, "good", device, 0, 0)


class Listed:
    """The microphones of a laptop."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def microphones(self) -> list[Microphone]:
        return [Microphone(name, number == 0) for number, name in enumerate(self.names)]

    def source(self, name: str) -> HandSource:
        return HandSource(name)


def test_a_wrong_microphone_is_named_before_the_first_second_is_over() -> None:
    """The chosen one is not plugged in: another is used, and the person is told which."""
    for wanted, there in (("USB microphone", "Built-in microphone"), ("Headset", "Webcam")):
        chosen = Chooser({"kind": "mic", "device": wanted}, partial(Listed, there)).next()
        assert chosen.device == there
        first = SoundTeller(wanted).hear(good(chosen.device))
        assert first.notice is not None
        assert first.notice.startswith(f"{wanted} is not plugged in.")
        assert first.aloud == (first.notice, True)
        assert SoundTeller(there).hear(good(there)).notice is None
