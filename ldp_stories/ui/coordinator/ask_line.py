"""A line that opens in the review's foot and asks for a few words: a reason, a question, thanks, what to show instead of a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import put, row
from ldp_stories.ui.widgets.chips import FilterChip
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import TextField
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.flow import line as flow_line
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.theme import theme


class AskLine(QWidget):
    """`kept(words, tag id)` on Enter or the button, `closed` on Esc, `typed(words, tag id)` while it is being filled in.

    With `tags` a list to choose a tag from stands first, which may be left as it is when not `tag_needed`; `leave` is another answer, which
    needs no words (`left`). `set_error(sentence)` says beside the field why it was not kept; the line stays open with everything typed.
    """

    kept = Signal(str, str)
    closed = Signal()
    typed = Signal(str, str)
    left = Signal()

    def __init__(
        self,
        question: str,
        *,
        field: str,
        keep: str,
        value: str = "",
        chips: Sequence[str] = (),
        tags: Sequence[Option] = (),
        tag_name: str = "",
        tag: str = "",
        tag_needed: bool = True,
        leave: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tag_needed = tag_needed
        self.question = Label(question, weight=600)
        self.field = TextField(name=field, placeholder=field, value=value)
        self.field.entered.connect(lambda _: self.keep())
        self.field.changed.connect(lambda words: self.typed.emit(words, self.tag()))
        self.combo = Combo(tags, name=tag_name, placeholder=tag_name, value=tag, icon="tag") if tags else None
        if self.combo is not None:
            self.combo.chosen.connect(self._chosen)
        self.keep_button = Button(keep, kind="primary", icon="check", size="field")
        self.keep_button.clicked.connect(self.keep)
        self.close_button = Button(tr("Cancel"), kind="plain", size="field", key="Esc", bind=False)
        self.close_button.clicked.connect(self.closed)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 10, 20, 12)
        box.setSpacing(8)
        box.addWidget(self.question)
        self.leave_button = Button(leave, size="field", key="Ctrl+L") if leave else None
        if self.leave_button is not None:
            self.leave_button.clicked.connect(self.left)
        line = row(self.combo, spacing=12) if self.combo is not None else row(spacing=12)
        line.addWidget(self.field, 1)
        buttons = [b for b in (self.keep_button, self.leave_button, self.close_button) if b is not None]
        if not theme().large:  # large letters leave no room to type beside them
            put(line, *buttons)
        box.addLayout(line)
        if theme().large:
            box.addWidget(flow_line(*buttons))
        box.addWidget(self.trouble)
        if chips:
            box.addWidget(self._chips(chips))
        shortcut = QShortcut(QKeySequence("Esc"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.closed)

    def _chips(self, chips: Sequence[str]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        for words in chips:
            chip = FilterChip(words, name=tr("Use these words: {words}", words=words))
            chip.clicked.connect(lambda _=False, w=words: self.use(w))
            flow.addWidget(chip)
        return holder

    def use(self, words: str) -> None:
        """Put ready words in and go to the field, so that Enter keeps them or more can be typed."""
        self.field.set_text(words)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, tag: str) -> None:
        self.typed.emit(self.field.text(), tag)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def tag(self) -> str:
        """The tag id chosen, or ""."""
        return self.combo.value() if self.combo is not None else ""

    def keep(self) -> None:
        """Pass the words on."""
        self.kept.emit(self.field.text().strip(), self.tag())

    def set_error(self, sentence: str) -> None:
        """Say what is still needed; the focus goes to it."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        self.field.set_bad(bool(sentence))
        if sentence:
            announce(self, sentence, assertive=True)
            self.focus_start()

    def focus_start(self) -> None:
        """Focus on the first thing that is needed and still empty; another tag that may be left out waits for Shift Tab."""
        wanted = self.combo is not None and self._tag_needed and not self.tag()
        first = self.combo if self.combo is not None and wanted else self.field.edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)
