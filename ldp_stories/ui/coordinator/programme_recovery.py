"""The recovery key: made once, shown once, written on paper, and tested by typing it back (domain/0-decisions.md)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from ldp_stories.errors import UserError
from ldp_stories.services.set_up_programme import Part, RecoveryKey, check_recovery, make_recovery
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, helper


class RecoveryCard(Card):
    """Make the key, show it, have it typed back. `changed` when it was made or tested."""

    changed = Signal()

    def __init__(self, context: Context, part: Part) -> None:
        super().__init__(padding=(22, 12, 18, 14), spacing=8)
        self.context, self.part = context, part
        self.head = CheckLine(tr(part.title))
        self.make = Button(tr("Make the key"), size="dense", icon="key")
        self.make.clicked.connect(self.make_key)
        self.key = Label("", role="lead", weight=600)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.about = helper(
            tr(
                "Write it on paper, twice, and give it to two people you trust. It is shown only now. "
                "Nothing else opens a laptop whose passphrase is forgotten."
            )
        )
        self.back = TextField(name=tr("Type the key back from the paper"))
        self.back.entered.connect(lambda _: self.test_key())
        self.field = Field(tr("Type the key back from the paper"), self.back)
        self.test = Button(tr("Test it"), icon="check")
        self.test.clicked.connect(self.test_key)
        self.add(row(self.head, None, self.make), self.key, self.about, self.field, row(self.test, None))
        self.show_part(part)
        self._open(False)

    def show_part(self, part: Part) -> None:
        """Show whether there is a key, and when it was tested."""
        self.part = part
        tested = self.context.home.fact("recovery tested")
        if not part.filled:
            self.head.set_state(tr(part.title), tr("Still to make"), "circle-dashed", "warn")
        elif not tested:
            self.head.set_state(tr(part.title), tr("Made, not tested yet"), "warning-circle", "warn")
        else:
            self.head.set_state(
                tr(part.title), tr("Tested on {day}", day=shown_day(tested)), "check-circle-fill", "ok"
            )
        self.make.setText(tr("Make a new key") if part.filled else tr("Make the key"))

    def make_key(self) -> None:
        """Make it off the window's thread, then show it."""
        self.make.setEnabled(False)
        self.context.tasks.run(
            tr("Making the recovery key"),
            lambda _: make_recovery(self.context.home),
            lane="store",
            done=self._made,
            failed=self._failed,
            owner=self,
        )

    def _made(self, key: RecoveryKey) -> None:
        self.make.setEnabled(True)
        self.key.setText(key.identity)
        self.key.setAccessibleName(tr("The recovery key: {key}", key=" ".join(key.identity)))
        self._open(True)
        self.back.edit.setFocus()
        self.changed.emit()

    def test_key(self) -> None:
        """Open this laptop's recovery file with what was typed."""
        typed = "".join(self.back.text().split()).upper()
        self.context.tasks.run(
            tr("Testing the recovery key"),
            lambda _: check_recovery(self.context.home, typed),
            lane="store",
            done=lambda _: self._tested(),
            failed=self._failed,
            owner=self,
        )

    def _tested(self) -> None:
        self.key.setText("")
        self.back.set_text("")
        self._open(False)
        self.context.tell(tr("The recovery key opens this notebook. It is not kept here."))
        self.changed.emit()

    def _failed(self, error: UserError) -> None:
        self.make.setEnabled(True)
        self.field.set_error(sentence(error))

    def _open(self, shown: bool) -> None:
        for part in (self.key, self.about, self.field, self.test):
            part.setVisible(shown)
