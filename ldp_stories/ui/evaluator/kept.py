"""Searches kept under a name: open one, keep the one on screen, forget one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.services.home import Home
from ldp_stories.services.library_filters import (
    KeptSearch,
    drop_search,
    keep_search,
    kept_searches,
    rename_search,
)
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.flow import FlowLayout

Now = Callable[[], tuple[str, str, Mapping[str, str]]]
"""Words, purpose and filters as they are now."""


class KeptSearches(QWidget):
    """`opened(KeptSearch)` when one is picked. Nothing but a small button shows until there is something to show."""

    opened = Signal(object)

    def __init__(self, home: Home, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.home, self.now = home, now
        self.known: tuple[KeptSearch, ...] = ()
        self._renamed = ""
        """The search that gets another name, while one does."""
        self.pick = Combo(
            [], name=tr("Kept searches"), placeholder=tr("Kept searches"), icon="bookmark-simple"
        )
        self.rename = quiet(tr("Change its name"), icon="pencil-simple")
        self.drop = quiet(tr("Forget it"), icon="trash")
        self.keep = quiet(tr("Keep this search"), icon="bookmark-simple")
        self.name = TextField(name=tr("Name of the search"), placeholder=tr("A name for it"))
        self.save = Button(tr("Keep it"), size="dense")
        self.leave = quiet(tr("Leave it"))
        flow = FlowLayout(self, gap=8)
        for widget in (self.pick, self.rename, self.drop, self.keep, self.name, self.save, self.leave):
            flow.addWidget(widget)
        self.name.setMinimumWidth(260)
        self.pick.setMinimumWidth(260)
        self.pick.chosen.connect(self._open)
        self.drop.clicked.connect(self._drop)
        self.rename.clicked.connect(self._renaming)
        self.keep.clicked.connect(lambda: self._naming(on=True))
        self.leave.clicked.connect(lambda: self._naming(on=False))
        self.save.clicked.connect(self._save)
        self.name.entered.connect(lambda _: self._save())
        self.name.changed.connect(lambda words: self.save.setEnabled(bool(words.strip())))
        self._naming(on=False)
        self.show_all()

    def show_all(self, chosen: str = "") -> None:
        """Read them again."""
        self.known = kept_searches(self.home)
        self.pick.set_options([Option(s.id, s.name) for s in self.known])
        self.pick.set_value(chosen)
        self.pick.setVisible(bool(self.known))
        self._offer(on=bool(chosen))

    def _offer(self, *, on: bool) -> None:
        """What can be done with the search that is open."""
        self.drop.setVisible(on)
        self.rename.setVisible(on)

    def let_go(self) -> None:
        """The search on screen is not the kept one any more."""
        if self.pick.value():
            self.pick.set_value("")
            self._offer(on=False)

    def _open(self, ident: str) -> None:
        self._offer(on=True)
        self.opened.emit(next(s for s in self.known if s.id == ident))

    def _renaming(self) -> None:
        """The name of the open search, to be written over."""
        ident = self.pick.value()
        self._naming(on=True)
        self._renamed = ident
        self.name.set_text(self.pick.shown())
        self.name.edit.selectAll()

    def _naming(self, *, on: bool) -> None:
        if not on and self._renamed:
            self.name.set_text("")
        had, self._renamed = self.name.isVisible(), ""
        self.keep.setVisible(not on)
        for widget in (self.name, self.save, self.leave):
            widget.setVisible(on)
        self.save.setEnabled(bool(self.name.text().strip()))
        if on:
            self.name.edit.setFocus()
        elif had:
            self.keep.setFocus()

    def _save(self) -> None:
        if not self.name.text().strip():
            return
        if self._renamed:
            made = rename_search(self.home, self._renamed, self.name.text())
        else:
            words, purpose, filters = self.now()
            made = keep_search(self.home, self.name.text(), words=words, purpose=purpose, filters=filters)
        self.name.set_text("")
        self._naming(on=False)
        self.show_all(made.id)
        announce(self, tr("Kept: {name}", name=made.name))

    def _drop(self) -> None:
        name = self.pick.shown()
        drop_search(self.home, self.pick.value())
        self.show_all()
        self.keep.setFocus()
        announce(self, tr("Forgotten: {name}", name=name))
