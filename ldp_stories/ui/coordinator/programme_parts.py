"""The eight parts a programme must have before people may join: one card each, filled in place (CONTRACTS.md 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.set_up_programme import Part, fill_part
from ldp_stories.ui.coordinator.retention_rows import RetentionRows
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.plain_line import PlainLine, plain_under
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label

FIELDS: Final = {
    "controller_name": str(QT_TRANSLATE_NOOP("LDP Stories", "Name of the organisation")),
    "controller_address": str(QT_TRANSLATE_NOOP("LDP Stories", "Its address")),
    "privacy_contact": str(QT_TRANSLATE_NOOP("LDP Stories", "Name, and how to reach them")),
    "approved_by": str(QT_TRANSLATE_NOOP("LDP Stories", "Who approved the wording")),
    "approved_on": str(QT_TRANSLATE_NOOP("LDP Stories", "On which day")),
    "name": str(QT_TRANSLATE_NOOP("LDP Stories", "Name")),
    "phone": str(QT_TRANSLATE_NOOP("LDP Stories", "Phone")),
    "note": str(QT_TRANSLATE_NOOP("LDP Stories", "When they answer")),
    "lawful_basis": str(QT_TRANSLATE_NOOP("LDP Stories", "Why we may keep people’s words")),
    "article9": str(
        QT_TRANSLATE_NOOP("LDP Stories", "Why we may keep private things, such as health or faith")
    ),
    "complaint_route": str(QT_TRANSLATE_NOOP("LDP Stories", "What people can do when they are not happy")),
}

_RULES: Final = "retention"
_SENTENCES: Final = ("lawful_basis", "article9", "complaint_route", "note")
"""What people read as our own words; names, addresses and days are none."""


class PartCard(Card):
    """One part: what it is, whether it is filled, and its fields when opened. `changed` after it was kept."""

    changed = Signal()

    def __init__(self, context: Context, part: Part) -> None:
        super().__init__(padding=(22, 12, 18, 14), spacing=8)
        self.context, self.part = context, part
        self.fields: dict[str, TextField] = {}
        self.plain: dict[str, PlainLine] = {}
        self.retention: RetentionRows | None = None
        self.head = CheckLine(tr(part.title))
        self.change = Button(tr("Fill it in"), size="dense")
        self.change.clicked.connect(self.toggle)
        self.add(row(self.head, None, self.change))
        self.form = QWidget()
        self._box = QVBoxLayout(self.form)
        self._box.setContentsMargins(32, 0, 0, 0)
        self._box.setSpacing(12)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.add(self.form)
        self._fill_form()
        self.show_part(part)
        self.form.setVisible(self.typing.found)  # it was being filled in when the laptop died

    def _fill_form(self) -> None:
        for name, value in self.part.values.items():
            if name == _RULES:
                self.retention = RetentionRows(value if isinstance(value, list) else [])
                self._box.addWidget(self.retention)
                continue
            words = tr(FIELDS.get(name, name))
            field = TextField(name=words, value=str(value or ""))
            field.entered.connect(lambda _: self.keep())
            self.fields[name] = field
            holder = Field(words, field)
            self._box.addWidget(holder)
            if name in _SENTENCES:
                self.plain[name] = plain_under(self.context, field, self._box, holder)
        self.typing = FormKeeper(self.context.home, f"part {self.part.key}", self.fields, self)
        if (rows := self.retention) is not None:
            rows.stand_as(self.typing.before.get(_RULES, ""))
            rows.changed.connect(lambda: self.typing.keep(_RULES, rows.typed()))
        self.trouble.hide()
        keep = Button(tr("Keep this"), icon="check", name=tr("Keep this: {part}", part=tr(self.part.title)))
        keep.clicked.connect(self.keep)
        self._box.addWidget(self.trouble)
        self._box.addLayout(row(keep, None))

    def show_part(self, part: Part) -> None:
        """Show whether it is filled, and with what."""
        self.part = part
        if part.filled:
            self.head.set_state(tr(part.title), short_words(part.values), "check-circle-fill", "ok")
        else:
            self.head.set_state(tr(part.title), tr("Still to fill in"), "circle-dashed", "warn")
        words = tr("Change") if part.filled else tr("Fill it in")
        self.change.setText(words)
        self.change.set_name(f"{words}: {tr(part.title)}")

    def toggle(self) -> None:
        """Open the fields, or close them."""
        self.form.setVisible(not self.form.isVisible())
        if self.form.isVisible():
            first = next(iter(self.fields.values()), None)
            (first.edit if first is not None else self.form).setFocus()

    def keep(self) -> None:
        """Write what stands in the fields."""
        values: dict[str, Any] = {name: field.text().strip() for name, field in self.fields.items()}
        if self.retention is not None:
            values[_RULES] = self.retention.value()
        try:
            part = fill_part(self.context.home, self.part.key, values)
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return
        self.typing.done()
        self.trouble.hide()
        self.show_part(part)
        self.form.hide()
        self.change.setFocus()
        self.context.tell(tr("{part}: kept.", part=tr(part.title)))
        self.changed.emit()


def short_words(values: Mapping[str, Any]) -> str:
    """What stands in a part, in one line."""
    said = []
    for value in values.values():
        if isinstance(value, list):
            said += [str(one.get("kind", "")) for one in value if isinstance(one, dict)]
        elif value:
            said.append(str(value))
    return ", ".join(said)
