"""Questions a person can ask: tick what was asked, one is the next, any may be skipped or put in another place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.theme import follow

_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question: its key, its words, and whether it was asked or skipped."""

    key: str
    text: str
    asked: bool = False
    skipped: bool = False


class _Grip(QWidget):
    """Where a question is taken to be put elsewhere. Keys do the same, so it takes no focus and says nothing."""

    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(tr("Drag to move it. Alt with an arrow key does it too."))
        box = QHBoxLayout(self)
        box.setContentsMargins(4, 0, 0, 0)
        box.addWidget(IconMark("dots-six-vertical", "text2", 18))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where it is held."""
        self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        event.accept()
        self.dropped.emit()


class _Line(QCheckBox):
    """One question. Space or a press ticks it; Delete skips it; Alt with an arrow moves it."""

    skip = Signal()
    step = Signal(int)

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt.text.replace("&", "&&"))
        self.prompt, self._now = prompt, False
        self.setAccessibleName(prompt.text)
        self.setChecked(prompt.asked)
        self.mark = IconMark("circle", "text2", 18)
        self.words = Label(prompt.text)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 10, 14, 10)
        box.setSpacing(11)
        box.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        self.pass_over = Button(tr("Skip"), kind="quiet", size="inline", name=tr("Skip this question"))
        self.pass_over.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete does it, on the question itself
        self.pass_over.clicked.connect(self.skip)
        self.pass_over.hide()
        self.grip = _Grip()
        box.addWidget(self.words, 1)
        box.addWidget(self.pass_over, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self.grip, 0, Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(lambda _on: self.show_state(now=self._now))

    def show_state(self, *, now: bool) -> None:
        """Draw it as asked, skipped, the next one, or one to come."""
        self._now = now
        asked, skipped = self.isChecked(), self.prompt.skipped
        icon = (
            "check-circle-fill"
            if asked
            else "caret-right"
            if now
            else "minus-circle"
            if skipped
            else "circle"
        )
        self.mark.set_icon(icon, "ok" if asked else "accent" if now else "text2")
        self.words.set_look(600 if now else 400, "text2" if asked or skipped else "text")
        pad = 15 if now else 10
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(16, pad, 14, pad)
        self.pass_over.setVisible(now and not asked)
        self.setAccessibleDescription(tr("skipped") if skipped else tr("next") if now and not asked else "")
        self.update()

    def sizeHint(self) -> QSize:
        """What its words need."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same at least."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped words."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else super().heightForWidth(width)

    def hitButton(self, _pos: object) -> bool:
        """All of it can be pressed."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the soft box of the next one."""
        if self._now or self.underMouse():
            round_box(smooth(self), self.rect(), "soft" if self._now else "sunk")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ticks, Delete skips, arrows move."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.skip.emit()
        elif event.key() in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step.emit(_STEPS[event.key()])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PromptList(QWidget):
    """The questions. `ticked(key, asked)`, `skipped(key, skipped)`, `ordered(keys)`; the first one neither asked nor skipped is the next."""

    ticked = Signal(str, bool)
    skipped = Signal(str, bool)
    ordered = Signal(list)

    def __init__(self, prompts: Sequence[Prompt] = (), *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._lines: list[_Line] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self.set_prompts(prompts)
        follow(self.updateGeometry)

    def set_prompts(self, prompts: Sequence[Prompt]) -> None:
        """Show these questions."""
        for line in self._lines:
            self._box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_Line(prompt) for prompt in prompts]
        for line in self._lines:
            line.clicked.connect(lambda asked, one=line: self._tick(one, asked=asked))
            line.skip.connect(partial(self._skip, line))
            line.step.connect(partial(self._step, line))
            line.grip.dragged.connect(partial(self._drag, line))
            line.grip.dropped.connect(self._dropped)
            self._box.addWidget(line)
        self._mark_next()

    def _tick(self, line: _Line, *, asked: bool) -> None:
        self._mark_next()
        self.ticked.emit(line.prompt.key, asked)

    def _skip(self, line: _Line, *_: object) -> None:
        """Pass it over, or open it again."""
        line.prompt = replace(line.prompt, skipped=not line.prompt.skipped)
        self._mark_next()
        self.skipped.emit(line.prompt.key, line.prompt.skipped)
        announce(self, tr("Skipped") if line.prompt.skipped else tr("Not skipped any more"))

    def _step(self, line: _Line, by: int) -> None:
        """One place up or down, by key; the focus stays on it."""
        to = self._lines.index(line) + by
        if 0 <= to < len(self._lines):
            self._put(line, to)
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ordered.emit(self.keys())
            announce(self, tr("{n} of {all}", n=to + 1, all=len(self._lines)))

    def _drag(self, line: _Line, held: QPoint) -> None:
        """While it is held: it takes the place of the question under the pointer."""
        at = self.mapFromGlobal(held).y()
        over = next((i for i, one in enumerate(self._lines) if one.y() <= at < one.y() + one.height()), None)
        if over is not None and self._lines[over] is not line:
            self._put(line, over)

    def _dropped(self) -> None:
        self.ordered.emit(self.keys())

    def _put(self, line: _Line, to: int) -> None:
        self._lines.remove(line)
        self._lines.insert(to, line)
        self._box.removeWidget(line)
        self._box.insertWidget(to, line)
        self._box.activate()
        self._mark_next()

    def keys(self) -> list[str]:
        """The keys of all questions, as they stand."""
        return [line.prompt.key for line in self._lines]

    def _mark_next(self) -> None:
        now = self.next_key()
        for line in self._lines:
            line.show_state(now=line.prompt.key == now)

    def next_key(self) -> str:
        """The key of the next question, or ""."""
        open_ones = (line for line in self._lines if not line.isChecked() and not line.prompt.skipped)
        return next((line.prompt.key for line in open_ones), "")

    def asked(self) -> list[str]:
        """The keys of the questions ticked, in order."""
        return [line.prompt.key for line in self._lines if line.isChecked()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between questions."""
        at = next((i for i, line in enumerate(self._lines) if line.hasFocus()), -1)
        if event.key() in _STEPS and at >= 0:
            self._lines[(at + _STEPS[event.key()]) % len(self._lines)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
