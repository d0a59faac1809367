"""Measure the window in a process of its own: from the start to the unlock screen, from Enter to Home, memory, and its longest stall."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from ldp_stories.services.home import Home, Machine
from tests.bench.figures import Figure
from tests.services.homes import PASSPHRASE

SCRIPT: Final = Path(__file__).with_name("window_child.py")
START: Final = f"""
import runpy
from ldp_stories.app import load_what_lies_below_the_window
load_what_lies_below_the_window()
runpy.run_path({str(SCRIPT)!r}, run_name="__main__")
"""
"""As `ldp_stories/__main__.py` begins."""
ROOT: Final = Path(__file__).parents[2]
LARGE: Final = 100_000
SECONDS: Final = 300


def open_window(home: Home, machine: Machine, number: int, size: str, who: str) -> list[Figure]:
    """Start the program on a closed home, type the passphrase, wait until Home stands still."""
    home.close()
    said = _run(home.folder, machine, None)
    start, opening = said["unlock"], said["home"] - said["enter"] - said["key"]
    bar, memory = (3.0, 350.0) if number >= LARGE else (1.5, 250.0)
    note = f"{start:.2f} s + {opening:.2f} s"
    return [
        Figure(
            f"start to unlock screen, Enter to Home ({who})",
            size,
            start + opening,
            "s",
            bar,
            note=note,
            worked=said["worked"],
        ),
        Figure(f"memory with Home open ({who})", size, said["memory"], "MB", memory),
    ]


def stall(home: Home, machine: Machine, bundle: Path, size: str) -> list[Figure]:
    """The longest time in which the open window answers nothing while it brings a bundle in."""
    home.close()
    said = _run(home.folder, machine, bundle)
    note = f"{said['stories']:.0f} stories in {said['taken']:.1f} s"
    stall, own = said["stall"] * 1000, said["own"] * 1000
    return [Figure("longest stall of the window meanwhile", size, stall, "ms", 100, note=note, worked=own)]


def _run(folder: Path, machine: Machine, bundle: Path | None) -> dict[str, Any]:
    facts = {
        "folder": str(folder),
        "state": str(machine.state_folder),
        "machine": machine.machine_id,
        "bundle": str(bundle) if bundle else "",
        "passphrase": PASSPHRASE,
    }
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled already
    facts["began"] = repr(time.time())
    done = subprocess.run(
        [sys.executable, "-c", START],
        input=json.dumps(facts).encode(),
        capture_output=True,
        env=environment,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2_000:])
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if "trouble" in answer or "home" not in answer or (bundle and "taken" not in answer):
        raise RuntimeError(f"the window did not get through: {answer}")
    return answer
