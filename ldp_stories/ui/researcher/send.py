"""Send: who gets how much and what stays, on a stick, into a folder or by mail; checked before it counts (SCREENS.md 5.7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.pack_bundle import Packed, pack
from ldp_stories.services.plan_bundle import SendPlan, plan
from ldp_stories.services.recipients import Recipient, recipients
from ldp_stories.services.start_home import own_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.researcher.send_words import how_much, only_they, stays_words, was_sent
from ldp_stories.ui.researcher.step import on_enter
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper, small
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll

PROFILES = {"stick": "stick", "folder": "network", "mail": "mail"}


class SendScreen(Screen):
    """One addressee: the coordinators. `what` is another addressee's key where a role has several."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context, self.to = context, str(what or "")
        self.title = tr("Send")
        self.plan: SendPlan | None = None
        self.working = False
        self.heading = display(tr("Send"))
        self.how_much = Label("", role="lead")
        self.only = helper("")
        self.stays = QWidget()
        self.stays_lines = column(spacing=2)
        self.stays.setLayout(self.stays_lines)
        self.way = ChoiceRow(_ways(), name=tr("How do you send it?"), value=["stick"])
        self.way.chosen.connect(lambda _: self._way_chosen())
        self.hint = small("")
        self.first = self._first_time()
        self.join = self._join_words()
        self.go_on = Button(
            tr("Pack and copy"),
            kind="primary",
            size="main",
            icon="paper-plane-tilt",
            key="Ctrl+Enter",
            bind=False,
        )
        on_enter(self.go_on)
        self.go_on.clicked.connect(self.pack_and_copy)
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.result = Banner("", tone="ok", icon="check-circle")
        self.nothing = EmptyState(
            tr("Nothing is ready yet."), icon="paper-plane-tilt", action=tr("See my stories")
        )
        self.nothing.acted.connect(lambda: self.go.emit("stories", None))
        self._page()
        self.set_focus_start(self.heading)
        self.refresh(frozenset())

    def _page(self) -> None:
        self.card = Card(padding=(30, 24, 30, 24), spacing=12)
        self.way_words = heading(tr("How do you send it?"))
        parts = (
            self.how_much,
            self.only,
            self.stays,
            6,
            self.way_words,
            self.way,
            self.hint,
            self.first,
            self.join,
        )
        put(self.card.body, *parts)
        self.card.add(self.trouble, row(self.go_on, None))
        for part in (self.card, self.trouble, self.result, self.nothing, self.first, self.join):
            part.hide()
        page = QWidget()
        body = column(self.heading, 8, self.result, self.card, self.nothing, None, spacing=14)
        body.setContentsMargins(36, 26, 36, 20)
        page.setLayout(body)
        page.setMaximumWidth(1000)
        self.box.addWidget(Scroll(page))

    def _first_time(self) -> QWidget:
        """The first sending to somebody: the first of their six words, as they say it."""
        self.word = TextField(name=tr("The first of their six words"))
        self.word_field = Field(
            tr("Ask for their six words. Type the first."),
            self.word,
            helper=tr("Ring them, or ask them in person. So it can only be them."),
        )
        return self.word_field

    def _join_words(self) -> QWidget:
        """Not let in yet: one's own words, to read out."""
        card = Card(padding=(22, 16, 22, 16), spacing=6, fill="sunk")
        card.add(heading(tr("Read these six words to them")))
        self.words = Label("", role="lead", weight=600)
        card.add(
            self.words, small(tr("Your coordinator checks them and lets you in. Your stories wait safely."))
        )
        return card

    def refresh(self, changes: frozenset[str]) -> None:
        """Plan again: what is owed today."""
        del changes
        if self.working:
            return
        home, profile, wanted = self.context.home, self._profile(), self.to

        def job(_: object) -> tuple[Recipient | None, SendPlan | None, bool]:
            found = recipients(home)
            to = next((r for r in found if r.key == wanted), found[0] if found else None)
            admitted = home.member_row().code not in ("", "?")
            return to, plan(home, to.key, profile) if to is not None else None, admitted

        def done(result: tuple[Recipient | None, SendPlan | None, bool]) -> None:
            self._show(*result)

        self.context.tasks.run("Send", job, done=done, failed=self._failed, owner=self, quiet=True)

    def _profile(self) -> str:
        return PROFILES[(self.way.value() or ["stick"])[0]]

    def _way_chosen(self) -> None:
        if not self.way.value():
            self.way.set_value(["stick"])
        self.refresh(frozenset())

    def _show(self, to: Recipient | None, planned: SendPlan | None, admitted: bool) -> None:
        self.plan = planned
        name = to.name if to is not None else tr("your coordinator")
        self.heading.setText(tr("Send to {name}", name=name))
        empty = planned is None or (planned.empty and admitted)  # the first file may be only the wish to join
        self.nothing.setVisible(empty and not self.result.isVisibleTo(self))
        self.nothing.set_words(
            tr("Nothing is ready yet."), stays_words(planned.stays) if planned is not None else ""
        )
        self.card.setVisible(not empty)
        if planned is None or to is None:
            return
        self.how_much.setText(how_much(planned))
        self.only.setText(only_they(name))
        self._show_stays(planned)
        self.first.setVisible(planned.first_time)
        self.join.setVisible(not admitted)
        if not admitted:
            self.words.setText("  ".join(own_words(self.context.home)))
        self.hint.setText(_hints()[(self.way.value() or ["stick"])[0]])

    def _show_stays(self, planned: SendPlan) -> None:
        lines = stays_words(planned.stays).splitlines()
        refill(self.stays_lines, *(CheckLine(w, icon="lock-simple", tone="plain", weight=400) for w in lines))
        self.stays.setVisible(self.stays_lines.count() > 0)

    def pack_and_copy(self) -> None:
        """Ask where to, then pack off the window's thread; the foot strip shows how far it is and can stop it."""
        if self.plan is None or self.working:
            return
        self.word_field.set_error("")
        if self.plan.first_time and not self.word.text().strip():
            self.word_field.set_error(tr("Type the first of their six words. Nothing has left this laptop."))
            self.word.setFocus()
            return
        way = (self.way.value() or ["stick"])[0]
        titles = {
            "stick": tr("Choose the stick"),
            "folder": tr("Choose the folder"),
            "mail": tr("Where shall the file go?"),
        }
        folder = self.context.pick_folder(titles[way])
        if folder is not None:
            self._start(folder, way)

    def _start(self, folder: Path, way: str) -> None:
        assert self.plan is not None
        home, key, name = self.context.home, self.plan.to.key, self.plan.to.name
        profile, word = PROFILES[way], self.word.text()
        self.working = True
        self.go_on.setEnabled(False)
        self.trouble.hide()
        self.context.tasks.run(
            tr("Packing for {name}", name=name),
            lambda report: pack(home, key, folder, profile=profile, first_word=word, progress=report),
            done=self._done(way, name),
            failed=self._failed,
            stopped=self._stopped,
            owner=self,
        )
        announce(self, tr("Packing"))

    def _done(self, way: str, name: str) -> Callable[[Packed], None]:
        def done(packed: Packed) -> None:
            self.working = False
            self.go_on.setEnabled(True)
            words = was_sent(packed, way, name)
            self.result.set_text(words)
            self.result.show()
            self.context.tell(words)
            self.refresh(frozenset())
            self.heading.setFocus()

        return done

    def _stopped(self) -> None:
        self.working = False
        self.go_on.setEnabled(True)
        self.context.tell(tr("Stopped. Nothing has left this laptop."))

    def _failed(self, error: UserError) -> None:
        self.working = False
        self.go_on.setEnabled(True)
        words = sentence(error)
        if error.code == "FIRST_WORD":
            self.word_field.set_error(words)
            self.word.setFocus()
        else:
            self.trouble.set_text(words)
            self.trouble.show()
            self.card.show()
        announce(self, words, assertive=True)


def _ways() -> list[Option]:
    return [Option("stick", tr("Stick")), Option("folder", tr("Folder")), Option("mail", tr("Mail"))]


def _hints() -> dict[str, str]:
    return {
        "stick": tr("Put the stick in first. The whole sound goes with it."),
        "folder": tr("A folder you share with them. The sound goes in a smaller form."),
        "mail": tr("We make one or more small files. You add them to a mail yourself."),
    }
