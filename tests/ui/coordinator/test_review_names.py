"""Names in the tab Note: each suggestion with its reason, hidden or left by a person, and nothing decided by us."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ldp_stories.domain.records import LayerKind
from ldp_stories.services import edit_record
from ldp_stories.services.find_names import NameFound, find_names
from ldp_stories.services.release_words import changed_since
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.coordinator.review_names import _line
from ldp_stories.ui.record.title_warning import TitleWarning
from ldp_stories.ui.widgets.field import TextField
from tests.ui.coordinator.desk import Desk, open_desk
from tests.ui.coordinator.test_review import line, opened
from tests.ui.helpers import words_on


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("names")
    with open_desk(folder) as made:
        yield made


@pytest.fixture
def record(desk: Desk) -> str:
    made = desk.story(title="For Mrs Okonkwo")
    edit_record.set_fields(desk.home, made, note="Ring Mrs Okonkwo on 01632 960 001.")
    return made


def named(screen: ReviewScreen, name: str) -> QAbstractButton:
    return next(
        b
        for b in screen.side.findChildren(QAbstractButton)
        if b.accessibleName() == name and b.isVisibleTo(screen.side)
    )


def test_each_suggestion_says_why_and_how_often(qtbot: QtBot, desk: Desk, record: str) -> None:
    screen = opened(qtbot, desk, record)
    screen.side.show_tab("note")
    qtbot.waitUntil(lambda: "Mrs Okonkwo" in words_on(screen.side))
    words = words_on(screen.side)
    assert "a title and a name, 2 copies" in words
    assert "a phone number, 1 copy" in words
    assert "select them in the story and press M" in words


def test_hiding_one_opens_the_line_and_hides_every_copy_for_evaluators(
    qtbot: QtBot, desk: Desk, record: str
) -> None:
    screen = opened(qtbot, desk, record)
    screen.side.show_tab("note")
    qtbot.waitUntil(lambda: "Mrs Okonkwo" in words_on(screen.side))
    named(screen, "Hide Mrs Okonkwo").click()
    assert "Hide “Mrs Okonkwo” (2 copies)" in line(screen).question.text()
    line(screen).use("[a friend]")
    line(screen).keep()
    assert "Evaluators do not see them in the title, a note either." in screen.tags.undo.label.text()
    assert [n.words for n in find_names(desk.home, record)] == ["01632 960 001"]
    assert edit_record.open_record(desk.home, record).record.title == "For Mrs Okonkwo"
    assert changed_since(desk.home, record) == ()


def test_a_mask_in_the_title_alone_can_be_undone(qtbot: QtBot, desk: Desk, record: str) -> None:
    screen = opened(qtbot, desk, record)
    screen.acts.hide_words("Mrs Okonkwo")
    line(screen).use("[a friend]")
    line(screen).keep()
    assert screen.acts.work.can_undo
    screen.acts.take_back()
    assert "Mrs Okonkwo" in [n.words for n in find_names(desk.home, record)]


def test_leaving_one_takes_it_off_the_list(qtbot: QtBot, desk: Desk, record: str) -> None:
    screen = opened(qtbot, desk, record)
    screen.side.show_tab("note")
    qtbot.waitUntil(lambda: "Mrs Okonkwo" in words_on(screen.side))
    named(screen, "Leave Mrs Okonkwo as it is").click()
    assert [n.words for n in find_names(desk.home, record)] == ["01632 960 001"]
    assert "Leave Mrs Okonkwo as it is" not in [
        b.accessibleName() for b in screen.side.findChildren(QAbstractButton) if b.isVisibleTo(screen.side)
    ]


def test_with_nothing_found_it_says_to_read_all_the_same(qtbot: QtBot, desk: Desk) -> None:
    plain = desk.story()
    screen = opened(qtbot, desk, plain)
    for one in find_names(desk.home, plain):
        screen.side.hide_words.emit(one.words, "[x]")
        line(screen).keep()
    screen.side.show_tab("note")
    qtbot.waitUntil(lambda: "Read it all the same." in words_on(screen.side))


def test_what_stood_there_before_is_offered_again(qtbot: QtBot, desk: Desk, record: str) -> None:
    screen = opened(qtbot, desk, record)
    screen.side.hide_words.emit("Mrs Okonkwo", "[her friend]")
    assert line(screen).field.text() == "[her friend]"
    assert LayerKind.MASKED not in [x.kind for x in edit_record.open_record(desk.home, record).layers]


def test_a_line_passes_on_what_was_pressed(qtbot: QtBot) -> None:
    pressed: list[tuple[str, ...]] = []
    made = _line(
        NameFound("Karim", "on the list of names", 1, "[her son]"),
        lambda words, put: pressed.append((words, put)),
        lambda words: pressed.append((words,)),
    )
    qtbot.addWidget(made)
    assert "hidden in this conversation before, 1 copy" in words_on(made)
    for one in made.findChildren(QAbstractButton):
        one.click()
    assert pressed == [("Karim", "[her son]"), ("Karim",)]


@pytest.mark.parametrize(
    ("title", "warned"),
    [
        ("", ""),
        ("Tea and bulbs", ""),
        ("Tea with Mrs Patel", "“Mrs Patel” may name somebody."),
        ("At M1 1AE", "“M1 1AE”"),
    ],
)
def test_a_title_that_may_name_somebody_is_warned_of_and_never_changed(
    qtbot: QtBot, title: str, warned: str
) -> None:
    field = TextField(name="Title")
    warning = TitleWarning(field)
    qtbot.addWidget(field)
    qtbot.addWidget(warning)
    field.set_text(title)
    field.changed.emit(title)
    assert warned in warning.text()
    assert warning.isHidden() is not bool(warned)
    assert field.text() == title
