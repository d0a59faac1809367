"""The queue: grouped by why, read off the window's thread, and the way into a sitting of fifteen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.records import RecordKind
from ldp_stories.domain.review import Why
from ldp_stories.services import queue_work, review_tags
from ldp_stories.services.queue_work import QueueRow, Reason
from ldp_stories.ui.coordinator.queue import QueueScreen
from ldp_stories.ui.coordinator.queue_words import (
    BANNERS,
    GROUP_WORDS,
    consent_words,
    here_because,
    look,
    reason_words,
    row_of,
    rows_by_why,
)
from ldp_stories.ui.widgets.icons import icon
from tests.services.released import release_read
from tests.ui.coordinator.desk import Desk
from tests.ui.helpers import button, cut, dressed, walk_names, words_on


def opened(qtbot: QtBot, desk: Desk, **dress: object) -> QueueScreen:
    """The queue, shown, once it has been read."""
    screen = QueueScreen(desk.context)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700), **dress)  # type: ignore[arg-type]
    with qtbot.waitSignal(desk.context.tasks.idle, check_params_cb=None):
        screen.read()
    return screen


def test_an_empty_queue_says_all_clear_and_offers_the_one_action(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert "All clear. Nothing needs you today." in words_on(screen)
    assert not screen.start.isVisible()
    button(screen, "Bring in").click()
    assert desk.went == [("bring_in", None)]


@pytest.mark.parametrize(
    ("total", "waiting", "said"),
    [
        (3, 2, "1 story needs you. 2 wait for their sound."),
        (2, 1, "1 story needs you. 1 waits for its sound."),
        (2, 2, "Nothing needs you today. 2 wait for their sound."),
        (2, 0, "2 stories need you. The most pressing stands first."),
    ],
)
def test_what_only_waits_for_its_sound_is_counted_apart(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch, total: int, waiting: int, said: str
) -> None:
    desk.story()
    rows = queue_work.queue(desk.home)
    monkeypatch.setattr(queue_work, "queue_page", lambda _: queue_work.QueuePage(rows, total, waiting))
    assert opened(qtbot, desk).line.text() == said


def test_stories_stand_under_the_reason_that_weighs_most(qtbot: QtBot, desk: Desk) -> None:
    desk.story(title="Mrs Patel and the bulbs")
    desk.story(title="Two tags")
    screen = opened(qtbot, desk)
    rows = [screen.model.row(i) for i in range(screen.model.rowCount())]
    shown = [(r.title, r.header) for r in rows if r is not None]
    assert shown == [
        ("May name somebody (1)", True),
        ("Mrs Patel and the bulbs", False),
        ("Tags that need a look (1)", True),
        ("Two tags", False),
    ]
    assert rows[1] is not None
    assert rows[1].state == "“Mrs Patel” may be a name"
    assert "Also: " in rows[1].line
    assert not rows[1].aside


def test_enter_opens_one_story(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk)
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert desk.went == [("review", (record,))]


def test_start_begins_a_sitting_with_the_first_fifteen(qtbot: QtBot, desk: Desk) -> None:
    records = {desk.story(title=f"Story {n}") for n in range(3)}
    screen = opened(qtbot, desk)
    assert screen.start.text() == "Start, 3 stories"
    with qtbot.waitSignal(screen.go):
        qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    key, what = desk.went[0]
    assert key == "review"
    assert isinstance(what, tuple)
    assert set(what) == records
    kept = queue_work.sitting(desk.home)
    assert kept is not None
    assert kept.records == what


def test_a_sitting_under_way_is_carried_on(qtbot: QtBot, desk: Desk) -> None:
    desk.story(title="One")
    desk.story(title="Two")
    records = queue_work.start_sitting(desk.home)
    queue_work.next_story(desk.home)
    screen = opened(qtbot, desk)
    assert screen.start.text() == "Carry on, story 2 of 2"
    assert screen.again.isVisible()
    screen.begin()
    assert desk.went == [("review", records)]


def test_a_story_that_is_done_leaves_the_queue(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk)
    assert screen.found
    review_tags.accept_all(desk.home, record)
    release_read(desk.home, record)
    screen.refresh(frozenset({"decision", "record"}))
    qtbot.waitUntil(lambda: not screen.found)


def test_other_changes_do_not_read_the_queue_again(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    before = screen._asked
    screen.refresh(frozenset({"place"}))
    assert screen._asked == before


def test_the_same_row_stays_current_after_reading_again(qtbot: QtBot, desk: Desk) -> None:
    desk.story(title="One")
    second = desk.story(title="Two")
    screen = opened(qtbot, desk)
    screen.list.set_current_key(second)
    with qtbot.waitSignal(desk.context.tasks.idle):
        screen.read()
    assert screen.list.current_key() == second


def test_every_control_has_a_name_and_nothing_is_cut(qtbot: QtBot, desk: Desk) -> None:
    desk.story()
    for scale in (1.0, 2.0):
        screen = opened(qtbot, desk, scale=scale)
        assert "Stories that need you" in walk_names(screen)
        assert not cut(screen)


# the words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(Why.TAGS, 1), "1 tag needs a look"),
        (Reason(Why.TAGS, 2), "2 tags need a look"),
        (Reason(Why.QUESTION, 1, ("Why?",)), "1 question waits for an answer"),
        (Reason(Why.QUESTION, 3, ("Why?",)), "3 questions wait for an answer"),
        (Reason(Why.CONFLICT, 1, ("title",)), "1 thing has two versions"),
        (Reason(Why.CONFLICT, 2, ("title", "note")), "2 things have two versions"),
        (Reason(Why.CHANGED, 1, ("title",)), "Changed since you read it: the title"),
        (
            Reason(Why.CHANGED, 4, ("note", "quote", "before", "saw")),
            "Changed since you read it: a note, a passage, what the teller said it means",
        ),
        (Reason(Why.CHANGED, 1, ("before",)), "Changed since you read it: words said or written"),
        (Reason(Why.WAITING, 1), "1 recording has not come yet"),
        (Reason(Why.WAITING, 2), "2 recordings have not come yet"),
        (Reason(Why.WAITING, 2, ("audio", "video")), "2 recordings have not come yet"),
        (Reason(Why.WAITING, 1, ("photo",)), "1 photo has not come yet"),
        (Reason(Why.WAITING, 2, ("photo",)), "2 photos have not come yet"),
        (Reason(Why.WAITING, 2, ("audio", "photo")), "2 sounds and files have not come yet"),
        (Reason(Why.NAME_FOUND, 1, ("Mrs Patel",)), "“Mrs Patel” may be a name"),
        (Reason(Why.NAME_FOUND, 2, ("Mrs Patel", "Dr Who")), "“Mrs Patel”, “Dr Who” may be names"),
        (
            Reason(Why.NAME_FOUND, 5, ("A B", "C D", "E F", "G H", "I J")),
            "“A B”, “C D”, “E F” and 2 more may be names",
        ),
        (Reason(Why.TAKEN_BACK), "They took their story back"),
        (Reason(Why.CONSENT, 1, ("no_part",)), "There is no yes to taking part"),
        (
            Reason(Why.CONSENT, 2, ("audio:no", "adult_first")),
            "A recording is kept without a yes to it; A grown-up has to say yes first",
        ),
        (Reason(Why.CONSENT), "Consent needs a look"),
        (Reason(Why.RELEASE), "everything is looked at"),
    ],
)
def test_a_reason_is_said_in_words(reason: Reason, words: str) -> None:
    assert reason_words(reason) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(Why.TAGS, 2), "Here because 2 tags need a look"),
        (Reason(Why.TAKEN_BACK), "Here because they took their story back"),
        (Reason(Why.NAME_FOUND, 1, ("Mrs Patel",)), "Here because “Mrs Patel” may be a name"),
        (Reason(Why.RELEASE), "Ready for the evaluators"),
    ],
)
def test_the_chip_says_why_the_story_is_here(reason: Reason, words: str) -> None:
    assert here_because(reason) == words


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_a_group_a_picture_and_a_tone(qtbot: QtBot, why: Why) -> None:
    picture, tone = look(why)
    assert GROUP_WORDS[why]
    assert tone in ("ok", "warn", "bad", "info", "plain", "line")
    assert not icon(picture).isNull()


def test_only_what_cannot_wait_is_a_banner() -> None:
    assert set(BANNERS) == {Why.CONSENT, Why.TAKEN_BACK, Why.CHANGED, Why.NAME_FOUND, Why.CONFLICT}


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("withdrawn", "They took their story back"),
        ("child_no", "The child said no"),
        ("video:not_asked", "A video is kept without a yes to it"),
        ("photo:no", "A photo is kept without a yes to it"),
        ("transcript:no", "Written words: not agreed"),
    ],
)
def test_what_is_wrong_with_a_consent_is_said(fact: str, words: str) -> None:
    assert consent_words(fact) == words


def row(record: str, *reasons: Reason, title: str = "Tea", researcher: str = "Amina") -> QueueRow:
    """A row of the queue."""
    return QueueRow(record, RecordKind.STORY, title, reasons, "2026-05-14", "Millbrook", researcher)


def test_a_row_says_when_where_and_by_whom() -> None:
    item = row_of(row("1", Reason(Why.TAGS, 2)))
    assert item.line == "14 May, Millbrook, by Amina"
    assert item.state == "2 tags need a look"
    assert "Also" not in item.line


def test_a_row_without_title_or_researcher_still_has_words() -> None:
    item = row_of(row("1", Reason(Why.TAGS), Reason(Why.RELEASE), title="", researcher=""))
    assert item.title == "No title yet"
    assert item.line == "14 May, Millbrook. Also: everything is looked at"


def test_groups_come_once_with_their_counts() -> None:
    rows = (row("1", Reason(Why.CONFLICT)), row("2", Reason(Why.TAGS)), row("3", Reason(Why.TAGS)))
    headers = [r.title for r in rows_by_why(rows) if r.header]
    assert headers == ["Two versions (1)", "Tags that need a look (2)"]
    assert rows_by_why(()) == []


def test_practice_goes_also_through_what_only_waits_for_its_sound(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The invented stories were gone through before: their sound is made when it is opened, so they can be gone through again."""
    needs, waits = desk.story(title="Needs me"), desk.story(title="Only waits")
    found = queue_work.queue(desk.home)
    rows = tuple(
        replace(row, reasons=(Reason(Why.WAITING, 1),)) if row.record == waits else row for row in found
    )
    monkeypatch.setattr(queue_work, "queue", lambda _home: rows)
    monkeypatch.setattr(queue_work, "first_rows", lambda _home: rows)
    page = queue_work.QueuePage(rows, len(rows), 1)
    monkeypatch.setattr(queue_work, "queue_page", lambda _home: page)
    screen = opened(qtbot, desk)
    assert screen.start.text() == "Start, 1 story"
    assert screen.practise.text() == "Practise with 2 stories"
    with qtbot.waitSignal(screen.go):
        screen.practise.click()
    key, what = desk.went[-1]
    assert (key, set(what)) == ("review", {needs, waits})  # type: ignore[call-overload]
    kept = queue_work.sitting(desk.home)
    assert kept is not None
    assert set(kept.records) == {needs, waits}


def test_a_live_programme_is_no_practice(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.story()
    screen = opened(qtbot, desk)
    assert not screen.practise.isVisible(), "everything here needs somebody"
    monkeypatch.setattr(desk.home, "practice", False)
    assert not screen._may_practise(0, 5)
    assert len(queue_work.practise_sitting(desk.home)) == 1
