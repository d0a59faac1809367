"""A wish that was carried out: how many laptops have confirmed, what is out already, what still lies here, and the page for the teller."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QWidget

from ldp_stories.domain.orders import OrderKind
from ldp_stories.errors import UserError
from ldp_stories.services.confirmed import CONFIRMED, LOST, LaptopRow, Wish
from ldp_stories.services.keep_copies import forget_copy_elsewhere
from ldp_stories.services.log_output import delete_issued
from ldp_stories.services.rule_orders import Ruling
from ldp_stories.services.teller_page import teller_page
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.take_back_reach import output_words
from ldp_stories.ui.record.teller_sheet import TellerSheet
from ldp_stories.ui.text import apart, many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import Label, heading, small


class WishCard(Card):
    """One wish. Files are deleted, and copies on other disks crossed off, by a person, one by one."""

    def __init__(self, context: Context, wish: Wish) -> None:
        super().__init__(spacing=10)
        self.context, self.wish = context, wish
        erased = wish.kind is OrderKind.ERASE
        what = tr("Taken out") if erased else tr("Uses stopped")
        day = shown_day(wish.on) if wish.on else ""
        self.add(heading(tr("{what}, {day}", what=what, day=day) if day else what))
        confirmed = tr("{n} of {total} laptops confirmed", n=wish.confirmed, total=wish.total)
        whole = wish.confirmed == wish.total
        missing = [_laptop(one) for one in wish.laptops if one.state != CONFIRMED]
        self.count = CheckLine(
            confirmed,
            line=tr("Still to come: {names}", names="; ".join(missing)) if missing else "",
            icon="check-circle-fill" if whole else "clock",
            tone="ok" if whole else "plain",
        )
        self.add(self.count)
        for one, times in Counter(wish.issued).items():
            self.add(_issued(*one, times))
        for output, path in wish.files:
            self.add(self._file(output, path.name, str(path)))
        for where, made_on in wish.elsewhere:
            self.add(self._elsewhere(where, made_on))
        self.page = Button(tr("Make the page for the teller"), icon="file-text")
        self.page.clicked.connect(self._make_page)
        self.show_it = Button(tr("Show and print it"), icon="printer")
        self.show_it.clicked.connect(self._show_page)
        self.sheet: TellerSheet | None = None
        self.add(row(self.page, self.show_it, None))

    def _file(self, output: str, name: str, path: str) -> QWidget:
        holder = QWidget()
        delete = Button(
            tr("Delete the file"), icon="trash", size="dense", name=tr("Delete {name}", name=name)
        )
        words = column(Label(tr("A file with it is still on this laptop")), small(path), spacing=0)
        holder.setLayout(row(words, None, delete))

        def act() -> None:
            try:
                delete_issued(self.context.home, output)
            except OSError:
                self.context.tell(tr("It could not be deleted. Close it in other programs, then try again."))
                return
            self.context.tell(tr("The file is deleted."))
            holder.hide()
            self.page.setFocus()

        delete.clicked.connect(act)
        return holder

    def _elsewhere(self, where: str, made_on: str) -> QWidget:
        holder = QWidget()
        done = Button(
            tr("It is dealt with"), size="dense", name=tr("The copy in {place} is dealt with", place=where)
        )
        title = tr("A safe copy of {day} on another disk still holds it", day=shown_day(made_on))
        holder.setLayout(row(column(Label(title), small(where), spacing=0), None, done))

        def act() -> None:
            forget_copy_elsewhere(self.context.home, where)
            holder.hide()
            self.page.setFocus()

        done.clicked.connect(act)
        return holder

    def _show_page(self) -> None:
        """The page itself, under the buttons; pressed again it goes."""
        if self.sheet is None:
            try:
                self.sheet = TellerSheet(self.context, self.wish.orders)
            except UserError as error:
                self.context.tell(sentence(error))
                return
            self.add(self.sheet)
            self.sheet.show()
            self.show_it.setText(tr("Close the page"))
            return
        self.body.removeWidget(self.sheet)
        self.sheet.hide()
        self.sheet.deleteLater()
        self.sheet = None
        self.show_it.setText(tr("Show and print it"))

    def _make_page(self) -> None:
        folder = self.context.pick_folder(tr("Where shall the page go?"))
        if folder is None:
            return
        try:
            path = teller_page(self.context.home, self.wish.orders, folder)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(tr("The page is made: {name}. Print it from there.", name=path.name))


def _laptop(one: LaptopRow) -> str:
    name = ", ".join(filter(None, (apart(one.name), apart(one.label))))
    return tr("{name} (lost, it cannot confirm)", name=name) if one.state == LOST else name


def _issued(kind: str, made_on: str, copies: int, times: int) -> QWidget:
    count = many(copies, "{n} copy", "{n} copies") if copies else tr("copies not counted")
    count = f"{many(times, '{n} file', '{n} files')}, {count}" if times > 1 else count
    return CheckLine(
        tr("Already issued, {copies}, do not reissue", copies=count),
        line=tr("{what}, {day}", what=output_words(kind), day=shown_day(made_on)),
        icon="warning-circle",
        tone="warn",
    )


def left_words(name: str) -> str:
    """What is said to whoever asked, when a coordinator decided against it."""
    return (
        tr("{name} looked at what you asked to take back, and did not do it.", name=name)
        if name
        else tr("A coordinator looked at what you asked to take back, and did not do it.")
    )


class LeftCard(Card):
    """One's own wish that a coordinator did not carry out, with the reason."""

    def __init__(self, ruling: Ruling) -> None:
        super().__init__(spacing=10)
        day = shown_day(ruling.on) if ruling.on else ""
        self.add(heading(tr("Not taken out, {day}", day=day) if day else tr("Not taken out")))
        self.add(Label(left_words(ruling.by), people=True))
        self.add(Label(tr("Why: {reason}", reason=ruling.reason), people=True))
