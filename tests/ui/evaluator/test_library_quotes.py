"""From the Library into the quote bank: under another theme or none, and a third quote by one person with its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ldp_stories.services.home import Home
from ldp_stories.services.publish import quotes
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_library import CANAL, library
from tests.ui.on_screen import Desk


def test_another_theme_can_be_chosen_before_it_is_added_and_none_at_all(desk: Desk, home: Home) -> None:
    released(home)
    released(home, title="The steps", words=CANAL, quote="The boys fish there and nobody minds.", tag="")
    screen = library(desk)
    for at in range(2):
        screen.list.choose(at)
        if screen.list.found[at].tags:
            screen.side.quote.theme.set_value("Trust")
        screen.side.quote.add.click()
    assert {(q.title, q.theme) for q in quotes(home)} == {("Tea and bulbs", "Trust"), ("The steps", "")}


def test_a_third_quote_by_one_person_asks_for_the_reason_and_keeps_it(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    for _ in range(2):
        screen.side.quote.add.click()
    screen.side.quote.add.click()
    assert len(quotes(home)) == 2
    assert "There are two quotes by this person already." in screen.side.quote.trouble.text()
    assert screen.side.quote.why.edit.hasFocus()
    desk.type(screen.side.quote.why.edit, "Nobody else spoke of it")
    desk.key(screen.side.quote.why.edit, Qt.Key.Key_Return)
    assert [q.note for q in quotes(home)][-1] == "Nobody else spoke of it"
    assert not screen.side.quote.why.isVisible()
    assert not screen.side.quote.trouble.isVisible()
