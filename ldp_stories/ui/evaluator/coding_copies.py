"""Which copy of the words is coded: the masked one first; marks on another copy are seen by turning to it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.records import Layer, LayerKind
from ldp_stories.services.read_record import RecordView
from ldp_stories.ui.record.copies import in_order, layer_words
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.segmented import Segmented

_ORDER: Final = (
    LayerKind.MASKED,
    LayerKind.READING,
    LayerKind.TRANSLATION,
    LayerKind.VERBATIM,
    LayerKind.TRANSCRIPT,
)
_OWN: Final = frozenset({LayerKind.VERBATIM, LayerKind.TRANSCRIPT})


class CodedCopies(QWidget):
    """A switch between the copies of a story that one may read; it is not there for a single copy. `turned` when another one is shown."""

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers: tuple[Layer, ...] = ()
        self.switch: Segmented | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_view(self, view: RecordView, *, keep: bool) -> None:
        """Offer the copies of a story; with `keep` the one on screen stays, as long as it is there."""
        before = self.layer.id if keep and self.layer is not None else ""
        self.layers = in_order(view.layers, _ORDER)
        if self.switch is not None:
            self._box.removeWidget(self.switch)
            self.switch.hide()
            self.switch.deleteLater()
            self.switch = None
        self.setVisible(len(self.layers) > 1)
        if len(self.layers) > 1:
            options = [Option(layer.id, layer_words(layer, self.layers)) for layer in self.layers]
            here = before if before in {layer.id for layer in self.layers} else ""
            self.switch = Segmented(options, name=tr("Which copy of the words"), value=here)
            self.switch.chosen.connect(lambda _: self.turned.emit())
            self._box.addWidget(self.switch)

    @property
    def layer(self) -> Layer | None:
        """The copy on screen."""
        wanted = self.switch.value() if self.switch is not None else ""
        return next((x for x in self.layers if x.id == wanted), self.layers[0] if self.layers else None)

    def turn_to(self, ident: str) -> None:
        """Show another copy."""
        if self.switch is not None and any(x.id == ident for x in self.layers):
            self.switch.set_value(ident)
            self.turned.emit()

    def name_of(self, ident: str) -> str:
        """What another copy is called; "" for the one on screen and for one that is not offered."""
        if self.layer is None or ident == self.layer.id:
            return ""
        return next((layer_words(x, self.layers) for x in self.layers if x.id == ident), "")

    @property
    def may_tag(self) -> bool:
        """Whether words of the copy on screen may be tagged: not what a masked copy stands before, as not everybody reads it."""
        masked = any(x.kind is LayerKind.MASKED for x in self.layers)
        return self.layer is not None and not (masked and self.layer.kind in _OWN)
