"""The foot of the review: the six decisions with their keys, or, when all is decided, the release to the evaluators."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.review import Choice
from ldp_stories.ui.coordinator.keys import press_on_ctrl_enter
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Surface
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label

_BUTTONS: Final[tuple[tuple[Choice, str, str, str], ...]] = (
    (Choice.ACCEPT, str(QT_TRANSLATE_NOOP("LDP Stories", "Accept")), "check", "A"),
    (Choice.CHANGE, str(QT_TRANSLATE_NOOP("LDP Stories", "Change")), "swap", "C"),
    (Choice.NOT_THIS_TAG, str(QT_TRANSLATE_NOOP("LDP Stories", "Not this tag")), "x", "N"),
    (Choice.ASK, str(QT_TRANSLATE_NOOP("LDP Stories", "Ask {name}")), "chat-circle-dots", "Q"),
    (Choice.DIFFER, str(QT_TRANSLATE_NOOP("LDP Stories", "We see it differently")), "git-fork", "D"),
    (Choice.LATER, str(QT_TRANSLATE_NOOP("LDP Stories", "Later")), "clock", "L"),
)


class DecisionRow(QWidget):
    """The six decisions. `decided(Choice)`, `next_story`."""

    decided = Signal(object)
    next_story = Signal()

    def __init__(self) -> None:
        super().__init__()
        flow = FlowLayout(self, gap=10)
        flow.setContentsMargins(28, 12, 28, 12)
        self.buttons: dict[Choice, Button] = {}
        for choice, words, icon, key in _BUTTONS:
            button = Button(
                tr(words, name=""),
                kind="primary" if choice is Choice.ACCEPT else "secondary",
                icon=icon,
                key=key,
                size="field",
            )
            button.clicked.connect(lambda _=False, c=choice: self.decided.emit(c))
            self.buttons[choice] = button
            flow.addWidget(button)
        self.next = quiet(tr("Next story"), trailing="arrow-right")
        self.next.clicked.connect(self.next_story)
        flow.addWidget(self.next)

    def set_state(self, name: str, *, has_tag: bool, in_words: bool, last: bool) -> None:
        """Name the researcher, and offer only what can be done: nothing without a tag, no accepting of own words."""
        self.buttons[Choice.ASK].setText(tr("Ask {name}", name=name))
        for choice, button in self.buttons.items():
            button.setEnabled(has_tag and not (in_words and choice is Choice.ACCEPT))
        self.next.setText(tr("End") if last else tr("Next story"))


class ReleaseRow(QWidget):
    """ "I have read title and notes", release, thanks. `released`, `thank`, `next_story`."""

    released = Signal()
    thank = Signal()
    next_story = Signal()

    def __init__(self) -> None:
        super().__init__()
        flow = FlowLayout(self, gap=12)
        flow.setContentsMargins(28, 12, 28, 12)
        self.read = ChoiceRow(
            [Option("read", tr("I have read title and notes"))], name=tr("Before it goes on"), many=True
        )
        self.release = Button(
            tr("Release to evaluators"), kind="primary", icon="paper-plane-tilt", size="field", key="R"
        )
        self.release.clicked.connect(self.released)
        self.done = Label(tr("The evaluators may have it."), weight=600, color="ok", wrap=False)
        self.thanks = Button(tr("Say thank you"), icon="heart", size="field", key="T")
        self.thanks.clicked.connect(self.thank)
        self.later = Button(tr("Next story"), size="field", trailing="arrow-right")
        self.next = Button(
            tr("Next story"),
            kind="primary",
            size="field",
            trailing="arrow-right",
            key="Ctrl+Enter",
            bind=False,
        )
        press_on_ctrl_enter(self, self.next)
        for button in (self.later, self.next):
            button.clicked.connect(self.next_story)
        for thing in (self.read, self.release, self.done, self.next, self.thanks, self.later):
            flow.addWidget(thing)

    def focus_start(self) -> None:
        """Focus on the box to tick, or on the way to the next story."""
        if self.read.isVisibleTo(self):
            self.read.focus_start()
        else:
            self.next.setFocus()

    @property
    def has_read(self) -> bool:
        """Whether the box is ticked."""
        return bool(self.read.value())

    def set_state(self, name: str, *, released: bool, last: bool, again: bool = False) -> None:
        """Show the release (`again`: after something changed), or that it was done."""
        words = tr("Release what changed") if again else tr("Release to evaluators")
        self.release.setText(words)
        self.thanks.setText(tr("Thank {name}", name=name))
        before: tuple[QWidget, ...] = (self.read, self.release, self.later)
        after: tuple[QWidget, ...] = (self.done, self.next)
        for thing in (*before, *after):
            thing.setVisible(released == (thing in after))
        for button in (self.later, self.next):
            button.setText(tr("End") if last else tr("Next story"))


class ReviewBar(Surface):
    """Both rows on one surface, and above them the line that a decision may open (put in with `set_line`)."""

    def __init__(self) -> None:
        super().__init__("surface", top_line=True)
        self.decisions, self.release = DecisionRow(), ReleaseRow()
        self.line: QWidget | None = None
        self.releasing = False
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.setContentsMargins(28, 10, 28, 0)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        for part in (self.trouble, self.decisions, self.release):
            self._box.addWidget(part)
        self.say("")
        self.show_release(False)

    def say(self, trouble: str) -> None:
        """Say above the buttons why something was not done; "" takes it away."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))

    def show_release(self, shown: bool) -> None:
        """The release instead of the decisions, or the decisions again; neither while a line is open."""
        self.releasing = shown
        self.decisions.setVisible(not shown and self.line is None)
        self.release.setVisible(shown and self.line is None)

    def set_line(self, line: QWidget | None) -> None:
        """Open a line instead of the buttons (a reason, a mask, thanks), or close it with None."""
        if self.line is not None:
            self._box.removeWidget(self.line)
            self.line.hide()
            self.line.deleteLater()
        self.line = line
        if line is not None:
            self._box.addWidget(line)
            line.show()
            line.setFocus()  # before the buttons go: else the focus jumps to a tag, and the line would close again
        self.show_release(self.releasing)
