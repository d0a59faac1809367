"""Recovered recording: nothing was lost. Carry on, listen to the end, or finish it here (SCREENS.md 5.8)."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.conversation import Recovered
from ldp_stories.services.finish_conversation import NOT_AGREED
from ldp_stories.services.record_encounter import finish, recoverable
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.player_link import SoundLink, part_of_take
from ldp_stories.ui.researcher.step import on_enter
from ldp_stories.ui.researcher.task import get_sound_ready
from ldp_stories.ui.text import length, long_day, many, sentence, time_of_day, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll

_END_MS = 10_000


class RecoveredScreen(Screen):
    """`what` is a conversation id, or None for the newest that was open."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.wanted = str(what) if what else ""
        self.title = tr("You were in a conversation")
        self.heading = display(tr("You were in a conversation"))
        self.found: Recovered | None = None
        self.words = Label("", role="lead")
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.trouble.hide()
        self.link = SoundLink(context, self)
        self.player = PlayerBar(name=tr("The sound"))
        self.link.bind(self.player)
        self.link.failed.connect(self._cannot_play)
        self._page()
        self.set_focus_start(self.heading)
        self._ask()

    def _page(self) -> None:
        self.carry_on = Button(
            tr("Carry on"), kind="primary", size="main", icon="chats-circle", key="Ctrl+Enter", bind=False
        )
        on_enter(self.carry_on)
        self.carry_on.clicked.connect(self._carry_on)
        self.listen = Button(tr("Listen to the end"), icon="play", size="main")
        self.listen.clicked.connect(self.listen_to_end)
        self.finish = Button(tr("Finish it here"), icon="check", size="main")
        self.finish.clicked.connect(self.finish_here)
        self.player.hide()
        self.card = Card(padding=(32, 28, 32, 28), spacing=16)
        top = row(IconMark("shield-check", "ok", 24, tile="oksoft"), self.words, spacing=16)
        top.setStretch(1, 1)
        self.card.add(
            top, self.player, self.trouble, row(self.carry_on, self.listen, self.finish, None, spacing=12)
        )
        self.card.hide()
        self.nothing = EmptyState(
            tr("Nothing was left open"),
            text=tr("Everything is kept."),
            icon="check-circle",
            action=tr("Home"),
        )
        self.nothing.acted.connect(lambda: self.go.emit("home", None))
        self.nothing.hide()
        page = QWidget()
        body = column(self.heading, 6, self.card, self.nothing, None, spacing=12)
        body.setContentsMargins(36, 32, 36, 20)
        page.setLayout(body)
        self.box.addWidget(Scroll(page))

    def leaving(self) -> None:
        """The sound stops."""
        self.link.close()

    def _ask(self) -> None:
        """Seal what the program left open and see how much there is: off the window's thread, a long recording takes a moment."""
        home = self.context.home
        self.context.tasks.run(
            tr("Looking what is safe"),
            lambda _: recoverable(home),
            lane="store",
            done=self._show,
            owner=self,
            quiet=True,
        )

    def _show(self, found: tuple[Recovered, ...]) -> None:
        wanted = (r for r in found if r.conversation.id == self.wanted)
        self.found = next(wanted, found[0] if found and not self.wanted else None)
        self.card.setVisible(self.found is not None)
        self.nothing.setVisible(self.found is None)
        if self.found is not None:
            self.words.setText(recovered_words(self.found, self.context.home.now()))
            self.listen.setVisible(self.found.last_item is not None)

    def _carry_on(self) -> None:
        if self.found is not None:
            self.go.emit("conversation", self.found.conversation.id)

    def listen_to_end(self) -> None:
        """Play the last seconds of what is safe."""
        if self.found is None or self.found.last_item is None:
            return
        take = next(t for t in self.found.conversation.takes if t.item == self.found.last_item)
        part = part_of_take(self.context.home, self.found.conversation.id, take.item, take.ms)
        self.player.show()
        if not self.link.parts:
            self.link.show_parts([part])
        self.link.seek(max(0, take.ms - _END_MS))
        self.link.play()

    def finish_here(self) -> None:
        """Write down what there is; the words come next."""
        if self.found is None:
            return
        self.link.close()
        home, talk = self.context.home, self.found.conversation.id

        def done(record: str) -> None:
            self.context.tell(tr("Everything is kept on this laptop."))
            get_sound_ready(self.context)
            self.go.emit("conversation", ("words", record))

        self.finish.setEnabled(False)
        self.context.tasks.run(
            tr("Keeping the conversation"),
            lambda _: finish(home, talk),
            lane="store",
            done=done,
            failed=self._not_finished,
            owner=self,
            quiet=True,
        )

    def _not_finished(self, error: UserError) -> None:
        self.finish.setEnabled(True)
        words = sentence(error)
        if error.code in NOT_AGREED:
            words = tr(
                "They have not said yes to taking part yet. Carry on to ask them, or to stop and thank them."
            )
        self.trouble.set_text(words)
        self.trouble.show()

    def _cannot_play(self, error: UserError) -> None:
        self.trouble.set_text(sentence(error))
        self.trouble.show()


def recovered_words(found: Recovered, now: datetime) -> str:
    """ "Today 10:42. We have 41 min 5 s of sound and all your notes. A little may be missing at the end." """
    began = datetime.fromisoformat(found.conversation.began_at.replace("Z", "+00:00")).astimezone()
    day = tr("Today") if began.date() == now.astimezone().date() else long_day(began.date())
    when = tr("{day} {time}.", day=day, time=time_of_day(began))
    if not found.ms:
        notes = many(found.notes, "We have your note.", "We have all your {n} notes.")
        return f"{when} {notes if found.notes else tr('We have all that you wrote down.')}"
    sound = tr("We have {length} of sound and all your notes.", length=length(found.ms))
    words = f"{when} {sound} {tr('A little may be missing at the end.')}"
    if found.cut_off is None:
        return words
    stopped = time_of_day(datetime.fromtimestamp(found.cut_off, UTC).astimezone())
    more = tr("The sound stopped at {time}. If you carry on, the gap is marked.", time=stopped)
    return f"{words} {more}"
