"""What stands behind a sentence: small buttons that open the same place, each with its own cards; pressed again it closes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import clear
from ldp_stories.ui.widgets.flow import FlowLayout

Fill = Callable[[], Iterable[QWidget]]


class Fold(QWidget):
    """`ways` are (words of the button, what makes the cards); nothing is made before it is asked for. `about` names it to a reader."""

    def __init__(self, about: str, ways: Sequence[tuple[str, Fill]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open = -1
        self.buttons: list[Button] = []
        line = QWidget()
        flow = FlowLayout(line, gap=12)
        for number, (words, fill) in enumerate(ways):
            icon = "git-merge" if number < len(ways) - 1 else "list-bullets"
            button = Button(words, kind="quiet", icon=icon, name=f"{words}, {about}")
            button.clicked.connect(lambda _=False, n=number, f=fill: self.press(n, f))
            self.buttons.append(button)
            flow.addWidget(button)
        self.holder = QWidget()
        self.inside = QVBoxLayout(self.holder)
        self.inside.setContentsMargins(0, 4, 0, 0)
        self.inside.setSpacing(12)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(line)
        box.addWidget(self.holder)
        self.holder.hide()

    def press(self, number: int, fill: Fill) -> None:
        """Open one, close it when it is open."""
        clear(self.inside)
        self.open = -1 if self.open == number else number
        if self.open >= 0:
            for card in fill():
                self.inside.addWidget(card)
        self.holder.setVisible(self.open >= 0)
        for at, button in enumerate(self.buttons):
            button.setAccessibleDescription(tr("open") if at == self.open else tr("closed"))
