"""Help: the page for the screen one came from, a search over all pages, and the manual in our own letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl

from ldp_stories.app import resource
from ldp_stories.ui.record.help import FIRST, HelpScreen, page_for, pages
from ldp_stories.ui.widgets.theme import theme
from ldp_stories.ui.workspaces import WORKSPACES
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk


def opened(desk: Desk, what: object = None, **look: object) -> HelpScreen:
    screen = HelpScreen(desk.context, what)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def listed(screen: HelpScreen) -> list[str]:
    found = (screen.model.row(at) for at in range(screen.model.rowCount()))
    return [row.key for row in found if row is not None]


def test_every_page_has_a_title_and_words() -> None:
    for key, (title, text) in pages(resource("help")).items():
        assert title, key
        assert not title.startswith("#")
        assert len(text.split()) > 10, key


def test_the_first_page_comes_first_and_the_rest_by_title() -> None:
    keys = list(pages(resource("help")))
    assert keys[0] == FIRST
    titles = [pages(resource("help"))[key][0].casefold() for key in keys[1:]]
    assert titles == sorted(titles)


def test_no_folder_has_no_pages(tmp_path: Path) -> None:
    assert pages(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("key", "title", "page"),
    [
        ("home", "Home", "home"),
        ("conversation", "Where and who", "where-and-who"),
        ("conversation", "Consent", "consent"),
        ("conversation", "Conversation", "conversation"),
        ("conversation", "Words after", "words-after"),
        ("conversation", "Ready", "ready"),
        ("new", "Where and who", "where-and-who"),
        ("review", "Story 4 of 15", "review"),
        ("quotes", "Quote bank", "quote-bank"),
        ("bring_in", "Bring in", "bring-in"),
        ("preview", "From Amina", "bring-in"),
        ("preview_all", "3 files for you", "bring-in"),
        ("reports", "Reports", "report"),
    ],
)
def test_each_screen_has_its_page(key: str, title: str, page: str) -> None:
    assert page_for(key, title) == page
    assert page in pages(resource("help"))


def test_every_screen_of_every_workspace_has_a_page_in_the_manual() -> None:
    known = pages(resource("help"))
    for space in WORKSPACES:
        for entry in space.entries:
            if entry.key in ("conversation", "new", "help"):
                continue  # by the title of the step; and the help itself
            assert page_for(entry.key, entry.label) in known, entry.key


def test_it_opens_on_the_page_it_was_asked_for(desk: Desk) -> None:
    screen = opened(desk, "consent")
    assert screen.shown == "consent"
    assert screen.list.current_key() == "consent"
    assert "Consent" in screen.page.toPlainText()


@pytest.mark.parametrize("what", [None, "nothing-of-the-kind"])
def test_without_a_page_it_opens_on_the_first(desk: Desk, what: object) -> None:
    assert opened(desk, what).shown == FIRST


def test_the_first_page_says_what_to_do_when_worried_or_watched(desk: Desk) -> None:
    text = opened(desk).page.toPlainText()
    assert "press F8" in text
    assert "press F9" in text


def test_all_pages_are_listed(desk: Desk) -> None:
    assert set(listed(opened(desk))) == set(pages(resource("help")))


def test_moving_in_the_list_shows_the_page(desk: Desk) -> None:
    screen = opened(desk)
    screen.list.set_current_key("send")
    assert screen.shown == "send"


def test_searching_narrows_the_list_to_pages_with_all_the_words(desk: Desk) -> None:
    screen = opened(desk)
    desk.type(screen.search, "stick")
    found = listed(screen)
    assert found
    assert all("stick" in screen.pages[key][1].casefold() for key in found)
    assert len(found) < len(screen.pages)


def test_pages_with_the_word_in_their_title_come_first(desk: Desk) -> None:
    screen = opened(desk)
    desk.type(screen.search, "consent")
    assert listed(screen)[0] == "consent"
    assert len(listed(screen)) > 1


def test_enter_opens_the_first_page_found(desk: Desk) -> None:
    screen = opened(desk)
    desk.type(screen.search, "quote bank")
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.shown == listed(screen)[0]
    assert screen.window().focusWidget() is screen.page


def test_a_word_on_no_page_says_so_and_keeps_the_page(desk: Desk) -> None:
    screen = opened(desk, "consent")
    desk.type(screen.search, "xylophone")
    assert screen.none.isVisible()
    assert screen.none.text() == "No page for that word."
    assert listed(screen) == []
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.shown == "consent"


def test_clearing_the_search_lists_all_again(desk: Desk) -> None:
    screen = opened(desk)
    screen.look_for("xylophone")
    screen.look_for("")
    assert not screen.none.isVisible()
    assert len(listed(screen)) == len(screen.pages)


def test_a_link_in_a_page_opens_that_page_and_no_browser(desk: Desk) -> None:
    screen = opened(desk)
    screen.page.anchorClicked.emit(QUrl("send.md"))
    assert screen.shown == "send"
    screen.page.anchorClicked.emit(QUrl("https://example.org/elsewhere"))
    assert screen.shown == "send"


def test_headings_are_set_in_our_own_letters(desk: Desk) -> None:
    screen = opened(desk, "home")
    first = screen.page.document().firstBlock()
    assert first.blockFormat().headingLevel() == 1
    assert first.begin().fragment().charFormat().font().pointSizeF() == theme().font("title").pointSizeF()


def test_another_text_size_sets_the_page_anew(desk: Desk) -> None:
    screen = opened(desk, "home")
    before = screen.page.font().pixelSize(), screen.page.font().pointSizeF()
    theme().set(scale=2.0)
    assert (screen.page.font().pixelSize(), screen.page.font().pointSizeF()) != before
    assert screen.shown == "home"
    assert screen.page.toPlainText()


def test_back_leads_out(desk: Desk) -> None:
    screen = opened(desk)
    button(screen, "Back").click()
    assert desk.left == 1


def test_the_focus_starts_on_the_heading(desk: Desk) -> None:
    screen = opened(desk)
    assert screen.title == "Help"
    assert "What do I do now?" in words_on(screen)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    screen = opened(desk, "consent", scale=scale, rtl=rtl)
    names = walk_names(screen)
    assert "Help page" in names
    assert "Find a page" in names
    desk.until(lambda: cut(screen) == [])
