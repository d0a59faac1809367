"""How long each kind of thing is kept: a row for each, in the programme's own words, with what the words are about and from when they count."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.keep_until import FROM_END, FROM_LAST, FROM_PERSON, Kept
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import TextField

SUGGESTED = (
    ("contact cards", 6, "after they were last needed"),
    ("raw recordings", 12, "after the programme ends"),
    ("masked words", 60, "after the programme ends"),
    ("archive copies", 0, "only with a yes to the archive question"),
)
"""The kinds that the starter suggests (resources/starter/programme.json)."""
_OTHER: Final = "other"
_ABOUT: Final = {
    "": str(QT_TRANSLATE_NOOP("LDP Stories", "What it is about: as the words say")),
    Kept.CARDS.name.lower(): str(QT_TRANSLATE_NOOP("LDP Stories", "It is about private cards")),
    Kept.SOUND.name.lower(): str(QT_TRANSLATE_NOOP("LDP Stories", "It is about recordings")),
    Kept.WORDS.name.lower(): str(QT_TRANSLATE_NOOP("LDP Stories", "It is about stories and their words")),
    Kept.ARCHIVE.name.lower(): str(QT_TRANSLATE_NOOP("LDP Stories", "It is about copies for the archive")),
    _OTHER: str(QT_TRANSLATE_NOOP("LDP Stories", "It is about something else")),
}
_FROM: Final = {
    "": str(QT_TRANSLATE_NOOP("LDP Stories", "When it counts from: as the words say")),
    FROM_END: str(QT_TRANSLATE_NOOP("LDP Stories", "It counts from the programme's last day")),
    FROM_LAST: str(QT_TRANSLATE_NOOP("LDP Stories", "It counts from when they were last met")),
    FROM_PERSON: str(QT_TRANSLATE_NOOP("LDP Stories", "A person decides from when")),
}


@dataclass(frozen=True, slots=True)
class _Row:
    what: TextField
    months: TextField
    when: TextField
    about: Combo
    counts: Combo


class RetentionRows(QWidget):
    """Rows of kind, months and rule. An empty list starts with the suggested ones, to be changed. `changed` after each keystroke and choice."""

    changed = Signal()

    def __init__(self, rules: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        more = Button(tr("Add a kind"), kind="quiet", icon="plus")
        more.clicked.connect(lambda: self.add_row("", 0, ""))
        self._box.addLayout(row(more, None))
        known = [
            (str(r.get("kind", "")), int(r.get("months") or 0), str(r.get("rule", "")), r) for r in rules
        ]
        for kind, months, rule, said in known or [(*one, {}) for one in SUGGESTED]:
            self.add_row(kind, months, rule, str(said.get("about") or ""), str(said.get("counts_from") or ""))

    def add_row(self, kind: str, months: int, rule: str, about: str = "", counts_from: str = "") -> None:
        """One more row."""
        self._add(kind, str(months), rule, about, counts_from)

    def _add(self, kind: str, months: str, rule: str, about: str, counts_from: str) -> None:
        what = TextField(name=tr("What is kept"), value=kind)
        of = kind or tr("this kind")
        count = TextField(name=tr("Months, {what}", what=of), value=months, after=tr("months"))
        count.setMaximumWidth(180)
        when = TextField(name=tr("From when, {what}", what=of), value=rule)
        is_about = _combo(_ABOUT, tr("What the rule is about, {what}", what=of), about)
        counts = _combo(_FROM, tr("What the rule counts from, {what}", what=of), counts_from)
        self._rows.append(_Row(what, count, when, is_about, counts))
        lines = column(row(what, count, when), row(is_about, counts, None), spacing=6)
        self._box.insertLayout(self._box.count() - 1, lines)
        for field in (what, count, when):
            field.changed.connect(lambda _: self.changed.emit())
        for choice in (is_about, counts):
            choice.chosen.connect(lambda _: self.changed.emit())

    def typed(self) -> str:
        """All that stands in the rows, half-typed ones included, for `stand_as`."""
        return json.dumps([_typed(one) for one in self._rows])

    def stand_as(self, typed: str) -> None:
        """Let the rows stand as they were typed; nothing happens for ""."""
        for at, texts in enumerate(json.loads(typed) if typed else ()):
            if at < len(self._rows):
                _fill(self._rows[at], texts)
            else:
                self._add(*texts)

    def value(self) -> list[dict[str, Any]]:
        """The rules; rows without a kind are left out, months that are no number count as none, and what was not said is left out."""
        return [_value(one) for one in self._rows if one.what.text().strip()]


def _combo(options: dict[str, str], name: str, value: str) -> Combo:
    """A choice; a value that a newer version wrote stays what it is."""
    known = dict(options) if value in options else {**options, value: value}
    return Combo(
        [Option(key, tr(words)) for key, words in known.items()],
        name=name,
        placeholder=tr(known[""]),
        value=value,
    )


def _typed(one: _Row) -> list[str]:
    fields = (one.what, one.months, one.when)
    return [*(field.text() for field in fields), one.about.value(), one.counts.value()]


def _fill(one: _Row, texts: Sequence[str]) -> None:
    for field, text in zip((one.what, one.months, one.when), texts, strict=False):
        field.set_text(text)
    for choice, value in zip((one.about, one.counts), texts[3:], strict=True):
        if choice.offers(value):
            choice.set_value(value)


def _value(one: _Row) -> dict[str, Any]:
    said: dict[str, Any] = {
        "kind": one.what.text().strip(),
        "months": _number(one.months.text()),
        "rule": one.when.text().strip(),
    }
    chosen = {"about": one.about.value(), "counts_from": one.counts.value()}
    return said | {name: value for name, value in chosen.items() if value}


def _number(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0
