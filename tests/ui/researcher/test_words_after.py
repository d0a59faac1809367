"""Words after: typing that survives, marking words, moments and tags; nothing is demanded."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QScrollArea

from ldp_stories.services.edit_record import add_passage, drafts, keep_draft
from ldp_stories.services.undo_words import earlier
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, WORDS, Desk, story, view_of


@pytest.fixture
def record(desk: Desk) -> str:
    return story(desk.home)


@pytest.fixture
def step(desk: Desk, record: str) -> WordsAfterStep:
    made = WordsAfterStep(desk.context, record)
    desk.show(made)
    return made


def select(step: WordsAfterStep, words: str) -> None:
    """Select words in the editor as a person does."""
    at = step.words.text().index(words)
    cursor = step.words.edit.textCursor()
    cursor.setPosition(at)
    cursor.setPosition(at + len(words), QTextCursor.MoveMode.KeepAnchor)
    step.words.edit.setTextCursor(cursor)


def test_the_words_on_the_page_are_those_agreed(step: WordsAfterStep) -> None:
    said = words_on(step)
    assert "Take your time. Spelling does not matter." in said
    assert "Leave it blank and we use the first words" in said
    assert "It is ready" in said


def test_the_focus_starts_where_one_writes(step: WordsAfterStep) -> None:
    assert step.words.edit.hasFocus()
    assert step.words.text() == WORDS


def test_typing_is_in_the_desk_file_within_a_moment(desk: Desk, step: WordsAfterStep, record: str) -> None:
    step.words.edit.moveCursor(QTextCursor.MoveOperation.End)
    desk.type(step.words, " And then")
    desk.until(lambda: drafts(desk.home, record).get("words", "").endswith("And then"))
    assert not view_of(desk.home, record).layers[0].text.endswith("And then")


def stands_on_the_desk(desk: Desk, record: str, words: str) -> bool:
    return drafts(desk.home, record).get("words") == words


def test_a_word_still_being_made_is_in_the_desk_file_and_no_step_of_undo(
    desk: Desk, step: WordsAfterStep, record: str
) -> None:
    """What an input method holds underlined at a kill is there again; the half-made word is nothing one goes back to."""
    step.words.setFocus()
    step.words.edit.moveCursor(QTextCursor.MoveOperation.End)
    for half in ("ni", "niha"):
        QApplication.sendEvent(step.words.edit, QInputMethodEvent(half, []))
        desk.until(partial(stands_on_the_desk, desk, record, f"{WORDS}{half}"))
    done = QInputMethodEvent()
    done.setCommitString("你好")
    QApplication.sendEvent(step.words.edit, done)
    desk.until(lambda: drafts(desk.home, record).get("words") == f"{WORDS}你好")
    assert earlier(desk.home, record, "words", f"{WORDS}你好") == WORDS
    QApplication.sendEvent(step.words.edit, QInputMethodEvent("la", []))
    desk.until(lambda: drafts(desk.home, record).get("words") == f"{WORDS}你好la")
    again = WordsAfterStep(desk.context, record)
    assert again.words.text() == f"{WORDS}你好la"


def test_leaving_writes_the_words_down(desk: Desk, step: WordsAfterStep, record: str) -> None:
    desk.type(step.name, "Tea and bulbs")
    step.words.edit.moveCursor(QTextCursor.MoveOperation.End)
    desk.type(step.words, " Yes.")
    step.leaving()
    view = view_of(desk.home, record)
    assert view.record.title == "Tea and bulbs"
    assert view.layers[0].text == WORDS + " Yes."
    assert drafts(desk.home, record) == {}


def test_what_was_typed_before_a_power_cut_is_there_again(desk: Desk, record: str) -> None:
    keep_draft(desk.home, record, "words", "only in the desk file")
    keep_draft(desk.home, record, "title", "half a tit")
    step = WordsAfterStep(desk.context, record)
    desk.show(step)
    assert step.words.text() == "only in the desk file"
    assert step.name.text() == "half a tit"


def test_leaving_untouched_writes_nothing(desk: Desk, step: WordsAfterStep, record: str) -> None:
    before = view_of(desk.home, record)
    step.leaving()
    assert view_of(desk.home, record) == before


def test_selected_words_are_marked_by_key(desk: Desk, step: WordsAfterStep, record: str) -> None:
    assert not step.mark.isEnabled()
    select(step, CURTAINS)
    assert step.mark.isEnabled()
    desk.key(step, Qt.Key.Key_M, ctrl=True)
    passages = view_of(desk.home, record).passages
    assert [p.text.quote for p in passages if p.text] == [CURTAINS]
    assert f"“{CURTAINS}”" in words_on(step)


def test_a_mark_leaves_out_the_spaces_around_it(desk: Desk, step: WordsAfterStep, record: str) -> None:
    select(step, " They draw the curtains ")
    step.mark_words()
    assert view_of(desk.home, record).passages[0].text.quote == "They draw the curtains"  # type: ignore[union-attr]


def test_words_typed_just_now_can_be_marked_at_once(desk: Desk, step: WordsAfterStep, record: str) -> None:
    step.words.edit.moveCursor(QTextCursor.MoveOperation.End)
    desk.type(step.words, " I told my sister.")
    select(step, "I told my sister.")
    step.mark_words()
    assert view_of(desk.home, record).passages[0].text.quote == "I told my sister."  # type: ignore[union-attr]


def test_letters_beyond_the_first_plane_do_not_move_a_mark(desk: Desk) -> None:
    record = story(desk.home, words="A 🌷 and a 🌱. They bloom.")
    step = WordsAfterStep(desk.context, record)
    desk.show(step)
    cursor = step.words.edit.textCursor()
    at = step.words.edit.toPlainText().encode("utf-16-le").index("They".encode("utf-16-le")) // 2
    cursor.setPosition(at)
    cursor.setPosition(at + len("They bloom."), QTextCursor.MoveMode.KeepAnchor)
    step.words.edit.setTextCursor(cursor)
    step.mark_words()
    assert view_of(desk.home, record).passages[0].text.quote == "They bloom."  # type: ignore[union-attr]


def test_marking_nothing_does_nothing(step: WordsAfterStep, desk: Desk, record: str) -> None:
    step.mark_words()
    assert view_of(desk.home, record).passages == ()


def test_why_a_moment_was_marked_is_kept(desk: Desk, voice: Path) -> None:
    record = story(desk.home, sound=voice, marks=[900])
    step = WordsAfterStep(desk.context, record)
    desk.show(step)
    (field,) = step.moments.fields
    assert field.startswith("note:")
    desk.type(step.moments.fields[field], "she laughed here")
    step.leaving()
    assert view_of(desk.home, record).notes[0].text == "she laughed here"


def test_a_moment_can_be_heard_from_a_little_before(
    desk: Desk, voice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = story(desk.home, sound=voice, marks=[900])
    step = WordsAfterStep(desk.context, record)
    desk.show(step)
    calls: list[str] = []
    monkeypatch.setattr(step.link, "seek", lambda ms: calls.append(f"seek {ms}"))
    monkeypatch.setattr(step.link, "play", lambda: calls.append("play"))
    button(step, "Hear it, 00:00").click()
    assert calls == ["seek 0", "play"]


def test_it_is_ready_goes_on_by_key(desk: Desk, step: WordsAfterStep) -> None:
    with desk.qtbot.waitSignal(step.forward):
        desk.key(step, Qt.Key.Key_Return, ctrl=True)


def test_more_can_be_recorded(desk: Desk, step: WordsAfterStep) -> None:
    with desk.qtbot.waitSignal(step.carry_on):
        button(step, "Carry on recording").click()


def test_without_sound_there_is_no_player(step: WordsAfterStep) -> None:
    assert not step.sound.isVisible()


def test_with_sound_the_player_shows_the_marked_moments(desk: Desk, voice: Path) -> None:
    step = WordsAfterStep(desk.context, story(desk.home, sound=voice, marks=[500, 1500]))
    desk.show(step)
    assert step.sound.isVisible()
    assert step.player.wave._marks == [0.25, 0.75]


def test_something_that_came_in_is_shown_and_typing_is_not_touched(
    desk: Desk, step: WordsAfterStep, record: str
) -> None:
    step.words.edit.moveCursor(QTextCursor.MoveOperation.End)
    desk.type(step.words, " more")
    layer = view_of(desk.home, record).layers[0]
    add_passage(desk.home, record, layer=layer.id, start=0, end=4)
    step.refresh(frozenset({"record"}))
    assert "“When”" not in words_on(step)
    step.refresh(frozenset({"passage"}))
    assert "“When”" in words_on(step)
    assert step.words.text() == WORDS + " more"
    assert step.words.edit.hasFocus()


def test_tab_leaves_the_editor(desk: Desk, step: WordsAfterStep) -> None:
    desk.key(step, Qt.Key.Key_Tab)
    assert not step.words.edit.hasFocus()
    assert step.words.text() == WORDS


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(
    desk: Desk, voice: Path, scale: float, rtl: bool
) -> None:
    record = story(desk.home, sound=voice, marks=[900])
    layer = view_of(desk.home, record).layers[0]
    add_passage(desk.home, record, layer=layer.id, start=0, end=12)
    step = WordsAfterStep(desk.context, record)
    desk.show(step, scale=scale, rtl=rtl)
    walk_names(step)
    desk.until(lambda: not cut(step))


def test_at_the_largest_text_all_tags_of_a_group_come_into_sight(desk: Desk, record: str) -> None:
    step = WordsAfterStep(desk.context, record)
    desk.show(step, scale=2.0, size=(1366, 640))
    step.sides.button.click()
    assert step.tags.isVisible()
    assert not step.words.isVisible(), "the tags have the page"
    step.tags.groups.chosen.emit(["G"])
    area = step.tags.parentWidget()
    while not isinstance(area, QScrollArea):
        assert area is not None
        area = area.parentWidget()
    first = step.tags.buttons["G1"]
    sight = area.viewport()
    desk.until(lambda: sight.rect().contains(first.mapTo(sight, first.rect().center())))
    seen = [
        code
        for code, button in step.tags.buttons.items()
        if sight.rect().contains(button.mapTo(sight, button.rect().center()))
    ]
    assert len(seen) >= 6, "half of the twelve at once, not two"
    step.sides.button.click()
    assert step.words.isVisible()
