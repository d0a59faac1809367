"""A story that a search found opens at the words that were searched for."""

from __future__ import annotations

from ldp_stories.services.home import Home
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_library import library, search_for
from tests.ui.helpers import button
from tests.ui.on_screen import CURTAINS, Desk


def test_a_hit_in_plain_words_opens_the_story_where_they_stand(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    search_for(desk, screen, "sprin")
    assert screen.list.found[0].passage is None
    button(screen, "Open").click()
    ((where, what),) = desk.went
    reading = RecordScreen(desk.context, what).reading
    assert (where, reading.layer and reading.layer.id) == ("record", screen.list.found[0].at.layer)  # type: ignore[union-attr]
    marked = [reading.text.text()[m.start : m.end] for m in reading.text._marks if not m.number]
    assert marked == ["spring"]


def test_the_words_are_in_sight_and_have_the_focus_at_200_per_cent(desk: Desk, home: Home) -> None:
    released(home, words="We drink tea. " * 60 + CURTAINS)
    screen = library(desk)
    search_for(desk, screen, "drink")
    button(screen, "Open").click()
    ((_, what),) = desk.went
    opened = RecordScreen(desk.context, what)
    desk.show(opened, scale=2.0, size=(1366, 620))
    words = opened.reading.text
    desk.until(words.hasFocus)
    at = words.viewport().mapTo(opened, words.cursorRect().center())
    desk.until(lambda: opened.rect().contains(words.viewport().mapTo(opened, words.cursorRect().center())))
    assert at.x() >= 0
