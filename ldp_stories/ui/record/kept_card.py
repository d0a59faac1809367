"""What is kept of a story without a yes to it, and the way to take it out for good: the code typed, then gone at every laptop."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.take_out_kept import kept_without_yes, take_out_kept
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, helper

_WORDS: Final = {
    "audio": str(QT_TRANSLATE_NOOP("LDP Stories", "A recording is kept without a yes to it")),
    "video": str(QT_TRANSLATE_NOOP("LDP Stories", "A video is kept without a yes to it")),
    "photo": str(QT_TRANSLATE_NOOP("LDP Stories", "A photo is kept without a yes to it")),
}


def kept_words(kind: str) -> str:
    """ "A photo is kept without a yes to it"; `kind` is audio, video or photo."""
    return tr(_WORDS[kind])


class KeptCard(Card):
    """Hidden while nothing is kept without a yes. `gone` once it is taken out."""

    gone = Signal()

    def __init__(self, context: Context, record: str, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self.context, self.record = context, record
        self.line = Label("", weight=600)
        self.code = TextField(name=tr("The code of the story"))
        self.field = Field(tr("Type their code to take it out"), self.code)
        self.go = Button(tr("Take it out for good"), icon="trash", kind="danger", size="field")
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.about = helper("")
        self.add(
            self.line,
            self.about,
            self.field,
            self.trouble,
        )
        self.body.addLayout(row(self.go, None))
        self.go.clicked.connect(self.take_out)
        self.code.entered.connect(lambda _: self.take_out())
        self.code.changed.connect(lambda _: self._fit())
        self.look()

    def look(self) -> None:
        """Look again what is kept: after each answer that was changed."""
        try:
            kept = kept_without_yes(self.context.home, self.record)
        except UserError:  # taken back in the meantime: nothing is kept
            self.hide()
            return
        self.trouble.hide()
        self.about.setText(
            tr(
                "The words stay. Taken out, it is gone from every laptop, with no way back. The code is {code}.",
                code=tr(" or ").join(kept.codes),
            )
        )
        self.line.setText(". ".join(map(kept_words, kept.kinds)) + ".")
        self.setVisible(bool(kept.media) and bool(kept.codes))
        self._fit()

    def _fit(self) -> None:
        self.go.setEnabled(bool(self.code.text().strip()))

    def take_out(self) -> None:
        """Take it out, as a task; what is refused is said here."""
        if not self.go.isEnabled():
            return
        home, record, typed = self.context.home, self.record, self.code.text()
        self.go.setEnabled(False)
        self.context.tasks.run(
            tr("Taking it out"),
            lambda report: take_out_kept(home, record, typed, report),
            lane="store",
            done=self._done,
            failed=self._failed,
            owner=self,
        )

    def _done(self, waiting: bool) -> None:
        self.code.set_text("")
        self.look()
        self.context.tell(
            tr("Your coordinator has to agree. It is hidden here until then.")
            if waiting
            else tr("Taken out. It goes from every laptop with what you send next.")
        )
        self.gone.emit()

    def _failed(self, error: UserError) -> None:
        self.trouble.set_text(sentence(error))
        self.trouble.show()
        self._fit()
        announce(self, sentence(error), assertive=True)
