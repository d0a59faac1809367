"""Choose a notebook: those on this laptop, setting one up, practice, or founding a programme."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.start_home import HomeCard
from ldp_stories.ui.start.page import StartPage
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import clear, row
from ldp_stories.ui.widgets.labels import Label, helper


def names_of(cards: Sequence[HomeCard]) -> list[str]:
    """What each notebook is called here: its label, else "My notebook", the next ones numbered (a label may give nobody away)."""
    names: list[str] = []
    mine = 0
    for card in cards:
        mine += not card.practice and not card.label
        if card.practice:
            names.append(tr("Practice notebook"))
        elif card.label:
            names.append(card.label)
        else:
            names.append(tr("My notebook") if mine == 1 else tr("My notebook {n}", n=mine))
    return names


class WelcomeScreen(StartPage):
    """`chosen(folder)`, `set_up`, `practise`, `found`, `bring_back`."""

    chosen = Signal(str)
    set_up = Signal()
    practise = Signal()
    found = Signal()
    bring_back = Signal()

    def __init__(self, cards: Sequence[HomeCard]) -> None:
        super().__init__(tr("Welcome"), tr("Stories stay locked on this laptop. No internet needed."))
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self.new = primary(tr("Set up your notebook"), icon="notebook")
        self.try_it = Button(tr("Try with practice"), icon="graduation-cap", size="field")
        self.coordinate = quiet(tr("I coordinate: set up a programme"), icon="users-three")
        self.from_copy = quiet(tr("I have a copy from an old laptop"), icon="clock-counter-clockwise")
        self.message = Label("", role="body", color="text2")
        self.card.add(self.list)
        self.card.add(row(self.new, self.try_it, None, spacing=12))
        self.card.add(helper(tr("Practice is made up. Nothing in it is real, and nothing can go wrong.")))
        self.card.add(row(self.coordinate, None))
        self.card.add(row(self.from_copy, None))
        self.card.add(self.message)
        self.new.clicked.connect(self.set_up)
        self.try_it.clicked.connect(self.practise)
        self.coordinate.clicked.connect(self.found)
        self.from_copy.clicked.connect(self.bring_back)
        self.message.hide()
        self.set_homes(cards)

    def set_homes(self, cards: Sequence[HomeCard]) -> None:
        """List the notebooks of this laptop."""
        clear(self._rows)
        for card, words in zip(cards, names_of(cards), strict=True):
            icon = "graduation-cap" if card.practice else "lock-simple"
            button = Button(words, icon=icon, size="main", leading=True, name=tr("Open {name}", name=words))
            button.clicked.connect(lambda _=False, folder=str(card.folder): self.chosen.emit(folder))
            self._rows.addWidget(button)
        self.list.setVisible(bool(cards))

    def say(self, words: str, *, bad: bool = False) -> None:
        """Say what is going on, or what went wrong, under the buttons."""
        self.message.set_color("bad" if bad else "text2")
        self.message.setText(words)
        self.message.setVisible(bool(words))
