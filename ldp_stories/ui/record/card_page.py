"""The card for the teller: large enough to read from across a table, in their language, printed or saved as PDF, in large print too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.services.make_card import card_for, card_languages, language_name
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.paper import Paper, Role
from ldp_stories.ui.record.print_acts import PrintActs
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.labels import Label, heading, helper
from ldp_stories.ui.widgets.scroll import Scroll


class CodePage(QWidget):
    """The card itself. `closed` when it is put away."""

    closed = Signal()

    def __init__(
        self, context: Context, code: str, language: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self.shown = context, card_for(context.home, code, language)
        self.setAccessibleName(tr("The card"))
        card = Card(padding=36, spacing=14)
        self.code = Label(code, role="timer", wrap=False, align=Qt.AlignmentFlag.AlignHCenter)
        self.code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.code.setAccessibleName(" ".join(code))
        self.words = Label("", role="lead", people=True)
        self.languages = self._language_row(card_languages(context.home))
        self.close_button = Button(tr("Put the card away"), icon="x", key="Esc", size="field")
        self.close_button.clicked.connect(self.put_away)
        self.acts = PrintActs(context, self.paper, "card", self.close_button)
        hint = helper(tr("They can take a picture of it, or copy it onto a paper card."))
        card.add(heading(tr("Your code")), self.code, self.words, self.languages, 6, hint)
        card.add(self.acts, self.acts.trouble)
        card.setMaximumWidth(900)
        middle = QWidget()
        middle.setLayout(row(None, card, None))
        body = column(None, middle, None)
        body.setContentsMargins(32, 24, 32, 24)
        inside = QWidget()
        inside.setLayout(body)
        self.setLayout(column(Scroll(inside)))
        self._show()

    def _language_row(self, codes: tuple[str, ...]) -> ChoiceRow:
        options = [Option(code, language_name(code)) for code in codes]
        choice = ChoiceRow(options, name=tr("In which language?"), value=[self.shown.language])
        choice.chosen.connect(lambda keys: self.show_language(keys[0]) if keys else None)
        choice.setVisible(len(codes) > 1)
        return choice

    def show_language(self, language: str) -> None:
        """The card in another of the pack's languages."""
        self.shown = card_for(self.context.home, self.shown.code, language)
        self._show()
        announce(self, language_name(language))

    def _show(self) -> None:
        self.words.setText("\n".join(self.shown.words))

    def paper(self) -> Paper:
        """The card as a page."""
        lines: tuple[tuple[Role, str], ...] = (
            ("code", self.shown.code),
            *(("body", words) for words in self.shown.words),
        )
        return Paper(
            tr("The card"),
            lines,
            rtl=self.shown.rtl,
            practice=self.context.home.practice,
            large=self.acts.wants_large,
        )

    def focus_start(self) -> None:
        """Focus on the button that puts it away."""
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Go back to where the person was."""
        self.closed.emit()
