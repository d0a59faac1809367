"""The coordinator sees that a researcher had a heavy conversation, and says so when they have been in touch."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ldp_stories.services import own_care
from ldp_stories.ui.coordinator.heavy_lines import HeavyLines
from tests.ui.coordinator.desk import Desk
from tests.ui.helpers import button, dressed, words_on


def test_a_flag_stands_there_until_the_coordinator_has_been_in_touch(desk: Desk, qtbot: QtBot) -> None:
    with desk.home.main.write() as con:
        desk.home.put(con, "care", "one", sets={"by": "someone", "on": "2026-05-09", "wish": "talk"})
        desk.home.put(con, "care", "two", sets={"by": "someone", "on": "2026-05-08", "wish": "know"})
    made = HeavyLines(desk.context)
    dressed(qtbot, made)
    assert "had a heavy conversation, 9 May." in words_on(made)
    assert "They would like to talk about it." in words_on(made)
    button(made, "I have been in touch").click()
    assert [f.id for f in own_care.flags(desk.home)] == ["two"]
    assert "They only want you to know." in words_on(made)
    button(made, "I have been in touch").click()
    assert not made.isVisible()
