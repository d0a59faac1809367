"""The window and the home are closed at any moment and opened again: what was typed is there, in its own script, and a no leaves nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Answer, Scope, gate
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.keep_answers import saw_typed
from ldp_stories.services.open_home import open_home
from ldp_stories.services.record_encounter import begin, conversation, open_conversations, set_facts
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.store import encounters, ledger, people, records
from ldp_stories.ui.researcher.consent import ConsentStep
from ldp_stories.ui.researcher.consent_pages import AskPage, StopPage
from ldp_stories.ui.researcher.conversation import ConversationStep
from ldp_stories.ui.researcher.task import CONSENT, TALK, WHO, WORDS, ConversationTask
from ldp_stories.ui.researcher.where_and_who import WhereAndWhoStep
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from ldp_stories.ui.researcher.write_saw import WriteSawScreen
from tests.services.homes import cheap_machine, found
from tests.ui.helpers import button, words_on
from tests.ui.on_screen import Desk, story, talk_with, view_of

URDU = "وہ تین بار آئی۔ تیسری بار میں نے کہا چائے کے لیے اندر آ جاؤ۔"
BENGALI = "আমি একা হাঁটতাম। এখন আমি নিজেই যাই।"
MIXED = "She said “چائے” 🫖, twice:\nAmi eka hãṭtam."
SCRIPTS = [URDU, BENGALI, MIXED]


class Laptop:
    """A home on screen that can be let go of like a window that is closed, and opened again."""

    def __init__(self, folder: Path, machine: Machine, home: Home, qtbot: QtBot) -> None:
        self.folder, self.machine, self.qtbot = folder, machine, qtbot
        self.desk = Desk(home, qtbot)

    def reopen(self, *screens: QWidget) -> Desk:
        """Close the screens without a word to them, and the home; open it again."""
        self.desk.close()
        self.desk.home.close()
        for screen in screens:
            screen.hide()
        self.desk = Desk(open_home(self.folder, None, self.machine), self.qtbot)
        return self.desk

    def end(self) -> None:
        self.desk.close()
        self.desk.home.close()


@pytest.fixture
def laptop(tmp_path: Path, qtbot: QtBot) -> Iterator[Laptop]:
    machine = cheap_machine(tmp_path)
    home = found(tmp_path / "home", machine, roles=ALL_ROLES, name="Amina Khan")
    made = Laptop(tmp_path / "home", machine, home, qtbot)
    yield made
    made.end()


def paste(widget: QWidget, text: str) -> None:
    """Put text of any script into an editor as an input method does: at the cursor, as one change."""
    edit = getattr(widget, "edit", widget)
    edit.setFocus()
    if isinstance(edit, QLineEdit):
        edit.insert(text)
    else:
        assert isinstance(edit, QTextEdit | QPlainTextEdit)
        edit.insertPlainText(text)


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_story_in_any_script_comes_back_letter_by_letter(laptop: Laptop, text: str) -> None:
    record = story(laptop.desk.home, words="")
    step = WordsAfterStep(laptop.desk.context, record)
    laptop.desk.show(step)
    paste(step.words, text)
    step.leaving()
    desk = laptop.reopen(step)
    assert view_of(desk.home, record).layers[0].text == text
    again = WordsAfterStep(desk.context, record)
    desk.show(again)
    assert again.words.text() == text


@pytest.mark.parametrize("text", SCRIPTS)
def test_half_typed_words_are_back_after_a_stop_that_told_nobody(laptop: Laptop, text: str) -> None:
    record = story(laptop.desk.home, words="")
    step = WordsAfterStep(laptop.desk.context, record)
    laptop.desk.show(step)
    paste(step.words, text)
    from ldp_stories.services.edit_record import drafts

    laptop.desk.until(lambda: drafts(laptop.desk.home, record).get("words") == text)
    desk = laptop.reopen(step)
    again = WordsAfterStep(desk.context, record)
    desk.show(again)
    assert again.words.text() == text
    assert not view_of(desk.home, record).layers


def test_the_direction_of_a_story_is_that_of_its_letters_again(laptop: Laptop) -> None:
    record = story(laptop.desk.home, words=URDU)
    desk = laptop.reopen()
    step = WordsAfterStep(desk.context, record)
    desk.show(step)
    block = step.words.edit.document().firstBlock()
    assert block.textDirection() is Qt.LayoutDirection.RightToLeft


def test_a_title_in_another_script_is_kept(laptop: Laptop) -> None:
    record = story(laptop.desk.home)
    step = WordsAfterStep(laptop.desk.context, record)
    laptop.desk.show(step)
    paste(step.name, "چائے کے لیے")
    step.leaving()
    desk = laptop.reopen(step)
    assert view_of(desk.home, record).title == "چائے کے لیے"


@pytest.mark.parametrize("box", ["saw", "heard", "wondered"])
def test_what_one_saw_is_there_again(laptop: Laptop, box: str) -> None:
    screen = WriteSawScreen(laptop.desk.context)
    laptop.desk.show(screen)
    paste(screen.editors[box], URDU)
    laptop.desk.until(lambda: saw_typed(laptop.desk.home) == {box: URDU})
    desk = laptop.reopen(screen)
    again = WriteSawScreen(desk.context)
    desk.show(again)
    assert again.editors[box].text() == URDU


@pytest.mark.parametrize(
    ("step", "kind"),
    [("who", WhereAndWhoStep), ("consent", ConsentStep), ("talk", ConversationStep)],
)
def test_a_conversation_opens_at_its_step_again(laptop: Laptop, step: str, kind: type) -> None:
    talk = talk_with(laptop.desk.home, step=step, but=["audio"] if step == "talk" else [])
    task = ConversationTask(laptop.desk.context, talk)
    laptop.desk.show(task)
    desk = laptop.reopen(task)
    again = ConversationTask(desk.context, talk)
    desk.show(again)
    assert isinstance(again.now, kind)


def test_answers_pressed_before_the_power_went_are_kept(laptop: Laptop) -> None:
    talk = begin(laptop.desk.home).id
    set_facts(laptop.desk.home, talk, said_first=True)
    step = ConsentStep(laptop.desk.context, talk)
    laptop.desk.show(step)
    for _ in range(3):
        laptop.desk.key(step, Qt.Key.Key_1)
    desk = laptop.reopen(step)
    again = ConsentStep(desk.context, talk)
    desk.show(again)
    assert conversation(desk.home, talk).answers["take_part"] is Answer.YES
    assert "Question 4 of 14" in words_on(again)


# a no leaves nobody


def nobody(desk: Desk) -> bool:
    """Whether neither a person nor a story is in the ledger, under any name."""
    with desk.home.main.read() as con:
        kinds = {r.kind for r in ledger.revisions(con)}
        return not kinds & {"participant", "consent", "record", "layer", "note", "media", "passage"}


def test_stop_and_thank_leaves_a_day_and_no_person(laptop: Laptop) -> None:
    talk = begin(laptop.desk.home).id
    code = conversation(laptop.desk.home, talk).code
    set_facts(laptop.desk.home, talk, said_first=True, who_else="CANARY sister", relation="neighbour")
    task = ConversationTask(laptop.desk.context, talk)
    laptop.desk.show(task)
    task.show_step(CONSENT)
    laptop.desk.key(task, Qt.Key.Key_2)
    assert isinstance(task.now, ConsentStep)
    assert isinstance(task.now.page, StopPage)
    task.now.page.thank.click()
    laptop.desk.settle()
    desk = laptop.reopen(task)
    assert nobody(desk)
    assert open_conversations(desk.home) == ()
    with desk.home.main.read() as con:
        (kept,) = encounters.recent(con).rows
        assert (len(kept.at), kept.participants, kept.relation) == (10, (), "")
        assert not people.code_taken(con, code)
    laptop.desk.home.close()
    assert not [p for p in laptop.folder.rglob("*") if p.is_file() and b"CANARY" in p.read_bytes()]


def test_somebody_who_cannot_follow_leaves_no_person_either(laptop: Laptop) -> None:
    talk = begin(laptop.desk.home).id
    set_facts(laptop.desk.home, talk, said_first=True)
    step = ConsentStep(laptop.desk.context, talk)
    laptop.desk.show(step)
    laptop.desk.key(step, Qt.Key.Key_2)
    assert isinstance(step.page, StopPage)
    step.page.cannot.click()
    laptop.desk.settle()
    assert nobody(laptop.desk)


def test_a_child_whose_own_answer_is_no_leaves_no_person(laptop: Laptop) -> None:
    talk = begin(laptop.desk.home).id
    set_facts(laptop.desk.home, talk, said_first=True, age_band="11-15")
    step = ConsentStep(laptop.desk.context, talk)
    laptop.desk.show(step)
    assert isinstance(step.page, AskPage)
    laptop.desk.type(step.page.adult, "mother")
    step.page.buttons[Answer.YES].click()
    assert isinstance(step.page, AskPage)
    step.page.buttons[Answer.NO].click()
    assert isinstance(step.page, StopPage)
    step.page.thank.click()
    laptop.desk.settle()
    assert nobody(laptop.desk)


# put right after finishing


def finished(laptop: Laptop, task: ConversationTask) -> str:
    task.go_to_step(WORDS)
    laptop.desk.until(lambda: bool(task.record))
    return task.record


def test_an_age_put_right_on_carrying_on_closes_the_gates(laptop: Laptop) -> None:
    task = ConversationTask(laptop.desk.context, talk_with(laptop.desk.home, age_band="18-24"))
    laptop.desk.show(task)
    record = finished(laptop, task)
    task.go_to_step(TALK)
    task.show_step(WHO)
    set_facts(laptop.desk.home, task.conversation, age_band="11-15")
    assert finished(laptop, task) == record
    desk = laptop.reopen(task)
    view = view_of(desk.home, record)
    assert view.participants[0].age_band.under_16
    assert not any(gate(view.consents[0], scope, desk.home.today()).open for scope in Scope)


def test_an_answer_changed_on_carrying_on_is_what_stands(laptop: Laptop) -> None:
    task = ConversationTask(laptop.desk.context, talk_with(laptop.desk.home))
    laptop.desk.show(task)
    record = finished(laptop, task)
    task.go_to_step(TALK)
    from ldp_stories.services.record_encounter import answer

    answer(laptop.desk.home, task.conversation, ("quote_anon",), Answer.NO)
    finished(laptop, task)
    view = view_of(laptop.desk.home, record)
    assert view.consents[0].answers["quote_anon"] is Answer.NO
    with laptop.desk.home.main.read() as con:
        assert len(records.page(con).rows) == 1


def test_the_way_back_from_a_finished_story_is_one_press(laptop: Laptop) -> None:
    task = ConversationTask(laptop.desk.context, ("words", story(laptop.desk.home)))
    laptop.desk.show(task)
    button(task, "Carry on recording").click()
    assert isinstance(task.now, ConversationStep)
