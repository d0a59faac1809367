"""The trash on the screen: put away from the story, back from the list."""

from __future__ import annotations

import pytest

from ldp_stories.services.trash import Trashed, throw_away, trash
from ldp_stories.store import ledger
from ldp_stories.store.ledger import Author
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.researcher.my_stories import MyStoriesScreen
from ldp_stories.ui.researcher.trash import TrashScreen, left_words
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story


def test_a_story_is_put_away_from_its_page_and_back_from_the_trash(desk: Desk) -> None:
    record = story(desk.home, title="Tea and bulbs")
    page = RecordScreen(desk.context, record)
    desk.show(page)
    button(page, "Put it in the trash").click()
    assert desk.told[-1] == "In the trash. You can put it back for 30 days."
    assert desk.left == 1
    mine = MyStoriesScreen(desk.context)
    desk.show(mine)
    button(mine, "Trash (1)").click()
    assert desk.went[-1] == ("trash", None)
    bin_ = TrashScreen(desk.context)
    desk.show(bin_)
    assert "Tea and bulbs" in words_on(bin_)
    assert "Put away 10 May. 30 days left." in words_on(bin_)
    button(bin_, "Put it back: Tea and bulbs").click()
    assert trash(desk.home) == ()
    assert "Nothing in the trash." in words_on(bin_)
    mine.refresh(frozenset({"record"}))
    desk.settle()
    assert not mine.trash.isVisible()


def test_somebody_elses_story_has_no_way_to_the_trash(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    record = story(desk.home, title="Hers")
    monkeypatch.setattr(type(desk.home), "own_devices", lambda _: frozenset({"another"}))
    page = RecordScreen(desk.context, record)
    desk.show(page)
    with pytest.raises(AssertionError):
        button(page, "Put it in the trash")


def test_a_story_that_somebody_else_put_away_is_said_plainly(desk: Desk) -> None:
    record = story(desk.home, title="Hers")
    with desk.home.main.write() as con:
        other = Author("22222222-2222-4222-8222-222222222222", 1)
        ledger.put(con, other, "record", record, sets={"hidden": True}, at_label="2026-05-09T10:00:00Z")
    mine = MyStoriesScreen(desk.context)
    desk.show(mine)
    assert mine.trash.text() == "Trash (1)"
    bin_ = TrashScreen(desk.context)
    desk.show(bin_)
    words = words_on(bin_)
    assert "Somebody put this story in the trash, 9 May. Nothing of it is lost." in words
    assert "Hers" in words
    assert "Put it back" not in words
    walk_names(bin_)


def test_closing_a_story_that_went_out_says_to_send_again(desk: Desk) -> None:
    for title, sent, said in (("Kept", False, "It is not sent."), ("Gone", True, "send again")):
        record = story(desk.home, title=title)
        if sent:
            with desk.home.main.write() as con:
                con.exec_driver_sql("INSERT INTO local_sent_record(record, sent) VALUES (?, 1)", (record,))
                con.exec_driver_sql(
                    """INSERT INTO local_sent(num, bundle, "to", n, tagmanifest, kind, "group", part, parts, bytes, name, at_label)
                    VALUES (1, 'b', 'coordinators', 1, '', 'records', 'g', 1, 1, 1, '', '')"""
                )
        page = RecordScreen(desk.context, record)
        desk.show(page)
        button(page, "Keep this story closed").click()
        assert said in desk.told[-1]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (False, "Put away 10 May. 1 day left."),
        (True, "Put away 10 May. Your coordinator has it. It stays hidden here."),
    ],
)
def test_how_long_there_is_is_said_in_words(sent: bool, words: str) -> None:
    assert left_words(Trashed("r", "t", "2026-05-10", "2026-06-09", 1, sent)) == words


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, True), (2.0, False)])
def test_nothing_is_cut_and_all_is_named(desk: Desk, scale: float, rtl: bool) -> None:
    for title in (
        "Tea and bulbs with a title that goes on for longer than a line has room",
        "پھر ہم نے چائے پی",
    ):
        throw_away(desk.home, story(desk.home, title=title))
    made = TrashScreen(desk.context)
    desk.show(made, scale=scale, rtl=rtl, size=(1024, 600))
    desk.until(lambda: not cut(made))
    walk_names(made)
