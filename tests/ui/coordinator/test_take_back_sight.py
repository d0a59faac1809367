"""Take back: what is asked next is in sight, whatever it reached, and the title stays in sight where there is room."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.services.edit_record import open_record
from ldp_stories.services.log_output import log_output
from ldp_stories.ui.record.take_back import ALL, USES, VOICE, TakeBackScreen
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_take_back import code_of, look_for, wish_for
from tests.ui.helpers import dressed


def in_sight(screen: TakeBackScreen, widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().height() == widget.height() > 0


@pytest.mark.parametrize("wish", ["", USES, VOICE, ALL])
def test_what_is_asked_next_is_in_sight_whatever_it_reached(qtbot: QtBot, desk: Desk, wish: str) -> None:
    record = desk.story(more=False)
    screen = TakeBackScreen(desk.context, open_record(desk.home, record).participants[0].id)
    dressed(qtbot, screen, size=(1024, 520))
    screen.focus_start()
    qtbot.waitUntil(lambda: in_sight(screen, screen.what), timeout=5_000)
    assert screen.what.isAncestorOf(screen.focusWidget()) or screen.what is screen.focusWidget()
    if wish:
        screen.page.area.verticalScrollBar().setValue(0)
        wish_for(screen, wish)
        last = screen.uses if wish == USES else screen.again
        qtbot.waitUntil(lambda: in_sight(screen, last), timeout=5_000)


def test_who_comes_from_a_story_sees_the_title_whom_it_found_and_what_is_asked_at_once(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    person = open_record(desk.home, desk.story()).participants[0].id
    for n in range(6):
        log_output(desk.home, "small report", tmp_path / f"r{n}.html", (), subj=[person])
    screen = TakeBackScreen(desk.context, person)
    dressed(qtbot, screen, size=(1366, 660))
    screen.focus_start()
    qtbot.waitUntil(lambda: in_sight(screen, screen.what), timeout=5_000)
    assert screen.page.area.verticalScrollBar().maximum() > 0, "it is longer than the page"
    for part in (screen.heading, screen.code, screen.what, screen.meaning):
        assert in_sight(screen, part)


def test_a_typed_code_brings_what_is_asked_into_sight_on_a_small_window_too(qtbot: QtBot, desk: Desk) -> None:
    code = code_of(desk, desk.story())
    screen = TakeBackScreen(desk.context)
    dressed(qtbot, screen, size=(1024, 520))
    look_for(screen, code)
    qtbot.waitUntil(lambda: in_sight(screen, screen.what), timeout=5_000)
