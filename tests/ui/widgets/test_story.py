"""A story's words with passages, cards of tags and of passages, small facts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.facts import CheckLine, CodePlate, Facts, Moment, NumberDisc, PhoneNumber, StepRow
from ldp_stories.ui.widgets.picture import TalkPicture
from ldp_stories.ui.widgets.pressable import PressCard
from ldp_stories.ui.widgets.storytext import StoryText, TextMark
from ldp_stories.ui.widgets.tagcard import PassageCard, TagCard
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import button, cut, dressed, name_of, walk_names, words_on

TEXT = "When we came I knew nobody.\nShe told me about the class. 😀 It is only women."
START = TEXT.index("She told")
END = TEXT.index("class.") + 6


def story(
    qtbot: QtBot, text: str = TEXT, marks: tuple[TextMark, ...] = (TextMark(START, END, "1"),)
) -> StoryText:
    made = StoryText(name="What was said")
    made.set_text(text, marks)
    dressed(qtbot, made, size=(500, 300))
    return made


def select(view: StoryText, start: int, end: int) -> None:
    cursor = view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def test_the_words_are_shown_with_their_passage_numbers(qtbot: QtBot) -> None:
    view = story(qtbot)
    assert view.text() == TEXT
    assert " 1  She told me" in view.toPlainText(), "Qt gives blanks that do not break as common ones"


def test_nothing_can_be_typed_into_them(qtbot: QtBot) -> None:
    view = story(qtbot)
    qtbot.keyClicks(view, "x")
    assert view.text() == TEXT
    assert view.isReadOnly()


@pytest.mark.parametrize("words", ["knew nobody", "the class", "It is only", "women", "When"])
def test_a_selection_is_told_in_places_of_the_words(qtbot: QtBot, words: str) -> None:
    view = story(qtbot)
    shown = view.document().toRawText()
    at = shown.index(words)
    units = len(shown[:at].encode("utf-16-le")) // 2
    with qtbot.waitSignal(view.selected) as told:
        select(view, units, units + len(words))
    assert told.args is not None
    start, end = told.args
    assert TEXT[start:end] == words
    assert view.selection() == (start, end)


def test_no_selection_is_nothing(qtbot: QtBot) -> None:
    assert story(qtbot).selection() == (0, 0)


def test_a_selection_over_a_number_leaves_the_number_out(qtbot: QtBot) -> None:
    view = story(qtbot)
    shown = view.document().toRawText()
    select(view, shown.index("nobody"), shown.index("told"))
    start, end = view.selection()
    assert TEXT[start:end] == "nobody.\nShe "


def test_pressing_a_passage_tells_its_number(qtbot: QtBot) -> None:
    view = story(qtbot)
    cursor = view.textCursor()
    cursor.setPosition(view.document().toRawText().index("about"))
    with qtbot.waitSignal(view.passage_pressed) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    assert told.args == ["1"]


def test_pressing_outside_a_passage_tells_nothing(qtbot: QtBot) -> None:
    view = story(qtbot)
    cursor = view.textCursor()
    cursor.setPosition(3)
    with qtbot.assertNotEmitted(view.passage_pressed):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())


def test_a_passage_can_be_brought_into_sight(qtbot: QtBot) -> None:
    long = "Line.\n" * 80 + "The end."
    view = story(qtbot, long, (TextMark(len(long) - 8, len(long), "7"),))
    assert view.verticalScrollBar().value() == 0
    view.show_passage("7")
    assert view.verticalScrollBar().value() > 0


def test_passages_that_lie_over_each_other_do_not_lose_words(qtbot: QtBot) -> None:
    view = story(qtbot, TEXT, (TextMark(0, 20, "1"), TextMark(10, 30, "2")))
    shown = view.toPlainText()
    assert "She told me about the class." in shown
    assert shown.count("nobody") == 1


def test_each_paragraph_of_a_story_has_its_own_direction(qtbot: QtBot) -> None:
    view = story(qtbot, "Hello\nسلام دنیا", ())
    first = view.document().firstBlock()
    assert first.textDirection() == Qt.LayoutDirection.LeftToRight
    assert first.next().textDirection() == Qt.LayoutDirection.RightToLeft


def test_the_marks_follow_the_theme(qtbot: QtBot) -> None:
    view = story(qtbot)
    light = view.grab().toImage()
    theme().set(mode="dark")
    assert view.grab().toImage() != light
    assert view.text() == TEXT


def test_letters_are_left_to_the_screens_keys(qtbot: QtBot) -> None:
    page = QWidget()
    view, accept = StoryText(name="What was said"), Button("Accept", key="A")
    box = QVBoxLayout(page)
    box.addWidget(view)
    box.addWidget(accept)
    dressed(qtbot, page, size=(400, 300))
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    with qtbot.waitSignal(accept.clicked):
        qtbot.keyClick(view, Qt.Key.Key_A)


def test_a_card_is_pressed_by_keys_and_does_not_choose_itself(qtbot: QtBot) -> None:
    card = PressCard(name="Tea and bulbs")
    card.add(QLabel("Tea and bulbs"))
    dressed(qtbot, card, size=(300, 80))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(card.clicked):
            qtbot.keyClick(card, key)
    assert not card.isChecked()


def test_a_press_on_what_is_in_the_card_presses_the_card(qtbot: QtBot) -> None:
    card = PressCard(name="Tea and bulbs")
    label = QLabel("Tea and bulbs")
    card.add(label)
    dressed(qtbot, card, size=(300, 80))
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=label.geometry().center())


def test_a_chosen_card_looks_chosen(qtbot: QtBot) -> None:
    card = PressCard(name="x")
    dressed(qtbot, card, size=(300, 80))
    card.setChecked(True)
    assert card.grab().toImage().pixelColor(150, 40) == theme().color("soft")


def test_a_tag_card_is_heard_whole(qtbot: QtBot) -> None:
    card = TagCard("D1", "Trusted person", quote="“Came three times”", who="Amina is sure", state="Accepted")
    dressed(qtbot, card, size=(300, 140))
    assert name_of(card) == "D1 Trusted person, “Came three times”, Amina is sure, Accepted"
    card.set_state("Changed to B7", "swap", "info")
    assert name_of(card).endswith("Amina is sure, Changed to B7")
    card.set_state("")
    assert name_of(card).endswith("Amina is sure")


def test_a_tag_card_without_a_person_or_state_is_short(qtbot: QtBot) -> None:
    card = TagCard("A8", "Home and space")
    dressed(qtbot, card, size=(300, 100))
    assert not card.line.isVisible()
    card.set_state("Accepted")
    assert card.line.isVisible()


def test_a_passage_card_marks_what_was_looked_for_and_shows_tags(qtbot: QtBot) -> None:
    card = PassageCard(
        "Tea and bulbs", when="03:10, 14 May", words="only women", found=["women"], tags=["D1 Trusted"]
    )
    dressed(qtbot, card, size=(500, 160))
    assert "D1 Trusted" in words_on(card)
    assert name_of(card) == "Tea and bulbs, 03:10, 14 May, only women, D1 Trusted"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_cards_are_not_cut(qtbot: QtBot, scale: float, rtl: bool) -> None:
    page = QWidget()
    box = QVBoxLayout(page)
    box.addWidget(
        TagCard(
            "C8", "Words and information", quote="“The letters” " * 6, who="Amina is not sure", state="Later"
        )
    )
    box.addWidget(
        PassageCard("Nine o’clock", when="11:25", words="If there was an hour " * 6, tags=["B7 A space"] * 4)
    )
    box.addStretch(1)
    dressed(qtbot, page, scale=scale, rtl=rtl, size=(640, 1200))
    assert cut(page) == []


def test_facts_stand_in_two_columns(qtbot: QtBot) -> None:
    facts = Facts([("Teller", "LT-4HN7-KQ2, resident"), ("Told", "14 May")])
    dressed(qtbot, facts, size=(400, 80))
    lefts = {label.x() for label in facts.findChildren(QLabel)}
    assert len(lefts) == 2
    facts.set_pairs([("Consent", "Same then and now")])
    qtbot.waitUntil(lambda: "Consent" in words_on(facts))
    assert "Teller" not in words_on(facts)


def test_a_line_with_a_tick_can_change(qtbot: QtBot) -> None:
    line = CheckLine("Battery 62 %", line="About 2 hours")
    dressed(qtbot, line, size=(300, 60))
    line.set_state("Battery 9 %. Plug in, or keep it short.", "", "warning", "warn")
    assert "Plug in" in words_on(line)
    assert "About" not in words_on(line)


def test_a_number_to_call_is_read_digit_by_digit(qtbot: QtBot) -> None:
    phone = PhoneNumber("01632 960 112")
    qtbot.addWidget(phone)
    assert phone.accessibleName() == "0 1 6 3 2 9 6 0 1 1 2"
    assert phone.text() == "01632 960 112"


def test_a_number_to_call_can_be_copied_by_key(qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication

    phone = PhoneNumber("01632 960 112")
    dressed(qtbot, phone)
    phone.setFocus()
    qtbot.waitUntil(phone.hasFocus)
    qtbot.keyClick(phone, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "01632 960 112"


def test_a_step_has_its_number_words_and_action(qtbot: QtBot) -> None:
    row = StepRow(3, "Stop the recording", line="Do not delete it.", action=Button("Stop recording, 12:34"))
    dressed(qtbot, row, size=(800, 80))
    assert "3" in words_on(row).split("\n")
    assert button(row, "Stop recording, 12:34").isVisible()


def test_the_step_of_danger_is_red(qtbot: QtBot) -> None:
    disc = NumberDisc(1, hot=True)
    dressed(qtbot, disc)
    assert disc.grab().toImage().pixelColor(6, 17) == theme().color("bad")


def test_codes_and_numbers_run_left_to_right_everywhere(qtbot: QtBot) -> None:
    for widget in (CodePlate("LT-4HN7-KQ2"), PhoneNumber("999")):
        page = QWidget()
        QVBoxLayout(page).addWidget(widget)
        dressed(qtbot, page, rtl=True, size=(300, 100))
        assert widget.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_a_code_is_read_letter_by_letter(qtbot: QtBot) -> None:
    plate = CodePlate("LT-4")
    qtbot.addWidget(plate)
    assert name_of(plate) == "L T - 4"


def test_a_moment_shows_its_second_and_whether_it_was_marked(qtbot: QtBot) -> None:
    for marked in (False, True):
        moment = Moment("03:10", "the class with the curtains drawn", marked=marked)
        dressed(qtbot, moment, size=(500, 40))
        assert "03:10" in words_on(moment)
        assert len(moment.findChildren(QWidget)) == (3 if marked else 2)


def test_the_drawing_is_decoration_in_both_looks(qtbot: QtBot) -> None:
    images = []
    for mode in ("light", "dark"):
        picture = TalkPicture()
        dressed(qtbot, picture, mode=mode, size=(204, 152))
        images.append(picture.grab().toImage())
    assert images[0] != images[1]
    assert walk_names(TalkPicture()) == []


def test_the_chosen_card_is_said_to_be_chosen_and_never_to_be_ticked(qtbot: QtBot) -> None:
    card = TagCard("D1", "Trusted person", who="Amina is sure")
    dressed(qtbot, card)
    said = QAccessible.queryAccessibleInterface(card)
    assert said is not None
    assert said.role() is QAccessible.Role.Button
    card.setChecked(True)
    assert card.isChecked()
    assert said.text(QAccessible.Text.Description) == "Chosen"
    card.click()
    assert card.isChecked(), "pressing does not choose or let go by itself"
    card.setChecked(False)
    assert not card.isChecked()
    assert said.text(QAccessible.Text.Description) == ""


def test_the_same_words_again_leave_a_selection_and_the_place_as_they_are(qtbot: QtBot) -> None:
    text, marks = "A long line of words. " * 200, (TextMark(2, 6, number="1"),)
    story = StoryText(name="The words")
    story.set_text(text, marks)
    dressed(qtbot, story, size=(400, 200))
    cursor = story.textCursor()
    cursor.setPosition(900)
    cursor.setPosition(905, QTextCursor.MoveMode.KeepAnchor)
    story.setTextCursor(cursor)
    selected, place = story.selection(), story.verticalScrollBar().value()
    assert selected[0] < selected[1]
    assert place > 0
    story.set_text(text, list(marks))
    assert (story.selection(), story.verticalScrollBar().value()) == (selected, place)
    story.set_text(text)
    assert story.selection() == (0, 0), "other marks are drawn anew"
