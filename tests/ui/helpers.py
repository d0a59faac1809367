"""What tests of the window share: dressing a widget in a theme, walking its names, checking that nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.theme import Mode, theme


def dressed(
    qtbot: QtBot,
    widget: QWidget,
    *,
    scale: float = 1.0,
    mode: Mode = "light",
    rtl: bool = False,
    size: tuple[int, int] | None = None,
) -> QWidget:
    """Show a widget in a theme, at a text scale and a direction of reading, and wait until it stands."""
    theme().set(scale=scale, mode=mode, easy=False, single_keys=True, tint="")
    widget.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    qtbot.addWidget(widget)
    if size is not None:
        widget.resize(*size)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def plain_theme() -> None:
    """The theme as it is at the start of a test; what earlier tests left to be deleted goes first."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme().set(mode="light", scale=1.0, easy=False, single_keys=True, tint="")


def stand(root: QWidget) -> None:
    """Show what a layout was given in this very turn of the loop: Qt puts that off to the next one, and a wait may end between."""
    for widget in root.findChildren(QWidget):
        if widget.isHidden() and not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            QCoreApplication.sendPostedEvents(widget, QEvent.Type.MetaCall.value)


def controls(root: QWidget) -> Iterator[QWidget]:
    """Every visible thing that can be pressed, typed in or chosen from."""
    stand(root)
    for widget in [root, *root.findChildren(QWidget)]:
        own = isinstance(widget, QAbstractButton | QLineEdit | QTextEdit | QAbstractItemView)
        by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not isinstance(
            widget, QAbstractScrollArea
        )
        if widget.isVisibleTo(root) and (own or by_tab) and not isinstance(widget, QScrollBar):
            yield widget


def unnamed(root: QWidget) -> list[str]:
    """The controls that a screen reader could not name."""
    lost = []
    for widget in controls(root):
        face = QAccessible.queryAccessibleInterface(widget)
        name = face.text(QAccessible.Text.Name) if face is not None else ""
        if not name.strip():
            lost.append(f"{type(widget).__name__} {widget.objectName()}")
    return lost


def walk_names(root: QWidget) -> list[str]:
    """The names of all controls in order; fails on a control without one."""
    lost = unnamed(root)
    assert not lost, f"controls without a name: {lost}"
    return [name_of(widget) for widget in controls(root)]


def name_of(widget: QWidget) -> str:
    """What a screen reader says for a widget."""
    face = QAccessible.queryAccessibleInterface(widget)
    return "" if face is None else str(face.text(QAccessible.Text.Name))


def cut(root: QWidget, *, slack: int = 0) -> list[str]:
    """The visible buttons and words that are narrower (by more than `slack` pixels) or lower than they ask for at least."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or not isinstance(widget, QAbstractButton | QLabel | QLineEdit):
            continue
        least = widget.minimumSizeHint()
        wide = widget.width() < least.width() - slack
        high = widget.height() < (
            widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else least.height()
        )
        if wide or high:
            text = getattr(widget, "text", lambda: "")()
            found.append(
                f"{type(widget).__name__} {text!r} {widget.width()}x{widget.height()} asks {least.toTuple()}"
            )
    return found


def button(root: QWidget, words: str) -> QAbstractButton:
    """The visible button with these words (or this whole name)."""
    stand(root)
    for found in root.findChildren(QAbstractButton):
        if found.isVisibleTo(root) and words in (found.text().replace("&&", "&"), found.accessibleName()):
            return found
    raise AssertionError(
        f"no button {words!r}; there are {[b.text() for b in root.findChildren(QAbstractButton)]}"
    )


def words_on(root: QWidget) -> str:
    """All the visible words of labels and buttons, one per line (to look for a sentence on a screen)."""
    stand(root)
    texts = [
        widget.text().replace("&&", "&")
        for widget in root.findChildren(QWidget)
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisibleTo(root)
    ]
    return "\n".join(text for text in texts if text)
