"""One file that was found to bring in: what can be seen of it from outside, what to do with it, and what went wrong, beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from ldp_stories.services.import_bundle import Outside
from ldp_stories.ui.text import size, tr, visible
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.rail import IconMark

PACK_SUFFIX = ".ldp-pack"


class FoundFile(Card):
    """A card of one file. `opened(path)` when it is pressed; `helped` when the way out of a trouble is pressed.

    `passed_over(path)` when a person does not want to be told of it again.
    """

    opened = Signal(object)
    helped = Signal()
    passed_over = Signal(object)

    def __init__(self, path: Path, facts: Outside | None) -> None:
        super().__init__(padding=(20, 14, 16, 14), spacing=4)
        self.path, self.facts = path, facts
        self.is_pack = path.suffix == PACK_SUFFIX
        ours = self.is_pack or facts is None or facts.ours
        sealed = tr("Stories in a sealed file") if ours else tr("Not a file of this program")
        self.title = Label(tr("Programme file") if self.is_pack else sealed, weight=600)
        self.line = Label(outside_words(path, facts), role="small", color="text2", wrap=False, elide=True)
        self.answer = Label("", role="small", weight=500)
        self.answer.hide()
        words = tr("Bring it in") if self.is_pack else tr("Look inside")
        self.button = Button(
            words,
            size="dense",
            icon="arrow-square-in" if self.is_pack else "eye",
            name=f"{words}, {visible(path.name)}",
        )
        self.button.clicked.connect(lambda: self.opened.emit(self.path))
        self.help = Button("", kind="quiet", size="dense")
        self.help.clicked.connect(self.helped)
        self.help.hide()
        self.hush = Button(
            tr("Do not show again"),
            kind="quiet",
            size="dense",
            name=tr("Do not show again: {name}", name=visible(path.name)),
        )
        self.hush.clicked.connect(lambda: self.passed_over.emit(self.path))
        self.hush.hide()
        icon = IconMark(
            "notebook" if self.is_pack else "lock-simple" if ours else "file-text", "onsoft", 20, tile="soft"
        )
        line = row(icon, column(self.title, self.line, spacing=1), self.button, spacing=16)
        line.setStretch(1, 1)
        below = row(self.answer, self.help, self.hush, spacing=16)
        below.setStretch(0, 1)
        self.add(line, below)
        if not ours:
            self.button.hide()
            self._answer(tr("It stays where it is. Choose a file that this program made."), "text2")

    def set_busy(self) -> None:
        """It is being looked at."""
        self.button.rest()
        words = tr("Bringing it in.") if self.is_pack else tr("Looking inside. Nothing is added.")
        self._answer(words, "text2")

    def set_error(self, words: str, *, action: str = "") -> None:
        """Say what is wrong with this file, beside it, with a way out if there is one."""
        self.button.wake()
        self._answer(words, "bad")
        self.help.setText(action)
        self.help.setVisible(bool(action))
        announce(self, words, assertive=True)

    def offer_to_pass_over(self) -> None:
        """It lies in a folder that is watched, and cannot be brought in: it need not be told of for ever."""
        self.hush.show()

    def set_done(self, words: str) -> None:
        """Say what came of it."""
        self.button.wake()
        self.help.hide()
        self._answer(words, "ok")
        announce(self, words)

    def set_ready(self) -> None:
        """It was looked at and left as it is."""
        self.button.wake()
        self.answer.hide()

    def _answer(self, words: str, color: str) -> None:
        self.answer.setText(words)
        self.answer.set_color(color)
        self.answer.setVisible(bool(words))


def outside_words(path: Path, facts: Outside | None) -> str:
    """What can be seen without a key: the name, how large, which part."""
    parts = [visible(path.name)]
    if facts is not None:
        parts.append(size(facts.bytes))
        if facts.part and facts.parts and facts.parts > 1:
            parts.append(tr("part {n} of {of}", n=facts.part, of=facts.parts))
    return ", ".join(parts)
