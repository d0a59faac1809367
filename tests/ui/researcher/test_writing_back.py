"""Writing back once about a tag, and hearing what was done, on the page Hearing back."""

from __future__ import annotations

import pytest

from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.review import Choice
from ldp_stories.domain.tags import Sure
from ldp_stories.services import edit_record, feed_back, review_tags
from ldp_stories.services.find import codebook
from ldp_stories.services.hear_back import Heard, hearing_back
from ldp_stories.services.keep_answers import answers_typed
from ldp_stories.store import comments
from ldp_stories.ui.researcher.heard_words import heard_icon, heard_words
from ldp_stories.ui.researcher.hearing_back import HearingBackScreen
from ldp_stories.ui.widgets.editor import Editor
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story

REPLY = "She named him twice."


def one(kind: str, **facts: object) -> Heard:
    known: dict[str, object] = {
        "kind": kind,
        "record": "r",
        "title": "Tea",
        "text": "",
        "quote": "only women",
        "by": "Joan",
        "on": "2026-05-10",
        "tag_from": "D1 Trust",
        "tag_to": "B7 Space",
        "reason": "in passing",
        "comment": None,
        "answered": False,
        "decision": "d",
    }
    return Heard(**{**known, **facts})  # type: ignore[arg-type]


def shown(desk: Desk, *heard: Heard) -> HearingBackScreen:
    made = HearingBackScreen(desk.context)
    desk.show(made)
    if heard:
        made.show_heard(heard, {})
        desk.settle()
    return made


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        ("accepted", False),
        ("changed", True),
        ("not this tag", True),
        ("differ", True),
        ("thanks", False),
    ],
)
def test_one_may_write_back_where_the_tag_did_not_stay(desk: Desk, kind: str, offered: bool) -> None:
    decision = "" if kind == "thanks" else "d"
    words = words_on(shown(desk, one(kind, decision=decision)))
    assert ("Write back" in words) is offered


def test_what_one_wrote_back_is_shown_instead(desk: Desk) -> None:
    words = words_on(shown(desk, one("differ", replied=REPLY)))
    assert f"You wrote back: {REPLY}" in words
    assert "Write back" not in words.splitlines()


def test_writing_back_keeps_both_readings(desk: Desk) -> None:
    record = story(desk.home, title="Tea and bulbs")
    d1 = next(t.id for t in codebook(desk.home) if t.code == "D1")
    ident = edit_record.suggest_tag(desk.home, record, passage=None, tag=d1, sure=Sure.SURE)
    made = review_tags.decide(desk.home, ident, Choice.NOT_THIS_TAG, reason="in passing")
    screen = shown(desk, one("not this tag", decision=made.id, record=record))
    button(screen, "Write back about D1 Trust").click()
    desk.settle()
    (editor,) = screen.findChildren(Editor)
    desk.until(editor.isVisible)
    button(screen, "Send it").click()
    assert "Write a few words first." in words_on(screen), "an empty reply is not sent"
    desk.type(editor, REPLY)
    button(screen, "Send it").click()
    desk.settle()
    with desk.home.main.read() as con:
        (said,) = comments.of_record(con, record)
    assert (said.text, said.reply_to) == (REPLY, made.id)
    (reading,) = review_tags.readings(desk.home, record)
    assert reading.current == (made,), "the decision stands; nobody's reading is lost"


def test_half_a_reply_is_kept_stands_open_again_and_goes_on_where_it_stopped(desk: Desk) -> None:
    record = story(desk.home, title="Tea and bulbs")
    d1 = next(t.id for t in codebook(desk.home) if t.code == "D1")
    ident = edit_record.suggest_tag(desk.home, record, passage=None, tag=d1, sure=Sure.SURE)
    made = review_tags.decide(desk.home, ident, Choice.NOT_THIS_TAG, reason="in passing")
    heard = one("not this tag", decision=made.id, record=record)
    screen = shown(desk, heard)
    button(screen, "Write back about D1 Trust").click()
    desk.type(screen.editors[made.id], "She named ")
    screen.leaving()
    assert answers_typed(desk.home) == {made.id: "She named "}
    screen.show_heard((heard,), answers_typed(desk.home))  # something came in meanwhile
    desk.until(lambda: screen.editors[made.id].edit.hasFocus())
    desk.key(screen, "him twice.")
    assert screen.editors[made.id].text() == REPLY
    screen.leaving()
    later = shown(desk)
    later.show_heard((heard,), answers_typed(desk.home))
    desk.settle()
    assert later.editors[made.id].text() == REPLY
    button(later, "Send it").click()
    desk.settle()
    assert answers_typed(desk.home) == {}
    with desk.home.main.read() as con:
        assert [c.text for c in comments.of_record(con, record)] == [REPLY]


def test_what_was_done_is_said_with_what_was_heard(desk: Desk) -> None:
    record = story(desk.home, title="Tea and bulbs")
    entry = Feedback(
        "", (record,), (), "The lamps are out", True, "Mended in October", back_to="At the herb bed"
    )
    feed_back.send_back(desk.home, entry)
    words = words_on(shown(desk))
    assert "You said: The lamps are out\nWe did: Mended in October" in words
    assert "Tell them: At the herb bed" in words
    assert "At the words" not in words


def test_a_draft_is_not_heard(desk: Desk) -> None:
    record = story(desk.home, title="Tea and bulbs")
    feed_back.keep(desk.home, Feedback("", (record,), (), "The lamps", True, "Mended"))
    assert [h.kind for h in hearing_back(desk.home)] == []
    assert "Nothing yet." in words_on(shown(desk))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("did", "You said: The lamps\nWe did: Mended {today}"),
        ("did not", "You said: The lamps\nWe did not, because: Mended {today}"),
    ],
)
def test_what_became_of_it_in_words(kind: str, words: str) -> None:
    found = one(kind, quote="The lamps", text="Mended {today}", decision="")
    assert heard_words(found) == words
    assert heard_icon(found) == "megaphone-simple"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_page_is_named_whole_and_nothing_is_cut(desk: Desk, scale: float) -> None:
    made = HearingBackScreen(desk.context)
    desk.show(made, scale=scale)
    made.show_heard((one("differ"), one("did", decision="", comment=None), one("changed", replied=REPLY)), {})
    desk.settle()
    assert "Write back about D1 Trust" in walk_names(made)
    desk.until(lambda: not cut(made))


def test_a_decision_that_is_not_here_says_so_and_keeps_what_was_typed(desk: Desk) -> None:
    screen = shown(desk, one("differ", decision=new_id()))
    button(screen, "Write back about D1 Trust").click()
    desk.settle()
    (editor,) = screen.findChildren(Editor)
    desk.until(editor.isVisible)
    desk.type(editor, REPLY)
    button(screen, "Send it").click()
    assert editor.text() == REPLY
