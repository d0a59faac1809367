"""A terminal for each test, and stories written to files."""

from pathlib import Path

import pytest

from ldp_stories.services.make_sounds import write_voice
from tests.cli.terminal import Terminal

WORDS = (
    "When we came in the spring I knew nobody. They draw the curtains and it is only women. "
    "I can walk in on my own now."
)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal with nothing done in it yet."""
    return Terminal(tmp_path, monkeypatch, capsys)


@pytest.fixture
def practice(terminal: Terminal) -> Terminal:
    """Amina has a practice home with the invented stories."""
    terminal.ask("amina", "enrol", "--practice", "--name", "Amina")
    return terminal


@pytest.fixture
def desk(terminal: Terminal) -> Terminal:
    """Amina has a practice home without any story."""
    terminal.ask("amina", "enrol", "--practice", "--no-stories", "--name", "Amina")
    return terminal


@pytest.fixture
def three(terminal: Terminal) -> Terminal:
    """Joan, Amina and Priya, each with a home, let in."""
    terminal.three()
    return terminal


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """The words after, in a file."""
    path = tmp_path / "words.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Three seconds of an invented voice."""
    return write_voice(tmp_path / "voice.wav", 3_000, seed=3)
