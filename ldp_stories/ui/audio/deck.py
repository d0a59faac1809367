"""Qt's media player together with the sound it reads, ended in the one order that is safe: it lets go, the sound goes, it goes itself.

Qt reads from a thread of its own, and that needs the interpreter; a call that waits for this thread while holding the interpreter would
never end, and a sound taken apart while it is read ends the program. So every order to Qt's player is queued: the event loop, which holds
nothing, carries it out. And whatever becomes of the screen, a deck stays until its player has let go.
Qt's multimedia library is loaded with the first deck, not with this module: the window shows sooner.
"""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    SIGNAL,
    SLOT,
    QCoreApplication,
    QEventLoop,
    QIODevice,
    QLoggingCategory,
    QObject,
    Qt,
    QTimer,
    QUrl,
    Signal,
)

from ldp_stories.ui.audio.device import SoundDevice

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

_PATIENCE_MS: Final = 3_000
_decks: set[Deck] = set()


class Deck(QObject):
    """One media player (`qt`), its loudspeaker, and the sound that lies on it. `end` it: dropping it alone does nothing."""

    play = Signal()
    pause = Signal()
    go_to = Signal("qlonglong")  # type: ignore[arg-type]
    speed = Signal(float)
    _attach = Signal(QIODevice)
    _detach = Signal(QUrl)
    _let_go = Signal()
    _over = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.qt, self.loudspeaker = _media_player()
        self.device: SoundDevice | None = None
        self._leaving: list[SoundDevice] = []
        self._ended = False
        # Our orders are joined to Qt's own slots, without Python in between.
        for order, slot in (
            ("_attach(QIODevice*)", "setSourceDevice(QIODevice*)"),
            ("_detach(QUrl)", "setSource(QUrl)"),
            ("play()", "play()"),
            ("pause()", "pause()"),
            ("go_to(qlonglong)", "setPosition(qlonglong)"),
            ("speed(double)", "setPlaybackRate(double)"),
        ):
            QObject.connect(self, SIGNAL(order), self.qt, SLOT(slot), Qt.ConnectionType.QueuedConnection)
        self._let_go.connect(self._free, Qt.ConnectionType.QueuedConnection)
        self._over.connect(self._go, Qt.ConnectionType.QueuedConnection)
        if not _decks:
            atexit.register(end_all)
        _decks.add(self)

    def put_on(self, device: SoundDevice) -> None:
        """Read from `device`, in place of what lay there."""
        self.take_off()
        self.device = device
        self._attach.emit(device)

    def take_off(self) -> None:
        """Give the sound back: when this returns, nothing is read from it any more."""
        if self.device is not None:
            device, self.device = self.device, None
            device.let_go()
            self._leaving.append(device)
            self._detach.emit(QUrl())
            self._let_go.emit()

    def end(self) -> None:
        """Take the sound off, then go; nobody need hold it meanwhile."""
        if not self._ended:
            self._ended = True
            self.take_off()
            self._over.emit()

    def _free(self) -> None:
        """The player has let go of it by now: its order came before this one."""
        self._leaving.pop(0).deleteLater()

    def _go(self) -> None:
        for one in (self.qt, self.loudspeaker, self):
            one.deleteLater()
        _decks.discard(self)
        if not _decks:
            atexit.unregister(end_all)


def end_all() -> None:
    """End every deck there is, before the program ends."""
    if QCoreApplication.instance() is None:
        return
    loop, watch, late = QEventLoop(), QTimer(), QTimer()
    watch.timeout.connect(lambda: None if _decks else loop.quit())
    late.timeout.connect(loop.quit)
    for deck in tuple(_decks):
        deck.end()
    watch.start(0)
    late.start(_PATIENCE_MS)
    loop.exec()  # leaves once the decks have gone and what they left behind is deleted


def _media_player() -> tuple[QMediaPlayer, QAudioOutput]:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

    QLoggingCategory.setFilterRules("qt.multimedia.*=false")  # it describes each sound on standard error
    player, loudspeaker = QMediaPlayer(), QAudioOutput()
    player.setAudioOutput(loudspeaker)
    player.setPitchCompensation(True)
    return player, loudspeaker
