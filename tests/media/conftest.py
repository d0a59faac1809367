"""A recorder command, a vault, and a microphone made of software that plays what a test gives it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.store.vault import Vault
from tests.waiting import until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault(tmp_path / "vault")
    vault.folder.mkdir()
    return vault


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def recorder_command() -> list[str]:
    """What starts a recorder process, as the program starts its own with a hidden argument."""
    return [sys.executable, str(ROOT / "tests/media/recorder_script.py")]


@dataclass
class VirtualMicrophone:
    """A sound service of our own, with microphones that hear what is played."""

    name: str
    environment: dict[str, str]
    folder: Path

    def play(self, sound: bytes) -> "subprocess.Popen[bytes]":
        """Play s16le mono 48 kHz into the microphone; ends when all has been played."""
        command = [
            "pacat",
            "--playback",
            "--raw",
            "--format=s16le",
            "--rate=48000",
            "--channels=1",
            "--device=lab",
        ]
        path = self.folder / "sound.raw"
        path.write_bytes(sound)
        with path.open("rb") as file:
            return subprocess.Popen([*command, "--latency-msec=100"], stdin=file, env=self.environment)

    def control(self, *words: str) -> str:
        """Ask or tell the service something."""
        return subprocess.run(
            ["pactl", *words], env=self.environment, check=True, capture_output=True, text=True, timeout=20
        ).stdout.strip()

    def add(self, name: str, label: str) -> str:
        """One more microphone; the number of its module, with which it is taken away again."""
        return self.control(
            "load-module",
            "module-remap-source",
            f"source_name={name}",
            "master=lab.monitor",
            f"source_properties=device.description={label}",
        )

    def take_away(self, module: str) -> None:
        """Unplug a microphone."""
        self.control("unload-module", module)


@pytest.fixture
def virtual_microphone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualMicrophone]:
    """A sound service started for this test, with one microphone called LabMic."""
    if shutil.which("pulseaudio") is None:
        pytest.skip("pulseaudio and pulseaudio-utils are not installed")
    folder = tmp_path_factory.mktemp("pulse")
    folder.chmod(0o700)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    environment |= {"XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder)}
    for name in ("PULSE_SERVER", "DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME"):
        environment.pop(name, None)
    loads = ["module-native-protocol-unix", "module-null-sink sink_name=lab rate=48000 channels=1"]
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--log-target=null"]
    service = subprocess.Popen([*command, *(f"--load={load}" for load in loads)], env=environment)
    microphone = VirtualMicrophone("LabMic", environment, folder)
    try:
        until((folder / "native").exists, "the sound service")
        microphone.add("mic", "LabMic")
        yield microphone
    finally:
        service.terminate()
        service.wait(20)
