"""Several people's files at once: what is in each before anything is added; then all of them are added, or left without a trace (US-C1)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.bring_in_all import Added, Looked, add_all, look_at_all, put_all_down
from ldp_stories.services.fetch_files import seen
from ldp_stories.services.import_bundle import Preview, leave
from ldp_stories.ui.record.bring_in_words import (
    apart_words,
    came_words,
    consent_lines,
    facts_of,
    heading_words,
    trouble_words,
)
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.look_before import LookBefore
from ldp_stories.ui.text import many, sentence, tr, visible
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.labels import Label, heading, helper

_LEFT = 130


class PreviewAllScreen(LookBefore):
    """`what` are the paths of the files. Leaving without adding throws away what was staged."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__(context, add=tr("Add all to my library"), leave=tr("Leave them"))
        self.paths: tuple[Path, ...] = tuple(what) if isinstance(what, tuple) else ()
        self.found: tuple[Looked, ...] = ()
        self.cards: list[Card] = []
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(12)
        self.add.clicked.connect(self.accept)
        self.leave_it.clicked.connect(self._leave)
        self.lay_out(holder)
        self.look_again()

    def look_again(self) -> None:
        """Prove the files and read what is in them, off the window's thread."""
        self.add.setEnabled(False)
        self.context.tasks.run(
            many(len(self.paths), "Looking inside {n} file", "Looking inside {n} files"),
            lambda report: look_at_all(self.context.home, self.paths, report),
            lane="store",
            done=self._show,
            failed=self._failed,
            stopped=self.done.emit,
            owner=self,
        )

    def _clear(self) -> None:
        for card in self.cards:
            self.rows.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []

    def _put(self, card: Card) -> None:
        self.cards.append(card)
        self.rows.addWidget(card)
        card.show()

    def _show(self, found: Sequence[Looked]) -> None:
        self._clear()
        self.found = tuple(one for one in found if one.preview is not None)
        count = len(self.found)
        words = many(count, "{n} file for you", "{n} files for you") if count else tr("Nothing can be added")
        self.heading.setText(words)
        for one in found:
            if one.preview is not None:
                self._put(_inside(one.preview))
            elif one.error is not None:
                self._put(_refused(one.path, one.error))
        self.add.setEnabled(bool(count))
        self.add.setVisible(bool(count))

    def accept(self) -> None:
        """Add all of them."""
        if not self.found or self.working or self.finished:
            return
        self.working = True
        self.add.setEnabled(False)
        self.leave_it.setEnabled(False)
        found = self.found
        self.context.tasks.run(
            tr("Adding to your library"),
            lambda report: add_all(self.context.home, found, report),
            lane="store",
            done=self._added,
            failed=self._failed,
            stopped=self._stopped,
            owner=self,
        )

    def _added(self, done: Sequence[Added]) -> None:
        self.working, self.finished, self.found = False, True, ()
        self._clear()
        for one in done:
            if one.accepted is not None:
                seen(self.context.home, one.preview.path)
            self._put(_outcome(one))
        came = sum(one.accepted is not None for one in done)
        words = many(came, "{n} file came in", "{n} files came in")
        self.heading.setText(words)
        self.show_ways_on(words)

    def _stopped(self) -> None:
        """The person pressed Stop: what came in before that stays, and the rest is read again."""
        self.working, self.found = False, ()
        self.leave_it.setEnabled(True)
        self.context.tell(tr("Stopped. What came in before that stays."))
        self.look_again()

    def _failed(self, error: UserError) -> None:
        self.working, self.found = False, ()
        self.line.setText(sentence(error))
        self.add.hide()
        self.leave_it.setEnabled(True)
        announce(self, sentence(error), assertive=True)

    def refresh(self, changes: frozenset[str]) -> None:
        """Back after the screen was hidden: what was staged has been let go, so look again."""
        if not changes and not self.found and not self.finished and not self.working:
            self.look_again()

    def leaving(self) -> None:
        """Leave it: nothing of it stays here."""
        if not self.finished and not self.working:
            put_all_down(self.found)
            self.found = ()

    def _leave(self) -> None:
        """A person does not want them: nothing of them stays, only a line for each in the log."""
        if not self.finished and not self.working:
            for one in self.found:
                if one.preview is not None:
                    leave(self.context.home, one.preview)
            self.found = ()
        self.done.emit()


def _inside(preview: Preview) -> Card:
    """What is in one file, and what people agreed to."""
    card = Card(spacing=8)
    card.add(heading(heading_words(preview)))
    if preview.verdict == "again":
        card.add(helper(tr("You have brought this in before. Adding it again changes nothing.")))
    card.add(Facts(facts_of(preview), first=_LEFT))
    agreed = consent_lines(preview)
    if agreed:
        card.add(6, Label(tr("What people agreed to"), weight=600), Facts(agreed, first=_LEFT))
    return card


def _refused(path: Path, error: UserError) -> Card:
    card = Card(spacing=8)
    card.add(heading(visible(path.name)), Banner(trouble_words(error, None), tone="bad", icon="x-circle"))
    return card


def _outcome(one: Added) -> Card:
    card = Card(spacing=8)
    card.add(heading(heading_words(one.preview)))
    if one.accepted is not None:
        came, apart = came_words(one.accepted), apart_words(one.accepted)
        if came:
            card.add(Banner(came, tone="ok", icon="check-circle"))
        if apart:
            card.add(Banner(apart))
    elif one.error is not None:
        card.add(Banner(trouble_words(one.error, None), tone="bad", icon="x-circle"))
    return card
