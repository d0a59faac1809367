"""The fallback engine, in a recorder process of its own with a microphone made of software: listed, kept in order, unplugged, dead."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ldp_stories.errors import UserError
from ldp_stories.media.levels import SoundState
from ldp_stories.media.recorder_client import RecorderClient, RecorderEnd, RecorderStatus, microphones
from ldp_stories.media.synth import noise
from ldp_stories.store.vault import Vault, new_item_key
from ldp_stories.ui.audio.microphone import QtMicrophones
from tests.media.conftest import VirtualMicrophone, vault, virtual_microphone
from tests.waiting import until

__all__ = ["vault", "virtual_microphone"]
pytestmark = pytest.mark.sound
KEY = new_item_key()
SOUND = b"".join(noise(30_000, seed=12))
COMMAND = [sys.executable, str(Path(__file__).parents[2] / "ldp_stories/__main__.py"), "--recorder", "qt"]


class Recording:
    def __init__(self, vault: Vault, environment: dict[str, str], device: str | None) -> None:
        self.heard: list[RecorderStatus] = []
        self.ends: list[RecorderEnd] = []
        order = {
            "item": str(vault.path("take")),
            "key": KEY.hex(),
            "source": {"kind": "mic", "device": device},
        }
        self.client = RecorderClient(
            COMMAND, order, on_status=self.heard.append, on_end=self.ends.append, env=environment
        )

    def saved(self, ms: int) -> None:
        until(lambda: self.client.saved_ms >= ms or self.ends, f"{ms} ms to be saved")
        assert not self.ends, self.client.last_words


@pytest.fixture
def recording(vault: Vault, virtual_microphone: VirtualMicrophone) -> Iterator[Recording]:
    player = virtual_microphone.play(SOUND)
    made = Recording(vault, virtual_microphone.environment, "LabMic")
    yield made
    made.client.kill()
    player.kill()
    player.wait()


def test_it_lists_records_and_goes_on_with_the_spare_one_when_it_is_unplugged(
    vault: Vault, recording: Recording, virtual_microphone: VirtualMicrophone
) -> None:
    recording.saved(600)
    virtual_microphone.add("second", "Spare")
    found = microphones(COMMAND, virtual_microphone.environment)
    assert sorted(one.name for one in found) == ["LabMic", "Spare"]
    modules = virtual_microphone.control("list", "short", "modules").splitlines()
    virtual_microphone.take_away(next(m.split()[0] for m in modules if "source_name=mic" in m))
    until(lambda: any(one.state is SoundState.LOST for one in recording.heard), "the alarm")
    until(
        lambda: recording.heard[-1].device == "Spare" and recording.heard[-1].state is SoundState.GOOD,
        "the spare one",
    )
    recording.saved(recording.client.saved_ms + 300)
    assert recording.client.stop().sealed
    with vault.open("take", KEY) as reader:
        ((at, lost),) = reader.gaps
        before = b"".join(reader.pieces())[: at * 96]
    assert 900 < lost < 15_000
    assert recording.heard[-1].lost_ms == lost
    heard = before.lstrip(b"\0")
    heard = heard[len(heard) % 2 :]
    assert heard[4800:9600] in SOUND


def test_a_sound_service_that_dies_rings_and_keeps_what_was_said(
    vault: Vault, recording: Recording, virtual_microphone: VirtualMicrophone
) -> None:
    recording.saved(500)
    os.kill(int((virtual_microphone.folder / "pid").read_text()), 9)
    until(lambda: recording.heard[-1].state is SoundState.LOST, "the alarm")
    end = recording.client.stop()
    assert end.sealed, recording.client.last_words
    assert vault.finish("take", KEY) == end.saved_ms >= 500


def test_a_microphone_that_is_not_there_cannot_start(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    del qapp
    monkeypatch.setattr("ldp_stories.ui.audio.microphone._devices", lambda: ([], None))
    with pytest.raises(UserError) as caught:
        QtMicrophones().source("Nowhere").start(lambda _: None, lambda: None)
    assert caught.value.code == "NO_MICROPHONE"
