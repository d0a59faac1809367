"""Hearing back: questions are answered where they stand, and half an answer is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.ids import new_id
from ldp_stories.services.edit_record import Heard, add_passage
from ldp_stories.services.hear_back import Behind
from ldp_stories.services.keep_answers import answers_typed, keep_answer
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.researcher import hearing_back as module
from ldp_stories.ui.researcher.hearing_back import HearingBackScreen
from ldp_stories.ui.widgets.labels import Label
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


def heard(comment: str, kind: str = "question", **facts: object) -> Heard:
    known: dict[str, object] = {
        "kind": kind, "record": "r", "title": "Tea and bulbs", "text": "Did she say why?", "quote": "only women",
        "by": "Joan", "on": "2026-05-10", "tag_from": "", "tag_to": "", "reason": "", "comment": comment, "answered": False,
    }  # fmt: skip
    return Heard(**{**known, **facts})  # type: ignore[arg-type]


@pytest.fixture
def question(desk: Desk) -> str:
    """A question about a story, asked by the coordinator."""
    record = story(desk.home, title="Tea and bulbs")
    ident = new_id()
    sets = {"record": record, "passage": None, "kind": "question", "text": "Did she say why?", "by": new_id()}
    with desk.home.main.write() as con:
        desk.home.put(con, "comment", ident, sets=sets)
    return ident


@pytest.fixture
def screen(desk: Desk, question: str) -> HearingBackScreen:
    made = HearingBackScreen(desk.context)
    desk.show(made)
    return made


def test_nothing_yet_is_said_kindly(desk: Desk) -> None:
    made = HearingBackScreen(desk.context)
    desk.show(made)
    assert "Nothing yet." in words_on(made)


def test_a_question_stands_with_its_story(desk: Desk, screen: HearingBackScreen) -> None:
    said = words_on(screen)
    assert "“Did she say why?”" in said
    assert "about “Tea and bulbs”" in said
    button(screen, "Open the story Tea and bulbs").click()
    assert desk.went[0][0] == "record"


def test_what_is_about_a_passage_opens_the_story_at_its_very_words(desk: Desk) -> None:
    record = story(desk.home, title="Tea and bulbs")
    layer = view_of(desk.home, record).words
    assert layer is not None
    at = layer.text.index("only women")
    passage = add_passage(desk.home, record, layer=layer.id, start=at, end=at + len("only women"))
    sets = {
        "record": record,
        "passage": passage,
        "kind": "question",
        "text": "Did she say why?",
        "by": new_id(),
    }
    with desk.home.main.write() as con:
        desk.home.put(con, "comment", new_id(), sets=sets)
    made = HearingBackScreen(desk.context)
    desk.show(made)
    assert "At the words “only women”" in words_on(made)
    at_words = next(one for one in made.findChildren(Label) if one.text().startswith("At the words"))
    at_words.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    at_words.resize(400, 30)
    picture = at_words.grab().toImage()
    empty = picture.copy(0, 0, 100, 30)
    assert len({empty.pixel(x, y) for x in range(100) for y in range(30)}) == 1, "a line of ours, on our side"
    button(made, "See the words in Tea and bulbs").click()
    assert desk.went == [("record", (record, passage))]
    there = RecordScreen(desk.context, desk.went[0][1])
    desk.show(there)
    picked = there.reading.picked()
    assert picked is not None
    assert picked.id == passage


def test_an_answer_is_kept_while_it_is_typed(desk: Desk, screen: HearingBackScreen, question: str) -> None:
    desk.type(screen.editors[question], "She did")
    desk.until(lambda: answers_typed(desk.home) == {question: "She did"})


def test_what_comes_in_while_one_types_moves_no_letter(
    desk: Desk, screen: HearingBackScreen, question: str
) -> None:
    desk.type(screen.editors[question], "She did ")
    screen.refresh(frozenset({"comment"}))
    desk.settle()
    desk.until(lambda: screen.editors[question].edit.hasFocus())
    desk.key(screen, "not.")
    assert screen.editors[question].text() == "She did not."


def test_half_an_answer_is_there_again(desk: Desk, question: str) -> None:
    keep_answer(desk.home, question, "She did n")
    made = HearingBackScreen(desk.context)
    desk.show(made)
    assert made.editors[question].text() == "She did n"


def test_leaving_keeps_half_an_answer(desk: Desk, screen: HearingBackScreen, question: str) -> None:
    desk.type(screen.editors[question], "Not y")
    screen.leaving()
    assert answers_typed(desk.home) == {question: "Not y"}


def test_an_answer_is_written_and_the_question_says_so(
    desk: Desk, screen: HearingBackScreen, question: str
) -> None:
    desk.type(screen.editors[question], "Because of the curtains.")
    button(screen, "Answer").click()
    desk.settle()
    assert "You answered." in words_on(screen)
    assert screen.editors == {}
    assert answers_typed(desk.home) == {}
    assert desk.told[-1] == "Answered. It goes with your next sending."


def test_the_answer_is_in_the_story(desk: Desk, screen: HearingBackScreen, question: str) -> None:
    desk.type(screen.editors[question], "Because of the curtains.")
    button(screen, "Answer").click()
    from ldp_stories.services.my_stories import my_stories

    (row,) = my_stories(desk.home).rows
    assert [c.text for c in view_of(desk.home, row.id).comments] == [
        "Did she say why?",
        "Because of the curtains.",
    ]


def test_an_empty_answer_is_asked_for_beside_the_field(
    desk: Desk, screen: HearingBackScreen, question: str
) -> None:
    button(screen, "Answer").click()
    assert "Write a few words first." in words_on(screen)
    assert screen.editors[question].edit.hasFocus()


def test_something_new_leaves_the_typing_alone(desk: Desk, screen: HearingBackScreen, question: str) -> None:
    desk.type(screen.editors[question], "She")
    screen.refresh(frozenset({"comment"}))
    desk.settle()
    assert screen.editors[question].text() == "She"
    assert screen.editors[question].edit.hasFocus()


def test_what_became_of_a_tag_comes_with_its_reason(desk: Desk, screen: HearingBackScreen) -> None:
    one = heard("", "changed", tag_from="A8 Home", tag_to="B7 Space", reason="covered by another tag")
    screen.show_heard((one,), {})
    said = words_on(screen)
    assert "Joan reads it as B7 Space, where you said A8 Home." in said
    assert "Why: covered by another tag" in said
    assert "At the words “only women”" in said


def test_only_the_first_answer_is_the_main_action(screen: HearingBackScreen) -> None:
    screen.show_heard((heard("one"), heard("two"), heard("three", answered=True)), {})
    from ldp_stories.ui.widgets.buttons import Button

    kinds = [
        b.kind for b in screen.page.findChildren(Button) if b.isVisibleTo(screen) and b.text() == "Answer"
    ]
    assert kinds == ["primary", "secondary"]


def test_a_long_list_shows_its_newest(screen: HearingBackScreen) -> None:
    many = tuple(heard(f"c{n}", "thanks", text=f"Thanks {n}") for n in range(module._SHOWN + 5))
    screen.show_heard(many, {})
    assert "“Thanks 0”" in words_on(screen)
    assert f"“Thanks {module._SHOWN}”" not in words_on(screen)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, question: str, scale: float) -> None:
    made = HearingBackScreen(desk.context)
    desk.show(made, scale=scale, size=(1106, 690))
    walk_names(made)
    desk.until(lambda: not cut(made))


@pytest.mark.parametrize(
    ("may_tell", "words"),
    [
        ("", "LT-4HN7-KQY: you may contact them to tell them"),
        ("not_asked", "Tell them when you meet"),
        ("no", "they may not be contacted for this"),
        ("lapsed", "they may not be contacted for this"),
    ],
)
def test_what_was_done_says_behind_which_stories_it_is_and_whom_to_tell(
    desk: Desk, may_tell: str, words: str
) -> None:
    made = HearingBackScreen(desk.context)
    desk.show(made)
    behind = Behind("r9", "Tea and bulbs", ("LT-4HN7-KQY",), may_tell)
    one = heard("", "did", record="", title="", text="More bins", reason="at the herb bed", behind=(behind,))
    made.show_heard((one,), {})
    said = words_on(made)
    assert "Tell them: at the herb bed" in said
    assert words in said
    button(made, "Open the story Tea and bulbs").click()
    assert desk.went[-1] == ("record", "r9")
    walk_names(made)
