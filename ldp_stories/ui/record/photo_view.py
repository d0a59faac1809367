"""One photo of a story, as large as its place allows; read from the vault off the window's thread and written nowhere."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.photos import photo_bytes
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.labels import helper
from ldp_stories.ui.widgets.paint import smooth
from ldp_stories.ui.widgets.theme import follow, theme

_BEGIN = {"jpg": b"\xff\xd8", "png": b"\x89PNG", "webp": b"RIFF"}
_MOST = 4096
"""Pixels of the longer side that are ever decoded to be shown."""


def decoded(data: bytes, type_: str) -> QImage:
    """The picture, upright and no larger than it may be; a null image when it cannot be read."""
    if type_ not in _BEGIN or not data.startswith(_BEGIN[type_]):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg" if type_ == "jpg" else type_.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > _MOST:
        reader.setScaledSize(size.scaled(_MOST, _MOST, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class PhotoView(QWidget):
    """`show_photo(medium, name)` shows it, or says in words why it cannot be shown; readers hear `name`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.image = QImage()
        self.medium = ""
        self.words = helper("")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.words)
        box.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow(self.update)

    def sizeHint(self) -> QSize:
        """As the words would have it."""
        return QSize(theme().grow(480), theme().grow(320))

    def minimumSizeHint(self) -> QSize:
        """Something can still be seen."""
        return QSize(120, 120)

    def show_photo(self, medium: str, name: str) -> None:
        """Show a photo; one that is locked is not opened, and why is said."""
        self.setAccessibleName(name)
        if medium == self.medium:
            return
        self.medium, self.image = medium, QImage()
        self._say("")
        home = self.context.home
        self.context.tasks.run(
            tr("Opening the photo"),
            lambda _: decoded(*photo_bytes(home, medium)),
            done=lambda image: self._show(medium, image),
            failed=lambda error: self._failed(medium, error),
            owner=self,
            quiet=True,
        )

    def _show(self, medium: str, image: QImage) -> None:
        if medium == self.medium:
            self.image = image
            self._say("" if not image.isNull() else tr("It cannot be shown here. It is kept safe."))

    def _failed(self, medium: str, error: UserError) -> None:
        if medium == self.medium:
            self.medium = ""  # it is asked for again the next time
            gone = error.code == "MEDIA_GONE"
            self._say(tr("The photo has not come yet.") if gone else sentence(error))

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the photo whole, in the middle of its place."""
        if self.image.isNull():
            return
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect((self.width() - size.width()) // 2, 0, size.width(), size.height())
        smooth(self).drawImage(place, self.image)
