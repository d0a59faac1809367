"""The programme file: the six words to read out, what it still lacks, and [Save the programme file]."""

from __future__ import annotations

from ldp_stories.errors import UserError
from ldp_stories.services.set_up_programme import SavedPack, missing, parts, programme_words, save_pack
from ldp_stories.ui.coordinator.six_words import SixWords
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, put, row
from ldp_stories.ui.widgets.labels import heading, helper


class ProgrammeFileCard(Card):
    """Saves the file where the person chooses."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(28, 22, 28, 24), spacing=10)
        self.context = context
        self.lacks = Banner("", tone="warn", icon="warning-circle")
        self.answer = Banner("", tone="ok", icon="check-circle")
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.save = Button(
            tr("Save the programme file"), kind="primary", icon="floppy-disk", size="main", key="Ctrl+S"
        )
        self.save.clicked.connect(self.save_file)
        self.words = SixWords(programme_words(context.home))
        put(self.body, heading(tr("Give this file to everybody who joins")))
        put(
            self.body,
            helper(
                tr(
                    "Then read out these six words. They type them, so that nobody can give them another file."
                )
            ),
            4,
        )
        put(self.body, self.words, 8, self.lacks, self.answer, self.trouble, row(self.save, None))
        for part in (self.answer, self.trouble):
            part.hide()
        self.refresh()

    def refresh(self) -> None:
        """Say what is still missing for people to join for real."""
        lacking = set(missing(self.context.home))
        titles = [tr(p.title) for p in parts(self.context.home) if p.key in lacking]
        self.lacks.setVisible(bool(titles))
        self.lacks.set_text(
            tr("{parts}.", parts=", ".join(titles)), tr("Still to fill in before people can join:")
        )
        self.save.setEnabled(not titles)

    def save_file(self) -> None:
        """Ask where to, sign and save it, and read it back."""
        folder = self.context.pick_folder(tr("Where shall the programme file go?"))
        if folder is None:
            return
        self.save.setEnabled(False)
        for part in (self.answer, self.trouble):
            part.hide()
        self.context.tasks.run(
            tr("Saving the programme file"),
            lambda _: save_pack(self.context.home, folder),
            lane="store",
            done=self._saved,
            failed=self._failed,
            owner=self,
        )

    def _saved(self, pack: SavedPack) -> None:
        self.save.setEnabled(True)
        words = tr(
            "Saved and checked: {file}, version {n}. Give it to everybody, also to those who have an older one.",
            file=pack.path.name,
            n=pack.version,
        )
        self.answer.set_text(words)
        self.answer.show()
        self.context.tell(words)

    def _failed(self, error: UserError) -> None:
        self.save.setEnabled(True)
        self.trouble.set_text(sentence(error))
        self.trouble.show()
        announce(self, sentence(error), assertive=True)
