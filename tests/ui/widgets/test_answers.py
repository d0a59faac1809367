"""Switches, tabs, consent answers, questions to ask, banners and undo."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.answers import AnswerButton
from ldp_stories.ui.widgets.banner import Banner, UndoLine
from ldp_stories.ui.widgets.chips import Chip, FilterChip, Tone
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.dots import ProgressDots
from ldp_stories.ui.widgets.prompts import Prompt, PromptList
from ldp_stories.ui.widgets.segmented import Segmented, Tabs
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import button, cut, dressed, name_of, walk_names, words_on

WAYS = [Option("t", "Their words"), Option("m", "Masked"), Option("r", "Reading copy")]
PROMPTS = [
    Prompt("1", "Tell me about a time that stays with you", asked=True),
    Prompt("2", "What was going on before that?"),
    Prompt("3", "Who should hear this?", skipped=True),
    Prompt("4", "What should we call your story?"),
]


@pytest.mark.parametrize("kind", [Segmented, Tabs])
def test_pressing_a_part_chooses_it(qtbot: QtBot, kind: type[Segmented]) -> None:
    switch = kind(WAYS, name="What was said")
    dressed(qtbot, switch)
    with qtbot.waitSignal(switch.chosen) as told:
        button(switch, "Masked").click()
    assert told.args == ["m"]
    assert switch.value() == "m"


def test_another_chosen_part_takes_over_being_the_stop_for_tab(qtbot: QtBot) -> None:
    switch = Tabs(WAYS, name="What was said")
    dressed(qtbot, switch)
    for key in ("r", "t", "m"):
        switch.set_value(key)
        stops = [b.option.key for b in switch._parts if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert stops == [key]


def test_the_first_is_chosen_to_begin_with(qtbot: QtBot) -> None:
    switch = Segmented(WAYS, name="What was said")
    qtbot.addWidget(switch)
    assert switch.value() == "t"


@pytest.mark.parametrize(
    ("rtl", "key", "value"),
    [
        (False, Qt.Key.Key_Right, "m"),
        (False, Qt.Key.Key_Left, "r"),
        (True, Qt.Key.Key_Left, "m"),
        (True, Qt.Key.Key_Right, "r"),
        (True, Qt.Key.Key_Down, "m"),
    ],
)
def test_arrows_choose_the_next_in_reading_order(qtbot: QtBot, rtl: bool, key: Qt.Key, value: str) -> None:
    switch = Segmented(WAYS, name="What was said")
    dressed(qtbot, switch, rtl=rtl)
    first = button(switch, "Their words")
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    with qtbot.waitSignal(switch.chosen) as told:
        qtbot.keyClick(first, key)
    assert told.args == [value]


def test_only_the_chosen_part_is_a_stop_for_tab(qtbot: QtBot) -> None:
    switch = Segmented(WAYS, name="What was said", value="m")
    dressed(qtbot, switch)
    stops = [
        words for words in ("Their words", "Masked", "Reading copy")
        if button(switch, words).focusPolicy() & Qt.FocusPolicy.TabFocus
    ]  # fmt: skip
    assert stops == ["Masked"]


def test_pressing_the_chosen_part_again_keeps_it(qtbot: QtBot) -> None:
    switch = Segmented(WAYS, name="What was said", value="m")
    dressed(qtbot, switch)
    button(switch, "Masked").click()
    assert switch.value() == "m"


def test_a_reader_hears_one_of_several(qtbot: QtBot) -> None:
    switch = Segmented(WAYS, name="What was said")
    dressed(qtbot, switch)
    face = QAccessible.queryAccessibleInterface(button(switch, "Masked"))
    assert face is not None
    assert face.role() == QAccessible.Role.RadioButton


def test_a_switch_wraps_where_there_is_little_room(qtbot: QtBot) -> None:
    switch = Segmented(WAYS, name="What was said")
    dressed(qtbot, switch, scale=2.0, size=(360, 300))
    assert len({button(switch, option.label).y() for option in WAYS}) > 1
    assert cut(switch) == []


def test_five_short_tabs_stand_in_one_line_of_the_review_card(qtbot: QtBot) -> None:
    words = ("Tag", "Teller", "Note", "History", "More")
    tabs = Tabs([Option(word, word) for word in words], name="About")
    qtbot.addWidget(tabs)
    assert tabs.sizeHint().width() <= 278
    assert tabs.heightForWidth(278) == tabs.sizeHint().height()


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_switches_and_tabs_are_not_cut(qtbot: QtBot, scale: float) -> None:
    for kind in (Segmented, Tabs):
        switch = kind(WAYS, name="What was said", value="m")
        dressed(qtbot, switch, scale=scale, size=(900, 80))
        assert cut(switch) == []


def answers() -> tuple[QWidget, list[AnswerButton]]:
    page = QWidget()
    box = QHBoxLayout(page)
    made = [
        AnswerButton("Yes", helper="They said yes, clearly", icon="check-circle", key="1"),
        AnswerButton("No", helper="I will take notes", icon="x-circle", key="2"),
        AnswerButton("Not asked", helper="Counts as no. You can ask later", icon="minus-circle", key="3"),
    ]
    for one in made:
        box.addWidget(one, 1)
    return page, made


@pytest.mark.parametrize(("key", "at"), [(Qt.Key.Key_1, 0), (Qt.Key.Key_2, 1), (Qt.Key.Key_3, 2)])
def test_each_answer_has_its_key(qtbot: QtBot, key: Qt.Key, at: int) -> None:
    page, made = answers()
    dressed(qtbot, page, size=(900, 140))
    with qtbot.waitSignal(made[at].clicked):
        qtbot.keyClick(page, key)


def test_enter_gives_the_answer_that_has_the_focus(qtbot: QtBot) -> None:
    page, made = answers()
    dressed(qtbot, page, size=(900, 140))
    with qtbot.waitSignal(made[1].clicked):
        qtbot.keyClick(made[1], Qt.Key.Key_Return)


def test_the_three_answers_are_equal_and_none_is_chosen(qtbot: QtBot) -> None:
    page, made = answers()
    dressed(qtbot, page, size=(960, 140))
    assert len({one.height() for one in made}) == 1
    assert max(one.width() for one in made) - min(one.width() for one in made) <= 1
    edges = {one.grab().toImage().pixelColor(150, 0).name() for one in made[1:]}
    assert edges == {theme().color("edge").name()}


def test_an_answer_given_before_is_shown_and_heard(qtbot: QtBot) -> None:
    page, made = answers()
    dressed(qtbot, page, size=(960, 140))
    made[0].set_given(True)
    assert name_of(made[0]) == "Yes, answered before"
    assert made[0].grab().toImage().pixelColor(150, 0) == theme().color("accent")
    made[0].set_given(False)
    assert name_of(made[0]) == "Yes"


@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
def test_answers_are_not_cut(qtbot: QtBot, scale: float) -> None:
    page, _made = answers()
    dressed(qtbot, page, scale=scale, size=(1280, 160))
    assert cut(page) == []


def test_the_next_question_is_the_first_not_asked_and_not_skipped(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions you can ask")
    dressed(qtbot, prompts, size=(380, 400))
    assert prompts.next_key() == "2"
    assert prompts.asked() == ["1"]


def test_ticking_is_told_and_moves_the_next(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions you can ask")
    dressed(qtbot, prompts, size=(380, 400))
    with qtbot.waitSignal(prompts.ticked) as told:
        button(prompts, "What was going on before that?").click()
    assert told.args == ["2", True]
    assert prompts.next_key() == "4"


def test_a_tick_can_be_taken_back(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions you can ask")
    dressed(qtbot, prompts, size=(380, 400))
    with qtbot.waitSignal(prompts.ticked) as told:
        button(prompts, "Tell me about a time that stays with you").click()
    assert told.args == ["1", False]
    assert prompts.next_key() == "1"


def test_keys_tick_skip_and_move_among_the_questions(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions you can ask")
    dressed(qtbot, prompts, size=(380, 400))
    second = button(prompts, "What was going on before that?")
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    with qtbot.waitSignal(prompts.skipped) as skipped:
        qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert skipped.args == ["2", True]
    assert prompts.next_key() == "4"
    with qtbot.waitSignal(prompts.skipped) as again:
        qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert again.args == ["2", False]
    qtbot.keyClick(second, Qt.Key.Key_Down)
    third = button(prompts, "Who should hear this?")
    assert third.hasFocus()
    with qtbot.waitSignal(prompts.ticked):
        qtbot.keyClick(third, Qt.Key.Key_Return)


def test_a_reader_hears_which_is_next_and_which_were_skipped(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions you can ask")
    dressed(qtbot, prompts, size=(380, 400))
    assert button(prompts, "What was going on before that?").accessibleDescription() == "next"
    assert button(prompts, "Who should hear this?").accessibleDescription() == "skipped"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_long_questions_wrap_and_are_not_cut(qtbot: QtBot, scale: float) -> None:
    prompts = PromptList(
        [*PROMPTS, Prompt("9", "Which bit matters most to you? Why that bit? " * 3)], name="Questions"
    )
    dressed(qtbot, prompts, scale=scale, size=(380, 1400))
    assert cut(prompts) == []


def test_other_questions_can_be_shown(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions")
    dressed(qtbot, prompts, size=(380, 300))
    prompts.set_prompts([Prompt("9", "Anything else?")])
    qtbot.waitUntil(lambda: "Anything else?" in walk_names(prompts))
    assert prompts.keys() == ["9"]


def test_the_next_one_can_be_skipped_with_the_pointer(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions")
    dressed(qtbot, prompts, size=(380, 400))
    shown = [line.prompt.key for line in prompts._lines if line.pass_over.isVisible()]
    assert shown == ["2"]
    with qtbot.waitSignal(prompts.skipped) as told:
        prompts._lines[1].pass_over.click()
    assert told.args == ["2", True]
    assert prompts.asked() == ["1"], "skipping ticks nothing"


def test_alt_with_an_arrow_puts_a_question_elsewhere_and_the_focus_stays_on_it(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions")
    dressed(qtbot, prompts, size=(380, 400))
    before = prompts.keys()
    second = button(prompts, "What was going on before that?")
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    with qtbot.waitSignal(prompts.ordered) as told:
        qtbot.keyClick(second, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    moved = ["2", "1", *before[2:]]
    assert told.args == [moved]
    assert prompts.keys() == moved
    assert second.hasFocus()
    assert second.y() < button(prompts, "Tell me about a time that stays with you").y()
    qtbot.keyClick(second, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert prompts.keys() == moved, "there is no place above the first"
    qtbot.keyClick(second, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert prompts.keys() == before
    assert prompts.asked() == ["1"]


def test_a_question_is_dragged_by_its_grip_over_another(qtbot: QtBot) -> None:
    prompts = PromptList(PROMPTS, name="Questions")
    dressed(qtbot, prompts, size=(380, 400))
    before = prompts.keys()
    first, last = prompts._lines[0], prompts._lines[-1]
    left = Qt.MouseButton.LeftButton
    there = last.mapTo(prompts, last.rect().center())
    with qtbot.waitSignal(prompts.ordered) as told:
        qtbot.mousePress(first.grip, left)
        first.grip.dragged.emit(prompts.mapToGlobal(there))
        qtbot.mouseRelease(first.grip, left)
    assert told.args == [[*before[1:], before[0]]]
    assert prompts.asked() == ["1"], "taking hold ticks nothing"
    first.grip.dragged.emit(prompts.mapToGlobal(there) + QPoint(0, 4_000))
    assert prompts.keys() == [*before[1:], before[0]], "outside nothing moves"


def test_a_banner_says_one_thing_and_has_one_action(qtbot: QtBot) -> None:
    banner = Banner("6 people did not agree.", bold="9 more are hidden.", action="See why")
    dressed(qtbot, banner, size=(700, 50))
    assert "9 more are hidden. 6 people did not agree." in words_on(banner)
    with qtbot.waitSignal(banner.acted):
        banner.button.click()
    banner.set_text("Nothing is hidden.")
    assert banner.accessibleName() == "Nothing is hidden."


@pytest.mark.parametrize("tone", ["warn", "ok", "bad", "info", "plain"])
def test_a_banner_has_the_ground_of_its_tone(qtbot: QtBot, tone: str) -> None:
    banner = Banner("Words", tone=tone)
    dressed(qtbot, banner, size=(400, 50))
    token = {"warn": "warnsoft", "ok": "oksoft", "bad": "badsoft", "info": "soft", "plain": "sunk"}[tone]
    assert banner.grab().toImage().pixelColor(200, 4) == theme().color(token)


def test_undo_stands_until_it_is_used_or_cleared(qtbot: QtBot) -> None:
    page = QWidget()
    undo, box = UndoLine(), QHBoxLayout(page)
    box.addWidget(undo)
    dressed(qtbot, page, size=(500, 60))
    assert not undo.isVisible()
    undo.show_undo("Accepted D1")
    assert "Accepted D1" in words_on(page)
    assert "Undo, Accepted D1" in walk_names(page)
    with qtbot.waitSignal(undo.undone):
        qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not undo.isVisible()
    undo.show_undo("Accepted D2")
    undo.clear()
    with qtbot.assertNotEmitted(undo.undone):
        qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "info", "plain", "line"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_state_is_a_word_a_picture_and_a_colour(qtbot: QtBot, tone: Tone, scale: float) -> None:
    chip = Chip("Ready to send", icon="check", tone=tone)
    dressed(qtbot, chip, scale=scale)
    bare = Chip("Ready to send", tone=tone)
    qtbot.addWidget(bare)
    assert name_of(chip) == "Ready to send"
    assert chip.sizeHint().width() > bare.sizeHint().width()
    assert chip.minimumSizeHint() == chip.sizeHint()


def test_a_state_can_change(qtbot: QtBot) -> None:
    chip = Chip("Draft", tone="warn")
    dressed(qtbot, chip)
    chip.set_state("Ready to send", "check", "ok")
    assert name_of(chip) == "Ready to send"


def test_a_filter_is_taken_off_by_delete(qtbot: QtBot) -> None:
    chip = FilterChip("Millbrook", icon="map-pin")
    dressed(qtbot, chip)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(chip.clicked):
        qtbot.keyClick(chip, Qt.Key.Key_Return)


def test_dots_say_the_place(qtbot: QtBot) -> None:
    dots = ProgressDots(of=15, at=3, name="Story")
    dressed(qtbot, dots)
    assert dots.accessibleName() == "Story, 4 of 15"
    image = dots.grab().toImage()
    assert image.pixelColor(5, 4) == theme().color("accent")
    assert image.pixelColor(3 * 15 + 5, 4) == theme().color("text")
    assert image.pixelColor(9 * 15 + 5, 4) == theme().color("line")


def test_too_many_dots_are_not_drawn(qtbot: QtBot) -> None:
    dots = ProgressDots(of=80, at=3)
    qtbot.addWidget(dots)
    assert dots.sizeHint().width() == 0
    dots.set_place(4, 5)
    assert dots.sizeHint().width() == 75
    assert dots.accessibleName() == "5 of 5"
