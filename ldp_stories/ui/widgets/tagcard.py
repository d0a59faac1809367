"""The cards of tags beside a story, and the cards of passages found in the library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ldp_stories.ui.widgets.chips import TONES, Chip
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, Span, spans_for
from ldp_stories.ui.widgets.pressable import PressCard
from ldp_stories.ui.widgets.rail import IconMark


def _holder() -> QWidget:
    """A see-through place for a line of parts."""
    holder = QWidget()
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return holder


class TagCard(PressCard):
    """A tag on a passage: code and name, the words it rests on, who is how sure, and what was decided."""

    def __init__(
        self,
        code: str,
        tag: str,
        *,
        quote: str = "",
        who: str = "",
        state: str = "",
        state_icon: str = "check-circle-fill",
        tone: str = "ok",
        parent: QWidget | None = None,
    ) -> None:
        spoken = ", ".join(part for part in (f"{code} {tag}", quote, who, state) if part)
        super().__init__(name=spoken, padding=(16, 13, 16, 11), spacing=5, parent=parent)
        self.code = code
        head = f"{code}  {tag}"
        spans = [Span(0, len(code), bold=True, color="accent"), Span(len(code), len(head), bold=True)]
        self.add(Label(head, spans=spans, weight=600))
        if quote:
            self.add(Label(quote, role="small", color="text2", people=True))
        self.state_mark = IconMark(state_icon, TONES[tone][1], 16)
        self.state = Label(state, role="dense", weight=600, color=TONES[tone][1], wrap=False)
        holder = _holder()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(7)
        if who:
            line.addWidget(IconMark("user", "text2", 16))
            line.addWidget(Label(who, role="dense", color="text2"), 1)
        line.addStretch(0 if who else 1)
        line.addWidget(self.state_mark)
        line.addWidget(self.state)
        self._who = who
        self.add(holder)
        self.line = holder
        self._spoken = spoken.removesuffix(f", {state}") if state else spoken
        self.set_state(state, state_icon, tone)

    def set_state(self, state: str, icon: str = "check-circle-fill", tone: str = "ok") -> None:
        """Show what was decided, or "" for nothing yet."""
        self.state_mark.set_icon(icon, TONES[tone][1])
        self.state.setText(state)
        self.state.set_color(TONES[tone][1])
        self.state.setVisible(bool(state))
        self.state_mark.setVisible(bool(state))
        self.line.setVisible(bool(state or self._who))
        self.setAccessibleName(f"{self._spoken}, {state}" if state else self._spoken)


class PassageCard(PressCard):
    """A passage found: title and when, the words with what was looked for marked, and its tags."""

    def __init__(
        self,
        title: str,
        *,
        when: str = "",
        words: str = "",
        found: Sequence[str] = (),
        tags: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        spoken = ", ".join(part for part in (title, when, words, *tags) if part)
        super().__init__(name=spoken, padding=(21, 14, 21, 14), spacing=8, parent=parent)
        head = _holder()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label(title, weight=600, people=True, start=True), 1)
        line.addWidget(Label(when, role="dense", color="text2", wrap=False))
        self.add(head)
        self.add(Label(words, people=True, spans=spans_for(words, found)))
        if tags:
            row = QWidget()
            flow = FlowLayout(row, gap=6)
            flow.setContentsMargins(0, 6, 0, 0)
            for tag in tags:
                flow.addWidget(Chip(tag, icon="tag", tone="line"))
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            row.setSizePolicy(policy)
            row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.add(row)
