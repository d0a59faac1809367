"""Who takes over reads what they should know on their first screen, until they say that they have read it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ldp_stories.services.pass_on_role import KIND, handed_to_me, undo_hand_over
from ldp_stories.ui.coordinator.handed_lines import HandedLines
from ldp_stories.ui.coordinator.queue import QueueScreen
from tests.ui.coordinator.desk import Desk
from tests.ui.helpers import button, dressed, words_on


def handed(desk: Desk, ident: str, taker: str, on: str, **more: object) -> None:
    with desk.home.main.write() as con:
        desk.home.put(con, KIND, ident, sets={"giver": "someone", "taker": taker, "on": on, **more})


def test_a_hand_over_to_oneself_stands_there_until_it_is_read(desk: Desk, qtbot: QtBot) -> None:
    me = desk.home.member
    handed(desk, "two", me, "2026-11-21", note="The hall key is with the caretaker.", stays={"closed": 1})
    handed(desk, "one", me, "2026-11-20", note="Call on Fridays.")
    handed(desk, "hers", "another", "2026-11-20", note="Not for me.")
    made = HandedLines(desk.context)
    dressed(qtbot, made)
    words = words_on(made)
    assert words.index("Call on Fridays.") < words.index("A coordinator handed over to you, 21 November.")
    assert "The hall key is with the caretaker. 1 closed story did not go with it" in words
    assert "Not for me." not in words
    button(made, "I have read it").click()
    assert [h.id for h in handed_to_me(desk.home)] == ["two"]
    assert "Call on Fridays." not in words_on(made)
    undo_hand_over(desk.home, "two")
    made.look()
    assert not made.isVisible()


def test_the_queue_shows_it_as_soon_as_it_comes(desk: Desk, qtbot: QtBot) -> None:
    screen = QueueScreen(desk.context)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700))
    assert not screen.handed.isVisible()
    handed(desk, "one", desk.home.member, "2026-11-20", note="Call on Fridays.")
    screen.refresh(frozenset({KIND}))
    assert "Call on Fridays." in words_on(screen)
    screen.settle_and_leave()
