"""The framework matrix: stories down, tags across; arrows choose a cell, Enter writes in it; out as a sheet with codes only (US-E6)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from ldp_stories.errors import UserError
from ldp_stories.services.code_own import bring_back
from ldp_stories.services.fill_matrix import (
    CellView,
    MatrixView,
    RowView,
    drop_matrix,
    fill_cell,
    matrices,
    matrix_sheet,
    read_matrix,
)
from ldp_stories.services.keep_answers import form_done, form_typed, keep_form
from ldp_stories.ui.evaluator.check_first import CheckFirst, look_at_stories
from ldp_stories.ui.evaluator.hidden_words import why_words
from ldp_stories.ui.evaluator.matrix_grid import MatrixGrid
from ldp_stories.ui.evaluator.matrix_new import NewMatrixPage
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_SHOWS = frozenset({"matrix", "matrix_cell", "consent", "order", "record", "passage", "coding", "decision"})
_LONGEST = 26
_SUMMARY = "summary"


class MatrixScreen(Screen):
    """`what` is a matrix id; without one the first is shown."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Matrix")
        self.view: MatrixView | None = None
        self.at: tuple[str, str] | None = None
        self.heading = display(tr("Framework matrix"))
        self.which = Combo([], name=tr("Matrix"), placeholder=tr("Choose a matrix"), icon="grid-four")
        self.new = Button(tr("New matrix"), icon="plus", size="field")
        self.change = Button(
            tr("Change"),
            icon="pencil-simple",
            size="field",
            name=tr("Change the matrix: name, stories, columns"),
        )
        self.away = Button(tr("Take away"), icon="x", size="field")
        self.undo = UndoLine()
        self.first = CheckFirst()
        self._gone: tuple[str, ...] = ()
        self.save = Button(tr("Save as a sheet"), kind="primary", icon="table", size="field")
        self.csv = Button(tr("Save as CSV"), icon="file-text", size="field")
        self.codes = ChoiceRow(
            [Option("codes", tr("With the tellers’ codes, for work inside the team only"))],
            name=tr("What the sheet says of people"),
            many=True,
        )
        self.grid = MatrixGrid()
        self.column_name = heading("")
        self.where = helper("")
        self.half: str | None = None
        """What is typed into the cell in hand and not written down; None while the cell changes."""
        self.summary = Editor(name=tr("Summary"), placeholder=tr("What does this story say on it?"), rows=5)
        self.passages = ChoiceRow([], name=tr("It rests on"), many=True)
        self.passages_field = Field(tr("It rests on"), self.passages)
        self.others = Label("", people=True)
        self.empty = EmptyState(
            tr("No matrix yet"),
            text=tr("Stories go down, tags go across, and you write what each story says."),
            icon="grid-four",
            action=tr("New matrix"),
        )
        self._lay_out()
        self._connect()
        self.set_focus_start(self.heading)
        self.read(str(what or ""))

    def _lay_out(self) -> None:
        side = Card(padding=(22, 18, 22, 18), spacing=10)
        side.add(
            self.column_name,
            self.where,
            Field(tr("Summary"), self.summary),
            self.passages_field,
            self.others,
            None,
        )
        self.columns = Columns([(self.grid, 0), (side, 360)], gap=20)
        page = ScrollPage(margins=(32, 20, 32, 16), spacing=14)
        page.body.addWidget(line(self.heading, None, self.new, self.csv, self.save))
        for part in (self.undo, self.first):
            page.body.addWidget(part)
        page.body.addLayout(row(self.which, self.change, self.away))
        page.body.addWidget(self.codes)
        page.body.addWidget(self.columns, 1)
        page.body.addWidget(self.empty, 1)
        self.main = page
        self.making = NewMatrixPage(self.context)
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.pages.addWidget(self.making)
        self.box.addWidget(self.pages)

    def _connect(self) -> None:
        self.which.chosen.connect(self.read)
        self.new.clicked.connect(self.show_making)
        self.change.clicked.connect(self.show_changing)
        self.away.clicked.connect(self.take_away)
        self.undo.undone.connect(self._undo)
        self.empty.acted.connect(self.show_making)
        for button, kind in ((self.save, "xlsx"), (self.csv, "csv")):
            button.clicked.connect(lambda _=False, b=button, k=kind: self._ask(b.text(), k))
        self.making.left.connect(lambda: self.show_matrix(""))
        self.making.made.connect(self.show_matrix)
        self.grid.moved.connect(self._move)
        self.grid.entered.connect(lambda: self.summary.edit.setFocus(Qt.FocusReason.OtherFocusReason))
        self.typing = Keeper(lambda form, text: keep_form(self.context.home, form, _SUMMARY, text), self)
        self.summary.changed.connect(self._type)
        self.summary.rested.connect(lambda _: self.keep())
        self.passages.chosen.connect(lambda _: self.keep())

    def read(self, wanted: str = "") -> None:
        """Read a matrix again; the cell in hand stays."""
        home = self.context.home
        known = matrices(home)
        self.which.set_options([Option(m.id, m.title) for m in known])
        for part in (self.columns, self.which, self.codes, self.new, self.save, self.csv):
            part.setVisible(bool(known))
        self.empty.setVisible(not known)
        for part in (self.change, self.away):
            part.setVisible(False)
        if not known:
            self.view = None
            self.retitle(tr("Matrix"))
            return
        offered = (wanted, self.which.value(), known[0].id)
        chosen = next(one for one in offered if self.which.offers(one))
        self.which.set_value(chosen)
        self.view = read_matrix(home, chosen)
        self.retitle(tr("Matrix: {title}", title=self.view.matrix.title))
        for part in (self.change, self.away):
            part.setVisible(self.view.mine)
        self.away.set_name(tr("Take away the matrix {title}", title=self.view.matrix.title))
        self.grid.show_matrix(self.view, lambda one: why_words(one.gap))
        self._move(*self.grid.place())

    def _found(self, record: str, column: str) -> tuple[RowView | None, CellView | None]:
        if self.view is None:
            return None, None
        found = next((r for r in self.view.rows if r.record == record), None)
        cell = next((c for c in found.cells if c.column == column), None) if found else None
        return found, cell

    def _move(self, record: str, column: str) -> None:
        """Another cell is in hand: show it beside."""
        self.keep()
        found, cell = self._found(record, column)
        self.at = (record, column) if cell is not None else None
        label = next((c.label for c in self.view.matrix.columns if c.key == column), "") if self.view else ""
        self.column_name.setText(label)
        self.where.setText(found.title if found and not found.gap else why_words(found.gap) if found else "")
        for part in (self.summary, self.passages_field):
            part.setEnabled(cell is not None)
        self._show_summary(cell.summary if cell else "")
        bits = (*cell.linked, *cell.free) if cell else ()
        self.passages.set_options([Option(b.id, _short(b.words), b.words) for b in bits])
        self.passages.set_value([b.id for b in cell.linked] if cell else [])
        self.passages_field.setVisible(bool(bits))
        said = "\n".join(f"{who}: {words}" for who, words in cell.others) if cell else ""
        self.others.setText(said)
        self.others.setVisible(bool(said))

    def _form(self) -> str:
        """Under what the summary in hand is kept while it is typed; it names the story, and goes with it."""
        record, column = self.at or ("", "")
        return f"cell {self.view.matrix.id if self.view else ''} {record} {column}"

    def _show_summary(self, kept: str) -> None:
        """What was typed last and not written down yet (a laptop that died), else what is kept."""
        self.half = None
        typed = form_typed(self.context.home, self._form()).get(_SUMMARY) if self.at else None
        self.summary.set_text(kept if typed is None else typed)
        self.half = typed or ""

    def _type(self, text: str) -> None:
        if self.half is not None and self.at is not None:
            self.half = text
            self.typing.keep(self._form(), text)

    def _written(self) -> None:
        """The cell holds it now: nothing of it stays beside."""
        if self.half:
            self.typing.flush()
            form_done(self.context.home, self._form())
            self.half = ""

    def keep(self) -> None:
        """Keep the cell in hand when it has changed."""
        if self.at is None or self.view is None:
            return
        record, column = self.at
        _, cell = self._found(record, column)
        now = (self.summary.text(), tuple(self.passages.value()))
        if cell is None:
            return
        if now == (cell.summary, tuple(b.id for b in cell.linked)):
            self._written()
            return
        try:
            fill_cell(self.context.home, self.view.matrix.id, record, column, *now)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self._written()
        self.undo.clear()
        self.view = read_matrix(self.context.home, self.view.matrix.id)
        self.grid.fill(self.view, lambda one: why_words(one.gap))

    def show_making(self) -> None:
        """The page on which a matrix is made."""
        self.keep()
        self.making.start()
        self.pages.setCurrentWidget(self.making)
        self.making.focus_start()

    def show_changing(self) -> None:
        """The same page, filled in with the matrix that is shown."""
        self.keep()
        if self.view is None:
            return
        self.making.start(self.view)
        self.pages.setCurrentWidget(self.making)
        self.making.focus_start()

    def take_away(self) -> None:
        """Take the matrix that is shown away; until something else is done it can be brought back."""
        self.keep()
        if self.view is None:
            return
        title = self.view.matrix.title
        try:
            self._gone = drop_matrix(self.context.home, self.view.matrix.id)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.show_matrix("")
        self.undo.show_undo(tr("{title} is taken away.", title=title))
        self.context.tell(tr("{title} is taken away.", title=title))

    def _undo(self) -> None:
        gone, self._gone = self._gone, ()
        if gone:
            bring_back(self.context.home, gone)
            self.show_matrix(gone[0])
            self.context.tell(tr("{title} is back.", title=self.which.shown()))

    def show_matrix(self, ident: str) -> None:
        """Back to the matrix, or to a new one."""
        self.pages.setCurrentWidget(self.main)
        self.at = None
        self.undo.clear()
        self.read(ident)
        (self.empty.button if self.view is None else self.grid).setFocus()

    def _ask(self, what: str, kind: str) -> None:
        self.keep()
        self.first.ask(what, lambda ticked: self._save(ticked, kind))
        rows = self.view.rows if self.view is not None else ()
        look_at_stories(self.context, self, self.first, {r.record: _going(r) for r in rows})

    def _save(self, looked_at: frozenset[int], kind: str = "xlsx") -> None:
        self.keep()
        folder = self.context.pick_folder(tr("Where shall the sheet go?"))
        if folder is None or self.view is None:
            return
        home, ident = self.context.home, self.view.matrix.id
        hidden, codes = sum(bool(r.gap) for r in self.view.rows), bool(self.codes.value())

        def done(path: Path) -> None:
            more = " " + many(hidden, "{n} story is hidden by consent.", "{n} stories are hidden by consent.")
            self.context.tell(tr("The sheet is made: {name}", name=path.name) + (more if hidden else ""))

        self.context.tasks.run(
            tr("Making the sheet"),
            lambda _: matrix_sheet(home, ident, folder, looked_at=looked_at, kind=kind, codes=codes),
            done=done,
            failed=lambda error: self.context.tell(sentence(error)),
            owner=self,
        )

    def refresh(self, changes: frozenset[str]) -> None:
        """Cells came from others, or somebody changed their mind; what one is typing stays."""
        typing = self.summary.edit.hasFocus()
        if (not changes or changes & _SHOWS) and not typing and self.pages.currentWidget() is self.main:
            self.at = None
            self.read(self.which.value())

    def about(self) -> object:
        """The matrix that is shown by now."""
        return self.view.matrix.id if self.view is not None else None

    def leaving(self) -> None:
        """Keep what is half typed."""
        self.keep()


def _short(words: str) -> str:
    text = " ".join(words.split()) or tr("A bit of sound")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} \u2026"


def _going(row: RowView) -> str:
    """The words of a row that stand in its sheet."""
    said = [
        text
        for c in row.cells
        for text in (c.summary, *(t for _, t in c.others), *(b.words for b in c.linked))
    ]
    return "\n".join(said)
