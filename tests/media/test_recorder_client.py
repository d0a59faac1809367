"""The window's side of a real recorder process."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.media.recorder_client import RecorderClient, RecorderEnd, RecorderStatus, microphones
from ldp_stories.media.synth import noise, voice
from ldp_stories.media.take import SoundState
from ldp_stories.store.vault import Vault, new_item_key
from tests.waiting import until

KEY = new_item_key()
Start = Callable[..., "Talk"]


class Talk:
    """A client with everything it was told."""

    def __init__(self, command: list[str], environment: dict[str, str], order: dict[str, object]) -> None:
        self.heard: list[RecorderStatus] = []
        self.ends: list[RecorderEnd] = []
        self.threads: set[str] = set()
        self.client = RecorderClient(
            command, order, on_status=self._status, on_end=self.ends.append, env=environment
        )

    def _status(self, status: RecorderStatus) -> None:
        self.threads.add(threading.current_thread().name)
        self.heard.append(status)

    def saved(self, ms: int) -> None:
        until(lambda: self.client.saved_ms >= ms, f"{ms} ms to be saved")

    def is_in(self, state: SoundState) -> None:
        until(lambda: self.heard and self.heard[-1].state is state, f"the state {state}")


@pytest.fixture
def start(vault: Vault, recorder_command: list[str], environment: dict[str, str]) -> Iterator[Start]:
    talks: list[Talk] = []

    def begin(item: str = "take", **source: object) -> Talk:
        order = {"item": str(vault.path(item)), "key": KEY.hex(), "source": source, "practice": True}
        talks.append(Talk(recorder_command, environment, order))
        return talks[-1]

    yield begin
    for talk in talks:
        talk.client.kill()


def kept(vault: Vault, item: str = "take") -> bytes:
    with vault.open(item, KEY) as reader:
        return b"".join(reader.pieces())


def test_twelve_and_a_half_minutes_are_recorded_in_seconds_when_nobody_speaks(
    vault: Vault, start: Start
) -> None:
    talk = start(kind="voice", ms=750_000, fast=True)
    assert talk.client.wait_source_end(60)
    assert talk.client.saved_ms == 750_000
    end = talk.client.stop()
    assert (end.reason, end.saved_ms, end.sealed) == ("stopped", 750_000, True)
    assert sum(len(status.peaks) for status in talk.heard) + len(end.peaks) == 7500
    with vault.open("take", KEY) as reader:
        assert reader.duration_ms == 750_000
        assert reader.sealed
        assert all(piece == spoken for piece, spoken in zip(reader.pieces(), voice(750_000), strict=True))


def test_recording_in_real_time_with_a_pause(vault: Vault, start: Start) -> None:
    talk = start(kind="noise", ms=60_000, seed=4)
    talk.saved(300)
    talk.client.pause()
    talk.is_in(SoundState.PAUSED)
    before = talk.client.saved_ms
    talk.client.resume()
    talk.saved(before + 200)
    end = talk.client.stop()
    assert end.sealed
    assert talk.ends == [end]
    assert not talk.client.running
    sound = kept(vault)
    assert len(sound) // 96 == end.saved_ms
    whole = b"".join(noise(60_000, seed=4))
    assert sound[: before * 96] == whole[: before * 96]
    assert sound[before * 96 :] in whole
    assert threading.current_thread().name not in talk.threads


def test_ten_times_a_second_it_says_how_it_goes(start: Start) -> None:
    talk = start(kind="noise", ms=60_000)
    talk.saved(500)
    talk.client.stop()
    line = talk.heard[3]
    assert line.saved_ms <= line.ms
    assert line.state is SoundState.GOOD
    assert line.device == "noise"
    assert len(line.peaks) == 1
    assert line.level > 50
    assert talk.client.status is talk.heard[-1]


def test_a_killed_recorder_is_noticed_and_its_item_can_be_finished(vault: Vault, start: Start) -> None:
    talk = start(kind="noise", ms=60_000, seed=7)
    talk.saved(300)
    talk.client.kill()
    (end,) = talk.ends
    assert (end.reason, end.sealed) == ("died", False)
    assert vault.finish("take", KEY) >= end.saved_ms >= 300
    assert b"".join(noise(60_000, seed=7)).startswith(kept(vault))
    second = start("take-2", kind="noise", ms=60_000)
    second.saved(100)
    assert second.client.stop().sealed


def test_commands_after_the_end_are_harmless(start: Start) -> None:
    talk = start(kind="noise", ms=60_000)
    talk.client.kill()
    talk.client.pause()
    talk.client.resume()
    assert talk.client.stop().reason == "died"
    assert len(talk.ends) == 1


def test_no_microphone_is_said(start: Start) -> None:
    talk = start(kind="mic", device="None of these")
    until(lambda: talk.ends, "the end")
    if talk.ends[0].reason == "no_microphone":  # a machine with a sound card records from what it has
        assert talk.ends[0].code == "NO_MICROPHONE"
        assert not talk.ends[0].sealed


def test_a_broken_sound_file_is_said(start: Start, tmp_path: Path) -> None:
    talk = start(kind="file", path=str(tmp_path / "none.wav"))
    until(lambda: talk.ends, "the end")
    assert (talk.ends[0].reason, talk.ends[0].code) == ("trouble", "MEDIA_GONE")


def test_a_recorder_that_does_not_start_is_an_end_with_its_last_words(environment: dict[str, str]) -> None:
    talk = Talk([sys.executable, "-c", "raise SystemExit('no sound today')"], environment, {"source": {}})
    until(lambda: talk.ends, "the end")
    assert talk.ends[0] == RecorderEnd("died", 0)
    assert "no sound today" in talk.client.last_words


def test_a_recorder_that_does_not_answer_is_ended(environment: dict[str, str]) -> None:
    deaf = [sys.executable, "-c", "import threading; threading.Event().wait(60)"]
    talk = Talk(deaf, environment, {"source": {}})
    with pytest.raises(UserError) as caught:
        talk.client.stop(seconds=0.2)
    assert caught.value.code == "RECORDER_SILENT"
    assert talk.ends[0].reason == "died"


def test_the_key_is_never_an_argument(start: Start) -> None:
    talk = start(kind="noise", ms=60_000)
    talk.saved(100)
    shown = Path(f"/proc/{talk.client.pid}/cmdline")
    if shown.exists():
        assert KEY.hex().encode() not in shown.read_bytes()
        assert KEY.hex().encode() not in Path(f"/proc/{talk.client.pid}/environ").read_bytes()
    talk.client.stop()


def test_no_window_library_is_in_the_recorder(environment: dict[str, str]) -> None:
    code = (
        "import sys; from ldp_stories.media import capture, sources, mic, recorder_client;"
        "print(sorted(n for n in sys.modules if n.startswith(('PySide6', 'sqlalchemy', 'av', 'PIL', 'numpy'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_window_side_loads_no_sound_library(environment: dict[str, str]) -> None:
    code = "import sys; from ldp_stories.media import recorder_client; print('miniaudio' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_window_that_is_killed_leaves_a_sealed_item(
    vault: Vault, recorder_command: list[str], environment: dict[str, str]
) -> None:
    """The window is a process that starts a recorder, says how much is saved, and is killed."""
    window = f"""
import sys, threading
from ldp_stories.media.recorder_client import RecorderClient
order = {{"item": {str(vault.path("take"))!r}, "key": {KEY.hex()!r}, "source": {{"kind": "noise", "ms": 60000, "seed": 3}}}}
client = RecorderClient({recorder_command!r}, order, on_status=lambda s: print(s.saved_ms, flush=True), on_end=print)
print("pid", client.pid, flush=True)
threading.Event().wait(60)
"""
    process = subprocess.Popen([sys.executable, "-c", window], stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    recorder, saved = 0, 0
    while saved < 300:
        words = process.stdout.readline().split()
        if words[0] == b"pid":
            recorder = int(words[1])
        else:
            saved = int(words[0])
    process.kill()
    process.wait()
    process.stdout.close()

    def gone() -> bool:
        try:
            os.kill(recorder, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{recorder}/stat")
        return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z"

    until(gone, "the recorder to seal and end by itself")
    with vault.open("take", KEY) as reader:
        assert reader.sealed
        assert reader.duration_ms >= saved
    assert b"".join(noise(60_000, seed=3)).startswith(kept(vault))


def test_asking_for_microphones_answers_in_its_own_process(
    recorder_command: list[str], environment: dict[str, str]
) -> None:
    found = microphones(recorder_command, environment)
    assert all(one.name for one in found)


def test_asking_a_program_that_crashes_or_hangs_finds_none(environment: dict[str, str]) -> None:
    assert microphones([sys.executable, "-c", "raise SystemExit(9)"], environment) == ()
    assert (
        microphones([sys.executable, "-c", "import threading; threading.Event().wait(60)"], environment, 0.3)
        == ()
    )
