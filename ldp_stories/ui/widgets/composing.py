"""Words that an input method still holds underlined (Bengali, Punjabi, Urdu on a keyboard of other letters) are typed words too.

They reach a field's text only when they are settled. A screen that is taken away with the focus still in its field would lose them.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

UNDERLINED = "composing"
"""The property in which a field that is typed in keeps what is underlined in it."""


def note_underlined(field: QWidget, event: QInputMethodEvent) -> None:
    """Remember what is underlined in a field; nothing once it is settled."""
    field.setProperty(UNDERLINED, event.preeditString())


def settle_underlined() -> None:
    """Put what is underlined in the field with the focus into its text, as if the person had settled it."""
    field = QApplication.focusWidget()
    if field is None or not field.property(UNDERLINED):
        return
    QGuiApplication.inputMethod().commit()
    keep_underlined(field)  # the input method may keep it to itself


def keep_underlined(field: QWidget) -> None:
    """Put into a field's text what is still underlined in it; the input method forgets it."""
    left = str(field.property(UNDERLINED) or "")
    if left:
        event = QInputMethodEvent()
        event.setCommitString(left)
        QApplication.sendEvent(field, event)
        QGuiApplication.inputMethod().reset()
