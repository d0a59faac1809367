"""What a notebook noticed of itself is said on the first screen until it was read, when a file came in, and in the terminal."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.cli import import_command
from ldp_stories.cli.out import Out
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.begin_again import SetBack, told
from ldp_stories.services.start_home import PackTaken
from ldp_stories.store import facts
from ldp_stories.ui.record.bring_in_words import accepted_words, pack_words
from ldp_stories.ui.record.destroy_screen import DestroyLines
from ldp_stories.ui.record.set_back_line import set_back_words
from tests.ui.helpers import button, dressed, walk_names, words_on
from tests.ui.on_screen import Desk

BACK = SetBack("2026-05-10", 9, 2)


def test_it_stands_on_the_first_screen_until_it_was_read(desk: Desk, qtbot: QtBot) -> None:
    home = desk.context.home
    assert DestroyLines(desk.context).isHidden()
    with home.main.write() as con:
        facts.save(con, "was set back", {"day": BACK.day, "lines": BACK.lines, "stories": BACK.stories})
    line = DestroyLines(desk.context)
    dressed(qtbot, line)
    words = words_on(line)
    assert "This notebook had gone back to an older state." in words
    assert "2 stories you have here go out once more with your next file." in words
    walk_names(line)
    button(line, "I have read it").click()
    assert not line.isVisible()
    assert told(home) is None


@pytest.mark.parametrize(
    ("stories", "says"),
    [(0, "put it right by itself"), (1, "1 story you have here goes out once more"), (2, "2 stories")],
)
def test_the_sentence_says_what_happens_now(stories: int, says: str) -> None:
    assert says in set_back_words(SetBack("2026-05-10", 0, stories))


def test_it_is_said_where_a_file_was_brought_in() -> None:
    took = Accepted("b", 0, 3, (), 0, 0, 0, "", set_back=BACK)
    for words in (accepted_words(took), pack_words(PackTaken(3, 0, BACK))):
        assert words.count("This notebook had gone back to an older state.") == 1
    assert "older state" not in accepted_words(Accepted("b", 0, 3, (), 0, 0, 0, ""))


def test_lines_that_are_kept_apart_are_not_said_to_be_somebodys_fault() -> None:
    refused = (("a", "E_TWICE"), ("b", "E_CONSENT"), ("c", "E_ROLE"))
    words = accepted_words(Accepted("b", 0, 0, refused, 0, 0, 0, ""))
    assert "2 things are kept apart: that laptop went back to an older state." in words
    assert "1 thing was left out: nobody may send that." in words
    assert "kept apart" not in accepted_words(Accepted("b", 2, 0, refused[1:], 0, 0, 0, ""))


def test_the_terminal_says_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    import_command._set_back(BACK, Out(as_json=False))
    import_command._set_back(None, Out(as_json=False))
    assert "lines issued again: 9, stories: 2" in capsys.readouterr().out
