"""The library while words that came in just now are not searchable yet."""

from __future__ import annotations

from ldp_stories.services.home import Home
from ldp_stories.services.make_searchable import make_searchable
from ldp_stories.store import search as search_store
from tests.ui.evaluator.test_library import library, search_for
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk


def test_words_that_are_not_searchable_yet_are_told_of(desk: Desk, home: Home) -> None:
    """Much came in just now: what is found is not all there will be."""
    with home.main.write(bulk=True) as con:
        search_store.put_words(con, [("a", "a", "verbatim", "canal", 0)], fresh=True)
    screen = library(desk)
    assert "More in a moment." not in words_on(screen)
    search_for(desk, screen, "canal")
    assert "0 passages. More in a moment." in words_on(screen)
    heard: list[frozenset[str]] = []
    home.main.listeners.append(heard.append)
    make_searchable(home)
    for nouns in heard:
        screen.refresh(nouns)  # as the window does; nobody types anything
    desk.settle()
    assert "0 passages" in words_on(screen)
    assert "More in a moment." not in words_on(screen)
