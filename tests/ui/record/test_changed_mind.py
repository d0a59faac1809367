"""They changed their mind: one answer at a time, kept when it is pressed."""

from __future__ import annotations

import pytest

from ldp_stories.domain.consent import Answer, all_keys
from ldp_stories.errors import UserError
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
    def refuse(*_: object) -> None:
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
