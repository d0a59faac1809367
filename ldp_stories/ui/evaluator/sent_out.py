"""What went out: every copy that was made, asked for permission again today; what must come down, and why; delete it here, make it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Channel
from ldp_stories.errors import UserError
from ldp_stories.services.check_issued import IssuedNow, issued_now
from ldp_stories.services.log_output import delete_issued, set_copies
from ldp_stories.services.write_report import reports
from ldp_stories.ui.evaluator.hidden_words import why_words
from ldp_stories.ui.evaluator.report_words import WAYS
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, tr, visible
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, heading, helper
from ldp_stories.ui.widgets.model import PagedModel, RowItem
from ldp_stories.ui.widgets.rows import RowList
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_CHANGES: Final = frozenset({"output", "consent", "order", "record", "passage", "layer"})


class SentOutScreen(Screen):
    """The copies as a list, and the one in hand under it. `what` is the id of a copy to begin with."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context, self.home = context, context.home
        self.title = tr("What went out")
        self.found: dict[str, IssuedNow] = {}
        self.chosen = str(what or "")
        page = ScrollPage(spacing=14)
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        self.heading = display(tr("What went out"))
        self.line = helper("")
        self.told = Banner("", tone="ok", icon="check-circle")
        self.trouble = Banner("", tone="bad", icon="x-circle")
        self.empty = EmptyState(
            tr("Nothing went out yet"),
            text=tr("What you make for readers is listed here, and asked for permission again each day."),
            icon="paper-plane-tilt",
        )
        self.model = PagedModel()
        self.list = RowList(self.model, name=tr("What went out"), fit=True)
        self.list.opened.connect(self.show_one)
        self.detail: Card | None = None
        self.page = page
        page.body.addLayout(row(back, None))
        for thing in (self.heading, self.line, self.told, self.trouble, self.empty, self.list):
            page.body.addWidget(thing)
        page.body.addStretch(1)
        self.box.addWidget(page)
        for banner in (self.told, self.trouble):
            banner.hide()
        self.set_focus_start(self.heading)
        self.look()

    def refresh(self, changes: frozenset[str]) -> None:
        """Somebody changed their mind, or another copy went out."""
        if not changes or changes & _CHANGES:
            self.look()

    def look(self) -> None:
        """Ask for permission for every copy again."""
        home = self.home
        self.context.tasks.run(
            tr("Looking at what went out"),
            lambda _: issued_now(home),
            done=self._show,
            failed=lambda error: self._say(sentence(error), bad=True),
            owner=self,
            quiet=True,
        )

    def _show(self, found: tuple[IssuedNow, ...]) -> None:
        self.found = {one.output: one for one in found}
        self.model.set_rows([_row(one) for one in found])
        self.empty.setVisible(not found)
        self.list.setVisible(bool(found))
        wrong = sum(not one.fine for one in found)
        words = (
            many(
                wrong,
                "{n} copy holds something that must come down.",
                "{n} copies hold something that must come down.",
            )
            if wrong
            else tr("All of it may be used today.")
        )
        self.line.setText(words)
        self.line.setVisible(bool(found))
        self.show_one(self.chosen)

    def show_one(self, output: str) -> None:
        """One copy: what has changed, and what can be done."""
        self.chosen = output
        if self.detail is not None:
            self.page.body.removeWidget(self.detail)
            self.detail.hide()
            self.detail.deleteLater()
            self.detail = None
        one = self.found.get(output)
        if one is None:
            return
        self.detail = self._card(one)
        self.page.body.insertWidget(self.page.body.count() - 1, self.detail)
        self.detail.setVisible(True)

    def _card(self, one: IssuedNow) -> Card:
        card = Card(spacing=10)
        card.add(heading(_name(one)))
        for words in troubles(one):
            card.add(CheckLine(words, icon="eye-slash", tone="warn", weight=400))
        if one.fine:
            card.add(CheckLine(tr("All of it may be used today."), icon="check-circle-fill", tone="ok"))
        elif not one.recalled:
            card.add(
                helper(tr("Take it down where it was shown, and give the new one to those who have it."))
            )
        self.copies = TextField(name=tr("How many copies were given out?"), value=str(one.copies or ""))
        self.copies.edit.editingFinished.connect(lambda: self._count(one))
        if not one.recalled:
            told = Field(
                tr("How many copies were given out?"),
                self.copies,
                helper=tr("Printed, sent or handed over. It helps when something has to be called back."),
            )
            card.add(told)
        card.add(row(*self._buttons(one), None, spacing=12))
        return card

    def _buttons(self, one: IssuedNow) -> list[QWidget]:
        found: list[QWidget] = []
        if one.report and one.report in {r.id for r in reports(self.home)}:
            again = Button(tr("Open it and make it again"), icon="file-text", size="dense")
            again.clicked.connect(lambda: self.go.emit("report", one.report))
            found.append(again)
        if one.here:
            away = quiet(tr("Delete the copy on this laptop"), icon="trash")
            away.clicked.connect(lambda: self._delete(one))
            found.append(away)
        return found

    def _count(self, one: IssuedNow) -> None:
        words = self.copies.text().strip()
        if words.isdecimal() and int(words) != one.copies:
            set_copies(self.home, one.output, int(words))

    def _delete(self, one: IssuedNow) -> None:
        try:
            delete_issued(self.home, one.output)
        except (UserError, OSError):
            self._say(tr("It could not be deleted. Close it in other programs, then try again."), bad=True)
            return
        self._say(tr("The copy on this laptop is gone. Others may have theirs."))
        self.look()

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.told.setVisible(not bad)
        self.trouble.setVisible(bad)
        (self.trouble if bad else self.told).set_text(words)
        self.context.tell(words)


def _name(one: IssuedNow) -> str:
    """ "Share pack, Website, 3 June, share-pack-1f2e3d"."""
    way = WAYS.get(Channel(one.channel)) if one.channel in set(Channel) else None
    parts = (
        tr(one.type.capitalize()) if one.type else tr("A copy"),
        tr(way) if way else "",
        shown_day(one.made_on),
        visible(one.path.name) if one.path is not None else "",
    )
    return ", ".join(part for part in parts if part)


def _row(one: IssuedNow) -> RowItem:
    wrong = troubles(one)
    return RowItem(
        one.output,
        _name(one),
        wrong[0] if wrong else tr("All of it may be used today."),
        icon="file-text",
        state=tr("Look at it") if wrong else tr("Fine"),
        state_icon="warning" if wrong else "check-circle",
        tone="warn" if wrong else "ok",
    )


def troubles(one: IssuedNow) -> list[str]:
    """What must come down in a copy, with the reason, in sentences."""
    found = [tr("All of it was taken back. Do not use it again.")] if one.recalled else []
    if one.past_its_day:
        found.append(tr("It was to be used until {day} only.", day=shown_day(one.expires)))
    found += _sentences(one.words, "{n} quote must come out.", "{n} quotes must come out.")
    found += _sentences(one.sounds, "{n} sound must come out.", "{n} sounds must come out.")
    return found + _sentences(one.stories, "{n} story must come out.", "{n} stories must come out.")


def _sentences(why: Mapping[str, int], one: str, more: str) -> list[str]:
    return [f"{many(n, one, more)} {why_words(reason)}" for reason, n in sorted(why.items())]
