"""Close this home: what nobody has received, a typed yes when something would be lost, and a sheet to keep."""

from __future__ import annotations

from typing import Final

from ldp_stories.errors import UserError
from ldp_stories.services.close_home import Closing, before_closing, refuse_unsafe_closing
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.paper import Paper, Printing, Role, print_paper, save_pdf
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_SHOWN: Final = 12


class ClosingScreen(Screen):
    """The last page of a notebook on this laptop."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.title = tr("Close this home")
        self.context = context
        self.printing: Printing = print_paper
        self.standing = before_closing(context.home)
        page = ScrollPage(margins=(36, 16, 36, 20))
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        top = display(tr("Close this home"))
        lead = helper(
            tr(
                "The keys on this laptop are destroyed. Nobody can open it here after that. A copy on a stick still opens with your passphrase."
            )
        )
        page.body.addLayout(row(back, None))
        for part in (top, lead, self._stands(), self._sheet(), self._end()):
            page.body.addWidget(part)
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.set_focus_start(top)

    def _stands(self) -> Card:
        one = self.standing
        card = Card(spacing=10).add(heading(tr("What nobody has received")))
        if one.nothing_lost:
            card.add(CheckLine(tr("Nothing. Everything is with somebody else.")))
        for title in one.only_here[:_SHOWN]:
            card.add(CheckLine(title or tr("A story without a title"), icon="warning-circle", tone="warn"))
        more = len(one.only_here) - _SHOWN
        if more > 0:
            card.add(helper(many(more, "and {n} more", "and {n} more")))
        if one.talks:
            talks = many(one.talks, "{n} conversation is not finished", "{n} conversations are not finished")
            card.add(CheckLine(talks, icon="warning-circle", tone="warn"))
        for where, day in one.copies:
            card.add(
                CheckLine(
                    tr("A copy of {day} lies in {where}", day=shown_day(day), where=where),
                    icon="hard-drive",
                    tone="plain",
                )
            )
        if not one.nothing_lost:
            self.send = Button(tr("Send first"), icon="paper-plane-tilt", size="field")
            self.send.clicked.connect(lambda: self.go.emit("send", None))
            card.add(row(self.send, None))
        return card

    def _sheet(self) -> Card:
        self.print = Button(tr("Print"), icon="printer", size="field")
        self.print.clicked.connect(lambda: self.printing(self.paper(), self))
        self.save = Button(tr("Save as PDF"), icon="file-pdf", size="field")
        self.save.clicked.connect(self._save)
        self.trouble = Label("", role="small", color="bad", weight=500)
        self.trouble.hide()
        words = helper(tr("Keep the sheet: it says what was here and where it went."))
        return Card(spacing=10).add(
            heading(tr("The sheet")), words, row(self.print, self.save, None), self.trouble
        )

    def _end(self) -> Card:
        self.typed = TextField(name=tr("Type yes to lose what is only here"))
        self.typed.entered.connect(lambda _: self.close_home())
        self.field = Field(tr("Type yes to lose what is only here"), self.typed)
        if self.standing.nothing_lost:
            self.field.hide()
        self.end = Button(tr("Close this home for good"), icon="trash", kind="danger", size="field")
        self.end.clicked.connect(self.close_home)
        return Card(spacing=12).add(heading(tr("There is no way back")), self.field, row(self.end, None))

    def close_home(self) -> None:
        """Go when nothing is lost, or when the person typed yes; the window does the rest."""
        try:
            refuse_unsafe_closing(self.context.home, self.typed.text())
        except UserError as error:
            self.field.set_error(sentence(error))
            self.typed.edit.setFocus()
            return
        self.go.emit("close home", self.typed.text())

    def paper(self) -> Paper:
        """The sheet."""
        return Paper(tr("Closed"), sheet_lines(self.standing), practice=self.context.home.practice)

    def _save(self) -> None:
        folder = self.context.pick_folder(tr("Where to save the sheet"))
        if folder is None:
            return
        try:
            path = save_pdf(self.paper(), folder, tr("notebook closed"))
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            return
        self.context.tell(tr("Saved as {file}", file=path.name))


def sheet_lines(one: Closing) -> tuple[tuple[Role, str], ...]:
    """What stands on the sheet: who, which laptop, when, what went where. No story's title: the sheet may be seen by anybody."""
    who = tr("{name}, laptop {laptop}", name=one.name, laptop=one.laptop or "-")
    only = many(
        len(one.only_here), "{n} story was received by nobody.", "{n} stories were received by nobody."
    )
    with_others = many(
        one.confirmed, "{n} story is with somebody else.", "{n} stories are with somebody else."
    )
    lines: list[tuple[Role, str]] = [
        ("title", tr("A notebook was closed")),
        ("body", who),
        ("body", tr("Closed on {day}", day=shown_day(one.on))),
        ("body", with_others),
        ("body", only),
    ]
    lines += [
        ("body", tr("Destroy the copy of {day} in {where}.", day=shown_day(d), where=w))
        for w, d in one.copies
    ]
    lines.append(
        ("small", tr("The keys on this laptop were destroyed. What is left on its disk cannot be read."))
    )
    return tuple(lines)
