"""Hearing back about one's own stories."""

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import (
    add_passage,
    changed_mind,
    keep_draft,
    open_record,
    set_fields,
    suggest_tag,
    write_drafts,
)
from ldp_stories.services.hear_back import hearing_back, reply
from ldp_stories.services.home import Home
from ldp_stories.store import comments, ledger, tags
from ldp_stories.store.ledger import Author
from tests.services.homes import Clock, code_of, told

WORDS = "She told me about the class. They draw the curtains. I went the one time."
QUOTE = "They draw the curtains."
JOAN = new_id()
OTHER_LAPTOP = Author(new_id(), 1)


@pytest.fixture
def record(home: Home) -> str:
    found = told(home)
    keep_draft(home, found, "words", WORDS)
    write_drafts(home, found)
    set_fields(home, found, title="Tea and bulbs")
    with home.main.write() as con:
        home.put(con, "member", JOAN, sets={"code": "C-02", "work_name": "Joan"})
    return found


@pytest.fixture
def passage(home: Home, record: str) -> str:
    words = open_record(home, record).words
    assert words is not None
    start = WORDS.index(QUOTE)
    return add_passage(home, record, layer=words.id, start=start, end=start + len(QUOTE))


def joan_writes(home: Home, noun: str, /, **sets: object) -> str:
    """A line from Joan's laptop, as a bundle would bring it."""
    ident = new_id()
    with home.main.write() as con:
        ledger.put(con, OTHER_LAPTOP, noun, ident, sets={**sets, "by": JOAN}, at_label=home.label())
    return ident


def tag_id(home: Home, code: str) -> str:
    with home.main.read() as con:
        found = tags.by_code(con, code)
    assert found is not None
    return found.id


def test_nothing_has_come_back_yet(home: Home, record: str) -> None:
    suggest_tag(home, record, tag="D1")
    assert hearing_back(home) == ()


def test_a_question_stands_at_its_passage_and_is_answered(
    home: Home, record: str, passage: str, clock: Clock
) -> None:
    asked = joan_writes(
        home, "comment", record=record, passage=passage, kind="question", text="Whose idea?", reply_to=None
    )
    (heard,) = hearing_back(home)
    assert (heard.kind, heard.text, heard.quote, heard.title) == (
        "question",
        "Whose idea?",
        QUOTE,
        "Tea and bulbs",
    )
    assert (heard.by, heard.on, heard.comment, heard.answered) == ("Joan", "2026-05-10", asked, False)
    clock.forward(days=1)
    ident = reply(home, asked, "Her own.")
    (heard,) = hearing_back(home)
    assert heard.answered
    with home.main.read() as con:
        answer = comments.comment(con, ident)
        view = ledger.entity(con, ident)
    assert answer is not None
    assert (answer.kind.value, answer.text, answer.reply_to, answer.passage) == (
        "answer",
        "Her own.",
        asked,
        passage,
    )
    assert view is not None
    assert view.subjects == open_record(home, record).record.participants


def test_a_question_that_is_not_here_cannot_be_answered(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        reply(home, new_id(), "x")
    assert code_of(caught) == "NO_SUCH_COMMENT"


@pytest.mark.parametrize(
    ("decision", "kind"),
    [("accept", "accepted"), ("change", "changed"), ("not this tag", "not this tag"), ("differ", "differ")],
)
def test_what_became_of_a_tag_is_told_with_the_reason(
    home: Home, record: str, passage: str, decision: str, kind: str
) -> None:
    suggestion = suggest_tag(home, record, passage=passage, tag="A8")
    to = tag_id(home, "B7") if decision == "change" else None
    joan_writes(
        home,
        "decision",
        suggestion=suggestion,
        record=record,
        decision=decision,
        to_tag=to,
        reason="women-only",
    )
    set_fields(home, record, level="x")
    from ldp_stories.services.edit_record import mark_ready, set_place

    set_place(home, record, "p")
    mark_ready(home, record)
    (heard,) = hearing_back(home)
    assert (heard.kind, heard.reason, heard.quote, heard.by) == (kind, "women-only", QUOTE, "Joan")
    assert heard.tag_from == "A8 Home, privacy and space"
    assert heard.tag_to == ("B7 A space that suits us" if to else "")


def test_a_decision_that_was_put_off_or_asked_about_is_no_news(home: Home, record: str) -> None:
    for decision in ("later", "ask"):
        suggestion = suggest_tag(home, record, tag="A8")
        joan_writes(home, "decision", suggestion=suggestion, record=record, decision=decision, reason="")
    assert hearing_back(home) == ()


def test_open_questions_come_first_then_the_newest(home: Home, record: str, clock: Clock) -> None:
    asked = joan_writes(home, "comment", record=record, kind="question", text="first")
    clock.forward(days=1)
    joan_writes(home, "comment", record=record, kind="thanks", text="thank you")
    clock.forward(days=1)
    joan_writes(home, "comment", record="", kind="thanks", text="for all of them")
    assert [h.text for h in hearing_back(home)] == ["first", "for all of them", "thank you"]
    reply(home, asked, "yes")
    assert [h.text for h in hearing_back(home)] == ["for all of them", "thank you", "first"]


def test_what_one_said_oneself_is_no_news(home: Home, record: str) -> None:
    with home.main.write() as con:
        sets = {"record": record, "kind": "note", "text": "to myself", "by": home.member}
        home.put(con, "comment", new_id(), sets=sets)
    assert hearing_back(home) == ()


def test_news_about_somebody_elses_story_is_not_ones_own(home: Home) -> None:
    theirs = joan_writes(home, "record", kind="story", title="Not mine")
    joan_writes(home, "comment", record=theirs, kind="thanks", text="well done")
    assert hearing_back(home) == ()


def test_what_was_done_names_ones_own_stories_behind_it_and_whether_their_tellers_may_hear_of_it(
    home: Home, record: str
) -> None:
    other = told(home)
    with home.main.write() as con:
        sets = {
            "records": [other, record, new_id()],
            "heard": "The bins",
            "did": "More of them",
            "done": True,
        }
        home.put(con, "feedback", new_id(), sets={**sets, "told_by": JOAN, "state": "sent"})
    changed_mind(home, record, "recontact:hear", Answer.YES)
    changed_mind(home, other, "recontact:check", Answer.YES)
    (one,) = hearing_back(home)
    code = open_record(home, record).participants[0].code
    assert [(b.record, b.may_tell) for b in one.behind] == [(other, "not_asked"), (record, "")]
    assert (one.behind[1].title, one.behind[1].codes) == ("Tea and bulbs", (code,))
    changed_mind(home, record, "recontact", Answer.NO)
    assert hearing_back(home)[0].behind[1].may_tell == "no"
