"""A session bus of its own, the accessibility service on it, the program, and a reader beside it."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.media.synth import noise
from tests.media.conftest import VirtualMicrophone, virtual_microphone

__all__ = ["virtual_microphone"]

ROOT = Path(__file__).resolve().parents[3]
PYTHON = Path("/usr/bin/python3")
LAUNCHERS = [Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher")]
PATIENCE = 60


def missing() -> str:
    """The first thing that a screen-reader walk needs and this machine has not."""
    for program in ("Xvfb", "dbus-daemon"):
        if shutil.which(program) is None:
            return program
    if not any(path.exists() for path in LAUNCHERS):
        return "at-spi2-core"
    asked = [str(PYTHON), "-c", "import pyatspi"]
    if not PYTHON.exists() or subprocess.run(asked, capture_output=True, check=False).returncode:
        return "python3-pyatspi"
    return ""


def line_of(process: subprocess.Popen[str], what: str) -> str:
    """The next line a process says."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    line = process.stdout.readline() if ready else ""
    assert line, f"no {what}"
    return line.strip()


class Reader:
    """Orders for the ear: `reader("press", "Yes")`."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process, self.log = process, log

    def __call__(self, *order: str) -> Any:
        """Give an order; what was heard, or the failure in words."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(line_of(self.process, f"answer to {order}"))
        if "wrong" in answer:
            pytest.fail(f"{order}: {answer['wrong']}\n{self.log.read_text(errors='replace')[-2000:]}")
        return answer["is"]


@pytest.fixture
def reader(xvfb_display: str, virtual_microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[Reader]:
    """A reader beside the program, which has just been started, with a microphone; all ends with the test."""
    player = virtual_microphone.play(b"".join(noise(60_000, seed=5)))
    kept = {name: virtual_microphone.environment[name] for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH")}
    try:
        with beside(xvfb_display, tmp_path / "said.txt", kept) as made:
            yield made
    finally:
        player.kill()
        player.wait()


@pytest.fixture
def desk_reader(xvfb_display: str, tmp_path: Path) -> Iterator[Reader]:
    """The same for work at a desk, which needs no sound."""
    with beside(xvfb_display, tmp_path / "said.txt", {"XDG_RUNTIME_DIR": str(tmp_path)}) as made:
        yield made


@contextmanager
def beside(display: str, log: Path, more_environment: dict[str, str]) -> Iterator[Reader]:
    """A bus, the accessibility service, an ear and the program; the reader is what gives orders to the ear."""
    if lost := missing():
        pytest.skip(f"{lost} is not installed")
    environment = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    environment |= {**more_environment, "DISPLAY": display}
    with ExitStack() as stack:
        lines = stack.enter_context(log.open("wb"))

        def start(command: list[str], **more: str) -> subprocess.Popen[str]:
            pipe = subprocess.PIPE
            made = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**environment, **more},
                stdin=pipe,
                stdout=pipe,
                stderr=lines,
                text=True,
            )
            stack.callback(end, made)
            return made

        bus = start(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"])
        environment["DBUS_SESSION_BUS_ADDRESS"] = line_of(bus, "session bus")
        launcher = next(str(path) for path in LAUNCHERS if path.exists())
        start([launcher, "--launch-immediately"])
        ear = start([str(PYTHON), str(ROOT / "tests/ui/reader/ear.py")], PYTHONPATH="")
        assert line_of(ear, "ear") == "listening"
        start(
            [sys.executable, "-m", "tests.ui.reader.child"],
            QT_QPA_PLATFORM="xcb",
            QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
            PYTHONPATH=str(ROOT),
        )
        yield Reader(ear, log)


def end(process: subprocess.Popen[str]) -> None:
    """Let it end by itself, the service by being told; whatever happens, it does not outlive the test."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        if "child" not in str(process.args):
            process.terminate()
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(20)
