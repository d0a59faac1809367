"""Small facts: words with their meaning beside them, lines with a tick, numbered steps, moments with their second."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import clear
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import draw_words, round_box, smooth
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.theme import follow, theme

_TONES = {"ok": "ok", "warn": "warn", "bad": "bad", "accent": "accent", "plain": "text2"}


class Facts(QWidget):
    """Pairs of words in two columns: ("Teller", "LT-4HN7-KQ2, resident")."""

    def __init__(
        self, pairs: Sequence[tuple[str, str]] = (), *, role: str = "small", first: int = 92
    ) -> None:
        super().__init__()
        self._role, self._first = role, first
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self.set_pairs(pairs)
        follow(self._space)

    def _space(self) -> None:
        """The gap between the columns grows with the words."""
        self._grid.setHorizontalSpacing(theme().grow(14))
        self._grid.setColumnMinimumWidth(0, theme().grow(self._first))

    def set_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these pairs."""
        clear(self._grid)
        for at, (word, meaning) in enumerate(pairs):
            left = Label(word, role=self._role, color="text2")
            right = Label(meaning, role=self._role, weight=500)
            self._grid.addWidget(left, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(right, at, 1)
            for label in (left, right):
                label.show()  # Qt would do so later: till then they count as no height


class CheckLine(QWidget):
    """A tick (or another picture), a line in bold and a small line under it."""

    def __init__(
        self,
        title: str,
        *,
        line: str = "",
        icon: str = "check-circle-fill",
        tone: str = "ok",
        end: str = "",
        weight: int = 600,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.mark = IconMark(icon, _TONES[tone], 18)
        self.title = Label(title, weight=weight)
        self.line = Label(line, role="small", color="text2")
        if not line:  # showing a part before it has a place would make it a window of its own
            self.line.hide()
        self.end = Label(end, weight=600, wrap=False)
        if not end:
            self.end.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.line)
        box = QHBoxLayout(self)
        box.setContentsMargins(2, 3, 0, 3)
        box.setSpacing(13)
        box.addWidget(self.mark)
        box.addLayout(words, 1)
        box.addWidget(self.end)

    def set_state(self, title: str, line: str, icon: str, tone: str) -> None:
        """Show another state."""
        self.title.setText(title)
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self.mark.set_icon(icon, _TONES[tone])


class NumberDisc(QLabel):
    """A number on a soft disc; `hot` for the step of danger."""

    def __init__(self, number: int, *, hot: bool = False) -> None:
        super().__init__(str(number))
        self._hot = hot
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """34 across."""
        return QSize(theme().grow(34), theme().grow(34))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc."""
        painter = smooth(self)
        round_box(painter, self.rect(), "bad" if self._hot else "soft", radius=self.width() / 2)
        ink = "surface" if self._hot else "onsoft"
        draw_words(
            painter, self.rect(), self.text(), theme().font("body", 600), ink, Qt.AlignmentFlag.AlignHCenter
        )


class StepRow(QWidget):
    """A numbered step: what to do, a line, and at the end a large number to call or a button."""

    def __init__(
        self,
        number: int,
        title: str,
        *,
        line: str = "",
        phone: str = "",
        hot: bool = False,
        action: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(Label(title, role="lead", weight=600))
        if line:
            words.addWidget(Label(line, color="text2"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addWidget(NumberDisc(number, hot=hot))
        box.addLayout(words, 1)
        if phone:
            box.addWidget(PhoneNumber(phone, hot=hot))
        if action is not None:
            box.addWidget(action)


class PhoneNumber(Label):
    """A number to call: large, copied by Ctrl C, read digit by digit."""

    def __init__(self, phone: str, *, hot: bool = False) -> None:
        super().__init__(phone, role="title", weight=700, wrap=False, color="bad" if hot else "text")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(" ".join(sign for sign in phone if not sign.isspace()))
        self.setToolTip(tr("Ctrl C copies it"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl C copies the number."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
            return
        super().keyPressEvent(event)


class Moment(QWidget):
    """A note or a marked moment with its second: "03:10 ★ Moment you marked"."""

    def __init__(self, time: str, words: str, *, marked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(10)
        second = Label(time, role="dense", weight=600, color="onsoft", wrap=False)
        second.setMinimumWidth(58)
        box.addWidget(second, 0, Qt.AlignmentFlag.AlignTop)
        if marked:
            star = IconMark("star-fill", "warn", 18)
            star.setAccessibleName(tr("marked"))
            box.addWidget(star, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(Label(words, people=True), 1)


class CodePlate(QLabel):
    """A code in large letters on a soft plate; it reads left to right in every language."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" ".join(code))
        follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """58 high."""
        return QSize(200, theme().grow(58))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the plate."""
        painter = smooth(self)
        round_box(painter, self.rect(), "soft")
        box: QRect = self.rect()
        draw_words(painter, box, self.text(), theme().font("title"), "text", Qt.AlignmentFlag.AlignHCenter)
