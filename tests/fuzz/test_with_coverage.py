"""Fuzzing that learns from what the parser does (`python -m tests.fuzz NAME SECONDS`), a minute for each parser in the long run."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.effort import LONG, effort, tried
from tests.fuzz.targets import everything

ROOT = Path(__file__).parents[2]
NAMES = [name for name, _ in everything()]


def fuzz(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not LONG, reason="minutes: packaging/dev long")
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not here")
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_a_minute(name: str, tmp_path: Path) -> None:
    done = fuzz(tmp_path, name, str(effort(1, 60)))
    assert done.returncode == 0, done.stderr[-4000:]
    assert list(tmp_path.glob("crash-*")) == []
    tried("seconds of fuzzing with coverage", effort(1, 60))


def test_every_parser_of_the_plan_is_a_target() -> None:
    wanted = {
        "age-header", "age-payload", "tar", "tag-files", "envelope", "payload", "revision-line", "small-lines", "signature", "signers",
        "pack-line", "key-slots", "orders-file", "chat", "media", "project-file", "codebook", "settings",
    }  # fmt: skip
    assert wanted <= set(NAMES)
