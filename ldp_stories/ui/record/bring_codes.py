"""Bring in from another program: choose a file, see in sentences what would come and what stays, then add it or leave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services import bring_in_codings, propose_codes
from ldp_stories.services.home import Home
from ldp_stories.services.preview_lines import PreviewLine
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, clear, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import Label, heading, helper


@dataclass(frozen=True)
class Offer:
    """What a file would add, in sentences, and the act that adds it (it answers what was done); None when there is nothing."""

    lines: tuple[PreviewLine, ...]
    take: Callable[[Home], str] | None


@dataclass(frozen=True)
class Way:
    """Where it comes to: the words for it, and how a file is looked into."""

    title: str
    line: str
    add: str
    look: Callable[[Home, Path], Offer]


def _own(home: Home, path: Path) -> Offer:
    found = bring_in_codings.preview_bringing(home, path)

    def take(home: Home) -> str:
        tags, marks = bring_in_codings.bring_in(home, found)
        told = many(tags, "{n} tag", "{n} tags"), many(marks, "{n} mark", "{n} marks")
        return tr("Added to your layer: {tags} and {marks}.", tags=told[0], marks=told[1])

    return Offer(found.said(tr), None if found.empty else take)


def _proposed(home: Home, path: Path) -> Offer:
    found = propose_codes.preview_proposal(home, path)

    def take(home: Home) -> str:
        added, changed = propose_codes.propose(home, found)
        told = (
            many(added, "{n} proposed tag", "{n} proposed tags"),
            many(changed, "{n} changed", "{n} changed"),
        )
        return tr("In the codebook: {added}, {changed}.", added=told[0], changed=told[1])

    return Offer(found.said(tr), None if found.empty else take)


OWN: Final = Way(
    "Bring in from another program",
    "Tags and marks from a REFI-QDA file (.qdpx or .qdc). They come into your own layer; reviewed tags stay as they are.",
    "Add to my layer",
    _own,
)
PROPOSED: Final = Way(
    "Tags from another program",
    "The tags of a REFI-QDA file (.qdc or .qdpx) come in as proposed ones. You can undo it for 30 days.",
    "Add as proposed tags",
    _proposed,
)


class BringCodes(Card):
    """`said(words, bad)` tells what was done, or what was refused; `looked` when another file is chosen: what was said is over.

    `added` when something has come in.
    """

    said = Signal(str, bool)
    looked = Signal()
    added = Signal()

    def __init__(self, context: Context, way: Way = OWN, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self.context, self.way = context, way
        self.offer: Offer | None = None
        self.choose = Button(tr("Choose a file"), icon="folder-open", size="dense")
        self.take = primary(tr(way.add), icon="plus", size="field")
        self.leave = quiet(tr("Leave it"))
        self.name = Label("", weight=600)
        self.trouble = Label("", weight=500, color="bad")
        self.trouble.hide()
        self.seen = QWidget()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(6)
        box = QVBoxLayout(self.seen)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.name)
        box.addLayout(self.rows)
        box.addLayout(row(None, self.leave, self.take))
        self.add(
            heading(tr(way.title)), helper(tr(way.line)), row(self.choose, None), self.trouble, self.seen
        )
        self.seen.hide()
        self.choose.clicked.connect(self._choose)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self.close_offer)

    def _choose(self) -> None:
        path = self.context.pick_file(tr("Which file?"), "REFI-QDA (*.qdpx *.qdc);;All files (*)")
        if path is None:
            return
        self.close_offer()
        self.looked.emit()
        home = self.context.home
        self.context.tasks.run(
            tr("Looking into the file"),
            lambda _: self.way.look(home, path),
            done=lambda offer: self._show(path.name, offer),
            failed=self._failed,
            owner=self,
        )

    def _show(self, name: str, offer: Offer) -> None:
        self.offer = offer
        self.name.setText(tr("{name} holds:", name=name))
        for at, line in enumerate(offer.lines):
            icon, tone = ("warning", "warn") if line.stays else ("info" if at else "tag", "accent")
            self.rows.addWidget(CheckLine(line.words, icon=icon, tone=tone, weight=400))
        if offer.take is None:
            self.rows.addWidget(
                CheckLine(tr("There is nothing new to add."), icon="check-circle-fill", tone="ok")
            )
        self.take.setVisible(offer.take is not None)
        self.seen.show()
        announce(self, " ".join(line.words for line in offer.lines))
        (self.take if offer.take else self.leave).setFocus()

    def _take(self) -> None:
        offer, home = self.offer, self.context.home
        if offer is None or offer.take is None:
            return
        take = offer.take
        self.take.setEnabled(False)
        self.context.tasks.run(
            tr("Adding"), lambda _: take(home), lane="store", done=self._done, failed=self._failed, owner=self
        )

    def _done(self, words: str) -> None:
        self.close_offer()
        self.said.emit(words, False)
        self.added.emit()

    def _failed(self, error: UserError) -> None:
        """What is wrong stands beside the button, and is told."""
        self.take.setEnabled(True)
        self.trouble.setText(sentence(error))
        self.trouble.show()
        self.said.emit(sentence(error), True)

    def close_offer(self) -> None:
        """Forget the file; nothing was added."""
        self.trouble.hide()
        had, self.offer = self.seen.isVisible(), None
        self.seen.hide()
        self.take.setEnabled(True)
        clear(self.rows)
        if had:
            self.choose.setFocus()
