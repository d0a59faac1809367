"""The notes of the talk stand beside the words one writes afterwards, and one press puts them in."""

from __future__ import annotations

import pytest

from ldp_stories.services.edit_record import drafts, keep_draft, write_drafts
from ldp_stories.services.finish_conversation import finish
from ldp_stories.services.record_encounter import add_note, mark_moment
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from tests.ui.helpers import button, cut, words_on
from tests.ui.on_screen import Desk, talk_with

NOTES = ("The pitch is locked all winter", "He plays in the car park")


def noted(desk: Desk, *notes: str, but: tuple[str, ...] = (), words: str = "") -> str:
    talk = talk_with(desk.home, but=but)
    for at, note in enumerate(notes):
        add_note(desk.home, talk, note, None if but else 1000 * at)
    mark_moment(desk.home, talk, 500)
    record = finish(desk.home, talk)
    if words:
        keep_draft(desk.home, record, "words", words)
        write_drafts(desk.home, record)
    return record


def shown(desk: Desk, record: str) -> WordsAfterStep:
    step = WordsAfterStep(desk.context, record)
    desk.show(step)
    return step


def test_one_press_puts_the_notes_into_the_words_and_undo_takes_them_out(desk: Desk) -> None:
    record = noted(desk, *NOTES)
    step = shown(desk, record)
    assert all(note in words_on(step) for note in NOTES)
    button(step, "Put my notes into the words").click()
    assert step.words.text() == "\n".join(NOTES)
    assert step.words.edit.hasFocus()
    assert not step.notes.lift.isVisible()
    assert "They stand in the words." in words_on(step)
    assert desk.told == ["Your notes stand in the words."]
    desk.until(lambda: drafts(desk.home, record).get("words") == "\n".join(NOTES))
    step.words.edit.undo()
    assert step.words.text() == ""
    assert step.notes.lift.isVisible()
    step.leaving()


def test_only_what_is_missing_is_put_behind_the_words_that_are_there(desk: Desk) -> None:
    step = shown(desk, noted(desk, *NOTES, words=f"He said: {NOTES[0]}."))
    button(step, "Put my notes into the words").click()
    assert step.words.text() == f"He said: {NOTES[0]}.\n{NOTES[1]}"
    step.leaving()


def test_without_notes_nothing_stands_there(desk: Desk) -> None:
    assert not shown(desk, noted(desk)).notes.isVisible()


@pytest.mark.parametrize(("but", "words"), [((), "Carry on recording"), (("audio",), "Carry on with notes")])
def test_the_way_back_says_what_one_may_do_there(desk: Desk, but: tuple[str, ...], words: str) -> None:
    step = shown(desk, noted(desk, *NOTES, but=but))
    assert step.more.text() == words


@pytest.mark.parametrize("rtl", [False, True])
def test_nothing_is_cut_at_twice_the_size(desk: Desk, rtl: bool) -> None:
    step = WordsAfterStep(desk.context, noted(desk, *NOTES))
    desk.show(step, scale=2.0, rtl=rtl)
    desk.until(lambda: cut(step) == [])
