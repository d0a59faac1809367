"""From the Library into the quote bank: under another theme or none, and a third quote by one person with its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.publish import quotes
from ldp_stories.ui.record.mark_line import MarkLine
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_library import CANAL, library, search_for
from tests.ui.helpers import words_on
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


def test_words_that_nobody_marked_are_quoted_from_the_story(desk: Desk, home: Home) -> None:
    """A hit that is no passage says how; the words are selected in the masked copy, marked, and stand in the bank."""
    record, _ = released(home)
    screen = library(desk)
    assert not screen.side.how.isVisible()
    search_for(desk, screen, "walk in")
    (found,) = screen.list.found
    assert found.passage is None
    assert "To quote, open the story and select the words." in words_on(screen.side)
    page = RecordScreen(desk.context, record)
    desk.show(page)
    assert not page.mark.isVisible()
    verbatim, masked = (
        page.reading.layer,
        next(x for x in open_record(home, record).layers if x.kind.value == "masked"),
    )
    assert verbatim is not None
    start = verbatim.text.index("walk in on my own")
    page.reading.selected.emit(verbatim.id, start, start + 17)
    assert not page.mark.isVisible(), "the words before masking are never quoted"
    assert page.reading.switch is not None
    page.reading.switch.set_value("masked")
    page.reading.switch.chosen.emit("masked")
    cursor = page.reading.text.document().find("walk in on my own")
    page.reading.text.setTextCursor(cursor)
    assert page.mark.isVisible()
    page.mark.click()
    assert desk.told[-1] == "The words are marked."
    assert not page.mark.isVisible()
    page.quote.add.click()
    assert [q.text for q in quotes(home)] == ["walk in on my own"]
    (made,) = [
        p for p in open_record(home, record).passages if p.text and p.text.quote == "walk in on my own"
    ]
    assert made.text is not None
    assert made.text.layer == masked.id


def test_a_copy_that_was_changed_meanwhile_marks_nothing(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    masked = next(x for x in open_record(home, record).layers if x.kind.value == "masked")
    line = MarkLine(desk.context, "no-such-story")
    line.offer(masked, 0, 4)
    line.click()
    assert "not" in desk.told[-1]
    line.offer(None, 0, 4)
    assert line.isHidden()
