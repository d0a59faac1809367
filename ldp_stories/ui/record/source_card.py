"""What a version can be made from: the other versions of the same words, one of them to be read, and to begin from."""

from __future__ import annotations

from collections.abc import Sequence

from ldp_stories.domain.records import Layer
from ldp_stories.ui.record.copies import layer_words
from ldp_stories.ui.record.languages import language_name
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.labels import Label, heading


class SourceCard(Card):
    """`show_layers` fills it; `source` is the one that is read now; `use` begins from a copy of it (the screen says when it may)."""

    def __init__(self) -> None:
        super().__init__(padding=(24, 18, 20, 20), spacing=10)
        self.source: Layer | None = None
        self._layers: dict[str, Layer] = {}
        self.heading = heading("")
        self.which = Combo([], name=tr("Words to begin from"))
        self.which.chosen.connect(self._read)
        self.words = Label("", people=True)
        self.use = quiet(tr("Begin with a copy of these words"), icon="copy")
        self.add(self.heading, self.which, self.words, row(self.use, None))

    def show_layers(self, layers: Sequence[Layer], wanted: str) -> None:
        """These, and of them the one with the id `wanted`, else the one that was read before, else the first."""
        before = self.source.id if self.source is not None else ""
        self._layers = {layer.id: layer for layer in layers}
        self.which.set_options([Option(layer.id, _called(layer)) for layer in layers])
        self.which.setVisible(len(layers) > 1)
        self.setVisible(bool(layers))
        first = next(iter(self._layers), "")
        self._read(next((ident for ident in (wanted, before) if ident in self._layers), first))

    def _read(self, ident: str) -> None:
        self.source = self._layers.get(ident)
        if self.source is not None:
            self.which.set_value(ident)
            self.heading.setText(layer_words(self.source))
            self.words.setText(self.source.text)


def _called(layer: Layer) -> str:
    return f"{layer_words(layer)}, {language_name(layer.language)}"
