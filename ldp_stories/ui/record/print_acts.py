"""[Print], [Save as PDF] and [Large print] under a page that can be given to somebody, and what went wrong when saving did."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.paper import Paper, Printing, print_paper, save_pdf
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label


class PrintActs(QWidget):
    """The buttons after `first`. `paper()` makes the page when it is wanted; `file` is the name it is saved under, without anybody's code."""

    def __init__(
        self,
        context: Context,
        paper: Callable[[], Paper],
        file: str,
        *first: QWidget,
        large: bool = True,
        unlocked: bool = False,
    ) -> None:
        super().__init__()
        self._context, self._paper, self._file, self._unlocked = context, paper, file, unlocked
        self.printing: Printing = print_paper
        self.print = Button(tr("Print"), icon="printer", size="field")
        self.print.clicked.connect(self._print)
        self.save = Button(tr("Save as PDF"), icon="file-pdf", size="field")
        self.save.clicked.connect(self._save)
        self.large = ChoiceRow([Option("large", tr("Large print"))], name=tr("Large print"), many=True)
        self.trouble = Label("", role="small", color="bad", weight=500)
        self.trouble.hide()
        flow = FlowLayout(self, gap=12)
        for thing in (*first, self.print, self.save, *((self.large,) if large else ())):
            flow.addWidget(thing)

    @property
    def wants_large(self) -> bool:
        """Whether large print is chosen."""
        return bool(self.large.value())

    def allow(self, allowed: bool) -> None:
        """Whether there is something to print."""
        for button in (self.print, self.save):
            button.setEnabled(allowed)

    def _print(self) -> None:
        if self.printing(self._paper(), self):
            self._context.tell(tr("Printed."))

    def _save(self) -> None:
        folder = self._context.pick_folder(tr("Where should it be saved?"))
        if folder is None:
            return
        try:
            path = save_pdf(self._paper(), folder, self._file)
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return
        self.trouble.hide()
        words = tr("Saved as {name}.", name=path.name)
        more = tr("What is saved there is not locked.") if self._unlocked else ""
        self._context.tell(f"{words} {more}".strip())
