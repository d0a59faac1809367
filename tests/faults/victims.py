"""Child processes that edit or bring in until they are killed: one process imports everything once, then forks a victim for each round.

Run as a script it reads orders, one JSON object a line, forks, says the victim's number, and when the victim is gone says so. A victim
writes what it has done (and may be held to) line by line into a file that outlives it.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ldp_stories.domain.consent import Method
from ldp_stories.services import edit_record
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.keep_evidence import keep_file
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.record_encounter import add_note
from ldp_stories.services.recording import start_recording
from ldp_stories.services.start_home import open_home
from tests.services.homes import cheap_machine

ROOT: Final = Path(__file__).parents[2]
RECORDER: Final = ROOT / "tests/media/recorder_script.py"


def machine_of(facts: dict[str, str]) -> Machine:
    """The laptop that an order names."""
    return replace(
        cheap_machine(Path(facts["state"]).parent),
        state_folder=Path(facts["state"]),
        machine_id=facts["machine"],
    )


class Said:
    """The file of what a victim has done; each line is handed to the system before the next step."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __call__(self, word: str) -> None:
        os.write(self._file, f"{word}\n".encode())


def edit(home: Home, facts: dict[str, str], say: Said) -> None:
    """Type for ever: every keystroke's text is kept, every third is written to the ledger; each is said when the call has returned."""
    number = int(facts["from"])
    while True:
        number += 1
        edit_record.keep_draft(home, facts["record"], "title", f"title {number}")
        say(f"kept {number}")
        edit_record.keep_draft(home, facts["record"], "words", f"words {number} " + "and so on " * 60)
        say(f"words {number}")
        if number % 3 == 0:
            edit_record.write_drafts(home, facts["record"])
            say(f"written {number}")


def bring(home: Home, facts: dict[str, str], say: Said) -> None:
    """Bring the bundle in."""
    take_in(home, Path(facts["bundle"]))
    say("accepted")


def send(home: Home, facts: dict[str, str], say: Said) -> None:
    """Pack for the coordinators."""
    (path,) = pack(home, "coordinators", Path(facts["stick"])).paths
    say(path.name)


def talk(home: Home, facts: dict[str, str], say: Said) -> None:
    """Record a conversation and type notes for ever; each note is said when the call has returned, each status as it comes."""
    home.machine = replace(home.machine, recorder_command=(sys.executable, str(RECORDER)))
    source = {"kind": "noise", "ms": 600_000, "seed": 7, "produced": facts["produced"]}
    one = start_recording(home, facts["talk"], lambda status: say(f"saved {status.saved_ms}"), source)
    client = one._part.client
    say(f"recorder {client.pid if client is not None else 0}")
    number = 0
    while True:
        number += 1
        add_note(home, facts["talk"], f"note {number}", one.status.ms)
        say(f"noted {number}")
        threading.Event().wait(0.02)


def prove(home: Home, facts: dict[str, str], say: Said) -> None:
    """Keep a film as proof of a yes; how much of it is copied is said as it goes, and when it is kept."""

    class Told:
        def report(self, done: int, _total: int, _note: str = "") -> None:
            say(f"copied {done}")

    keep_file(home, facts["talk"], Path(facts["film"]), Method.RECORDED.value, progress=Told())
    say("kept")


JOBS: Final[dict[str, Callable[[Home, dict[str, str], Said], None]]] = {
    "edit": edit,
    "bring": bring,
    "send": send,
    "talk": talk,
    "prove": prove,
}


def _serve() -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        facts = json.loads(line)
        victim = os.fork()
        if victim == 0:
            say = Said(Path(facts["said"]))
            home = open_home(Path(facts["home"]), None, machine_of(facts))
            say("open")
            JOBS[facts["do"]](home, facts, say)
            home.close()
            os._exit(0)
        print(_ended(victim, facts["after"]), flush=True)


def _ended(victim: int, after: float | None) -> int:
    """Wait for the victim, kill it when its time has come; the status it ended with."""
    end = None if after is None else time.monotonic() + after
    pause = threading.Event()
    while True:
        gone, status = os.waitpid(victim, os.WNOHANG)
        if gone:
            return status
        if end is not None and time.monotonic() >= end:
            os.kill(victim, signal.SIGKILL)  # not waited for yet, so the number is still its own
            return os.waitpid(victim, 0)[1]
        pause.wait(0.001)


class Forker:
    """The test's side: starts victims and kills them."""

    def __init__(self, folder: Path) -> None:
        self._said = folder / "said"
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def close(self) -> None:
        """End."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def victim(
        self, do: str, home: Path, machine: Machine, after: float | None, **facts: Any
    ) -> tuple[list[str], bool]:
        """Run one victim and kill it `after` seconds from its fork (None: let it end); what it said, and whether the kill came in time."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._said.unlink(missing_ok=True)
        order = {k: str(v) for k, v in facts.items()} | {"do": do, "home": str(home), "said": str(self._said)}
        order |= {"state": str(machine.state_folder), "machine": machine.machine_id}
        self._process.stdin.write(json.dumps(order | {"after": after}) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        assert status in (0, signal.SIGKILL), f"the victim ended by itself: {status}"
        said = self._said.read_text() if self._said.exists() else ""
        return said.splitlines(), status == signal.SIGKILL


def moments(rounds: int, longest: float, seed: int) -> list[float]:
    """Random moments, some within every tenth of the time, in random order."""
    chance = random.Random(seed)
    spread = [longest * (n + chance.random()) / rounds for n in range(rounds)]
    chance.shuffle(spread)
    return spread


if __name__ == "__main__":
    _serve()
