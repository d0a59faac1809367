"""What stands where a list will be: what will be here, and the one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.rail import IconMark


class EmptyState(QWidget):
    """A picture on its tile, a title, a line and one action. `acted` when it is pressed."""

    acted = Signal()

    def __init__(
        self,
        title: str,
        *,
        text: str = "",
        icon: str = "notebook",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.title = Label(title, role="heading", align=middle)
        self.text = Label(text, color="text2", align=middle)
        if not text:  # showing a part before it has a place would make it a window of its own
            self.text.hide()
        self.button = Button(action)
        if not action:
            self.button.hide()
        self.button.clicked.connect(self.acted)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 32, 24, 32)
        box.setSpacing(10)
        box.addStretch(1)
        box.addWidget(IconMark(icon, "onsoft", 26, tile="soft"), 0, middle)
        box.addSpacing(4)
        box.addWidget(self.title)
        box.addWidget(self.text)
        box.addSpacing(6)
        box.addWidget(self.button, 0, middle)
        box.addStretch(1)

    def set_words(self, title: str, text: str = "") -> None:
        """Say something else."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
