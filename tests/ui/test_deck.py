"""However a sound's player is taken away while Qt reads from it: the program lives, and ends when it should."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.deck_child import ENDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("end", "times"), [*((name, 60) for name in ENDS), ("left playing", 1)])
def test_the_program_lives_on(end: str, times: int) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [
        sys.executable,
        "-X",
        "faulthandler",
        str(Path(__file__).with_name("deck_child.py")),
        end,
        str(times),
    ]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "held\n"), done.stderr[-4000:]
