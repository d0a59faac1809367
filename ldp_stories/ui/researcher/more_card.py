"""More, if you like: how it was before and after, what mattered most to the teller, and the researcher's own note, which is not theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.records import RecordKind
from ldp_stories.services.edit_record import RecordView
from ldp_stories.ui.record.undoing import Undoing
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.labels import heading, helper

_ASKED: Final = (
    ("before", str(QT_TRANSLATE_NOOP("LDP Stories", "How it was before"))),
    ("happened", str(QT_TRANSLATE_NOOP("LDP Stories", "What happened"))),
    ("after", str(QT_TRANSLATE_NOOP("LDP Stories", "How it is now"))),
    ("important", str(QT_TRANSLATE_NOOP("LDP Stories", "The most important part, in their words"))),
    ("why_matters", str(QT_TRANSLATE_NOOP("LDP Stories", "Why it matters to them"))),
)

_SAW: Final = (
    ("saw", str(QT_TRANSLATE_NOOP("LDP Stories", "I saw"))),
    ("heard", str(QT_TRANSLATE_NOOP("LDP Stories", "I heard"))),
    ("wondered", str(QT_TRANSLATE_NOOP("LDP Stories", "I wondered"))),
)


def is_put_together(view: RecordView) -> bool:
    """Whether the words are what was seen, heard and wondered, one under the other: then those are written, and the words follow."""
    said = dict(view.record.facts)
    whole = put_together({name: said.get(name, "") for name, _ in _SAW})
    text = view.words.text if view.words is not None else ""
    return view.record.kind is RecordKind.OBSERVATION and bool(whole) and whole == text


def put_together(parts: Mapping[str, str]) -> str:
    """The words of an observation, as they are written down."""
    return "\n\n".join(parts[name] for name, _ in _SAW if parts.get(name))


class MoreCard(Card):
    """Closed until it is wanted, open when something stands in it. `typed(field, text)` on each keystroke."""

    typed = Signal(str, str)

    def __init__(self, view: RecordView, typed: Mapping[str, str], undoing: Undoing) -> None:
        super().__init__(padding=(24, 14, 24, 16), spacing=8)
        self.editors: dict[str, Editor] = {}
        asked: tuple[tuple[str, str], ...] = _ASKED if view.record.kind is not RecordKind.OBSERVATION else ()
        asked = _SAW if is_put_together(view) else asked
        known = {**dict(view.record.facts), "note": view.record.note, **typed}
        self.open = quiet(tr("More, if you like"), icon="caret-down")
        self.open.clicked.connect(self._opened)
        self.inside = QWidget()
        fields: list[QWidget] = [heading(tr("More, if you like"))]
        fields += [self._field(name, tr(label), known, undoing) for name, label in asked]
        fields.append(self._field("note", tr("My own note"), known, undoing))
        fields.append(helper(tr("Your note is yours, not theirs. Your coordinator reads it first.")))
        self.inside.setLayout(column(*fields, spacing=12))
        self.add(row(self.open, None), self.inside)
        some = any(editor.text().strip() for editor in self.editors.values())
        self.inside.setVisible(some)
        self.open.setVisible(not some)

    def _field(self, name: str, label: str, known: Mapping[str, str], undoing: Undoing) -> Field:
        editor = Editor(name=label, value=known.get(name, ""), rows=2)
        editor.changed.connect(lambda text: self.typed.emit(name, text))
        undoing.watch(name, editor)
        self.editors[name] = editor
        return Field(label, editor)

    def saw(self) -> str:
        """What was seen, heard and wondered, as it stands now, put together."""
        return put_together({name: self.editors[name].text() for name, _ in _SAW})

    def _opened(self) -> None:
        self.inside.show()
        self.open.hide()
        next(iter(self.editors.values())).setFocus()
