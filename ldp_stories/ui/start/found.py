"""A coordinator sets up a programme: its name, their own, a passphrase. The required parts are filled in afterwards, one screen each."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import Signal

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.set_up_programme import found_programme
from ldp_stories.ui.start.page import StartPage
from ldp_stories.ui.tasks import Report, Tasks
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import primary, quiet
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.field import Field, TextField


class FoundScreen(StartPage):
    """`opened(Home)` when the programme is founded, `left` to go back."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, machine: Machine, root: Path, tasks: Tasks) -> None:
        lead = tr(
            "Start from the starter programme: tags, questions and consent words are there. You can change all of it."
        )
        super().__init__(tr("Set up a programme"), lead, width=720)
        self.machine, self.root, self.tasks = machine, root, tasks
        self.programme = TextField(name=tr("What is the programme called?"))
        self.programme_field = Field(tr("What is the programme called?"), self.programme)
        self.name = TextField(name=tr("What should we call you?"))
        self.name_field = Field(
            tr("What should we call you?"), self.name, helper=tr("Your work name. Researchers will see it.")
        )
        self.secret = TextField(name=tr("Make a passphrase"), secret=True)
        helper = tr("Four words are best. Nobody can read your stories without it.")
        self.secret_field = Field(tr("Make a passphrase"), self.secret, helper=helper)
        self.go = primary(tr("Set up the programme"), trailing="arrow-right")
        back = quiet(tr("Back"), icon="arrow-left", key="Alt+Left")
        for field in (self.programme_field, self.name_field, self.secret_field):
            self.card.add(field)
        self.card.add(row(back, None, self.go, spacing=12))
        back.clicked.connect(self.left)
        self.go.clicked.connect(self.found)
        for control in (self.programme, self.name, self.secret):
            control.changed.connect(lambda _: self._update())
        self._update()

    def found(self) -> None:
        """Make the home with this programme in it."""
        name, programme, secret = self.name.text().strip(), self.programme.text().strip(), self.secret.text()
        folder = self.root / uuid.uuid4().hex[:12]

        def job(_: Report) -> Home:
            return found_programme(
                folder,
                self.machine,
                content="starter",
                name=name,
                programme_name=programme,
                passphrase=secret,
                practice=False,
            )

        self.go.setEnabled(False)
        self.tasks.run(
            tr("Setting up the programme"),
            job,
            lane="store",
            done=self.opened.emit,
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: UserError) -> None:
        self._update()
        self.secret_field.set_error(sentence(error))

    def _update(self) -> None:
        self.secret_field.set_error("")
        self.go.setEnabled(all(c.text().strip() for c in (self.programme, self.name, self.secret)))
