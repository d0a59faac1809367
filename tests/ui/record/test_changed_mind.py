"""They changed their mind: one answer at a time, kept when it is pressed."""

from __future__ import annotations

import pytest

from ldp_stories.domain.consent import Answer, all_keys
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import correct_person
from ldp_stories.store import ledger, programme
from ldp_stories.ui.record import changed_mind
from ldp_stories.ui.record.changed_mind import ChangedMindPage
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


@pytest.fixture
def record(desk: Desk) -> str:
    return story(desk.home, but=["quote_named"])


@pytest.fixture
def page(desk: Desk, record: str) -> ChangedMindPage:
    made = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(made, size=(1100, 700))
    made.focus_start()
    return made


def answers(desk: Desk, record: str) -> dict[str, Answer]:
    return dict(view_of(desk.home, record).consents[0].answers)


def person(desk: Desk, record: str) -> str:
    return view_of(desk.home, record).participants[0].id


def test_each_answer_is_shown_as_it_stands(desk: Desk, page: ChangedMindPage, record: str) -> None:
    who = person(desk, record)
    assert page.rows[who, "audio"].value() == ["yes"]
    assert page.rows[who, "quote_named"].value() == ["no"]
    assert {key for _, key in page.rows} == set(all_keys()) - {"take_part"}


def test_a_no_is_kept_when_it_is_pressed(desk: Desk, page: ChangedMindPage, record: str) -> None:
    changed: list[bool] = []
    page.changed.connect(lambda: changed.append(True))
    row = page.rows[person(desk, record), "audio"]
    row.set_value(["no"])
    row.chosen.emit(["no"])
    assert answers(desk, record)["audio"] is Answer.NO
    assert changed == [True]
    assert desk.told[-1] == "Voice: no. Kept."


def test_by_keyboard_an_answer_is_changed_with_arrow_and_space(
    desk: Desk, page: ChangedMindPage, record: str
) -> None:
    from PySide6.QtCore import Qt

    page.rows[person(desk, record), "share_team"].focus_start()
    desk.key(page, Qt.Key.Key_Right)
    desk.key(page, Qt.Key.Key_Space)
    assert answers(desk, record)["share_team"] is Answer.NO


def test_a_channel_is_changed_by_itself(desk: Desk, page: ChangedMindPage, record: str) -> None:
    page.rows[person(desk, record), "publish_clip:website"].chosen.emit(["no"])
    now = answers(desk, record)
    assert now["publish_clip:website"] is Answer.NO
    assert now["publish_clip:report"] is Answer.YES


def test_no_to_being_contacted_is_no_to_all_it_was_for_and_a_later_yes_to_one_is_for_that_alone(
    desk: Desk, page: ChangedMindPage, record: str
) -> None:
    who = person(desk, record)
    assert page.rows[who, "recontact:check"].value() == ["yes"]
    page.rows[who, "recontact"].chosen.emit(["no"])
    assert page.rows[who, "recontact:check"].value() == ["not asked"]
    assert answers(desk, record)["recontact:talk"] is Answer.NOT_ASKED
    page.rows[who, "recontact:check"].chosen.emit(["yes"])
    assert page.ask is not None
    assert page.ask.heading.text() == "May we contact you again? To check your story with you?"
    page.ask.yes.click()
    now = answers(desk, record)
    assert (now["recontact"], now["recontact:check"]) == (Answer.YES, Answer.YES)
    assert now["recontact:talk"] is Answer.NOT_ASKED
    assert page.rows[who, "recontact"].value() == ["yes"]
    assert desk.told[-1] == "Contact again to check the story: yes. Kept."


def test_pressing_the_same_answer_again_changes_nothing(
    desk: Desk, page: ChangedMindPage, record: str
) -> None:
    row = page.rows[person(desk, record), "audio"]
    row.set_value([])
    row.chosen.emit([])
    assert row.value() == ["yes"]
    assert answers(desk, record)["audio"] is Answer.YES


def test_none_of_it_closes_the_first_question(desk: Desk, page: ChangedMindPage, record: str) -> None:
    none = button(page, "None of it may be used")
    none.click()
    assert answers(desk, record)["take_part"] is Answer.NO
    assert not none.isEnabled()
    assert "Nothing of this story is used" in desk.told[-1]


def test_what_is_refused_stands_on_the_page(
    desk: Desk, page: ChangedMindPage, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("NOT_YOUR_ROLE")

    monkeypatch.setattr(changed_mind, "changed_mind", refuse)
    page.rows[person(desk, record), "audio"].chosen.emit(["no"])
    assert page.trouble.isVisible()
    assert "Ask your coordinator" in page.trouble.label.text()
    assert answers(desk, record)["audio"] is Answer.YES


def test_a_record_of_nobody_has_no_answers(desk: Desk) -> None:
    from ldp_stories.services.edit_record import write_observation

    record = write_observation(desk.home, saw="A bench")
    made = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(made, size=(900, 600))
    assert "Nobody gave an answer for this story." in words_on(made)
    assert made.rows == {}


def test_back_returns_to_the_story(page: ChangedMindPage) -> None:
    closed: list[bool] = []
    page.closed.connect(lambda: closed.append(True))
    button(page, "Back to the story").click()
    assert closed == [True]


def test_the_focus_starts_on_the_heading_and_every_choice_has_a_name(page: ChangedMindPage) -> None:
    assert page.heading.hasFocus()
    walk_names(page)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(desk: Desk, record: str, scale: float) -> None:
    made = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(made, scale=scale, size=(1100, 640))
    assert cut(made) == []


def words_kept(desk: Desk, record: str, field: str) -> dict[str, str]:
    (given,) = view_of(desk.home, record).consents
    with desk.home.main.read() as con:
        view = ledger.entity(con, given.id)
    assert view is not None
    return dict(view.get(field))


def test_a_yes_is_given_to_words_that_are_read_out_and_kept(desk: Desk, record: str) -> None:
    shown = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(shown, size=(1100, 700))
    who = person(desk, record)
    shown.rows[who, "archive"].chosen.emit(["no"])
    with desk.home.main.write() as con:
        ((ent, form),) = programme.raw(con, "consent_form")
        items = [
            {**i, "question": "May the town archive have it?"} if i["scope"] == "archive" else i
            for i in form["items"]
        ]
        desk.home.put(con, "consent_form", ent, sets={"items": items})
    again = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(again, size=(1100, 700))
    again.rows[who, "archive"].chosen.emit(["yes"])
    assert answers(desk, record)["archive"] is Answer.NO, "nobody has said yes yet"
    assert again.rows[who, "archive"].value() == ["no"]
    assert again.ask is not None
    assert again.ask.heading.text() == "May the town archive have it?"
    assert again.ask.heading.hasFocus()
    button(again, "They said yes").click()
    assert answers(desk, record)["archive"] is Answer.YES
    assert again.rows[who, "archive"].value() == ["yes"]
    assert words_kept(desk, record, "wording")["archive"] == "May the town archive have it?"
    assert words_kept(desk, record, "told")["archive"].startswith("It is kept under a code")
    assert words_kept(desk, record, "wording")["audio"] == "May I record your voice?", "the others stay"


def test_left_alone_it_stays_as_it_was(desk: Desk, page: ChangedMindPage, record: str) -> None:
    row = page.rows[person(desk, record), "quote_named"]
    row.chosen.emit(["yes"])
    button(page, "Leave it as it was").click()
    assert (row.value(), answers(desk, record)["quote_named"]) == (["no"], Answer.NO)
    assert page.ask is None
    assert page.heading.hasFocus()


def test_a_yes_to_a_name_asks_how_it_should_read(desk: Desk, page: ChangedMindPage, record: str) -> None:
    page.rows[person(desk, record), "quote_named"].chosen.emit(["yes"])
    assert page.ask is not None
    desk.type(page.ask.named, "Mrs K, from the tea table")
    button(page, "They said yes").click()
    (given,) = view_of(desk.home, record).consents
    assert given.attribution == "Mrs K, from the tea table"
    page.rows[person(desk, record), "quote_named"].chosen.emit(["no"])
    assert view_of(desk.home, record).consents[0].attribution == "", "the name goes with the yes"


def test_under_16_nobody_is_offered_to_be_shown_to_everybody(desk: Desk, record: str) -> None:
    who = person(desk, record)
    correct_person(desk.home, who, age_band="11-15")
    shown = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(shown, size=(1100, 700))
    assert not [key for _, key in shown.rows if key.startswith("publish")]
    assert "Playing or showing a piece" not in words_on(shown)


def test_what_was_refused_does_not_stand_there_as_if_it_were_kept(
    desk: Desk, page: ChangedMindPage, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("NOT_YOUR_ROLE")

    monkeypatch.setattr(changed_mind, "changed_mind", refuse)
    row = page.rows[person(desk, record), "share_team"]
    row.set_value(["no"])
    row.chosen.emit(["no"])
    assert row.value() == ["yes"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_question_comes_into_sight_wherever_it_opens(desk: Desk, record: str, scale: float) -> None:
    page = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(page, scale=scale, size=(1100, 620))
    who = person(desk, record)
    page.rows[who, "archive"].chosen.emit(["no"])
    page.area.verticalScrollBar().setValue(0)
    page.rows[who, "archive"].chosen.emit(["yes"])
    assert page.ask is not None
    sight, yes = page.area.viewport(), page.ask.yes
    desk.until(lambda: sight.rect().contains(yes.mapTo(sight, yes.rect().center())))
