"""Words that an evaluator selects in a copy everybody may read become a passage: then they can be quoted like any other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.records import PROTECTED_LAYERS, Layer
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.mark_passages import add_passage
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import Button


class MarkLine(Button):
    """Hidden until `offer` is given words that may be marked; `marked(passage id)` once they are a passage."""

    marked = Signal(str)

    def __init__(self, context: Context, record: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("Mark these words to quote them"), icon="quotes", size="field", parent=parent)
        self.context, self.record = context, record
        self._span: tuple[str, int, int] | None = None
        self.hide()
        self.clicked.connect(self._mark)

    def offer(self, layer: Layer | None, start: int, end: int) -> None:
        """Words were selected in a copy; those as they were said are marked by who is cleared to mask them."""
        mine = Role.EVALUATOR in self.context.home.roles()
        fits = layer is not None and layer.kind not in PROTECTED_LAYERS and start < end and mine
        self._span = (layer.id, start, end) if fits and layer is not None else None
        self.setVisible(fits)

    def _mark(self) -> None:
        if self._span is None:
            return
        layer, start, end = self._span
        try:
            made = add_passage(self.context.home, self.record, layer=layer, start=start, end=end)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self._span = None
        self.hide()
        self.context.tell(tr("The words are marked."))
        self.marked.emit(made)
