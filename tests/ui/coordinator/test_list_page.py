"""A screen that is one list: the way back, its heading first, and rows that come later."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ldp_stories.ui.coordinator.list_page import list_page
from ldp_stories.ui.widgets.labels import Label, display
from ldp_stories.ui.widgets.screen import Screen
from tests.ui.helpers import button, dressed, words_on


def test_it_leads_back_starts_on_its_heading_and_shows_what_is_put_in(qtbot: QtBot) -> None:
    screen, heading = Screen(), display("Tag chat")
    rows = list_page(screen, heading, "Start at the top.", back="Codebook")
    rows.addWidget(Label("The first thing"))
    dressed(qtbot, screen, size=(700, 400))
    screen.focus_start()
    assert heading.hasFocus()
    assert all(words in words_on(screen) for words in ("Tag chat", "Start at the top.", "The first thing"))
    with qtbot.waitSignal(screen.done):
        button(screen, "Codebook").click()
