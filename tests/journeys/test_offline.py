"""Nothing in the program opens a socket: the whole round with an ear on every process it starts (AT-1: no network call attempted)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.cast import a_sound

ROOT = Path(__file__).parents[2]
EAR = """
import os, sys
def _ear(event, facts, log=os.environ["EAR_LOG"]):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        with open(log, "a") as file:
            file.write(f"{os.getpid()} {event} {facts!r}\\n")
sys.addaudithook(_ear)
with open(os.environ["EAR_LOG"] + ".started", "a") as file:
    file.write(f"{os.getpid()}\\n")
"""
ROUND = """
import sys
from pathlib import Path
from ldp_stories.services.walk_round import walk_round
from tests.services.homes import cheap_machine
folder = Path(sys.argv[1])
done = walk_round(folder / "round", cheap_machine(folder), Path(sys.argv[2]))
print(len(done.bundles))
"""

RECORDING = """
import sys
from pathlib import Path
from ldp_stories.domain.consent import Answer
from ldp_stories.services.record_encounter import answer, begin, finish, keys_of, questions
from ldp_stories.services.recording import start_recording
from tests.services.homes import cheap_machine, found
from ldp_stories.domain.roles import Role
folder = Path(sys.argv[1])
home = found(folder / "home", cheap_machine(folder), roles=tuple(Role))
talk = begin(home).id
for question in questions(home, talk):
    answer(home, talk, keys_of(question), Answer.YES)
one = start_recording(home, talk, lambda status: None, {"kind": "noise", "ms": 2_000, "seed": 7, "fast": True})
assert one.wait_source_end(30)
print(one.stop().ms)
finish(home, talk)
home.close()
"""


class Ear:
    """A folder whose `sitecustomize` listens in every Python process that starts with it."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "heard"
        path = folder / "ear"
        path.mkdir()
        (path / "sitecustomize.py").write_text(EAR, encoding="utf-8")
        paths = [str(path), str(ROOT)]
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "EAR_LOG": str(self.log)}

    def run(self, *arguments: str) -> str:
        """What a process said; it must end well."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def heard(self) -> list[str]:
        """Every network event of every process."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    @property
    def processes(self) -> int:
        """How many processes listened."""
        return len(Path(f"{self.log}.started").read_text(encoding="utf-8").split())


@pytest.fixture
def ear(tmp_path: Path) -> Ear:
    return Ear(tmp_path)


def test_the_whole_round_opens_no_socket_in_any_process(ear: Ear, tmp_path: Path) -> None:
    sound = a_sound(tmp_path, 3_000)
    assert ear.run("-c", ROUND, str(tmp_path), str(sound)).strip() == "4"
    assert ear.processes >= 1
    assert ear.heard == []


def test_the_recorder_in_its_own_process_opens_no_socket(ear: Ear, tmp_path: Path) -> None:
    assert ear.run("-c", RECORDING, str(tmp_path)).strip() == "2000"
    assert ear.processes >= 2, "the recorder has to be heard as well"
    assert ear.heard == []


def test_the_terminal_opens_no_socket(ear: Ear, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    ear.run("-m", "ldp_stories", "enrol", "--home", home, "--practice", "--name", "Amina", "--no-stories")
    assert json.loads(ear.run("-m", "ldp_stories", "list", "--home", home, "--json")) == []
    ear.run("-m", "ldp_stories", "check", "--home", home)
    assert ear.heard == []


def test_the_ear_hears(ear: Ear) -> None:
    ear.run("-c", "import socket; socket.socket().close()")
    assert [line.split()[1] for line in ear.heard] == ["socket.__new__"]


def test_the_ear_hears_a_child_too(ear: Ear) -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; socket.socket().close()'], check=True)"
    ear.run("-c", child)
    assert ear.processes == 2
    assert len(ear.heard) == 1
