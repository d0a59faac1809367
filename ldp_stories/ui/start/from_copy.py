"""Bring a notebook back onto a new laptop: choose the stick with the safe copy, the copy, and type the passphrase it had (CONTRACTS.md 8)."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from ldp_stories.errors import UserError
from ldp_stories.services.bring_back import Found, bring_back, copies_in
from ldp_stories.services.home import Home, Machine
from ldp_stories.ui.start.page import StartPage
from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.text import long_day, sentence, size, told_apart, tr
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, helper


def ask_folder() -> Path | None:
    """Let the person choose the stick."""
    chosen = QFileDialog.getExistingDirectory(None, tr("Choose the stick with your safe copy"))
    return Path(chosen) if chosen else None


class FromCopyScreen(StartPage):
    """`opened(Home)` when the copy is back, `left`. `pick_folder` may be replaced (tests)."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, machine: Machine, root: Path, tasks: Tasks) -> None:
        lead = tr("Three small steps. Your old laptop is not needed.")
        super().__init__(tr("Bring your notebook back"), lead, width=720)
        self.machine, self.root, self.tasks = machine, root, tasks
        self.pick_folder = ask_folder
        self.found: tuple[Found, ...] = ()
        self.choose = Button(tr("Choose the stick"), icon="folder-open", size="field")
        self.choose.clicked.connect(self._choose)
        self.trouble = Label("", role="body", color="bad")
        self.trouble.hide()
        self.copies = ChoiceRow([], name=tr("Which safe copy?"))
        self.copies.chosen.connect(lambda _: self._update())
        self.copies_field = Field(
            tr("2. Which safe copy?"),
            self.copies,
            helper=tr("The newest one is chosen. A damaged one cannot be."),
        )
        self.secret = TextField(name=tr("Its passphrase"), secret=True)
        self.secret.entered.connect(lambda _: self.bring_back())
        self.secret.changed.connect(lambda _: self._update())
        self.secret_field = Field(
            tr("3. Its passphrase"),
            self.secret,
            helper=tr("The one you had on the old laptop. A practice notebook needs none."),
        )
        self.go = primary(tr("Bring it back"), trailing="arrow-right")
        self.go.clicked.connect(self.bring_back)
        self.leave = quiet(tr("Back"), icon="arrow-left")
        self.leave.clicked.connect(self.left)
        self.card.add(Label(tr("1. Choose the stick or folder with the copy"), role="body", weight=600))
        self.card.add(row(self.choose, None), self.trouble, self.copies_field, self.secret_field)
        words = tr("What was taken back since the copy was made is taken out before you see anything.")
        self.card.add(helper(words), row(self.go, None, self.leave, spacing=12))
        self._update()

    def _choose(self) -> None:
        folder = self.pick_folder()
        if folder is not None:
            self.look_in(folder)

    def look_in(self, folder: Path) -> None:
        """List the copies on a stick; the chosen folder may also be a copy itself."""
        self._say("")
        self.choose.setEnabled(False)

        def look() -> tuple[Found, ...]:
            inside = copies_in(folder)
            return inside or tuple(f for f in copies_in(folder.parent) if f.row.folder == folder)

        self.tasks.run(
            tr("Looking for safe copies"),
            lambda _: look(),
            done=self._looked,
            failed=self._failed,
            owner=self,
        )

    def _looked(self, found: tuple[Found, ...]) -> None:
        self.choose.setEnabled(True)
        self.found = tuple(f for f in found if f.whole)
        days = told_apart([f.row.at for f in self.found], long_day)
        options = [
            Option(str(f.row.folder), _copy_words(f, day)) for f, day in zip(self.found, days, strict=True)
        ]
        self.copies.set_options(options)
        self.copies.set_value([options[0].key] if options else [])
        if not self.found:
            broken = tr("The copies there are damaged. Try another stick.")
            self._say(broken if found else tr("There is no safe copy there. Choose another folder."))
        self._update()
        (self.secret.edit if self.found else self.choose).setFocus()

    def bring_back(self) -> None:
        """Bring the chosen copy back into a new notebook, and open it."""
        chosen = self.copies.value()
        if not chosen or not self.go.isEnabled():
            return
        folder, typed = self.root / uuid.uuid4().hex[:12], self.secret.text()
        self.secret_field.set_error("")
        self.go.setEnabled(False)

        def job() -> Home:
            return bring_back(folder, Path(chosen[0]), typed or None, self.machine)

        self.tasks.run(
            tr("Bringing your notebook back"),
            lambda _: job(),
            lane="store",
            done=self._done,
            failed=self._failed,
            owner=self,
        )

    def _done(self, home: Home) -> None:
        self.secret.set_text("")
        self.opened.emit(home)

    def _failed(self, error: UserError) -> None:
        self.choose.setEnabled(True)
        self._update()
        if error.code in ("WRONG_PASSPHRASE", "PASSPHRASE_NEEDED"):
            self.secret_field.set_error(sentence(error))
            self.secret.edit.setFocus()
        else:
            self._say(sentence(error))

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def _update(self) -> None:
        here = bool(self.found)
        self.copies_field.setVisible(here)
        self.secret_field.setVisible(here)
        self.go.setEnabled(bool(self.copies.value()))


def _copy_words(found: Found, day: str) -> str:
    sound = tr("with sound") if found.row.with_sound else tr("without sound")
    return tr("{day}, {size}, {sound}", day=day, size=size(found.row.bytes), sound=sound)
