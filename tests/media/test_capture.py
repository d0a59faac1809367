"""The recorder's loop with a source, a sink and a clock in the test's hands; and its conversation over real pipes."""

import io
import json
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ldp_stories.domain.media import PIECE_BYTES, PieceSink
from ldp_stories.errors import UserError
from ldp_stories.media import capture
from ldp_stories.media.capture import Recorder, awake_clock, run_recorder
from ldp_stories.media.devices import Microphone
from ldp_stories.media.sources import Chooser, SoundSource
from ldp_stories.media.synth import noise
from tests.media.sinks import HandSource, MemorySink
from tests.waiting import until

SOUND = b"".join(noise(3000, seed=1))
PIECE = SOUND[:PIECE_BYTES]


class HandChooser(Chooser):
    """Gives hand-fed devices one after the other, None meaning that no microphone is there."""

    def __init__(self, *devices: HandSource | None) -> None:
        super().__init__({"kind": "mic"})
        self.devices = list(devices)

    def next(self) -> SoundSource:
        device = self.devices.pop(0) if self.devices else None
        if device is None:
            raise UserError("NO_MICROPHONE")
        return device


class Bench:
    """A recorder that runs in a thread; its clock moves when the test says so."""

    def __init__(self, *devices: HandSource | None, sink: MemorySink | None = None) -> None:
        self.now = 100.0
        self.sink = sink or MemorySink()
        self.lines: list[Mapping[str, Any]] = []
        self.end: dict[str, Any] = {}
        self.recorder = Recorder(self.sink, HandChooser(*devices), self.lines.append, lambda: self.now)
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        self.end = self.recorder.run()

    def __enter__(self) -> "Bench":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.do("stop")
        self._thread.join(10)

    def do(self, command: str) -> None:
        self.recorder.inbox.put(("do", command))

    def finish(self) -> dict[str, Any]:
        self.do("stop")
        self._thread.join(10)
        return self.end

    def says(self, state: str) -> None:
        until(lambda: self.lines and self.lines[-1]["state"] == state, f"the state {state}")


@pytest.fixture
def mic() -> HandSource:
    return HandSource("LabMic")


def test_each_commit_is_reported_with_level_device_and_peaks(mic: HandSource) -> None:
    with Bench(mic) as bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        mic.give(PIECE)
        until(lambda: len(bench.lines) == 2, "a status")
        line = bench.lines[1]
    assert line["saved_ms"] == line["ms"] == 100
    assert line["device"] == "LabMic"
    assert line["state"] == "good"
    assert line["level"] == line["peaks"][0] > 50
    assert bench.end["end"] == "stopped"
    assert bench.end["saved_ms"] == 100
    assert mic.stopped == 1
    assert bench.sink.sealed == 1


def test_what_waits_when_stop_comes_is_kept(mic: HandSource) -> None:
    with Bench(mic) as bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        for at in range(0, len(SOUND), 1234):
            mic.give(SOUND[at : at + 1234])
        assert bench.finish()["saved_ms"] == 3000
    assert bench.sink.sound == SOUND


def test_pause_and_resume(mic: HandSource) -> None:
    with Bench(mic) as bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        mic.give(PIECE + SOUND[:100])
        bench.do("pause")
        bench.says("paused")
        mic.give(SOUND[5000:10000])
        bench.do("resume")
        bench.says("good")
        mic.give(SOUND[100:200])
        bench.finish()
    assert bench.sink.sound == PIECE + SOUND[:200]


def test_a_dead_microphone_rings_and_the_next_one_goes_on_with_a_gap(mic: HandSource) -> None:
    spare = HandSource("Spare")
    with Bench(mic, None, spare) as bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        mic.give(PIECE)
        until(lambda: bench.sink.commits, "the first piece")
        bench.now += 1.0
        bench.says("lost")
        assert bench.lines[-1]["level"] == 0, "nothing comes in"
        assert spare.started == 0
        until(lambda: mic.stopped, "the dead device to be let go")
        bench.now += 3.0
        until(lambda: spare.give is not None, "the next microphone")
        assert spare.give is not None
        spare.give(PIECE)
        bench.says("good")
        assert bench.lines[-1]["device"] == "Spare"
    assert bench.sink.gaps == [(100, 3900)]
    assert bench.sink.sound == PIECE * 2


def test_no_microphone_at_all_is_said_and_the_item_is_sealed() -> None:
    sink = MemorySink()
    with pytest.raises(UserError) as caught:
        Recorder(sink, HandChooser(None), lambda line: None).run()
    assert caught.value.code == "NO_MICROPHONE"
    assert sink.sealed == 1


def test_a_full_disk_ends_the_recording_and_says_so(mic: HandSource) -> None:
    bench = Bench(mic, sink=MemorySink(room=2 * PIECE_BYTES))
    with bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        for _ in range(4):
            mic.give(PIECE)
        until(lambda: bench.end, "the end")
    assert bench.end["end"] == "full"
    assert bench.end["code"] == "NO_ROOM"
    assert bench.end["saved_ms"] == 200
    assert bench.sink.sealed == 1
    assert mic.stopped == 1


def test_the_end_of_a_file_waits_for_stop(mic: HandSource) -> None:
    with Bench(mic) as bench:
        until(lambda: mic.end is not None, "the start")
        assert mic.end is not None
        mic.end()
        bench.says("ended")
        bench.now += 60
        assert bench.finish()["end"] == "stopped"


def test_unknown_commands_are_ignored(mic: HandSource) -> None:
    with Bench(mic) as bench:
        bench.do("dance")
        until(lambda: len(bench.lines) == 2, "an answer")
        assert bench.finish()["end"] == "stopped"


def test_the_clock_goes_forward() -> None:
    assert awake_clock() <= awake_clock()


class Wires:
    """Real pipes on both sides of `run_recorder`, which runs in a thread."""

    def __init__(self, sink: PieceSink | UserError) -> None:
        self._sink = sink
        self.status = -1
        its_in, our_out = os.pipe()
        our_in, its_out = os.pipe()
        self.to = io.FileIO(our_out, "w")
        self.back = io.FileIO(our_in, "r")
        self._ends = [io.FileIO(its_in, "r"), io.FileIO(its_out, "w")]
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _open(self, order: dict[str, Any]) -> PieceSink:
        if isinstance(self._sink, UserError):
            raise self._sink
        return self._sink

    def _run(self) -> None:
        self.status = run_recorder(self._ends[0], self._ends[1], self._open)
        for end in self._ends:
            end.close()

    def say(self, line: Mapping[str, object]) -> None:
        self.to.write(json.dumps(line).encode() + b"\n")

    def hear(self) -> dict[str, Any]:
        line: dict[str, Any] = json.loads(self.back.readline())
        return line

    def last(self) -> dict[str, Any]:
        lines = self.back.readlines()
        self.thread.join(10)
        line: dict[str, Any] = json.loads(lines[-1])
        return line

    def close(self) -> None:
        self.to.close()
        self.thread.join(10)
        self.back.close()


@pytest.fixture
def sink() -> MemorySink:
    return MemorySink()


@pytest.fixture
def wires(sink: MemorySink) -> Iterator[Wires]:
    wires = Wires(sink)
    yield wires
    wires.close()


ORDER = {"source": {"kind": "noise", "ms": 3000, "seed": 1, "fast": True}}


def test_an_order_a_recording_and_a_stop(wires: Wires, sink: MemorySink) -> None:
    wires.say(ORDER)
    while wires.hear()["state"] != "ended":
        pass
    wires.say({"do": "stop"})
    assert wires.last()["end"] == "stopped"
    assert sink.sound == SOUND
    assert sink.sealed == 1
    assert wires.status == 0


def test_the_end_of_input_seals(wires: Wires, sink: MemorySink) -> None:
    wires.say(ORDER)
    while wires.hear()["state"] != "ended":
        pass
    wires.to.close()
    assert wires.last()["end"] == "input_closed"
    assert (sink.sound, sink.sealed) == (SOUND, 1)


def test_a_window_that_is_gone_on_both_sides_costs_nothing(wires: Wires, sink: MemorySink) -> None:
    wires.back.close()
    wires.say(ORDER)
    until(lambda: sink.sound == SOUND, "the sound to arrive")
    wires.to.close()
    wires.thread.join(10)
    assert (sink.sound, sink.sealed) == (SOUND, 1)


def test_no_order_is_no_recording(wires: Wires, sink: MemorySink) -> None:
    wires.to.close()
    assert wires.last() == {"end": "input_closed", "saved_ms": 0}
    assert sink.sealed == 0


def test_the_list_of_microphones_is_told(wires: Wires, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldp_stories.media.mic.microphones", lambda: [Microphone("LabMic", default=True)])
    wires.say({"list": True})
    assert wires.last() == {"microphones": [{"name": "LabMic", "default": True}]}


def test_an_item_that_cannot_be_opened_is_told() -> None:
    wires = Wires(UserError("DISK_TROUBLE", reason="x"))
    wires.say(ORDER)
    assert wires.last() == {"end": "trouble", "code": "DISK_TROUBLE", "saved_ms": 0}
    assert wires.status == 1
    wires.close()


def test_the_systems_wish_to_end_us_seals_first(mic: HandSource) -> None:
    """In the main thread, where signals arrive."""
    sink = MemorySink()
    recorder = Recorder(sink, HandChooser(mic), lambda line: None)

    def press() -> None:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        mic.give(PIECE)
        until(lambda: sink.commits, "a piece")
        os.kill(os.getpid(), signal.SIGTERM)

    helper = threading.Thread(target=press)
    before = signal.getsignal(signal.SIGTERM)
    with capture._signals(recorder.inbox):
        helper.start()
        end = recorder.run()
    helper.join(10)
    assert end["end"] == "signal"
    assert (sink.sound, sink.sealed) == (PIECE, 1)
    assert signal.getsignal(signal.SIGTERM) is before


class SlowSink(MemorySink):
    """A disk that holds the third piece until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.held = threading.Event()

    def append(self, frames: bytes) -> None:
        super().append(frames)
        if len(self.commits) == 3:
            self.held.wait(10)


def test_a_disk_that_takes_seconds_is_no_lost_microphone_and_nothing_is_called_missing(
    mic: HandSource,
) -> None:
    sink = SlowSink()
    with Bench(mic, sink=sink) as bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        for number in range(40):
            bench.now += 0.1
            mic.give(PIECE)
            if number == 2:
                until(lambda: len(sink.commits) == 3, "the piece that the disk holds")
        sink.held.set()
        assert bench.finish()["saved_ms"] == 4000
    assert sink.gaps == []
    assert {line["state"] for line in bench.lines} == {"starting", "good"}
    assert all(line["lost_ms"] == 0 for line in bench.lines)


def test_a_recorder_that_had_no_time_for_seconds_first_takes_in_what_was_kept_for_it(mic: HandSource) -> None:
    spare = HandSource("Other microphone")
    with Bench(mic, spare) as bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        mic.give(PIECE)
        until(lambda: bench.lines[-1]["saved_ms"] == 100, "the first piece")
        bench.now += 2.0
        for _ in range(20):
            mic.give(PIECE)
        bench.now += 0.1
        mic.give(PIECE)
        until(lambda: bench.lines[-1]["saved_ms"] == 2200, "all of it")
    assert bench.sink.gaps == []
    assert spare.started == 0, "the microphone was there all the time"


class DistantDisk(MemorySink):
    """A disk that takes everything, and says of nothing that it is durable until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.there = threading.Event()

    def sync(self) -> int:
        self.there.wait(10)
        return super().sync()


def test_a_disk_that_lets_wait_holds_up_what_is_called_saved_and_not_the_sound(mic: HandSource) -> None:
    sink = DistantDisk()
    with Bench(mic, sink=sink) as bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        for _ in range(20):
            bench.now += 0.1
            mic.give(PIECE)
        until(lambda: len(sink.commits) == 20, "every piece where a kill does not reach it")
        until(lambda: bench.lines[-1]["ms"] == 2000, "the window to know of it")
        assert {line["saved_ms"] for line in bench.lines} == {0}, "nothing is called saved yet"
        assert {line["state"] for line in bench.lines} <= {"starting", "good"}
        sink.there.set()
        until(lambda: bench.lines[-1]["saved_ms"] == 2000, "all of it saved")
        assert bench.finish()["saved_ms"] == 2000


class RefusingDisk(MemorySink):
    """A disk that fails at the second sync, and so at every later one."""

    syncs = 0

    def sync(self) -> int:
        self.syncs += 1
        if self.syncs > 1:
            raise UserError("DISK_TROUBLE", reason="x")
        return super().sync()


def test_a_disk_that_cannot_keep_what_it_took_ends_the_recording_and_says_so(mic: HandSource) -> None:
    bench = Bench(mic, sink=RefusingDisk())
    with bench:
        until(lambda: mic.give is not None, "the start")
        assert mic.give is not None
        mic.give(PIECE)
        until(lambda: bench.lines[-1]["saved_ms"] == 100, "the first piece")
        mic.give(PIECE)
        until(lambda: bench.end, "the end")
    assert (bench.end["end"], bench.end["code"]) == ("trouble", "DISK_TROUBLE")
    assert bench.sink.sealed == 1
