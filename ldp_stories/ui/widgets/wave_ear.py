"""What a screen reader is told of a waveform: a slider over the whole sound, whose value is said in minutes and seconds.

Nothing is told while it plays by itself: the sound itself would be talked over. A reader that asks gets the place of that moment.
"""

from __future__ import annotations

import weakref
from typing import Any, Final, Protocol, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

STEP_SECONDS: Final = 5
_installed: list[type[QWidget]] = []


class Sought(Protocol):
    """What is asked of a waveform: a place and a length in milliseconds, the words for it, and to go somewhere else."""

    def place_ms(self) -> int:
        """Where it stands."""

    def length_ms(self) -> int:
        """How long it is."""

    def place_words(self) -> str:
        """Both in words."""

    def seek_ms(self, ms: int) -> None:
        """Go there."""


class _Seconds(QAccessibleValueInterface):
    """The place in whole seconds, as a slider has it."""

    def __init__(self, wave: Sought) -> None:
        super().__init__()
        self._wave = weakref.ref(wave)

    def _there(self) -> Sought | None:
        wave = self._wave()
        return wave if wave is not None and isValid(wave) else None

    def currentValue(self) -> int:
        """Where it stands."""
        wave = self._there()
        return wave.place_ms() // 1000 if wave is not None else 0

    def minimumValue(self) -> int:
        """The beginning."""
        return 0

    def maximumValue(self) -> int:
        """The end."""
        wave = self._there()
        return wave.length_ms() // 1000 if wave is not None else 0

    def minimumStepSize(self) -> int:
        """As far as a key goes."""
        return STEP_SECONDS

    def setCurrentValue(self, value: Any) -> None:
        """Go to a second."""
        wave = self._there()
        if wave is not None:
            wave.seek_ms(min(max(0, int(value) * 1000), wave.length_ms()))


class _Slider(QAccessibleWidget):
    """The waveform itself."""

    def __init__(self, wave: QWidget) -> None:
        super().__init__(wave, QAccessible.Role.Slider)
        self._wave = weakref.ref(wave)
        self._seconds = _Seconds(cast("Sought", wave))

    def text(self, t: QAccessible.Text) -> str:
        """Its value in words; name and the rest as every part has them."""
        wave = self._wave()
        if t is QAccessible.Text.Value and wave is not None and isValid(wave):
            return cast("Sought", wave).place_words()
        return super().text(t)

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:
        """A slider has a value (the stubs say a number; it is a part of the interface, or nothing)."""
        return self._seconds if t is QAccessible.InterfaceType.ValueInterface else super().interface_cast(t)


def _made(_name: str, thing: QObject) -> QAccessibleInterface | None:
    """The slider of a waveform that can be sought; nothing for any other part of the window."""
    if (
        not isinstance(thing, tuple(_installed))
        or not isValid(thing)
        or not getattr(thing, "seekable", False)
    ):
        return None
    return _Slider(cast("QWidget", thing))


def speak_for(kind: type[QWidget]) -> None:
    """Have each part of this kind told as a slider; done once for a kind."""
    if not _installed:
        QAccessible.installFactory(_made)
    if kind not in _installed:
        _installed.append(kind)
