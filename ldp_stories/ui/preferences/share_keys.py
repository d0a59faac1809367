"""The recovery key for three custodians: three files, one for each pair, so that no single person can open a laptop."""

from __future__ import annotations

from pathlib import Path

from ldp_stories.errors import UserError
from ldp_stories.services.keep_keys import share_recovery
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import heading, helper


class ShareCard(Card):
    """Three keys of custodians; a new recovery key whose secret stands only in the three files."""

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=12)
        self.context = context
        names = [tr("Key of keeper {n} (age1...)", n=n) for n in (1, 2, 3)]
        self.keys = [TextField(name=name) for name in names]
        self.fields = [Field(name, key) for name, key in zip(names, self.keys, strict=True)]
        self.make = Button(tr("Make the three files"), icon="key", size="field")
        self.make.clicked.connect(self.share)
        words = helper(
            tr(
                "Two of the three keepers together can open a laptop, one alone cannot. It takes the place of the key you have now."
            )
        )
        self.add(heading(tr("Share the recovery key among three")), words, *self.fields, row(self.make, None))

    def share(self) -> None:
        """Ask where the files go, make them."""
        keys = [key.text().strip() for key in self.keys]
        for field in self.fields:
            field.set_error("")
        if len(set(keys)) != 3 or not all(keys):
            self.fields[2].set_error(tr("Three different keys are needed. Ask each keeper for theirs."))
            return
        folder = self.context.pick_folder(tr("Where the three files go"))
        if folder is not None:
            self._run(keys, folder)

    def _run(self, keys: list[str], folder: Path) -> None:
        self.make.setEnabled(False)
        self.context.tasks.run(
            tr("Making the recovery key"),
            lambda _: share_recovery(self.context.home, keys, folder),
            lane="store",
            done=lambda _: self._made(),
            failed=self._failed,
            owner=self,
        )

    def _made(self) -> None:
        self.make.setEnabled(True)
        self.context.tell(tr("The three files are made. Give each keeper all three."))

    def _failed(self, error: UserError) -> None:
        self.make.setEnabled(True)
        self.fields[2].set_error(sentence(error))
