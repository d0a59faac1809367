"""Real capture from a microphone made of software: every sample as it was played, and what happens when it is unplugged."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from ldp_stories.errors import UserError
from ldp_stories.media import mic
from ldp_stories.media.recorder_client import RecorderClient, RecorderEnd, RecorderStatus, microphones
from ldp_stories.media.synth import noise
from ldp_stories.media.take import SoundState
from ldp_stories.store.vault import Vault, new_item_key
from tests.media.conftest import VirtualMicrophone
from tests.media.voices import louder, recorded
from tests.waiting import until

pytestmark = pytest.mark.sound
KEY = new_item_key()
SOUND = b"".join(noise(30_000, seed=11))


class Recording:
    def __init__(
        self, vault: Vault, command: list[str], environment: dict[str, str], device: str | None
    ) -> None:
        self.heard: list[RecorderStatus] = []
        self.ends: list[RecorderEnd] = []
        source = {"kind": "mic", "device": device}
        order = {"item": str(vault.path("take")), "key": KEY.hex(), "source": source}
        self.client = RecorderClient(
            command, order, on_status=self.heard.append, on_end=self.ends.append, env=environment
        )

    def saved(self, ms: int) -> None:
        until(lambda: self.client.saved_ms >= ms or self.ends, f"{ms} ms to be saved")
        assert not self.ends, self.client.last_words

    def is_in(self, state: SoundState) -> None:
        until(lambda: self.heard and self.heard[-1].state is state, f"the state {state}")


@pytest.fixture
def recording(
    vault: Vault, recorder_command: list[str], virtual_microphone: VirtualMicrophone
) -> Iterator[Recording]:
    player = virtual_microphone.play(SOUND)
    recording = Recording(vault, recorder_command, virtual_microphone.environment, "LabMic")
    yield recording
    recording.client.kill()
    player.kill()
    player.wait()


def test_the_microphone_is_listed_and_what_a_loudspeaker_plays_is_not(
    virtual_microphone: VirtualMicrophone, recorder_command: list[str]
) -> None:
    virtual_microphone.add("second", "Spare")
    found = microphones(recorder_command, virtual_microphone.environment)
    assert sorted(one.name for one in found) == ["LabMic", "Spare"]
    assert sum(one.default for one in found) <= 1


def test_every_sample_that_was_played_is_kept_in_order(vault: Vault, recording: Recording) -> None:
    recording.is_in(SoundState.GOOD)
    until(lambda: recording.heard[-1].level > 20, "the player to be heard")
    begin = recording.client.saved_ms
    recording.saved(begin + 2000)
    end = recording.client.stop()
    assert end.sealed
    with vault.open("take", KEY) as reader:
        assert reader.gaps == ()
        sound = b"".join(reader.pieces((begin + 100) * 96))
    assert len(sound) >= 1900 * 96
    assert sound in SOUND
    assert recording.heard[-1].device == "LabMic"


def test_a_laptop_that_has_no_time_for_the_recorder_loses_no_sample_and_calls_none_missing(
    vault: Vault, recording: Recording
) -> None:
    until(lambda: recording.heard and recording.heard[-1].level > 20, "the player to be heard")
    begin = recording.client.saved_ms
    recording.saved(begin + 200)
    os.kill(recording.client.pid, signal.SIGSTOP)
    awake = time.monotonic() + 1.4
    until(lambda: time.monotonic() >= awake, "a second in which it has no time")
    os.kill(recording.client.pid, signal.SIGCONT)
    recording.saved(recording.client.saved_ms + 1_700)
    assert recording.client.stop().sealed
    with vault.open("take", KEY) as reader:
        assert reader.gaps == ()
        sound = b"".join(reader.pieces((begin + 100) * 96))
    assert len(sound) >= 1_700 * 96
    assert sound in SOUND
    assert {one.device for one in recording.heard} == {"LabMic"}


def test_an_unplugged_microphone_rings_and_the_spare_one_goes_on(
    vault: Vault, recording: Recording, virtual_microphone: VirtualMicrophone
) -> None:
    recording.saved(300)
    virtual_microphone.add("second", "Spare")
    virtual_microphone.take_away(module_of(virtual_microphone, "mic"))
    until(lambda: any(one.state is SoundState.LOST for one in recording.heard), "the alarm")
    until(
        lambda: recording.heard[-1].device == "Spare" and recording.heard[-1].state is SoundState.GOOD,
        "the spare one",
    )
    now = recording.client.saved_ms
    recording.saved(now + 300)
    assert recording.client.stop().sealed
    with vault.open("take", KEY) as reader:
        (gap,) = reader.gaps
        after = b"".join(reader.pieces((gap[0] + 200) * 96))
    assert 900 < gap[1] < 10_000
    assert gap[0] >= 300
    assert after in SOUND


def test_a_sound_service_that_dies_rings_and_keeps_what_was_said(
    vault: Vault, recording: Recording, virtual_microphone: VirtualMicrophone
) -> None:
    recording.saved(500)
    os.kill(int((virtual_microphone.folder / "pid").read_text()), 9)
    recording.is_in(SoundState.LOST)
    end = recording.client.stop()
    assert end.sealed
    assert vault.finish("take", KEY) == end.saved_ms >= 500


def test_nothing_but_zeros_rings_after_three_seconds(
    vault: Vault, recorder_command: list[str], virtual_microphone: VirtualMicrophone
) -> None:
    recording = Recording(vault, recorder_command, virtual_microphone.environment, None)
    recording.is_in(SoundState.SILENT)
    assert 2500 <= recording.heard[-1].ms <= 5000
    assert recording.client.stop().sealed


@pytest.mark.skipif(not recorded(), reason="alsa-utils' speech is not installed")
def test_a_real_voice_that_falls_silent_shouts_and_is_pulled_out_is_told_each_time(
    vault: Vault, recorder_command: list[str], virtual_microphone: VirtualMicrophone
) -> None:
    """A person's recorded voice through the sound service; seconds are those of the recording itself, so a busy machine changes nothing."""
    spoken = b"".join(recorded().values())
    player = virtual_microphone.play(spoken * 5)
    take = Recording(vault, recorder_command, virtual_microphone.environment, "LabMic")
    try:
        take.is_in(SoundState.GOOD)
        player.kill()
        player.wait()
        before = take.client.saved_ms
        take.is_in(SoundState.SILENT)
        assert take.heard[-1].ms - before <= 3_000 + 500, "the service still held a little of the voice"
        shouted = louder(spoken, 4)
        player = virtual_microphone.play(shouted * 5)
        take.is_in(SoundState.LOUD)
        virtual_microphone.add("second", "Spare")
        virtual_microphone.take_away(module_of(virtual_microphone, "mic"))
        until(lambda: any(one.state is SoundState.LOST for one in take.heard), "the alarm")
        until(lambda: take.heard[-1].device == "Spare", "the spare one")
        take.saved(take.client.saved_ms + 300)
        assert take.client.stop().sealed
    finally:
        take.client.kill()
        player.kill()
        player.wait()
    with vault.open("take", KEY) as reader:
        ((at, gap),) = reader.gaps
        after = b"".join(reader.pieces((at + 200) * 96))
    assert 900 < gap < 10_000
    assert after[: 100 * 96] in shouted * 2, "the voice goes on where it was heard again"


def module_of(microphone: VirtualMicrophone, source: str) -> str:
    """The number with which a microphone is taken away."""
    modules = microphone.control("list", "short", "modules").splitlines()
    return next(line.split()[0] for line in modules if f"source_name={source}" in line)


def test_a_microphone_that_is_not_there_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mic, "backends", list)
    with pytest.raises(UserError) as caught:
        mic.MicSource("Nowhere").start(lambda frames: None, lambda: None)
    assert caught.value.code == "NO_MICROPHONE"
    assert mic.microphones() == []


def test_made_up_devices_are_not_microphones() -> None:
    for name in (
        "Monitor of Built-in Audio",
        "JACK Audio Connection Kit",
        "Rate Converter Plugin Using Speex Resampler",
    ):
        assert mic._NOT_REAL.search(name)
    for name in ("Built-in Audio Analog Stereo", "USB PnP Sound Device", "Microphone (Realtek(R) Audio)"):
        assert not mic._NOT_REAL.search(name)
