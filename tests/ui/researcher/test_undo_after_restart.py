"""Ctrl+Z goes on where this sitting began, in every field, mark and tag of a story, and what it brings back is kept like anything typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.records import LayerKind
from ldp_stories.services import transcribe
from ldp_stories.services.edit_record import add_passage, drafts
from ldp_stories.services.keep_answers import saw_typed
from ldp_stories.store import desk as desk_rows
from ldp_stories.ui.record.transcribe_screen import TranscribeScreen
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from ldp_stories.ui.researcher.write_saw import WriteSawScreen
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import TextField
from tests.ui.helpers import button, dressed, words_on
from tests.ui.on_screen import CURTAINS, WORDS, Desk, sound_file, story, view_of


def opened(desk: Desk, record: str) -> WordsAfterStep:
    made = WordsAfterStep(desk.context, record)
    desk.show(made)
    made.words.setFocus()
    return made


def test_yesterdays_words_come_back_letter_for_letter_and_go_forward_again(desk: Desk) -> None:
    record = story(desk.home, words="First line.")
    first = opened(desk, record)
    first.words.set_text("First line. They draw the curtains.")
    first.keeper.flush()
    first.words.set_text("x")
    first.leaving()
    first.close()
    again = opened(desk, record)
    assert again.words.text() == "x"
    desk.key(again.words, Qt.Key.Key_Z, ctrl=True)
    assert again.words.text() == "First line. They draw the curtains."
    desk.key(again.words, Qt.Key.Key_Z, ctrl=True)
    assert again.words.text() == "First line."
    desk.key(again.words, Qt.Key.Key_Z, ctrl=True)
    assert again.words.text() == "First line.", "before that there is nothing, and nothing is lost"
    again.words.edit.beyond.emit(1)
    assert again.words.text() == "First line. They draw the curtains."
    again.keeper.flush()
    assert drafts(desk.home, record)["words"] == "First line. They draw the curtains."
    again.leaving()
    kept = view_of(desk.home, record).words
    assert kept is not None
    assert kept.text == "First line. They draw the curtains."


def test_within_a_sitting_ctrl_z_undoes_letter_by_letter_as_ever(desk: Desk) -> None:
    record = story(desk.home, words="Tea.")
    made = opened(desk, record)
    made.words.edit.moveCursor(made.words.edit.textCursor().MoveOperation.End)
    desk.key(made.words, " And bulbs")
    desk.key(made.words, Qt.Key.Key_Z, ctrl=True)
    assert made.words.text() == "Tea."
    made.leaving()


def test_an_editor_that_keeps_no_versions_changes_nothing(desk: Desk) -> None:
    editor = Editor(name="Words", value="Kept")
    dressed(desk.qtbot, editor)
    editor.setFocus()
    desk.qtbot.keyClick(editor.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    editor.edit.beyond.emit(1)
    assert editor.text() == "Kept"


def control_of(step: WordsAfterStep, field: str) -> Editor | TextField:
    """What a field is typed into."""
    if field == "title":
        return step.name
    if field.startswith(("passage:", "note:")):
        return step.moments.fields[field]
    return step.more_words.editors[field]


def test_every_field_of_a_story_undoes_what_was_typed_yesterday(desk: Desk) -> None:
    record = story(desk.home)
    words = view_of(desk.home, record).words
    assert words is not None
    passage = f"passage:{add_passage(desk.home, record, layer=words.id, start=0, end=7)}"
    fields = ("title", "note", "before", passage)
    first = opened(desk, record)
    for text in ("It stayed with me.", "y"):
        for field in fields:
            control_of(first, field).set_text(text)
        first.keeper.flush()
    first.leaving()
    first.close()
    again = opened(desk, record)
    assert again.more_words.editors["note"].isVisibleTo(again), "what is written is in sight"
    for field in fields:
        control = control_of(again, field)
        assert control.text() == "y"
        control.setFocus()
        desk.key(control, Qt.Key.Key_Z, ctrl=True)
        assert control.text() == "It stayed with me.", field
        control.edit.beyond.emit(1)
        assert control.text() == "y"
        control.edit.beyond.emit(-1)
    again.keeper.flush()
    assert set(drafts(desk.home, record).values()) == {"It stayed with me."}
    again.leaving()


def test_the_words_of_a_layer_come_back_with_the_moments_beside_what_did_not_change(
    desk: Desk, tmp_path: Path
) -> None:
    record = story(desk.home, sound=sound_file(tmp_path))
    first = TranscribeScreen(desk.context, record)
    desk.show(first)
    first.editor.words.set_text("When we came. I knew nobody.")
    first.editor.words.edit.textCursor().setPosition(0)
    first.editor.put_point(100)
    first.keeper.flush()
    first.editor.words.set_text("When we c")
    first.leaving()
    first.close()
    again = TranscribeScreen(desk.context, record)
    desk.show(again)
    assert again.editor.text() == "When we c"
    again.editor.words.edit.beyond.emit(-1)
    assert again.editor.text() == "When we came. I knew nobody."
    again.keeper.flush()
    kept = transcribe.open_draft(desk.home, record, LayerKind.TRANSCRIPT, "en")
    assert kept.text == "When we came. I knew nobody."
    again.leaving()


def saw(desk: Desk) -> WriteSawScreen:
    made = WriteSawScreen(desk.context)
    desk.show(made)
    return made


def test_what_i_saw_comes_back_too_until_it_is_written_down(desk: Desk) -> None:
    first = saw(desk)
    first.editors["saw"].set_text("Three benches by the gate.")
    first.keeper.flush()
    first.editors["saw"].set_text("z")
    first.leaving()
    again = saw(desk)
    again.editors["saw"].edit.beyond.emit(-1)
    assert again.editors["saw"].text() == "Three benches by the gate."
    again.keeper.flush()
    assert saw_typed(desk.home)["saw"] == "Three benches by the gate."
    again.draft.click()
    assert saw_typed(desk.home) == {}
    with desk.home.desk.read() as con:
        assert desk_rows.rows(con, "undo:saw") == ()


def test_a_mark_and_a_tag_can_be_undone_tomorrow(desk: Desk) -> None:
    record = story(desk.home)
    first = opened(desk, record)
    start = WORDS.index(CURTAINS)
    cursor = first.words.edit.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(CURTAINS), cursor.MoveMode.KeepAnchor)
    first.words.edit.setTextCursor(cursor)
    first.mark_words()
    tag = first.tags.tags[0]
    first.tags.suggest(tag)
    assert first.undo.label.text() == f"{tag.label} suggested"
    off = next(b for b in buttons_of(first.tags, "Take off"))
    off.click()
    assert view_of(desk.home, record).readings == ()
    first.leaving()
    first.close()
    again = opened(desk, record)
    assert again.undo.isVisible()
    assert f"{tag.label} is off" in words_on(again)
    again.tags.groups.setFocus()
    desk.key(again.tags, Qt.Key.Key_Z, ctrl=True)
    assert [r.suggestion.tag for r in view_of(desk.home, record).readings] == [tag.id]
    button(again.undo, f"Undo, {tag.label} suggested").click()
    assert view_of(desk.home, record).readings == ()
    assert again.undo.label.text().startswith("Marked “They draw the curtains")
    button(again.undo, again.undo.button.accessibleName()).click()
    assert view_of(desk.home, record).passages == ()
    assert again.undo.isHidden()
    again.leaving()


def buttons_of(widget: QWidget, name: str) -> list[Button]:
    return [b for b in widget.findChildren(Button) if b.accessibleName().startswith(name)]
