"""Preview: what is in a file before anything is added; then add it, or leave it without a trace (SCREENS.md 5.10, US-C1)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import ask_for_part
from ldp_stories.services.bring_in_set import PartTaken, SetTaken, take_set
from ldp_stories.services.fetch_files import seen, size_of
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import Preview, leave, look, put_down
from ldp_stories.services.progress import Progress
from ldp_stories.ui.record.bring_in_words import (
    BROKEN,
    accepted_words,
    apart_words,
    ask_words,
    asked_words,
    broken_words,
    came_words,
    consent_lines,
    facts_of,
    heading_words,
    trouble_words,
)
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.look_before import LookBefore
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.card import Card, clear
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.labels import Label, heading, helper

_TITLES = 12


class PreviewScreen(LookBefore):
    """`what` is a `Preview`, a path to look at, or the paths of parts that belong together (the first that is whole is looked at).

    Leaving without adding throws away what was staged.
    """

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__(context, add=tr("Add to my library"), leave=tr("Leave it"))
        self.preview = what if isinstance(what, Preview) else None
        given = what if isinstance(what, tuple) else (self.preview.path if self.preview else Path(str(what)),)
        self.paths: tuple[Path, ...] = given
        self.path = self.paths[0]
        self.broken = Banner("", tone="bad", icon="warning-circle")
        self.broken.acted.connect(self._ask)
        self.broken.hide()
        self.wanted: tuple[PartTaken, ...] = ()
        self.answer = Banner("", tone="ok", icon="check-circle")
        self.answer.hide()
        self.apart = Banner("", action=tr("See the files that do not fit"))
        self.apart.acted.connect(lambda: self.go.emit("odd_files", None))
        self.apart.hide()
        self.cards = QWidget()
        self.rows = QVBoxLayout(self.cards)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.add.clicked.connect(self.accept)
        self.leave_it.clicked.connect(self._leave)
        self.lay_out(self.answer, self.apart, self.broken, self.cards)
        if self.preview is None:
            self.look_again()
        else:
            self._show(self.preview)

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        self.heading.setText(heading_words(preview))
        self.title = heading_words(preview)
        if preview.verdict == "again":
            self.line.setText(tr("You have brought this in before. Adding it again changes nothing."))
        clear(self.rows)
        self.add.show()
        self.rows.addWidget(Columns([(self._inside(preview), 0), (self._agreed(preview), 400)], gap=20))
        self.add.setEnabled(True)

    def _inside(self, preview: Preview) -> Card:
        card = Card(spacing=10)
        signed = tr("Signed by {name}", name=preview.sender or tr("a laptop of this programme"))
        six = " ".join(preview.sender_words)
        card.add(
            CheckLine(
                signed, line=tr("Their six words: {words}", words=six) if six else "", icon="shield-check"
            )
        )
        others = [max(size_of(path), 0) for path in self._others(preview)]
        card.add(Facts(facts_of(preview, others), role="body", first=110))
        if preview.titles:
            card.add(6, heading(tr("What they are called")))
        for title in preview.titles[:_TITLES]:
            card.add(Label(title, people=True, start=True))
        if len(preview.titles) > _TITLES:
            card.add(helper(tr("and {n} more", n=len(preview.titles) - _TITLES)))
        card.add(None)
        return card

    def _agreed(self, preview: Preview) -> Card:
        card = Card(spacing=8)
        card.add(heading(tr("What people agreed to")))
        lines = consent_lines(preview)
        card.add(Facts(lines, first=150) if lines else helper(tr("No answers about consent are in it.")))
        card.add(helper(tr("What nobody said yes to is left out when you add it.")), None)
        return card

    # adding and leaving

    def look_again(self) -> None:
        """Prove the file and read what is in it, off the window's thread."""
        self.add.setEnabled(False)
        self.context.tasks.run(
            tr("Looking inside {name}", name=self.path.name),
            lambda report: _look_at_first(self.context.home, self.paths, report),
            lane="store",
            done=self._show,
            failed=self._failed,
            stopped=self.done.emit,
            owner=self,
        )

    def accept(self) -> None:
        """Add it, whole."""
        preview = self.preview
        if preview is None or self.working or self.finished:
            return
        self.working = True
        self.add.setEnabled(False)
        self.leave_it.setEnabled(False)
        self.context.tasks.run(
            tr("Adding to your library"),
            lambda report: take_set(self.context.home, preview, self._others(preview), report),
            lane="store",
            done=self._added,
            failed=self._failed,
            stopped=self._stopped,
            owner=self,
        )

    def _others(self, preview: Preview) -> tuple[Path, ...]:
        """The other parts that lie here, in order."""
        return tuple(p for p in self.paths if p != preview.path)

    def _ask(self) -> None:
        """Ask for the damaged parts again: the wish goes with the next file to their sender."""
        names = []
        for one in self.wanted:
            try:
                names.append(ask_for_part(self.context.home, one.path).name)
            except UserError as error:
                self.broken.set_text(sentence(error))
                return
        self.broken.set_text(f"{self.broken.label.text()} {asked_words(names[0])}")
        self.broken.button.hide()
        self.focus_start()  # not on whatever stands next in the window
        self.context.tell(asked_words(names[0]))

    def _show_broken(self, taken: SetTaken, sender: str) -> None:
        """Parts that could not be brought in, with one button that asks for those that were damaged."""
        self.broken.setVisible(bool(taken.broken))
        self.wanted = tuple(p for p in taken.broken if p.error is not None and p.error.code in BROKEN)
        if taken.broken:
            self.broken.set_text(broken_words(taken))
            self.broken.button.setText(ask_words(sender, tuple(p.part for p in self.wanted)))
            self.broken.button.setVisible(bool(self.wanted))
            announce(self, self.broken.label.text(), assertive=True)

    def _added(self, taken: SetTaken) -> None:
        sender = self.preview.sender if self.preview is not None else ""
        done = taken.whole
        self._show_broken(taken, sender)
        for one in taken.parts:
            if one.accepted is not None:
                seen(self.context.home, one.path)
        self.working, self.finished, self.preview = False, True, None
        came, apart = came_words(done), apart_words(done)
        for strip, words in ((self.answer, came), (self.apart, apart)):
            strip.set_text(words)
            strip.setVisible(bool(words))
        self.apart.button.setVisible(Role.COORDINATOR in self.context.home.roles())
        self.show_ways_on(accepted_words(done))

    def _stopped(self) -> None:
        """The person pressed Stop while it was being added: nothing was; what was staged is gone, so it is read again."""
        self.working, self.preview = False, None
        self.leave_it.setEnabled(True)
        self.context.tell(tr("Stopped. Nothing was added."))
        self.look_again()

    def _failed(self, error: UserError) -> None:
        self.working, self.preview = False, None
        words = trouble_words(error, None)
        self.heading.setText(tr("It was not added"))
        self.line.setText(words)
        self.line.show()
        self.add.setEnabled(False)
        self.add.hide()
        self.leave_it.setEnabled(True)
        self.leave_it.setText(tr("Back"))
        self.leave_it.set_icon("arrow-left")
        announce(self, words, assertive=True)

    def refresh(self, changes: frozenset[str]) -> None:
        """Back after the screen was hidden: what was staged has been let go, so look again."""
        if not changes and self.preview is None and not self.finished and not self.working:
            self.look_again()

    def leaving(self) -> None:
        """Leave it: nothing of it stays here."""
        if self.preview is not None and not self.finished and not self.working:
            put_down(self.preview)
            self.preview = None

    def _leave(self) -> None:
        """A person does not want it: nothing of it stays, only a line in the log."""
        if self.preview is not None and not self.finished and not self.working:
            leave(self.context.home, self.preview)
            self.preview = None
        self.done.emit()


def _look_at_first(home: Home, paths: tuple[Path, ...], report: Progress) -> Preview:
    """Look at the first part that can be opened; the trouble of the last one when none can."""
    for path in paths[:-1]:
        try:
            return look(home, path, report)
        except UserError:
            continue  # its trouble is told with the others when the set is brought in
    return look(home, paths[-1], report)
