"""The base of the five steps of a conversation: what they say to the task screen, and the row of actions at their foot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.theme import theme


class StepScreen(Screen):
    """One step of a conversation.

    `forward` and `backward` ask for the next step and the one before, `card_wanted(code)` for the card;
    `foot_words` stand at the end of the foot strip.
    """

    forward = Signal()
    backward = Signal()
    card_wanted = Signal(str)
    foot_words = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.foot_words = tr("No internet needed")

    def step_back(self) -> bool:
        """Alt+Left: one step back inside this step; False when there is none and the person goes to the step before."""
        return False

    def back_button(self) -> Button:
        """[Back Alt Left], which does what the key does."""
        back = Button(tr("Back"), icon="arrow-left", key="Alt+Left", bind=False, size="field")
        back.clicked.connect(self._pressed_back)
        return back

    def _pressed_back(self) -> None:
        if not self.step_back():
            self.backward.emit()

    def bottom(self, *things: QWidget | None) -> QWidget:
        """The actions at the foot of the step, which never scroll away; those after a None stand at the end."""
        bar = line(*things, gap=14, alone=True)
        flow = bar.layout()
        if flow is not None:
            flow.setContentsMargins(48, 10, 40, 20)
        self.box.addWidget(bar)
        return bar


def on_enter(button: Button) -> Button:
    """Ctrl+Enter presses a button, with either Enter key."""
    for key in ("Ctrl+Return", "Ctrl+Enter"):
        shortcut = QShortcut(QKeySequence(key), button)
        shortcut.activated.connect(lambda: button.click() if button.isVisible() else None)
    return button


def tighten(sides: SideLayout, margins: tuple[int, int, int, int]) -> None:
    """The margins of a step, smaller above where text is large."""
    left, top, right, bottom = margins
    layout = sides.layout()
    if layout is not None:
        layout.setContentsMargins(left, 6 if theme().large else top, right, bottom)


def widen(button: Button, width: int) -> Button:
    """Give a main action the width of the side column; with large text its words decide."""
    button.setMinimumWidth(0 if theme().large else width)
    return button
