"""Send: who gets how much and what stays, on a stick, into a folder or by mail; checked before it counts (SCREENS.md 5.7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.pack_bundle import Packed, Unfinished, begin_anew, unfinished
from ldp_stories.services.plan_bundle import SendPlan, plan
from ldp_stories.services.recipients import Recipient, recipients
from ldp_stories.services.start_home import own_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.news_words import news_words
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.record.ways import (
    begun_words,
    go_words,
    hint,
    is_route,
    profile_of,
    send_by,
    show_in_folder,
    waits_words,
    ways,
)
from ldp_stories.ui.record.who_they_are import who_they_are
from ldp_stories.ui.record.wishes_card import WishesCard
from ldp_stories.ui.researcher.send_words import how_much, nothing_words, only_they, stays_words, was_sent
from ldp_stories.ui.researcher.step import on_enter
from ldp_stories.ui.researcher.young_stories import YoungStories
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper, small
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll

_Seen = tuple[Recipient | None, SendPlan | None, bool, Unfinished | None]


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
        self.only, self.packed = helper(""), helper("")
        self.known = Facts([], role="body", first=150)
        self.stays = QWidget()
        self.stays_lines = column(spacing=2)
        self.stays.setLayout(self.stays_lines)
        self.young = YoungStories(context)
        self.young.opened.connect(lambda record: self.go.emit("record", record))
        self.way = ChoiceRow(ways(context.home), name=tr("How do you send it?"), value=["stick"])
        self.way.chosen.connect(lambda _: self._way_chosen())
        self.hint = small("")
        self.first = self._first_time()
        self.join = self._join_words()
        self.go_on = Button(
            go_words(waits=False),
            kind="primary",
            size="main",
            icon="paper-plane-tilt",
            key="Ctrl+Enter",
            bind=False,
        )
        on_enter(self.go_on)
        self.go_on.clicked.connect(self.pack_and_copy)
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.result = Banner("", tone="ok", icon="check-circle", action=tr("Show the files"))
        self.nothing = EmptyState(
            tr("Nothing is ready yet."), icon="paper-plane-tilt", action=tr("See my stories")
        )
        self.nothing.acted.connect(lambda: self.go.emit("stories", None))
        self.wishes = WishesCard(context)
        self.wishes.emptied.connect(self.heading.setFocus)
        self.begun = Banner("", tone="warn", icon="package", action=tr("Begin again"))
        self.begun.acted.connect(self._begin_anew)
        self.files: Packed | None = None
        self.result.acted.connect(self._show_files)
        self._page()
        self.set_focus_start(self.heading)
        self.refresh(frozenset())

    def _page(self) -> None:
        self.card = Card(padding=(30, 24, 30, 24), spacing=12)
        self.way_words = heading(tr("How do you send it?"))
        parts = (
            self.how_much,
            self.packed,
            self.only,
            self.known,
            self.stays,
            6,
            self.way_words,
            self.way,
            self.hint,
            self.first,
            self.join,
        )
        put(self.card.body, *parts)
        self.card.add(self.trouble, self.begun, row(self.go_on, None))
        for part in (self.begun, self.card, self.trouble, self.result, self.nothing, self.first, self.join):
            part.hide()
        page = QWidget()
        body = column(
            self.heading, 8, self.result, self.wishes, self.young, self.card, self.nothing, None, spacing=14
        )
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
        self.wishes.fill()
        home, profile, wanted = self.context.home, self._profile(), self.to

        def job(_: object) -> _Seen:
            found = recipients(home)
            to = next((r for r in found if r.key == wanted), found[0] if found else None)
            admitted = home.member_row().code not in ("", "?")
            if to is None:
                return to, None, admitted, None
            return to, plan(home, to.key, profile), admitted, unfinished(home, to.key)

        def done(result: _Seen) -> None:
            self._show(*result)

        self.context.tasks.run("Send", job, done=done, failed=self._failed, owner=self, quiet=True)

    def _profile(self) -> str:
        return profile_of(self._way())

    def _way(self) -> str:
        return str((self.way.value() or ["stick"])[0])

    def _begin_anew(self) -> None:
        """The stick with the first parts is lost: make every part again."""
        if self.plan is not None:
            begin_anew(self.context.home, self.plan.to.key)
            self.refresh(frozenset())

    def _show_files(self) -> None:
        if self.files is not None:
            show_in_folder(self.files.paths)

    def _way_chosen(self) -> None:
        if not self.way.value():
            self.way.set_value(["stick"])
        self.refresh(frozenset())

    def _show(
        self, to: Recipient | None, planned: SendPlan | None, admitted: bool, begun: Unfinished | None = None
    ) -> None:
        self.plan = planned
        self.begun.setVisible(begun is not None)
        self.begun.set_text(begun_words(begun) if begun is not None else "")
        name = to.name if to is not None else tr("your coordinator")
        self.heading.setText(tr("Send to {name}", name=name))
        news = planned is not None and news_words(planned.news)  # a wish, an answer: none waits for a story
        empty = planned is None or (planned.empty and admitted and not news)
        self.nothing.setVisible(empty and not self.result.isVisibleTo(self))
        self.young.show_stories(planned.young if planned is not None else ())
        self.nothing.set_words(*nothing_words(self.context.home.roles(), planned))
        self.card.setVisible(not empty)
        if planned is None or to is None:
            return
        self.how_much.setText(how_much(planned))
        self.packed.setText(waits_words(name))
        self.packed.setVisible(planned.waits)
        self.go_on.setText(go_words(waits=planned.waits))
        self.go_on.set_kind("secondary" if planned.waits else "primary")
        self.only.setText(only_they(name))
        self.known.set_pairs(who_they_are(to, first_time=planned.first_time))
        self._show_stays(planned)
        self.first.setVisible(planned.first_time)
        self.join.setVisible(not admitted)
        if not admitted:
            self.words.setText("  ".join(own_words(self.context.home)))
        self.hint.setText(hint(self._way()))

    def _show_stays(self, planned: SendPlan) -> None:
        lines = stays_words(planned.why_stays).splitlines()
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
        way = self._way()
        if is_route(way):
            self._start(None, way)
            return
        titles = {
            "stick": tr("Choose the stick"),
            "folder": tr("Choose the folder"),
            "mail": tr("Where shall the file go?"),
        }
        folder = self.context.pick_folder(titles[way])
        if folder is not None:
            self._start(folder, way)

    def _start(self, folder: Path | None, way: str) -> None:
        assert self.plan is not None
        home, key, name = self.context.home, self.plan.to.key, self.plan.to.name
        word = self.word.text()
        self.working = True
        self.go_on.setEnabled(False)
        self.trouble.hide()
        self.context.tasks.run(
            tr("Packing for {name}", name=name),
            lambda report: send_by(home, key, way, folder, word, report),
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
            self.files = packed
            self.result.set_text(words)
            self.result.button.setVisible(way == "mail")
            self.result.show()
            self.context.tell(words)
            self.refresh(frozenset())
            self.heading.setFocus()

        return done

    def _stopped(self) -> None:
        self.working = False
        self.go_on.setEnabled(True)
        self.context.tell(tr("Stopped. Parts that are whole stay; the rest can be carried on."))
        self.refresh(frozenset())

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
