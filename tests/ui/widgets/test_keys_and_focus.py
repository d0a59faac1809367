"""The keyboard and the focus on every part: Tab stops in the order of reading, the ring round each, keys that press, and keys that rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.answers import AnswerButton
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button, Kind, primary, quiet
from ldp_stories.ui.widgets.chips import FilterChip
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.focus import FocusRing
from ldp_stories.ui.widgets.pressable import PressCard
from ldp_stories.ui.widgets.prompts import Prompt, PromptList
from ldp_stories.ui.widgets.rail import Rail, RailItem
from ldp_stories.ui.widgets.segmented import Segmented
from ldp_stories.ui.widgets.steps import StepBar
from ldp_stories.ui.widgets.storytext import StoryText
from ldp_stories.ui.widgets.tagcard import TagCard
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import dressed, name_of
from tests.ui.widgets.parts import PARTS, WORDS, on_page

PRESSED: dict[str, Callable[[], QAbstractButton]] = {
    "Button": lambda: Button("Open"),
    "primary": lambda: primary("Open"),
    "quiet": lambda: quiet("Open"),
    "FilterChip": lambda: FilterChip("Millbrook"),
    "AnswerButton": lambda: AnswerButton("Yes", helper="They said yes", key="1"),
    "PressCard": lambda: PressCard(name="Tea and bulbs"),
    "TagCard": lambda: TagCard("D1", "Trusted person"),
}
KINDS: tuple[Kind, ...] = ("primary", "secondary", "quiet", "soft", "plain", "danger")


def tab_stops(page: QWidget) -> list[QWidget]:
    """Where Tab goes from the first stop on, until it comes round."""
    seen: list[QWidget] = []
    if page.window().focusWidget() is None:
        page.focusNextChild()
    while (now := page.window().focusWidget()) is not None and now not in seen:
        seen.append(now)
        page.window().focusNextChild()
    return seen


@pytest.mark.parametrize("kind", PRESSED)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_everything_that_can_be_pressed_is_pressed_by_keys(qtbot: QtBot, kind: str, key: Qt.Key) -> None:
    part = PRESSED[kind]()
    dressed(qtbot, part, size=(300, 80))
    part.setFocus()
    with qtbot.waitSignal(part.clicked):
        qtbot.keyClick(part, key)


@pytest.mark.parametrize("kind", PRESSED)
def test_everything_that_can_be_pressed_is_pressed_at_its_very_edge(qtbot: QtBot, kind: str) -> None:
    part = PRESSED[kind]()
    dressed(qtbot, part, size=(300, 80))
    for place in (
        QPoint(3, part.height() // 2),
        QPoint(part.width() - 4, part.height() // 2),
        part.rect().center(),
    ):
        with qtbot.waitSignal(part.clicked):
            qtbot.mouseClick(part, Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.qt_log_ignore("disabled|not accepted", extend=True)
@pytest.mark.parametrize("kind", PRESSED)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_nothing_disabled_is_pressed(qtbot: QtBot, kind: str, key: Qt.Key) -> None:
    part = PRESSED[kind]()
    part.setEnabled(False)
    dressed(qtbot, part, size=(300, 80))
    with qtbot.assertNotEmitted(part.clicked):
        qtbot.keyClick(part, key)
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("kind", PRESSED)
def test_everything_that_can_be_pressed_is_44_high_or_close_to_it(qtbot: QtBot, kind: str) -> None:
    part = PRESSED[kind]()
    qtbot.addWidget(part)
    if kind != "PressCard":  # an empty card is as high as its margins
        assert part.sizeHint().height() >= 36
    if kind not in ("FilterChip", "PressCard"):
        assert part.sizeHint().height() >= 44


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_only_the_first_button_of_the_pointer_presses(qtbot: QtBot, button: Qt.MouseButton) -> None:
    part = Button("Open")
    dressed(qtbot, part)
    with qtbot.assertNotEmitted(part.clicked):
        qtbot.mouseClick(part, button)


@pytest.mark.parametrize("kind", KINDS)
def test_a_press_that_is_dragged_away_is_no_press(qtbot: QtBot, kind: Kind) -> None:
    part = Button("Open", kind=kind)
    dressed(qtbot, part)
    with qtbot.assertNotEmitted(part.clicked):
        qtbot.mousePress(part, Qt.MouseButton.LeftButton)
        qtbot.mouseRelease(part, Qt.MouseButton.LeftButton, pos=QPoint(-40, -40))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_each_kind_looks_different_under_the_pointer_when_held_and_when_disabled(
    qtbot: QtBot, kind: Kind, mode: str
) -> None:
    part = Button("Open", kind=kind, icon="tag")
    dressed(qtbot, part, mode="dark" if mode == "dark" else "light")
    part.leaveEvent(QEvent(QEvent.Type.Leave))
    rest = part.grab().toImage()
    part.setDown(True)
    held = part.grab().toImage()
    part.setDown(False)
    part.setEnabled(False)
    disabled = part.grab().toImage()
    assert held != rest
    assert disabled != held
    if kind != "plain":
        assert disabled != rest


def test_ctrl_enter_is_left_to_the_screen(qtbot: QtBot) -> None:
    page, here, main = QWidget(), Button("Here"), Button("Go on", key="Ctrl+Return")
    box = QHBoxLayout(page)
    box.addWidget(here)
    box.addWidget(main)
    dressed(qtbot, page)
    here.setFocus()
    with qtbot.waitSignal(main.clicked), qtbot.assertNotEmitted(here.clicked):
        qtbot.keyClick(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("key", ["A", "1", "Ctrl+Z", "F2", "Alt+Left", "Space"])
def test_a_key_that_is_shown_is_bound(qtbot: QtBot, key: str) -> None:
    from PySide6.QtGui import QKeySequence

    page, part = QWidget(), Button("Do it", key=key)
    QVBoxLayout(page).addWidget(part)
    dressed(qtbot, page)
    page.setFocus()
    pressed = QKeySequence(key)[0]  # type: ignore[index]
    with qtbot.waitSignal(part.clicked):
        qtbot.keyClick(page, pressed.key(), pressed.keyboardModifiers())


@pytest.mark.parametrize("kind", [TextField, Editor])
def test_the_keys_of_answers_are_letters_while_one_types(
    qtbot: QtBot, kind: type[TextField] | type[Editor]
) -> None:
    page, answer = QWidget(), AnswerButton("Yes", key="1")
    field = kind(name="Note")
    box = QVBoxLayout(page)
    box.addWidget(field)
    box.addWidget(answer)
    dressed(qtbot, page, size=(400, 300))
    field.edit.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    with qtbot.assertNotEmitted(answer.clicked):
        qtbot.keyClicks(field.edit, "1 and 2")
    assert field.text() == "1 and 2"


def test_tab_goes_in_the_order_of_reading(qtbot: QtBot) -> None:
    page = QWidget()
    box = QVBoxLayout(page)
    parts = [
        TextField(name="Place"),
        Combo([Option("a", "A")], name="Ward"),
        Button("Go on"),
        Editor(name="Note"),
    ]
    for part in parts:
        box.addWidget(part)
    dressed(qtbot, page, size=(400, 500))
    assert [name_of(stop) for stop in tab_stops(page)] == ["Place", "Ward", "Go on", "Note"]


def test_a_switch_is_one_stop_and_each_choice_is_one(qtbot: QtBot) -> None:
    page = QWidget()
    box = QVBoxLayout(page)
    options = [Option("a", "One"), Option("b", "Two"), Option("c", "Three")]
    box.addWidget(Segmented(options, name="Switch"))
    box.addWidget(ChoiceRow(options, name="Several", many=True))
    dressed(qtbot, page, size=(600, 200))
    assert [name_of(stop) for stop in tab_stops(page)] == ["One", "One", "Two", "Three"]


def test_words_and_pictures_are_no_stops(qtbot: QtBot) -> None:
    for kind in (
        "Label",
        "Chip",
        "Banner",
        "Facts",
        "CheckLine",
        "Moment",
        "CodePlate",
        "LevelMeter",
        "ProgressDots",
    ):
        page = on_page(PARTS[kind](WORDS["English"]))
        dressed(qtbot, page, size=(600, 300))
        stops = [name_of(stop) for stop in tab_stops(page) if not isinstance(stop, QAbstractButton)]
        assert stops == [], kind
        page.hide()


@pytest.mark.parametrize("kind", ["Button", "TextField", "Editor", "Combo", "AnswerButton", "TagCard"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_ring_lies_round_the_part_with_its_gap(qtbot: QtBot, kind: str, scale: float) -> None:
    page = QWidget()
    part = PARTS[kind](WORDS["English"])
    box = QVBoxLayout(page)
    box.setContentsMargins(30, 30, 30, 30)
    box.addWidget(part)
    box.addStretch(1)
    ring = FocusRing(page)
    dressed(qtbot, page, scale=scale, size=(1400, 600))
    part.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    around = QRect(part.mapTo(page, QPoint(0, 0)), part.size()).adjusted(-5, -5, 5, 5)
    assert ring.geometry() == around
    assert ring.grab().toImage().pixelColor(ring.width() // 2, 2) == theme().color("accent")


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_ring_is_three_pixels_thick_at_every_size(qtbot: QtBot, scale: float) -> None:
    page, part = QWidget(), Button("Open")
    box = QVBoxLayout(page)
    box.setContentsMargins(20, 20, 20, 20)
    box.addWidget(part)
    ring = FocusRing(page)
    dressed(qtbot, page, scale=scale, size=(300, 160))
    part.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    image = ring.grab().toImage()
    middle = image.width() // 2
    inked = [y for y in range(10) if image.pixelColor(middle, y) == theme().color("accent")]
    assert 2 <= len(inked) <= 3
    assert max(inked) < 5


def test_the_ring_changes_its_colour_with_the_theme(qtbot: QtBot) -> None:
    page, part = QWidget(), Button("Open")
    QVBoxLayout(page).addWidget(part)
    ring = FocusRing(page)
    dressed(qtbot, page, size=(300, 160))
    part.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    theme().set(mode="dark")
    assert ring.grab().toImage().pixelColor(ring.width() // 2, 2) == theme().color("accent")


def test_the_ring_goes_when_the_focus_leaves_the_window(qtbot: QtBot) -> None:
    page, part = QWidget(), Button("Open")
    QVBoxLayout(page).addWidget(part)
    ring = FocusRing(page)
    dressed(qtbot, page, size=(300, 160))
    part.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    part.clearFocus()
    assert not ring.isVisible()
    assert ring.target() is None


def test_the_ring_takes_no_presses_and_no_focus(qtbot: QtBot) -> None:
    page, part = QWidget(), Button("Open")
    QVBoxLayout(page).addWidget(part)
    ring = FocusRing(page)
    dressed(qtbot, page, size=(300, 160))
    part.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.isVisible)
    assert page.childAt(part.geometry().center()) is part
    assert ring.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("secret", [False, True])
def test_a_field_takes_what_is_typed_and_undoes_it(qtbot: QtBot, secret: bool) -> None:
    field = TextField(name="Words", secret=secret)
    dressed(qtbot, field, size=(300, 48))
    field.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    heard: list[str] = []
    field.changed.connect(heard.append)
    qtbot.keyClicks(field.edit, "salam")
    assert heard == ["s", "sa", "sal", "sala", "salam"]
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.text() == "sala"
    with qtbot.waitSignal(field.entered) as told:
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert told.args == ["sala"]


def test_a_secret_is_not_read_out(qtbot: QtBot) -> None:
    field = TextField(name="Passphrase", value="four plain words here", secret=True)
    dressed(qtbot, field, size=(300, 48))
    face = QAccessible.queryAccessibleInterface(field.edit)
    assert face is not None
    assert "plain" not in face.text(QAccessible.Text.Value)
    assert "plain" not in field.edit.displayText()
    assert field.edit.text() == "four plain words here"


@pytest.mark.parametrize("language", WORDS)
def test_every_language_can_be_put_in_and_read_back(qtbot: QtBot, language: str) -> None:
    words = WORDS[language]
    field, editor = TextField(name="One line"), Editor(name="Lines")
    qtbot.addWidget(field)
    qtbot.addWidget(editor)
    field.set_text(words)
    editor.set_text(f"{words}\n{words}")
    assert field.text() == words
    assert editor.text() == f"{words}\n{words}"


def test_a_field_inside_a_label_is_named_by_it_where_it_has_no_name(qtbot: QtBot) -> None:
    for control in (TextField(name=""), Editor(name=""), QLineEdit()):
        field = Field("Place", control, helper="Reports only say the ward.")
        dressed(qtbot, field, size=(400, 160))
        inner = control.focusProxy() or control
        assert name_of(inner) == "Place"
        field.hide()


def test_a_whole_name_of_a_field_is_kept(qtbot: QtBot) -> None:
    control = TextField(name="Place of the talk")
    field = Field("Place", control)
    qtbot.addWidget(field)
    assert name_of(control.edit) == "Place of the talk"


def test_arrows_in_the_rail_come_round(qtbot: QtBot) -> None:
    rail = Rail([RailItem("a", "house", "Home"), RailItem("b", "tag", "Send"), RailItem("c", "tag", "Help")])
    dressed(qtbot, rail, size=(260, 700))
    first = rail._places["a"]
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    seen = []
    for _ in range(3):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Down)
        seen.append(name_of(QApplication.focusWidget() or first))
    assert seen == ["Send", "Help", "Home"]


def test_enter_goes_to_a_place_of_the_rail(qtbot: QtBot) -> None:
    rail = Rail([RailItem("a", "house", "Home"), RailItem("b", "tag", "Send")])
    dressed(qtbot, rail, size=(260, 700))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(rail.went) as told:
            qtbot.keyClick(rail._places["b"], key)
        assert told.args == ["b"]


def test_arrows_in_the_questions_come_round(qtbot: QtBot) -> None:
    prompts = PromptList([Prompt(str(n), f"Question {n}") for n in range(3)], name="Questions")
    dressed(qtbot, prompts, size=(380, 300))
    first = prompts._lines[0]
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Up)
    assert name_of(QApplication.focusWidget() or first) == "Question 2"


def test_no_questions_have_no_next(qtbot: QtBot) -> None:
    prompts = PromptList([], name="Questions")
    dressed(qtbot, prompts, size=(380, 300))
    assert prompts.next_key() == ""
    assert prompts.asked() == []


def test_undo_is_by_key_only_while_it_is_offered(qtbot: QtBot) -> None:
    page, undo = QWidget(), UndoLine()
    QVBoxLayout(page).addWidget(undo)
    dressed(qtbot, page, size=(400, 80))
    undo.show_undo("Accepted D1")
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with qtbot.assertNotEmitted(undo.undone):
        qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_list_opens_by_keys_and_esc_closes_it_without_choosing(qtbot: QtBot, key: Qt.Key) -> None:
    combo = Combo([Option("a", "Millbrook"), Option("b", "Oddmere")], name="Place", value="a")
    dressed(qtbot, combo, size=(300, 48))
    with qtbot.assertNotEmitted(combo.chosen):
        qtbot.keyClick(combo, key)
        assert combo.popup is not None
        popup = combo.popup
        qtbot.waitUntil(popup.isVisible)
        qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert combo.value() == "a"


def test_a_list_without_rows_opens_and_chooses_nothing(qtbot: QtBot) -> None:
    combo = Combo([], name="Place", placeholder="Nothing here yet")
    dressed(qtbot, combo, size=(300, 48))
    assert name_of(combo) == "Place, Nothing here yet"
    with qtbot.assertNotEmitted(combo.chosen):
        combo.open()
        assert combo.popup is not None
        qtbot.keyClick(combo.popup.view, Qt.Key.Key_Return)
        combo.popup.close()


def test_the_story_lets_keys_of_the_screen_through_but_copies(qtbot: QtBot) -> None:
    view = StoryText(name="What was said")
    view.set_text("They draw the curtains.")
    dressed(qtbot, view, size=(400, 200))
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "They draw the curtains."


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_step_that_is_done_is_gone_back_to_by_keys(qtbot: QtBot, key: Qt.Key) -> None:
    steps = StepBar(["Where and who", "Consent", "Ready"], 2)
    dressed(qtbot, steps, size=(900, 60))
    second = next(b for b in steps.findChildren(QAbstractButton) if "Consent" in b.accessibleName())
    with qtbot.waitSignal(steps.went) as told:
        qtbot.keyClick(second, key)
    assert told.args == [1]
