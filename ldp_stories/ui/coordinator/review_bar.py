"""The foot of the review: the six decisions with their keys, or, when all is decided, the release to the evaluators."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.review import Choice
from ldp_stories.ui.coordinator.keys import press_on_ctrl_enter
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Surface
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.theme import follow, theme

_BUTTONS: Final[tuple[tuple[Choice, str, str, str], ...]] = (
    (Choice.ACCEPT, str(QT_TRANSLATE_NOOP("LDP Stories", "Accept")), "check", "A"),
    (Choice.CHANGE, str(QT_TRANSLATE_NOOP("LDP Stories", "Change")), "swap", "C"),
    (Choice.NOT_THIS_TAG, str(QT_TRANSLATE_NOOP("LDP Stories", "Not this tag")), "x", "N"),
    (Choice.ASK, str(QT_TRANSLATE_NOOP("LDP Stories", "Ask {name}")), "chat-circle-dots", "Q"),
    (Choice.DIFFER, str(QT_TRANSLATE_NOOP("LDP Stories", "We see it differently")), "git-fork", "D"),
    (Choice.LATER, str(QT_TRANSLATE_NOOP("LDP Stories", "Later")), "clock", "L"),
)


NEXT_KEY: Final = "S"
"""Goes on to the next story, whatever is left to decide in this one."""
_SHARE: Final = 5
"""The decisions take at most this part of the window; where they would take more, all but Accept fold away behind one button."""


class DecisionRow(QWidget):
    """The six decisions. `decided(Choice)`, `next_story`. Their keys work also while they are folded away."""

    decided = Signal(object)
    next_story = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, gap=8)
        self._flow.setContentsMargins(28, 12, 28, 12)
        self.buttons: dict[Choice, Button] = {}
        self._keys: list[QShortcut] = []
        self.folded = self.opened = False
        for choice, words, icon, key in _BUTTONS:
            button = Button(
                tr(words, name=""),
                kind="primary" if choice is Choice.ACCEPT else "secondary",
                icon=icon,
                key=key,
                bind=False,
                size="field",
            )
            button.clicked.connect(lambda _=False, c=choice: self.decided.emit(c))
            self.buttons[choice] = button
            self._bind(key, button)
            self._flow.addWidget(button)
        self.others = Button(tr("Other answers"), icon="caret-up", size="field", key="O")
        self.others.clicked.connect(self._open_others)
        self.next = quiet(tr("Next story"), key=NEXT_KEY)
        self.next.clicked.connect(self.next_story)
        for button in (self.others, self.next):
            self._flow.addWidget(button)
        self.others.hide()
        follow(self._look)

    def _bind(self, key: str, button: Button) -> None:
        """Its key, on the row: a button that is folded away hears none."""
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(lambda: button.click() if button.isEnabled() else None)
        self._keys.append(shortcut)

    def set_state(self, name: str, *, has_tag: bool, in_words: bool, last: bool) -> None:
        """Name the researcher, and offer only what can be done: nothing without a tag, no accepting of own words."""
        self.buttons[Choice.ASK].setText(tr("Ask {name}", name=name))
        for choice, button in self.buttons.items():
            button.setEnabled(has_tag and not (in_words and choice is Choice.ACCEPT))
        self.next.setText(tr("End") if last else tr("Next story"))
        self.opened = False
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold at another width."""
        super().resizeEvent(event)
        self._look()

    def _open_others(self) -> None:
        self.opened = not self.opened
        self._look()
        (self.buttons[Choice.CHANGE] if self.opened else self.others).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _look(self) -> None:
        for shortcut in self._keys:
            shortcut.setEnabled(theme().single_keys)
        whole = self._height([*self.buttons.values(), self.next])
        self.folded = whole * _SHARE > self.window().height() if self.window() is not self else False
        self.others.setVisible(self.folded)
        self.others.setText(tr("Fewer answers") if self.opened else tr("Other answers"))
        self.others.set_icon("caret-down" if self.opened else "caret-up")
        for choice, button in self.buttons.items():
            button.setVisible(choice is Choice.ACCEPT or self.opened or not self.folded)

    def _height(self, buttons: list[Button]) -> int:
        """How high all of these would be at this width."""
        margins, gap = self._flow.contentsMargins(), self._flow.spacing()
        room, lines, x = self.width() - margins.left() - margins.right(), 1, 0
        for button in buttons:
            wide = button.sizeHint().width()
            if x and x + wide > room:
                lines, x = lines + 1, 0
            x += wide + gap
        high = buttons[0].sizeHint().height()
        return lines * high + (lines - 1) * gap + margins.top() + margins.bottom()


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
        self.later = Button(tr("Next story"), size="field", trailing="arrow-right", key=NEXT_KEY)
        self.next = Button(
            tr("Next story"), kind="primary", size="field", trailing="arrow-right", key=NEXT_KEY
        )
        press_on_ctrl_enter(self, self.next)
        for button in (self.later, self.next):
            button.clicked.connect(self.next_story)
        for thing in (self.read, self.release, self.done, self.next, self.thanks, self.later):
            flow.addWidget(thing)

    def focus_start(self) -> None:
        """Focus on the box to tick, once it is ticked on the release, and after it on the way to the next story."""
        if self.read.isVisibleTo(self) and self.has_read:
            self.release.setFocus()
        elif self.read.isVisibleTo(self):
            self.read.focus_start()
        else:
            self.next.setFocus()

    @property
    def has_read(self) -> bool:
        """Whether the box is ticked."""
        return bool(self.read.value())

    @property
    def is_done(self) -> bool:
        """Whether it is released and nothing waits to be read."""
        return self.done.isVisibleTo(self)

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
