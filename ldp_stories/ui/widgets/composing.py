"""Words that an input method still holds underlined (Bengali, Punjabi, Urdu on a keyboard of other letters) are typed words too.

They reach a field's text only when they are settled. A screen that is taken away with the focus still in its field would lose them, and so
would a laptop that dies: what a field says has changed has them in it, so that they are kept as they are typed.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

UNDERLINED = "composing"
"""The property in which a field that is typed in keeps what is underlined in it."""


def note_underlined(field: QWidget, event: QInputMethodEvent) -> None:
    """Remember what is underlined in a field; nothing once it is settled."""
    field.setProperty(UNDERLINED, event.preeditString())


def underlined_in(field: QWidget | None) -> str:
    """What is underlined in a field; "" when nothing is."""
    return str(field.property(UNDERLINED) or "") if field is not None else ""


def is_underlined() -> bool:
    """Whether a word is being made at this moment, where the focus is."""
    return bool(underlined_in(QApplication.focusWidget()))


def with_underlined(text: str, at: int, words: str) -> str:
    """A text as it will be once what is underlined at its caret is settled; `at` counts as Qt does (UTF-16)."""
    units = text.encode("utf-16-le", "surrogatepass")
    whole = units[: 2 * at] + words.encode("utf-16-le", "surrogatepass") + units[2 * at :]
    return whole.decode("utf-16-le", "surrogatepass")


def settle_underlined() -> None:
    """Put what is underlined in the field with the focus into its text, as if the person had settled it."""
    field = QApplication.focusWidget()
    if field is None or not underlined_in(field):
        return
    QGuiApplication.inputMethod().commit()
    keep_underlined(field)  # the input method may keep it to itself


def keep_underlined(field: QWidget) -> None:
    """Put into a field's text what is still underlined in it; the input method forgets it."""
    left = underlined_in(field)
    if left:
        event = QInputMethodEvent()
        event.setCommitString(left)
        QApplication.sendEvent(field, event)
        QGuiApplication.inputMethod().reset()
