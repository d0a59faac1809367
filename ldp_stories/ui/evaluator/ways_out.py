"""Other ways out: the small page, tables, a project for another analysis program, the codebook alone. Each says what goes and what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.export_tables import export_tables
from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress
from ldp_stories.services.take_elsewhere import take_codebook, take_project
from ldp_stories.ui.evaluator.check_first import CheckFirst, look_at_stories
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, Line, column, row
from ldp_stories.ui.widgets.labels import Label, heading, helper, small

Do = Callable[[Home, Path, frozenset[int], Progress], str]


def _tables(home: Home, folder: Path, looked_at: frozenset[int], progress: Progress) -> str:
    made = export_tables(home, folder, looked_at=looked_at, progress=progress)
    return many(made.stories, "{n} story is in the tables.", "{n} stories are in the tables.")


def _project(
    home: Home, folder: Path, looked_at: frozenset[int], progress: Progress, *, sound: bool = True
) -> str:
    made = take_project(home, folder, looked_at=looked_at, sound=sound, progress=progress)
    told = many(made.stories, "{n} story is in the project.", "{n} stories are in the project.")
    stayed = sum(made.left_out.values())
    return told + (
        f" {many(stayed, '{n} stayed; READ-ME says why.', '{n} stayed; READ-ME says why.')}" if stayed else ""
    )


def _without_sound(home: Home, folder: Path, looked_at: frozenset[int], progress: Progress) -> str:
    return _project(home, folder, looked_at, progress, sound=False)


def _codebook(home: Home, folder: Path, _: frozenset[int], __: Progress) -> str:
    return tr("The codebook is made: {name}", name=take_codebook(home, folder).name)


@dataclass(frozen=True)
class Way:
    """One way out: its key, words, the line under it, its picture, and what it does (it answers what was done).

    `about_people`: it holds what somebody said, so the nine questions come first.
    """

    key: str
    label: str
    line: str
    icon: str
    do: Do
    about_people: bool = True
    sound: bool = False


WAYS: Final = (
    Way(
        "tables",
        "Tables",
        "Stories, passages and the history of tags, as a spreadsheet and CSV.",
        "table",
        _tables,
    ),
    Way(
        "project",
        "Project for another program",
        "REFI-QDA, with the recordings the team may hear.",
        "package",
        _project,
        sound=True,
    ),
    Way("words", "The same without sound", "Smaller, for a mail.", "file-text", _without_sound),
    Way(
        "codebook",
        "Codebook alone",
        "The tags with their meaning, as REFI-QDA.",
        "book-open",
        _codebook,
        False,
    ),
)


class WaysOut(Card):
    """`said(words, bad)` tells what was done, or what was refused."""

    said = Signal(str, bool)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self.context = context
        self.add(heading(tr("Take it elsewhere")))
        self.add(
            helper(
                tr(
                    "Only what may be analysed goes, in masked words. Nobody is named. It is noted, so that it can be called back."
                )
            )
        )
        self.first = CheckFirst()
        self.buttons: dict[str, Button] = {}
        for way in WAYS:
            button = Button(
                tr("Save"), icon=way.icon, size="dense", name=tr("Save: {what}", what=tr(way.label))
            )
            button.clicked.connect(lambda _=False, way=way: self._ask(way))
            self.buttons[way.key] = button
            words = column(Label(tr(way.label), weight=600), small(tr(way.line)), spacing=0)
            self.add(Line(), row(words, None, button, spacing=16))
        self.add(self.first)

    def _ask(self, way: Way) -> None:
        """What holds words of people is looked at first."""
        if way.about_people:
            self.first.ask(tr(way.label), lambda ticked: self._take(way, ticked))
            look_at_stories(self.context, self, self.first, sound=way.sound)
        else:
            self._take(way, frozenset())

    def _take(self, way: Way, looked_at: frozenset[int]) -> None:
        folder = self.context.pick_folder(tr("Where shall it go?"))
        if folder is None:
            return
        home = self.context.home
        self.context.tasks.run(
            tr(way.label),
            lambda progress: way.do(home, folder, looked_at, progress),
            done=lambda words: self.said.emit(words, False),
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: UserError) -> None:
        self.said.emit(sentence(error), True)
