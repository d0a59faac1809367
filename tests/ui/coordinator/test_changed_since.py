"""Words written since a story was read: the queue says so, the review shows what changed, and releasing it again settles it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ldp_stories.domain.review import Choice, Why
from ldp_stories.services import edit_record, review_tags
from ldp_stories.services.hear_back import reply_to_decision
from ldp_stories.services.mask_words import mask
from ldp_stories.services.queue_work import queue, reasons_for
from ldp_stories.services.release_words import changed_since
from ldp_stories.ui.coordinator.queue_words import changed_words, field_words, row_of
from ldp_stories.ui.coordinator.review import ReviewScreen
from tests.services.released import release_read
from tests.ui.coordinator.desk import Desk, open_desk
from tests.ui.coordinator.test_review import opened
from tests.ui.helpers import button, words_on


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("changed")
    with open_desk(folder) as made:
        yield made


def released(desk: Desk) -> str:
    """A story that is with the evaluators, all its tags accepted."""
    record = desk.story()
    review_tags.accept_all(desk.home, record)
    mask(desk.home, record, "Nobody", "[somebody]")
    release_read(desk.home, record)
    return record


def changed(desk: Desk) -> str:
    """The same, with another title and note since."""
    record = released(desk)
    edit_record.set_fields(desk.home, record, title="Nobody’s bulbs", note="See the other one.")
    return record


def shown(screen: ReviewScreen) -> str:
    return words_on(screen)


def test_a_story_that_was_only_released_needs_nobody(desk: Desk) -> None:
    record = released(desk)
    assert Why.CHANGED not in [r.why for r in reasons_for(desk.home, record)]
    assert changed_since(desk.home, record) == ()


def test_thanking_for_a_released_story_is_no_news_to_who_thanked(qtbot: QtBot, desk: Desk) -> None:
    record = released(desk)
    review_tags.thank(desk.home, record, desk.home.member, "Thank you. I will carry this one with me.")
    assert reasons_for(desk.home, record) == ()
    assert record not in {row.record for row in queue(desk.home)}
    assert "Everything is looked at" in shown(opened(qtbot, desk, record))
    assert changed_since(desk.home, record), "and it stays behind: evaluators do not get it unread"


def test_the_queue_names_what_changed(desk: Desk) -> None:
    record = changed(desk)
    row = next(r for r in queue(desk.home) if r.record == record)
    assert row.reasons[0].why is Why.CHANGED
    assert "Changed since you read it: the title, a note" in repr(row_of(row))


def test_the_review_says_why_it_is_there_and_shows_both_words(qtbot: QtBot, desk: Desk) -> None:
    record = changed(desk)
    screen = opened(qtbot, desk, record)
    assert "Changed since you read it: the title, a note." in shown(screen)
    see = button(screen.top, "See what changed")
    qtbot.mouseClick(see, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Evaluators have" in shown(screen))
    words = shown(screen)
    assert "Nobody’s bulbs" in words
    assert "Evaluators have: Tea and bulbs" in words
    assert "Evaluators get this when you release it again." in words


def test_releasing_it_again_needs_the_tick_and_settles_it(qtbot: QtBot, desk: Desk) -> None:
    record = changed(desk)
    screen = opened(qtbot, desk, record)
    again = screen.bar.release.release
    assert (again.text(), again.isVisible()) == ("Release what changed", True)
    screen.acts.release()
    assert changed_since(desk.home, record) != ()
    screen.bar.release.read.set_value(["read"])
    screen.acts.release()
    assert changed_since(desk.home, record) == ()
    assert "See what changed" not in [b.text() for b in screen.findChildren(QAbstractButton) if b.isVisible()]
    assert screen.bar.release.done.isVisible()


def test_a_story_released_for_the_first_time_says_so_on_its_button(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    review_tags.accept_all(desk.home, record)
    screen = opened(qtbot, desk, record)
    assert screen.bar.release.release.text() == "Release to evaluators"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("title",), "Changed since you read it: the title"),
        (("reason", "words"), "Changed since you read it: a reason for a tag, a tag in own words"),
        (("text", "text"), "Changed since you read it: words said or written"),
        (("before", "after"), "Changed since you read it: words said or written"),
        (("who_else", "promises"), "Changed since you read it: what was promised, who else was there"),
        (("self_description",), "Changed since you read it: how they describe themselves"),
        (("heard", "saw"), "Changed since you read it: what the teller said it means"),
    ],
)
def test_what_changed_in_words(fields: tuple[str, ...], words: str) -> None:
    assert changed_words(fields) == words


def test_every_field_has_words_and_none_shows_its_name_in_the_store() -> None:
    for field in ("title", "note", "also_raised", "a_field_of_tomorrow"):
        assert "_" not in field_words(field)


def test_what_was_written_back_is_called_that_and_stands_beside_the_tag(qtbot: QtBot, desk: Desk) -> None:
    record = released(desk)
    first = review_tags.readings(desk.home, record)[0]
    decision = review_tags.decide(desk.home, first.suggestion.id, Choice.DIFFER, reason="The street too")
    release_read(desk.home, record)
    reply_to_decision(desk.home, decision.id, "I hear only her.")
    (reason,) = (r for r in reasons_for(desk.home, record) if r.why is Why.CHANGED)
    assert reason.what == ("said",)
    screen = opened(qtbot, desk, record)
    qtbot.waitUntil(lambda: "Joan writes back: “I hear only her.”" in shown(screen))
    assert "Changed since you read it: what was written to you." in shown(screen)
    screen.side.show_tab("note")
    qtbot.waitUntil(lambda: "What was written to you" in shown(screen))
