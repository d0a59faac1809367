"""How long each kind of thing is kept: a row for each, with its months and from when they count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.field import TextField

SUGGESTED = (
    ("contact cards", 6, "after they were last needed"),
    ("raw recordings", 12, "after the programme ends"),
    ("masked words", 60, "after the programme ends"),
    ("archive copies", 0, "only with a yes to the archive question"),
)
"""The kinds that the starter suggests (resources/starter/programme.json)."""


class RetentionRows(QWidget):
    """Rows of kind, months and rule. An empty list starts with the suggested ones, to be changed."""

    def __init__(self, rules: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self._rows: list[tuple[TextField, TextField, TextField]] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        more = Button(tr("Add a kind"), kind="quiet", icon="plus")
        more.clicked.connect(lambda: self.add_row("", 0, ""))
        self._box.addLayout(row(more, None))
        known = [(str(r.get("kind", "")), int(r.get("months") or 0), str(r.get("rule", ""))) for r in rules]
        for kind, months, rule in known or SUGGESTED:
            self.add_row(kind, months, rule)

    def add_row(self, kind: str, months: int, rule: str) -> None:
        """One more row."""
        what = TextField(name=tr("What is kept"), value=kind)
        about = kind or tr("this kind")
        count = TextField(name=tr("Months, {what}", what=about), value=str(months), after=tr("months"))
        count.setMaximumWidth(180)
        when = TextField(name=tr("From when, {what}", what=about), value=rule)
        self._rows.append((what, count, when))
        self._box.insertLayout(self._box.count() - 1, row(what, count, when))

    def value(self) -> list[dict[str, Any]]:
        """The rules; rows without a kind are left out, months that are no number count as none."""
        return [
            {"kind": what.text().strip(), "months": _number(count.text()), "rule": when.text().strip()}
            for what, count, when in self._rows
            if what.text().strip()
        ]


def _number(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0
