"""What the people of a journey do, step by step, with the keys they have on their laptops."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.model import PagedModel
from tests.journeys.people import Person
from tests.ui.helpers import button

CTRL = Qt.KeyboardModifier.ControlModifier
YES, NO, NOT_ASKED = Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3


def choose(person: Person, combo: Combo, words: str) -> None:
    """Open a list with a key, type its words, Enter."""
    combo.setFocus()
    person.qtbot.keyClick(combo, Qt.Key.Key_Down)
    popup = combo.popup
    assert popup is not None
    if popup.search.isVisible():
        person.qtbot.keyClicks(popup.search, words)
        person.qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    else:
        for row in range(popup.view.model().rowCount()):
            index = popup.view.model().index(row, 0)
            if words in str(index.data()):
                popup.view.setCurrentIndex(index)
        person.qtbot.keyClick(popup.view, Qt.Key.Key_Return)
    assert words.casefold() in combo.shown().casefold()


def tick(person: Person, words: str) -> None:
    """Press a choice with Space."""
    choice = button(person.front, words)
    choice.setFocus()
    person.qtbot.keyClick(choice, Qt.Key.Key_Space)


def where_and_who(person: Person) -> None:
    """Millbrook ward, a community café, partly private, known by sight, met at the café, about 40 to 59."""
    step = person.screen.now
    choose(person, step.place, "Millbrook")
    choose(person, step.spot, "Community caf")
    for words in ("Partly", "By sight", "Café"):
        tick(person, words)
    choose(person, step.age, "40 to 59")
    person.key(Qt.Key.Key_Return, CTRL)
    person.until(lambda: person.screen.step == 1, "the consent step")


def answers(person: Person, given: dict[str, Answer]) -> None:
    """Say it first, then answer each question by its key; the rest was not asked; the method last."""
    keys = {Answer.YES: YES, Answer.NO: NO, Answer.NOT_ASKED: NOT_ASKED}
    person.press("I have said it")
    person.until(lambda: person.screen.now.at == 1, "the first question")
    step = person.screen.now
    while step.pages[step.at].kind != "method":
        page = step.pages[step.at]
        assert page.question is not None
        before = step.at
        answer = given.get(page.question.scopes[0], Answer.NOT_ASKED)
        if page.kind == "channels":
            all_channels(person, answer)
        elif page.kind == "purposes":
            every_purpose(person)
        else:
            person.key(keys[answer])
        person.until(lambda b=before: step.at == b + 1, f"the page after {page.question.short}")


def all_channels(person: Person, answer: Answer) -> None:
    """One answer for every channel on the page: no to all with one press, else the page is left and counts as not asked."""
    page = person.screen.now.page
    wanted = page.none if answer is Answer.NO else page.on
    wanted.setFocus()
    person.qtbot.keyClick(wanted, Qt.Key.Key_Space)


def every_purpose(person: Person) -> None:
    """They may be contacted again for each thing that is asked."""
    page = person.screen.now.page
    for one in page.rows.values():
        person.space(button(one, "Yes"))
    person.space(page.on)


def type_words(person: Person, field: QWidget, text: str) -> None:
    """Type into the words; paste-like for long text, so that the journey stays short."""
    edit = getattr(field, "edit", field)
    edit.setFocus()
    QApplication.clipboard().setText(text)
    person.qtbot.keyClick(edit, Qt.Key.Key_V, CTRL)


def rows(model: PagedModel) -> list[str]:
    """The titles in a list."""
    found = (model.row(n) for n in range(model.rowCount()))
    return [row.title for row in found if row is not None]


AT_1 = {
    Scope.TAKE_PART.value: Answer.YES,
    Scope.SENSITIVE.value: Answer.YES,
    Scope.AUDIO.value: Answer.YES,
    Scope.TRANSCRIPT.value: Answer.YES,
    Scope.SHARE_TEAM.value: Answer.YES,
    Scope.SHARE_MEDIA_TEAM.value: Answer.YES,
    Scope.QUOTE_ANON.value: Answer.YES,
    Scope.RECONTACT.value: Answer.YES,
    Scope.PUBLISH_CLIP.value: Answer.NO,
}
