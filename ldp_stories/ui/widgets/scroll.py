"""A page that scrolls up and down only, with the primary action pinned under it."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from ldp_stories.ui.widgets.card import Surface
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.sided import sided

_AROUND = 24
"""What stays free above and under what is brought into sight: the ring of the focus, and a line of what comes next."""


def bring_into_sight(thing: QWidget) -> None:
    """Scroll the page around a thing so that it is seen, once the layout has given it its place."""
    QTimer.singleShot(0, thing, lambda: _scroll_to(thing))


def _scroll_to(thing: QWidget) -> None:
    above = thing.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        above.ensureWidgetVisible(thing, 0, _AROUND)


class Scroll(QScrollArea):
    """A vertical scroll area around one widget; the widget is never wider than the area unless its words need it."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setObjectName(content.objectName() or "page")
        self._fitted: tuple[int, int] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._fit_again)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        content.installEventFilter(self)
        sided(content.layout(), content)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_focus)

    def _show_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        content = self.widget()
        if now is not None and content is not None and content.isAncestorOf(now):
            self._bring_in_sight(now)
            QTimer.singleShot(0, self, self._show_it_again)

    def _show_it_again(self) -> None:
        """What has the focus may have come with a fold that opened: it has its place only after the layout."""
        content, now = self.widget(), QApplication.focusWidget()
        if now is not None and content is not None and content.isAncestorOf(now):
            self._bring_in_sight(now)

    def _bring_in_sight(self, thing: QWidget) -> None:
        """The whole of it, where there is room: of a field of words Qt shows the line with the cursor, and cuts the ring around it."""
        self.ensureWidgetVisible(thing, 20, _AROUND)
        content = self.widget()
        if content is not None and thing.height() + 2 * _AROUND <= self.viewport().height():
            middle = thing.mapTo(content, thing.rect().center())
            self.ensureVisible(middle.x(), middle.y(), 0, thing.height() // 2 + _AROUND)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the least width of the area in step with what is in it, and the room for its bar on the bar's side."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self._again.start()
        if event.type() == QEvent.Type.LayoutDirectionChange and isinstance(watched, QWidget):
            sided(watched.layout(), watched)
        return super().eventFilter(watched, event)

    def _fit_again(self) -> None:
        """Words that came into sight while Qt asked how high they are were not counted: ask once more, or their last lines are cut."""
        content = self.widget()
        if content is None:
            return
        needed = (content.width(), content.heightForWidth(content.width()))
        if content.height() < needed[1] and needed != self._fitted:
            self._fitted = needed  # never twice for the same: what cannot be had is not asked for again
            self.setWidgetResizable(True)
        elif content.height() >= needed[1]:
            self._fitted = None

    def minimumSizeHint(self) -> QSize:
        """As wide as the content must be, and low: lists give way, never buttons."""
        content = self.widget()
        wide = content.minimumSizeHint().width() if content is not None else 0
        return QSize(wide, 80)

    def sizeHint(self) -> QSize:
        """The content's own size."""
        content = self.widget()
        return content.sizeHint() if content is not None else super().sizeHint()


class ScrollPage(QWidget):
    """A page: fill `body` (a vertical layout with the page's margins); `pin` puts widgets under it that never scroll."""

    def __init__(
        self,
        *,
        margins: tuple[int, int, int, int] = (36, 28, 36, 20),
        spacing: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)
        self.area = Scroll(inner)
        self._margins = margins
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.area, 1)
        self._outer = outer
        self._wanted: QWidget | None = None
        self.pinned: FlowLayout | None = None
        self._bar: QWidget | None = None

    def into_sight(self, thing: QWidget) -> None:
        """Scroll to what has just opened or been filled, once it has its place; its end comes into sight if it all fits."""
        self._wanted = thing
        QTimer.singleShot(0, self, self._show_wanted)

    def _show_wanted(self) -> None:
        thing, self._wanted = self._wanted, None
        inner = self.area.widget()
        if thing is None or inner is None or not shiboken6.isValid(thing) or not thing.isVisibleTo(self):
            return
        QApplication.sendPostedEvents(self, QEvent.Type.LayoutRequest.value)
        top = thing.mapTo(inner, QPoint(0, 0)).y()
        seen = self.area.viewport().height()
        middle = top + min(thing.height(), seen) // 2  # of a thing higher than the page its beginning
        self.area.ensureVisible(0, middle, 0, min(thing.height(), seen) // 2)

    def pin(self, *things: QWidget | None) -> None:
        """Widgets in a bar under the page that stay in sight, in a second line where one is too short; those after a None stand at its end."""
        if self.pinned is None:
            bar = Surface("paper", top_line=True)
            self.pinned = FlowLayout(bar, gap=12)
            self.pinned.setContentsMargins(self._margins[0], 12, self._margins[2], 12)
            self._outer.addWidget(bar)
            self._bar = bar
        for thing in things:
            if thing is None:
                self.pinned.end_from_here()
            else:
                self.pinned.addWidget(thing)

    def show_pinned(self, shown: bool) -> None:
        """Show the bar, or take it away while there is nothing to do with it."""
        if self._bar is not None:
            self._bar.setVisible(shown)
