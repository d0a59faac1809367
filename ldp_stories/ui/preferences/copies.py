"""Copies: those on this laptop and on sticks, made now, looked through, brought back; all by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.bring_back import Found, copies_in
from ldp_stories.services.keep_copies import (
    CopyRow,
    copies_elsewhere,
    forget_copy_elsewhere,
    make_copy,
    safe_copies,
)
from ldp_stories.services.start_home import same_passphrase
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import sentence, size, told_apart, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class CopiesScreen(Screen):
    """The copies of this notebook. Bringing one back asks for the passphrase; what was written since then stays aside."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.title = tr("Copies")
        self.context = context
        self.chosen: CopyRow | None = None
        page = ScrollPage(margins=(36, 16, 36, 20))
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        top = display(tr("Copies"))
        lead = helper(
            tr(
                "A copy helps when the notebook breaks. When the laptop is lost, only what you have sent is safe."
            )
        )
        self.trouble = Label("", color="bad", weight=500)
        self.trouble.hide()
        page.body.addLayout(row(back, None))
        for part in (top, lead, self.trouble, self._sure(), self._here(), self._sticks()):
            page.body.addWidget(part)
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.set_focus_start(top)
        self.refresh(frozenset())

    def _here(self) -> Card:
        self.here = column(spacing=10)
        self.make = Button(tr("Make a copy now"), icon="copy", size="field")
        self.make.clicked.connect(lambda: self._copy(None))
        card = Card(spacing=12)
        words = helper(
            tr(
                "One is made each day by itself. The last three are kept. They hold the words, not the sounds."
            )
        )
        return card.add(heading(tr("On this laptop")), words, self.here, row(self.make, None))

    def _sticks(self) -> Card:
        self.sticks = column(spacing=10)
        self.to_stick = Button(tr("Copy to a stick"), icon="hard-drive", size="field")
        self.to_stick.clicked.connect(self._to_stick)
        self.from_stick = Button(tr("Bring a copy back from a stick"), size="field")
        self.from_stick.clicked.connect(self._from_stick)
        card = Card(spacing=12)
        words = helper(
            tr(
                "A copy on a stick holds the sounds too. It is locked with your passphrase. Put the stick away safely."
            )
        )
        return card.add(
            heading(tr("On a stick")), words, self.sticks, row(self.to_stick, self.from_stick, None)
        )

    def _sure(self) -> Card:
        """The question before a copy is brought back."""
        self.sure = Card(spacing=12)
        self.question = heading("")
        self.secret = TextField(name=tr("Passphrase"), secret=True)
        self.secret.entered.connect(lambda _: self.bring_back())
        self.secret_field = Field(tr("Passphrase"), self.secret)
        self.secret_field.setVisible(not self.context.home.practice)
        self.yes = Button(tr("Bring it back"), icon="arrow-counter-clockwise", size="field")
        self.yes.clicked.connect(self.bring_back)
        self.leave = Button(tr("Leave it"), kind="quiet", size="field")
        self.leave.clicked.connect(lambda: self._ask(None))
        words = helper(
            tr(
                "What you wrote since then stays here as the newest copy. It goes once three more are made, "
                "or when somebody takes their words back. What people took back stays taken back."
            )
        )
        self.sure.add(self.question, words, self.secret_field, row(self.yes, self.leave, None))
        self.sure.hide()
        return self.sure

    def refresh(self, changes: frozenset[str]) -> None:
        """Read the copies again."""
        if changes:
            return
        found = safe_copies(self.context.home)
        days = told_apart([one.at for one in found])
        here = [self._line(one, day) for one, day in zip(found, days, strict=True)]
        refill(self.here, *(here or [helper(tr("There is no copy yet."))]))
        sticks = [self._stick(where, day) for where, day in copies_elsewhere(self.context.home)]
        refill(self.sticks, *(sticks or [helper(tr("No copy was made on a stick."))]))

    def _line(self, one: CopyRow, day: str) -> QWidget:
        facts = size(one.bytes)
        if one.aside:
            facts = tr("{size}. What stood here before a copy was brought back.", size=facts)
        line = CheckLine(day, line=facts)
        button = Button(tr("Bring back"), size="dense")
        button.set_name(tr("Bring back the copy of {day}", day=day))
        button.clicked.connect(lambda: self._ask(one, day))
        return _held(line, button)

    def _stick(self, where: str, day: str) -> QWidget:
        line = CheckLine(shown_day(day), line=where, icon="hard-drive", tone="plain")
        button = Button(tr("It is gone"), size="dense")
        button.set_name(tr("The copy in {where} is gone", where=where))
        button.clicked.connect(lambda: self._forget(where))
        return _held(line, button)

    def _forget(self, where: str) -> None:
        forget_copy_elsewhere(self.context.home, where)
        self.refresh(frozenset())

    def _to_stick(self) -> None:
        folder = self.context.pick_folder(tr("Choose the stick"))
        if folder is not None:
            self._copy(folder)

    def _copy(self, to: Path | None) -> None:
        self._say("")
        for button in (self.make, self.to_stick):
            button.setEnabled(False)
        self.context.tasks.run(
            tr("Making a safe copy"),
            lambda progress: make_copy(self.context.home, to, progress),
            done=self._made,
            failed=self._failed,
            owner=self,
        )

    def _made(self, made: CopyRow) -> None:
        self._free()
        self.context.tell(tr("A copy was made and read back. It is whole."))
        self.refresh(frozenset())
        del made

    def _failed(self, error: UserError) -> None:
        self._free()
        self._say(sentence(error))

    def _free(self) -> None:
        for button in (self.make, self.to_stick):
            button.setEnabled(True)

    def _from_stick(self) -> None:
        folder = self.context.pick_folder(tr("Choose the stick"))
        if folder is not None:
            self.context.tasks.run(
                tr("Looking at the copies"),
                lambda _: copies_in(folder),
                done=self._looked,
                failed=self._failed,
                owner=self,
            )

    def _looked(self, found: Sequence[Found]) -> None:
        whole = [one.row for one in found if one.whole]
        if whole:
            self._ask(whole[0])
        else:
            self._say(sentence(UserError("NO_COPY")))

    def _ask(self, one: CopyRow | None, day: str = "") -> None:
        self.chosen = one
        self._say("")
        self.sure.setVisible(one is not None)
        if one is not None:
            self.question.setText(tr("Bring back the copy of {day}?", day=day or told_apart([one.at])[0]))
            (self.yes if self.context.home.practice else self.secret.edit).setFocus()

    def bring_back(self) -> None:
        """Check the passphrase, then let the window close the notebook and open the copy in its place."""
        one, typed = self.chosen, self.secret.text()
        if one is None:
            return
        self.secret_field.set_error("")
        self.context.tasks.run(
            tr("Opening"),
            lambda _: same_passphrase(self.context.home, typed),
            quiet=True,
            done=lambda right: self._checked(right, one, typed),
            owner=self,
        )

    def _checked(self, right: bool, one: CopyRow, typed: str) -> None:
        if right:
            self.go.emit("bring back", (one.folder, typed))
        else:
            self.secret_field.set_error(sentence(UserError("WRONG_PASSPHRASE")))
            self.secret.edit.setFocus()

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))


def _held(line: QWidget, button: Button) -> QWidget:
    held = QWidget()
    box = row(line, None, button)
    box.setContentsMargins(0, 0, 0, 0)
    held.setLayout(box)
    return held
