"""Plays a sound again and again, and takes away what plays it while Qt's own thread reads (a process of its own: it may die)."""

import gc
import random
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ldp_stories.media.wav import WavSound
from ldp_stories.ui.audio import Player


class Counted:
    """Noise that knows whether it was read as often as wanted."""

    def __init__(self, data: bytes, wanted: int) -> None:
        self.data, self.size = data, len(data)
        self.reads, self.wanted = 0, wanted

    def read_enough(self) -> bool:
        return self.reads >= self.wanted

    def read(self, offset: int, size: int) -> bytes:
        self.reads += 1
        return self.data[offset : offset + size]


def delete_first() -> None:
    """What is to be deleted goes before any other order is carried out."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def unloaded(player: Player, _screen: QWidget) -> None:
    player.unload()
    delete_first()


def with_its_screen(player: Player, screen: QWidget) -> None:
    player.unload()
    screen.deleteLater()
    delete_first()


def screen_alone(_player: Player, screen: QWidget) -> None:
    screen.deleteLater()


def dropped(_player: Player, _screen: QWidget) -> None:
    """Nobody holds it any more: Python takes it apart on the spot."""


ENDS: dict[str, Callable[[Player, QWidget], None]] = {
    end.__name__: end for end in (unloaded, with_its_screen, screen_alone, dropped)
}


def run_until(ready: Callable[[], bool]) -> None:
    """Let the program go on until then, one turn at least."""
    loop, watch = QEventLoop(), QTimer()
    watch.timeout.connect(lambda: loop.quit() if ready() else None)
    watch.start(0)
    loop.exec()


def main(name: str, times: int) -> None:
    sys.setswitchinterval(1e-5)
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    dice = random.Random(name)
    data = dice.randbytes(96_000 * 20)
    for _ in range(times):
        sound, screen = Counted(data, dice.randrange(12)), QWidget()
        player = Player(screen)
        player.load(WavSound(sound))
        player.play()
        run_until(sound.read_enough)
        if name in ENDS:
            ENDS[name](player, screen)
            del player, screen
            gc.collect()
            run_until(lambda: True)
    print("held")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
