"""Notes keep the second at which their typing began, and half a note is a note already."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.services.record_encounter import add_note, conversation
from ldp_stories.ui.researcher.notes_card import NotesCard
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk, talk_with


class Now:
    """The clock of the recording."""

    def __init__(self) -> None:
        self.ms: int | None = 130_000

    def __call__(self) -> int | None:
        return self.ms


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def talk(desk: Desk) -> str:
    return talk_with(desk.home)


@pytest.fixture
def notes(desk: Desk, talk: str, now: Now) -> NotesCard:
    made = NotesCard(desk.context, talk, now)
    desk.show(made, size=(860, 400))
    made.show_time()
    return made


def kept(desk: Desk, talk: str) -> list[tuple[int | None, str]]:
    return [(n.at_ms, n.text) for n in conversation(desk.home, talk).notes]


def test_enter_keeps_a_note_with_its_second(desk: Desk, notes: NotesCard, talk: str) -> None:
    desk.type(notes.field, "Moved here in spring.")
    desk.key(notes, Qt.Key.Key_Return)
    assert kept(desk, talk) == [(130_000, "Moved here in spring.")]
    assert notes.field.text() == ""
    assert "02:10" in words_on(notes)
    assert "Moved here in spring." in words_on(notes)
    assert desk.told == ["Note kept."]


def test_the_second_is_the_one_at_which_typing_began(
    desk: Desk, notes: NotesCard, talk: str, now: Now
) -> None:
    desk.type(notes.field, "I can")
    now.ms = 190_000
    notes.show_time()
    assert notes.field.before.text() == "02:10"
    desk.type(notes.field, " walk")
    desk.key(notes, Qt.Key.Key_Return)
    assert kept(desk, talk) == [(130_000, "I can walk")]


def test_the_second_before_an_empty_field_is_now(notes: NotesCard, now: Now) -> None:
    now.ms = 754_000
    notes.show_time()
    assert notes.field.before.text() == "12:34"
    now.ms = None
    notes.show_time()
    assert not notes.field.before.isVisible()


def test_typing_is_a_note_before_enter_is_pressed(desk: Desk, notes: NotesCard, talk: str) -> None:
    desk.type(notes.field, "Her daughter")
    desk.until(lambda: kept(desk, talk) == [(130_000, "Her daughter")])


def test_one_note_stays_one_note_while_it_grows(desk: Desk, notes: NotesCard, talk: str) -> None:
    desk.type(notes.field, "Her")
    notes.flush()
    desk.type(notes.field, " daughter reads")
    notes.flush()
    desk.key(notes, Qt.Key.Key_Return)
    assert kept(desk, talk) == [(130_000, "Her daughter reads")]


def test_a_note_being_typed_is_not_shown_twice(desk: Desk, notes: NotesCard) -> None:
    desk.type(notes.field, "Her daughter")
    notes.flush()
    notes.mark(140_000)
    assert "Her daughter" not in words_on(notes)
    assert "Moment you marked" in words_on(notes)


def test_the_next_note_begins_anew(desk: Desk, notes: NotesCard, talk: str, now: Now) -> None:
    desk.type(notes.field, "One")
    desk.key(notes, Qt.Key.Key_Return)
    now.ms = 200_000
    desk.type(notes.field, "Two")
    desk.key(notes, Qt.Key.Key_Return)
    assert kept(desk, talk) == [(130_000, "One"), (200_000, "Two")]


def test_enter_on_nothing_keeps_nothing(desk: Desk, notes: NotesCard, talk: str) -> None:
    notes.field.edit.setFocus()
    desk.key(notes, Qt.Key.Key_Return)
    desk.type(notes.field, "   ")
    desk.key(notes, Qt.Key.Key_Return)
    assert [text for _, text in kept(desk, talk) if text.strip()] == []


def test_ctrl_l_goes_to_the_note(desk: Desk, notes: NotesCard) -> None:
    notes.field.edit.clearFocus()
    desk.key(notes, Qt.Key.Key_L, ctrl=True)
    assert notes.field.edit.hasFocus()


def test_a_marked_moment_says_why_when_that_is_known(desk: Desk, talk: str, now: Now) -> None:
    from ldp_stories.services.record_encounter import mark_moment

    add_note(desk.home, talk, "a plain note", None)
    mark_moment(desk.home, talk, 190_000, "the class with the curtains drawn")
    made = NotesCard(desk.context, talk, now)
    desk.show(made, size=(860, 400))
    said = words_on(made)
    assert "Moment you marked: the class with the curtains drawn" in said
    assert "03:10" in said
    assert "a plain note" in said


def test_the_newest_note_is_in_sight(desk: Desk, notes: NotesCard, talk: str, now: Now) -> None:
    for number in range(30):
        now.ms = number * 1000
        desk.type(notes.field, f"Note {number}")
        desk.key(notes, Qt.Key.Key_Return)
    bar = notes.list_scroll.verticalScrollBar()
    desk.until(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())


def test_without_a_recording_no_second_is_promised(desk: Desk, notes: NotesCard, now: Now) -> None:
    assert "Each note keeps its second" in words_on(notes)
    now.ms = None
    notes.show_time()
    assert "Each note keeps its second" not in words_on(notes)
    assert "Kept as you type" in words_on(notes)
    assert notes.field.edit.placeholderText() == "Type a note. Enter keeps it."
    now.ms = 1_000
    notes.show_time()
    assert notes.field.edit.placeholderText() == "Type a note. Enter keeps it with this second."
