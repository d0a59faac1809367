"""Fields, lists to choose from, and editors: labels, troubles, keys, directions."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo, place_for
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import cut, dressed, name_of, walk_names, words_on

FEW = [Option("m", "Millbrook ward"), Option("f", "Fordbridge"), Option("c", "Canal side")]
MANY = [Option(str(number), f"Ward {number}") for number in range(12)]


def test_typing_and_enter_are_told(qtbot: QtBot) -> None:
    field = TextField(name="Note")
    dressed(qtbot, field)
    with qtbot.waitSignals([field.changed, field.entered]):
        qtbot.keyClicks(field.edit, "Moved in spring")
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "Moved in spring"


def test_a_field_is_48_high_and_grows(qtbot: QtBot) -> None:
    field = TextField(name="Note")
    qtbot.addWidget(field)
    assert field.sizeHint().height() == 48
    theme().set(scale=2.0)
    assert field.sizeHint().height() == 77


def test_focus_on_the_field_is_focus_in_its_line(qtbot: QtBot) -> None:
    field = TextField(name="Note")
    dressed(qtbot, field)
    field.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)


def test_the_edge_turns_to_the_accent_with_the_focus(qtbot: QtBot) -> None:
    page, field, other = QWidget(), TextField(name="Note"), TextField(name="Other")
    box = QVBoxLayout(page)
    box.addWidget(field)
    box.addWidget(other)
    dressed(qtbot, page, size=(300, 140))
    other.setFocus()
    qtbot.waitUntil(other.edit.hasFocus)
    plain = field.grab().toImage().pixelColor(150, 0)
    field.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    assert plain == theme().color("edge")
    assert field.grab().toImage().pixelColor(150, 0) == theme().color("accent")


def test_what_stands_before_and_after_can_change(qtbot: QtBot) -> None:
    field = TextField(
        name="Search", before="12:34", after="23 passages", icon="magnifying-glass", key="Ctrl+F"
    )
    dressed(qtbot, field, size=(500, 60))
    assert "23 passages" in words_on(field)
    field.set_before("12:35")
    field.set_after("")
    assert "12:35" in words_on(field)
    assert not field.after.isVisible()


def test_the_placeholder_can_be_read(qtbot: QtBot) -> None:
    field = TextField(name="Note", placeholder="Type a note.")
    dressed(qtbot, field, size=(300, 60))
    field.clearFocus()
    image = field.grab().toImage()
    colors = {image.pixelColor(x, y).lightness() for x in range(20, 120) for y in range(14, 36)}
    assert min(colors) <= theme().color("text2").lightness() + 12


def test_a_field_says_its_label_helper_and_need(qtbot: QtBot) -> None:
    field = Field(
        "Place", TextField(name="Place"), helper="Reports only say the ward.", needed="needed to send"
    )
    dressed(qtbot, field)
    assert "Place (needed to send)" in words_on(field)
    assert "Reports only say the ward." in words_on(field)


def test_a_trouble_stands_beside_its_field_and_is_heard(qtbot: QtBot) -> None:
    control = TextField(name="Code")
    field = Field("Code", control)
    dressed(qtbot, field, size=(400, 140))
    field.set_error("That code has a slip in it. Check each letter.")
    assert "That code has a slip in it." in words_on(field)
    assert control.edit.accessibleDescription().startswith("That code has a slip")
    control.clearFocus()
    assert control.grab().toImage().pixelColor(200, 0) == theme().color("bad")
    field.set_error("")
    assert "slip" not in words_on(field)


def test_a_control_without_a_name_takes_its_label(qtbot: QtBot) -> None:
    control = QWidget()
    field = Field("Place", control)
    qtbot.addWidget(field)
    assert control.accessibleName() == "Place"


def test_a_list_to_choose_from_says_its_name_and_what_is_chosen(qtbot: QtBot) -> None:
    combo = Combo(FEW, name="Place", value="m")
    dressed(qtbot, combo)
    assert name_of(combo) == "Place, Millbrook ward"
    combo.set_value("f")
    assert name_of(combo) == "Place, Fordbridge"


def test_nothing_chosen_shows_the_placeholder(qtbot: QtBot) -> None:
    combo = Combo(FEW, name="Place", placeholder="Choose a ward")
    qtbot.addWidget(combo)
    assert (combo.value(), combo.shown()) == ("", "Choose a ward")


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_keys_open_the_list(qtbot: QtBot, key: Qt.Key) -> None:
    combo = Combo(FEW, name="Place", value="m")
    dressed(qtbot, combo)
    qtbot.keyClick(combo, key)
    assert combo.popup is not None
    qtbot.waitUntil(combo.popup.isVisible)
    combo.popup.close()


def test_arrows_and_enter_pick_a_row(qtbot: QtBot) -> None:
    combo = Combo(FEW, name="Place", value="m")
    dressed(qtbot, combo)
    combo.open()
    assert combo.popup is not None
    view = combo.popup.view
    with qtbot.waitSignal(combo.chosen) as told:
        qtbot.keyClick(view, Qt.Key.Key_Down)
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == ["f"]
    assert combo.value() == "f"


def test_a_long_list_has_a_line_to_search_in(qtbot: QtBot) -> None:
    combo = Combo(MANY, name="Place")
    dressed(qtbot, combo)
    combo.open()
    popup = combo.popup
    assert popup is not None
    assert popup.search.isVisible()
    qtbot.keyClicks(popup.search, "11")
    with qtbot.waitSignal(combo.chosen) as told:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert told.args == ["11"]


def test_arrows_in_the_search_line_move_in_the_rows(qtbot: QtBot) -> None:
    combo = Combo(MANY, name="Place")
    dressed(qtbot, combo)
    combo.open()
    popup = combo.popup
    assert popup is not None
    qtbot.keyClicks(popup.search, "ward 1")
    qtbot.keyClick(popup.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(combo.chosen) as told:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert told.args == ["10"]


def test_finding_nothing_picks_nothing(qtbot: QtBot) -> None:
    combo = Combo(MANY, name="Place", value="3")
    dressed(qtbot, combo)
    combo.open()
    popup = combo.popup
    assert popup is not None
    qtbot.keyClicks(popup.search, "zzz")
    with qtbot.assertNotEmitted(combo.chosen):
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert combo.value() == "3"


def test_everything_in_the_open_list_has_a_name(qtbot: QtBot) -> None:
    combo = Combo(MANY, name="Place")
    dressed(qtbot, combo)
    combo.open()
    assert combo.popup is not None
    assert "Find" in walk_names(combo.popup)
    combo.popup.close()


def test_other_rows_can_be_offered(qtbot: QtBot) -> None:
    combo = Combo(FEW, name="Place", value="m")
    qtbot.addWidget(combo)
    combo.set_options([Option("m", "Mill Brook")])
    assert combo.shown() == "Mill Brook"


def test_typing_in_the_editor_is_told(qtbot: QtBot) -> None:
    editor = Editor(name="What I saw")
    dressed(qtbot, editor, size=(400, 200))
    with qtbot.waitSignal(editor.changed) as told:
        qtbot.keyClicks(editor.edit, "S")
    assert told.args == ["S"]
    assert name_of(editor.edit) == "What I saw"


def test_leaving_the_editor_tells_the_whole_text(qtbot: QtBot) -> None:
    page, editor, other = QWidget(), Editor(name="Words", value="It was cold."), TextField(name="Title")
    box = QVBoxLayout(page)
    box.addWidget(editor)
    box.addWidget(other)
    dressed(qtbot, page, size=(400, 300))
    editor.setFocus()
    qtbot.waitUntil(editor.edit.hasFocus)
    with qtbot.waitSignal(editor.rested) as told:
        qtbot.keyClick(editor.edit, Qt.Key.Key_Tab)
    assert told.args == ["It was cold."]
    assert other.edit.hasFocus()


def test_pasted_words_lose_their_looks(qtbot: QtBot) -> None:
    editor = Editor(name="Words")
    qtbot.addWidget(editor)
    assert not editor.edit.acceptRichText()


def test_each_paragraph_finds_its_own_direction(qtbot: QtBot) -> None:
    editor = Editor(name="Words", value="Hello\nسلام")
    qtbot.addWidget(editor)
    first = editor.edit.document().firstBlock()
    assert first.textDirection() == Qt.LayoutDirection.LeftToRight
    assert first.next().textDirection() == Qt.LayoutDirection.RightToLeft


def test_lines_are_set_apart_and_setting_words_tells_nobody_twice(qtbot: QtBot) -> None:
    editor = Editor(name="Words")
    qtbot.addWidget(editor)
    told: list[str] = []
    editor.changed.connect(told.append)
    editor.set_text("One\nTwo")
    assert told == ["One\nTwo"]
    assert editor.edit.document().firstBlock().blockFormat().lineHeight() == 145
    theme().set(easy=True)
    assert editor.edit.document().firstBlock().blockFormat().lineHeight() == 165
    assert told == ["One\nTwo"]


def test_undo_does_not_undo_the_look(qtbot: QtBot) -> None:
    editor = Editor(name="Words", value="One")
    dressed(qtbot, editor, size=(300, 200))
    cursor = editor.edit.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    editor.edit.setTextCursor(cursor)
    qtbot.keyClicks(editor.edit, " two")
    assert editor.text() == "One two"
    editor.edit.undo()
    assert editor.text() == "One"


@pytest.mark.parametrize("typed", ["women", "\u0639\u0648\u0631\u062a\u06cc\u06ba"])
@pytest.mark.parametrize("rtl", [False, True])
def test_what_is_typed_to_find_stands_beside_the_picture_and_not_beside_the_count(
    qtbot: QtBot, typed: str, rtl: bool
) -> None:
    """Whichever way the word runs and whichever way the window does."""
    field = TextField(name="Search", icon="magnifying-glass", value=typed, after="23 passages")
    dressed(qtbot, field, rtl=rtl, size=(600, 48))
    field.edit.home(False)
    first = field.edit.cursorRect().center().x()
    field.edit.end(False)
    last = field.edit.cursorRect().center().x()
    near = field.edit.width() - max(first, last) if rtl else min(first, last)
    assert near < 30


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_fields_are_not_cut(qtbot: QtBot, scale: float, rtl: bool) -> None:
    page = QWidget()
    box = QVBoxLayout(page)
    box.addWidget(
        Field("What kind of spot?", Combo(FEW, name="Spot"), helper="For example a home, a park or a café.")
    )
    box.addWidget(Field("Title", TextField(name="Title", key="Ctrl+L", before="12:34")))
    dressed(qtbot, page, scale=scale, rtl=rtl, size=(480, 500))
    assert cut(page) == []
    assert walk_names(page)


SCREEN = QRect(0, 0, 1366, 728)


@pytest.mark.parametrize(
    ("field", "where"),
    [
        (QRect(50, 200, 430, 48), QRect(50, 252, 430, 400)),  # room below
        (QRect(1010, 494, 292, 48), QRect(1010, 90, 292, 400)),  # more room above
        (
            QRect(50, 300, 430, 48),
            QRect(50, 352, 430, 376),
        ),  # not enough anywhere: the larger side, and it scrolls
        (QRect(1340, 200, 200, 48), QRect(1126, 252, 240, 400)),  # never beyond the side
    ],
)
def test_an_open_list_stands_on_the_screen_as_a_whole(field: QRect, where: QRect) -> None:
    assert place_for(field, QSize(max(240, field.width()), 400), SCREEN) == where
    assert SCREEN.contains(where)


def test_a_field_at_the_foot_of_the_screen_opens_upwards(qtbot: QtBot) -> None:
    combo = Combo([Option(str(n), f"Row {n}") for n in range(12)], name="Age", value="3")
    qtbot.addWidget(combo)
    foot = combo.screen().availableGeometry()
    combo.setGeometry(100, foot.bottom() - 60, 300, 48)
    combo.show()
    qtbot.waitExposed(combo)
    combo.open()
    assert combo.popup is not None
    assert foot.contains(combo.popup.geometry())
    assert combo.popup.geometry().bottom() < combo.mapToGlobal(combo.rect().topLeft()).y()
    combo.popup.close()


@pytest.mark.parametrize("many", [3, 12])
def test_escape_closes_the_open_list_and_not_the_form_around_it(qtbot: QtBot, many: int) -> None:
    form = QWidget()
    box = QVBoxLayout(form)
    combo = Combo([Option(str(n), f"Tag {n}") for n in range(many)], name="Which tag")
    box.addWidget(combo)
    heard: list[str] = []
    leave = QShortcut(QKeySequence("Esc"), form)
    leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    leave.activated.connect(lambda: heard.append("closed"))
    dressed(qtbot, form, size=(400, 200))
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Escape)
    assert heard == ["closed"], "the form hears it where no list is open"
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    popup = combo.popup
    assert popup is not None
    at = popup.search if popup.search.isVisible() else popup.view
    with qtbot.waitSignal(popup.destroyed):
        qtbot.keyClick(at, Qt.Key.Key_Escape)
    assert heard == ["closed"]
