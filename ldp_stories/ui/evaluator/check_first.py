"""The nine questions before something leaves that is no report of its own: a person's tick for each, then it is saved (5-ethics-law.md 5.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services.check_disclosure import Found, Question, questions_for_bank
from ldp_stories.services.check_taken import questions_for_stories
from ldp_stories.ui.evaluator.report_check import CheckCard
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import Label, heading

Go = Callable[[frozenset[int]], object]
"""What is done with the questions that were looked at."""


class CheckFirst(QWidget):
    """Hidden until `ask`; what was ticked counts for this once, because the next time something else may be in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._go: Go | None = None
        self.asked = 0
        """How often it was asked: what was looked up for something else before is not shown."""
        self._ticked: set[int] = set()
        self._found: dict[int, tuple[Found, ...]] = {}
        self.what = heading("")
        self.what.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.left = Label("", color="text2")
        self.save = Button(tr("Save it"), kind="soft", icon="check", size="field")
        self.leave = quiet(tr("Not now"))
        self.check = CheckCard((), alone=False)
        self.head = Card(spacing=8)
        self.head.add(self.what, self.left)
        self.foot = line(self.save, self.leave, gap=8)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        for part in (self.head, self.check, self.foot):
            self.column.addWidget(part)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.close_it)
        self.hide()

    def ask(self, what: str, go: Go) -> None:
        """Put the questions for `what`; `go` is done, with the numbers that were ticked, once all of them are looked at."""
        self._go, self._ticked, self._found = go, set(), {}
        self.asked += 1
        self.what.setText(what)
        self._show()
        self.show()
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{what}. {self.left.text()}")

    def show_found(self, questions: Sequence[Question]) -> None:
        """What the program has found to look at, under each question; what was ticked meanwhile stays."""
        if self._go is not None:
            inside = next(
                (n for n, one in self.check.rows.items() if one.isAncestorOf(self._focused())), None
            )
            self._found = {question.number: question.found for question in questions}
            self._show()
            if inside is not None:
                self.check.rows[inside].focus_start()

    def _focused(self) -> QWidget:
        return self.window().focusWidget() or self

    def close_it(self) -> None:
        """Save nothing, and forget what was ticked."""
        self._go, self._ticked = None, set()
        self.hide()

    def tick(self, number: int, yes: bool = True) -> None:
        """A person has looked at a question, or takes that back."""
        self._ticked = self._ticked | {number} if yes else self._ticked - {number}
        self._show()
        self.check.rows[number].focus_start()

    def _show(self) -> None:
        made = CheckCard(
            [Question(n, words, self._found.get(n, ()), n in self._ticked) for n, words in QUESTIONS.items()],
            alone=False,
        )
        made.ticked.connect(self.tick)
        self.column.replaceWidget(self.check, made)
        self.check.hide()
        self.check.deleteLater()
        self.check = made
        made.setVisible(True)
        left = made.left
        self.left.setText(
            many(
                left,
                "{n} question left to look at, then it is saved.",
                "{n} questions left to look at, then it is saved.",
            )
            if left
            else tr("Everything is looked at.")
        )
        self.save.setEnabled(not left)

    def _save(self) -> None:
        go, ticked = self._go, frozenset(self._ticked)
        if go is not None and not self.check.left:
            self.close_it()
            go(ticked)


def look_at_stories(
    context: Context,
    screen: QWidget,
    first: CheckFirst,
    going: Mapping[str, str] | None = None,
    *,
    sound: bool = False,
) -> None:
    """Look through the stories that would go beside the window, and show what there is to look at under the questions."""
    home, asked = context.home, first.asked
    context.tasks.run(
        tr("Looking at the stories"),
        lambda progress: questions_for_stories(home, going, sound=sound, progress=progress),
        done=lambda found: first.show_found(found) if first.asked == asked else None,
        owner=screen,
        quiet=True,
    )


def look_at_bank(context: Context, screen: QWidget, first: CheckFirst) -> None:
    """Look through the quote bank beside the window, and show what there is to look at under the questions."""
    home = context.home
    context.tasks.run(
        tr("Looking at the quotes"),
        lambda _: questions_for_bank(home),
        done=first.show_found,
        owner=screen,
        quiet=True,
    )
