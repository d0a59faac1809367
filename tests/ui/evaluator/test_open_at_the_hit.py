"""A story that a search found opens at the words that were searched for."""

from __future__ import annotations

from ldp_stories.services.home import Home
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_library import library, search_for
from tests.ui.helpers import button
from tests.ui.on_screen import Desk


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
