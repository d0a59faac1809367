"""Unlock: the passphrase opens the notebook again, and there is a way when it is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from ldp_stories.errors import UserError
from ldp_stories.services.home import Machine
from ldp_stories.services.keep_keys import recovery_from
from ldp_stories.services.start_home import open_home, recover_home
from ldp_stories.ui.start.page import StartPage
from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Line, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label


def ask_files() -> list[Path]:
    """Let the person choose the files that the keepers brought."""
    chosen, _ = QFileDialog.getOpenFileNames(
        None, tr("Choose the key's file, or a share and two keepers' keys")
    )
    return [Path(one) for one in chosen]


class UnlockScreen(StartPage):
    """Opens the home in `folder` (`unlocked(Home)`), or with `check` only asks whether the passphrase is right (`unlocked(None)`).

    `pick_files` may be replaced (tests).
    """

    unlocked = Signal(object)
    other = Signal()

    def __init__(
        self,
        tasks: Tasks,
        *,
        label: str = "",
        machine: Machine | None = None,
        folder: Path | None = None,
        check: Callable[[str], bool] | None = None,
    ) -> None:
        super().__init__(tr("Your notebook is locked"), label, width=560)
        self.tasks, self.machine, self.folder, self.check = tasks, machine, folder, check
        self.recording = Chip("", icon="record-fill", tone="bad")
        self.card.body.addWidget(self.recording, 0, Qt.AlignmentFlag.AlignLeft)
        self.recording.hide()
        self.secret = TextField(name=tr("Passphrase"), secret=True)
        self.field = Field(tr("Passphrase"), self.secret)
        self.open = primary(tr("Open"), icon="lock-simple-open")
        self.forgot = quiet(tr("I forgot it"), icon="question")
        self.card.add(self.field)
        self.another = quiet(tr("Another notebook"))
        self.another.clicked.connect(self.other)
        self.card.add(row(self.open, None, self.another, self.forgot, spacing=12))
        self.another.setHidden(folder is None)
        self._add_recovery()
        self.secret.entered.connect(lambda _: self.try_it())
        self.open.clicked.connect(self.try_it)
        self.forgot.clicked.connect(self.show_recovery)

    def _add_recovery(self) -> None:
        self.line = Line()
        self.way = Label(
            tr(
                "Your programme can open it again. Ask your coordinator to bring the programme's key, then choose a new passphrase."
            ),
            role="body",
        )
        self.key = TextField(name=tr("The programme's key"), secret=True)
        self.pick_files = ask_files
        self.from_files = Button(tr("Choose its files"), icon="folder-open", size="field")
        self.from_files.clicked.connect(self.take_from_files)
        self.files_field = Field(
            tr("The programme's key in files"),
            self.from_files,
            helper=tr(
                "Its own file, or one share and the keys of its two keepers. Choose them all together."
            ),
        )
        self.key_field = Field(tr("Or type the programme's key"), self.key)
        self.new = TextField(name=tr("New passphrase"), secret=True)
        self.new_field = Field(tr("New passphrase"), self.new, helper=tr("Four words are best."))
        self.recover = Button(tr("Open with the programme's key"), icon="key", size="field")
        self.recover.clicked.connect(self.try_recovery)
        self.recovery = (self.line, self.way, self.files_field, self.key_field, self.new_field, self.recover)
        for widget in self.recovery:
            self.card.add(widget)
            widget.hide()

    def open_from(self, machine: Machine, folder: Path) -> None:
        """From now on open the home in `folder`: it was closed while this page was asking."""
        self.machine, self.folder, self.check = machine, folder, None

    def show_recording(self, words: str, *, alarm: bool, going_on: bool) -> None:
        """How it stands with the recording of this notebook. While it goes on no other is opened: it could not be stopped from there."""
        if words != self.recording.text() or self.recording.isHidden() == bool(words):
            self.recording.set_state(words, "warning-circle" if alarm else "record-fill", "bad")
            self.recording.setVisible(bool(words))
        self.another.setVisible(self.folder is not None and not going_on)

    def focus_start(self) -> None:
        """Focus where one types."""
        self.secret.edit.setFocus()

    def show_recovery(self) -> None:
        """Show the way back in when the passphrase is forgotten."""
        self.line.show()
        self.way.show()
        if self.folder is not None:
            for widget in (self.files_field, self.key_field, self.new_field, self.recover):
                widget.show()
            self.from_files.setFocus()

    def take_from_files(self) -> None:
        """Put the key together from the files that were brought; it stands in the field and nowhere else."""
        paths = self.pick_files()
        self.files_field.set_error("")
        if not paths:
            return
        try:
            self.key.set_text(recovery_from(paths))
        except UserError as error:
            self.files_field.set_error(sentence(error))
            return
        self.new.edit.setFocus()

    def try_it(self) -> None:
        """Try the typed passphrase; a second press while it is being tried does nothing."""
        if not self.open.isEnabled():
            return
        typed = self.secret.text()
        self.field.set_error("")
        self.open.setEnabled(False)
        if self.check is not None:
            check = self.check
            self.tasks.run(tr("Opening"), lambda _: check(typed), quiet=True, done=self._checked, owner=self)
            return
        folder, machine = self.folder, self.machine
        if folder is not None and machine is not None:
            self.tasks.run(
                tr("Opening"),
                lambda _: open_home(folder, typed, machine),
                done=self._done,
                failed=self._failed,
                owner=self,
                quiet=True,
            )

    def try_recovery(self) -> None:
        """Open with the programme's recovery key and the new passphrase."""
        folder, machine, key, new = (
            self.folder,
            self.machine,
            "".join(self.key.text().split()).upper(),
            self.new.text(),
        )
        for field in (self.key_field, self.new_field):
            field.set_error("")
        if folder is not None and machine is not None and self.recover.isEnabled():
            self.recover.setEnabled(False)
            self.tasks.run(
                tr("Opening"),
                lambda _: recover_home(folder, key, new, machine),
                done=self._done,
                failed=self._not_recovered,
                owner=self,
                quiet=True,
            )

    def _not_recovered(self, error: UserError) -> None:
        self.recover.setEnabled(True)
        field, typed = (self.key_field, self.key)
        if error.code == "PASSPHRASE_SHORT":
            field, typed = (self.new_field, self.new)
        field.set_error(sentence(error))
        typed.edit.setFocus()

    def _checked(self, right: bool) -> None:
        if right:
            self._done(None)
        else:
            self._failed(UserError("WRONG_PASSPHRASE"))

    def _done(self, home: object) -> None:
        for field in (self.secret, self.key, self.new):
            field.set_text("")
        self.unlocked.emit(home)

    def _failed(self, error: UserError) -> None:
        self.open.setEnabled(True)
        self.field.set_error(sentence(error))
        self.secret.edit.selectAll()
        self.secret.edit.setFocus()
