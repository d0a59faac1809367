"""What this notebook noticed about itself: that it had gone back to an older state, and what it did about it."""

from __future__ import annotations

from ldp_stories.services.begin_again import SetBack, have_read, told
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.banner import Banner


def set_back_words(found: SetBack) -> str:
    """One plain sentence on what happens now."""
    if not found.stories:
        return tr("It noticed and put it right by itself. What is missing comes with the next file to you.")
    return many(
        found.stories,
        "{n} story you have here goes out once more with your next file. Nothing is lost, nothing is there twice.",
        "{n} stories you have here go out once more with your next file. Nothing is lost, nothing is there twice.",
    )


class SetBackLine(Banner):
    """The strip; hidden while there is nothing to tell, and from when it was read."""

    def __init__(self, context: Context) -> None:
        super().__init__("", tone="info", icon="info", action=tr("I have read it"))
        self.context = context
        self.acted.connect(self._read)
        self.look()

    def look(self) -> bool:
        """See whether there is anything to tell; whether there is."""
        found = told(self.context.home)
        if found is not None:
            self.set_text(set_back_words(found), tr("This notebook had gone back to an older state."))
        self.setVisible(found is not None)
        return found is not None

    def _read(self) -> None:
        have_read(self.context.home)
        self.look()
