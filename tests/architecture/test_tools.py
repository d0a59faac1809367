"""What a tool can tell is told by the tool: linter and type checker are clean over the whole project."""

import subprocess
import sys

import pytest

from tests.architecture import tree
from tests.packaging.conftest import script


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, timeout=600, check=False)


def test_the_type_checker_finds_nothing() -> None:
    done = run("mypy")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_the_type_checker_finds_nothing_that_another_system_lacks(system: str) -> None:
    done = run("mypy", *script("dev").as_seen_by(system))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_finds_nothing() -> None:
    done = run("ruff", "check", ".", "--output-format", "concise")
    assert done.returncode == 0, done.stdout + done.stderr
