"""Running programs on the display of the run: a new one for what starts and ends, one in practice for what is done on screen."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.xvfb.program import Program


@pytest.fixture
def program(xvfb_environment: dict[str, str], tmp_path: Path) -> Iterator[Program]:
    """The program in a new home, with its start screen shown."""
    made = Program(xvfb_environment, tmp_path / "errors.txt")
    yield made
    made.end()


@pytest.fixture(scope="module")
def practising(xvfb_display: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One program with the practice notebook opened by a press, for all tests of a file."""
    home = tmp_path_factory.mktemp("practising")
    environment = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    environment |= {
        f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")
    }
    environment |= {"HOME": str(home), "DISPLAY": xvfb_display, "QT_QPA_PLATFORM": "xcb"}
    made = Program(environment, home / "errors.txt")
    made.press("Try with practice")
    yield made
    made.end()


@pytest.fixture
def practice(practising: Program) -> Program:
    """The program in practice, at Home."""
    assert practising.ask("go home") is True
    assert practising.state()["title"] == "Home, LDP Stories"
    return practising
