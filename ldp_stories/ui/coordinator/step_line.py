"""A line that opens in the review's foot and asks for one step that needs no typing: place a passage, open a closed story."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, helper


class StepLine(QWidget):
    """`kept` on the button (or its `key`), `closed` on Esc. `choosing`: something is chosen elsewhere on the screen meanwhile.

    `set_error(sentence)` says why it was not done; the line stays open.
    """

    kept = Signal()
    closed = Signal()

    def __init__(
        self,
        question: str,
        *,
        more: str,
        keep: str,
        icon: str,
        leave: str,
        key: str = "",
        choosing: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.choosing = choosing
        self.question = Label(question, weight=600)
        self.more = helper(more)
        self.keep_button = Button(keep, kind="primary", icon=icon, key=key, size="field")
        self.keep_button.clicked.connect(self.kept)
        self.close_button = Button(leave, kind="plain", size="field", key="Esc", bind=False)
        self.close_button.clicked.connect(self.closed)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.keep_button)
        flow.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 10, 20, 12)
        box.setSpacing(6)
        for part in (self.question, self.more, self.trouble, buttons):
            box.addWidget(part)
        shortcut = QShortcut(QKeySequence("Esc"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.closed)

    def set_error(self, sentence: str) -> None:
        """Say what is still needed; the focus stays where it is."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, assertive=True)

    def focus_start(self) -> None:
        """Focus on the button; while something is chosen elsewhere the screen moves it there."""
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)
