"""Pick several things from a long list: a list to open, and each chosen thing as a pill that can be taken off again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import clear
from ldp_stories.ui.widgets.chips import FilterChip
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo, Further, Show
from ldp_stories.ui.widgets.flow import FlowLayout


class PickMany(QWidget):
    """`changed` when something is picked or taken off; `value()` are the keys in the order they were picked."""

    changed = Signal()

    def __init__(self, words: str, *, icon: str = "plus") -> None:
        super().__init__()
        self._icon = icon
        self._options: list[Option] = []
        self._keys: list[str] = []
        self.list = Combo([], name=words, placeholder=words, icon="plus")
        self.pills = QWidget()
        self._flow = FlowLayout(gap=8)
        self.pills.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.pills.setSizePolicy(policy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.list)
        box.addWidget(self.pills)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self.pick)
        self._show()

    def look_further(self, further: Further) -> None:
        """The list does not hold everything: more is looked for by what is typed, and can be picked like the rest."""

        def look(words: str, show: Show) -> None:
            def found(options: Sequence[Option]) -> None:
                known = {o.key for o in self._options}
                self._options += [o for o in options if o.key not in known]
                show([o for o in options if o.key not in self._keys])

            further(words, found)

        self.list.further = look

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; what was picked and is offered no more is let go."""
        self._options = list(options)
        known = {o.key for o in options}
        self._keys = [k for k in self._keys if k in known]
        self._show()

    def value(self) -> list[str]:
        """The keys picked, in order."""
        return list(self._keys)

    def set_value(self, keys: Sequence[str]) -> None:
        """Pick exactly these, without a signal."""
        known = {o.key for o in self._options}
        self._keys = [k for k in dict.fromkeys(keys) if k in known]
        self._show()

    def pick(self, key: str) -> None:
        """Pick one more."""
        self.list.set_value("")
        if key and key not in self._keys:
            self._keys.append(key)
            self._show()
            self.changed.emit()

    def drop(self, key: str) -> None:
        """Take one off."""
        if key in self._keys:
            self._keys.remove(key)
            self._show()
            self.list.setFocus()
            self.changed.emit()

    def _show(self) -> None:
        clear(self._flow)
        labels = {o.key: o.label for o in self._options}
        for key in self._keys:
            pill = FilterChip(labels[key], icon=self._icon)
            pill.setAccessibleName(tr("Take off {what}", what=labels[key]))
            pill.clicked.connect(lambda _=False, k=key: self.drop(k))
            self._flow.addWidget(pill)
            if self.isVisible():
                pill.show()
        self.pills.setVisible(bool(self._keys))
        self.list.set_options([o for o in self._options if o.key not in self._keys])
        self.updateGeometry()
