"""The terminal as people start it: a process of its own, with its exit status and nothing secret in its arguments."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ldp_stories import __version__

ROOT = Path(__file__).parents[2]


def started(*words: object, secret: str | None = None, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `python -m ldp_stories` in a folder that is not the project's."""
    environment = {k: v for k, v in os.environ.items() if k != "LDP_STORIES_PASSPHRASE"}
    environment["PYTHONPATH"] = str(ROOT)
    if secret is not None:
        environment["LDP_STORIES_PASSPHRASE"] = secret
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "ldp_stories", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        timeout=120,
        check=False,
    )


def test_a_practice_notebook_is_made_listed_and_searched(tmp_path: Path) -> None:
    home = tmp_path / "home"
    made = started("enrol", "--home", home, "--practice", "--name", "Amina", folder=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    listed = started("list", "--home", home, "--json", folder=tmp_path)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert len(json.loads(listed.stdout)) == 37
    found = started("find", "--home", home, "curtains", folder=tmp_path)
    assert found.returncode == 0
    assert "curtains" in found.stdout.casefold()


def test_a_live_notebook_opens_with_the_right_passphrase_only(tmp_path: Path) -> None:
    home, secret = tmp_path / "home", "four plain words here"
    made = started(
        "enrol", "--home", home, "--found", "Millbrook", "--name", "Joan", secret=secret, folder=tmp_path
    )
    assert (made.returncode, made.stderr) == (0, "")
    wrong = started("list", "--home", home, secret="not these words", folder=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "[WRONG_PASSPHRASE]" in wrong.stderr
    right = started("list", "--home", home, "--json", secret=secret, folder=tmp_path)
    assert (right.returncode, json.loads(right.stdout)) == (0, [])
    assert secret not in made.stdout + right.stdout + wrong.stderr


@pytest.mark.parametrize("words", [["dance"], ["list"]])
def test_wrong_usage_leaves_with_status_2(words: list[str], tmp_path: Path) -> None:
    done = started(*words, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: ldp-stories" in done.stderr


def test_the_help_answers_without_loading_the_window_or_the_store(tmp_path: Path) -> None:
    code = (
        "import sys; from ldp_stories.__main__ import main\n"
        "assert main(['list', '--help']) == 0\n"
        "print(sorted(m for m in ('PySide6', 'av', 'jinja2') if m in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=True,
    )
    assert done.stderr == "[]\n"
    assert __version__


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that nobody reads ends in another way there")
def test_a_reader_who_has_enough_is_not_answered_with_a_complaint(tmp_path: Path) -> None:
    """`ldp-stories list | head` closes the pipe while lines are still to come."""
    home = tmp_path / "home"
    assert started("enrol", "--home", home, "--practice", "--name", "Amina", folder=tmp_path).returncode == 0
    reads, writes = os.pipe()
    os.close(reads)
    with open(writes, "wb") as closed:  # noqa: PTH123 - a descriptor, not a path
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "ldp_stories", "list", "--home", str(home)],
            stdout=closed,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=120,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"")
