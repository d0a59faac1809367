"""Set up your notebook: four small steps - programme file, six words, name, passphrase. No internet needed (SCREENS.md 5.1)."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.start_home import PackPreview, join_programme, look_at_pack, words_match
from ldp_stories.ui.start.page import StartPage
from ldp_stories.ui.tasks import Report, Tasks
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, helper


def ask_pack() -> Path | None:
    """Let the person choose the programme file."""
    chosen, _ = QFileDialog.getOpenFileName(
        None, tr("Choose the programme file"), "", tr("Programme") + " (*.ldp-pack)"
    )
    return Path(chosen) if chosen else None


class SetUpScreen(StartPage):
    """`opened(Home)` when done, `practise`, `left`. `pick_pack` may be replaced (tests)."""

    opened = Signal(object)
    practise = Signal()
    left = Signal()

    def __init__(self, machine: Machine, root: Path, tasks: Tasks) -> None:
        super().__init__(tr("Set up your notebook"), tr("Four small steps. No internet needed."), width=720)
        self.machine, self.root, self.tasks = machine, root, tasks
        self.pick_pack = ask_pack
        self.pack: PackPreview | None = None
        self.choose = Button(tr("Choose file"), icon="folder-open", size="field")
        self.practice = quiet(tr("Try with practice"), icon="graduation-cap")
        self.chosen = CheckLine("")
        self.trouble = Label("", role="body", color="bad")
        self.words = TextField(name=tr("The six words"))
        self.words_field = Field(
            tr("2. Check the six words"),
            self.words,
            helper=tr("Your coordinator reads them out. Type them here."),
        )
        self.name = TextField(name=tr("What should we call you?"))
        self.name_field = Field(
            tr("3. What should we call you?"), self.name, helper=tr("A first name is enough.")
        )
        options = [
            Option(Role.RESEARCHER.value, tr("I collect stories")),
            Option(Role.COORDINATOR.value, tr("I review stories")),
            Option(Role.EVALUATOR.value, tr("I make sense of stories")),
        ]
        self.role = ChoiceRow(options, name=tr("What will you do?"), value=[Role.RESEARCHER.value])
        self.role_field = Field(tr("What will you do?"), self.role)
        self.secret = TextField(name=tr("Make a passphrase"), secret=True)
        self.secret_field = Field(
            tr("4. Make a passphrase"),
            self.secret,
            helper=tr("Four words are best. Nobody can read your stories without it."),
        )
        self.show_words = quiet(tr("Show words"), icon="eye")
        self.forget = Label(tr("If you forget it"), role="small", weight=600)
        self.forget_text = helper(
            tr("Your programme can open it again. Home tells you when that has been tested.")
        )
        self.go = primary(tr("Open my notebook"), trailing="arrow-right")
        self._lay_out()
        self._connect()
        self._update()

    def _lay_out(self) -> None:
        self.card.add(Label(tr("1. Choose the programme file"), role="body", weight=600))
        self.card.add(helper(tr("Your coordinator gave it to you.")))
        self.card.add(row(self.choose, None, self.practice, spacing=12))
        self.card.add(self.chosen)
        self.card.add(self.trouble)
        self.card.add(self.words_field)
        self.card.add(self.name_field)
        self.card.add(self.role_field)
        self.card.add(self.secret_field)
        self.card.add(row(self.show_words, None))
        self.card.add(self.forget)
        self.card.add(self.forget_text)
        back = quiet(tr("Back"), icon="arrow-left", key="Alt+Left")
        back.clicked.connect(self.left)
        self.card.add(row(back, None, self.go, spacing=12))

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.practice.clicked.connect(self.practise)
        self.show_words.clicked.connect(self._reveal)
        self.go.clicked.connect(self.open_notebook)
        for field in (self.words, self.name, self.secret):
            field.changed.connect(lambda _: self._update())

    def take_pack(self, path: Path) -> None:
        """Look at a programme file and show whose it is, or say what is wrong with it."""
        self.trouble.setText("")
        try:
            self.pack = look_at_pack(path, self.machine)
        except UserError as error:
            self.pack = None
            self.trouble.setText(sentence(error))
        else:
            if self.pack.missing and not self.pack.practice:
                self.trouble.setText(
                    sentence(UserError("PACK_NOT_READY", missing=", ".join(self.pack.missing)))
                )
                self.pack = None
        self._update()

    def open_notebook(self) -> None:
        """Make the home and open it; what is wrong stands beside its field."""
        pack = self.pack
        if pack is None:
            return
        if not pack.practice and not words_match(pack, self.words.text()):
            self.words_field.set_error(
                tr("These are not the same words. Check with your coordinator before you go on.")
            )
            self.words.edit.setFocus()
            return
        name, secret, words = self.name.text().strip(), self.secret.text(), self.words.text()
        role = Role((self.role.value() or [Role.RESEARCHER.value])[0])
        folder = self.root / uuid.uuid4().hex[:12]

        def job(_: Report) -> Home:
            passphrase = None if pack.practice else secret
            return join_programme(
                folder,
                pack.path,
                self.machine,
                name=name,
                passphrase=passphrase,
                role=role,
                words=words or None,
            )

        self.go.setEnabled(False)
        self.tasks.run(
            tr("Making your notebook"),
            job,
            lane="store",
            done=self.opened.emit,
            failed=self._failed,
            owner=self,
        )

    def _choose(self) -> None:
        path = self.pick_pack()
        if path is not None:
            self.take_pack(path)

    def _reveal(self) -> None:
        shown = self.secret.edit.echoMode() == self.secret.edit.EchoMode.Normal
        mode = self.secret.edit.EchoMode.Password if shown else self.secret.edit.EchoMode.Normal
        self.secret.edit.setEchoMode(mode)
        self.show_words.setText(tr("Show words") if shown else tr("Hide words"))

    def _failed(self, error: UserError) -> None:
        self._update()
        (self.secret_field if error.code == "PASSPHRASE_SHORT" else self.name_field).set_error(
            sentence(error)
        )

    def _update(self) -> None:
        pack = self.pack
        live = pack is not None and not pack.practice
        self.chosen.setVisible(pack is not None)
        if pack is not None:
            version = tr("Version {n}", n=pack.version)
            self.chosen.set_state(pack.name, version, "check-circle-fill", "ok")
        self.trouble.setVisible(bool(self.trouble.text()))
        for widget in (self.words_field, self.secret_field, self.show_words, self.forget, self.forget_text):
            widget.setVisible(live)
        self.name_field.setVisible(pack is not None)
        self.role_field.setVisible(pack is not None)
        for field in (self.words_field, self.name_field, self.secret_field):
            field.set_error("")
        filled = bool(self.name.text().strip()) and (
            not live or bool(self.words.text().strip() and self.secret.text())
        )
        self.go.setEnabled(pack is not None and filled)
