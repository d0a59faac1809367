"""Parts that belong together: a card to bring them in at once, and what has not come yet with a button that asks for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import Wish, ask_for_parts, have_read_of, put_away
from ldp_stories.services.bring_in_set import not_here
from ldp_stories.services.fetch_files import Fetched, InboxLook, fetch_files, look_at_inbox
from ldp_stories.services.routes import SERVERS, Way, saved_routes
from ldp_stories.services.still_to_come import Awaited, still_to_come
from ldp_stories.ui.record.bring_in_words import ask_words, asked_words, awaited_words, put_away_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, sentence, size, tr, visible
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, clear, column, row
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.rail import IconMark

WATCH_MS = 5_000
"""How often the inbox folder is looked at; no network is asked."""


class FoundSet(Card):
    """Several parts of one sending that lie here. `opened(paths)` to look inside and bring them in together.

    `total` is their size in bytes, which the screen has found out off the window's thread.
    """

    opened = Signal(object)

    def __init__(self, paths: tuple[Path, ...], total: int) -> None:
        super().__init__(padding=(20, 14, 16, 14), spacing=4, fill="soft")
        self.paths = paths
        title = Label(
            many(len(paths), "{n} part that belongs together", "{n} parts that belong together"), weight=600
        )
        line = Label(_set_line(paths, total), role="small", color="text2")
        words = many(len(paths), "Look inside {n} part", "Look inside all {n} parts")
        self.button = Button(words, size="dense", icon="eye")
        self.button.clicked.connect(lambda: self.opened.emit(self.paths))
        top = row(IconMark("tray", "onsoft", 20), column(title, line, spacing=1), self.button, spacing=16)
        top.setStretch(1, 1)
        self.add(top)


class FoundAll(Card):
    """Files of several sendings that are for this notebook. `opened(paths)` to look inside all of them and add them together.

    `total` as for `FoundSet`.
    """

    opened = Signal(object)

    def __init__(self, paths: tuple[Path, ...], total: int) -> None:
        super().__init__(padding=(20, 14, 16, 14), spacing=4, fill="soft")
        self.paths = paths
        title = Label(many(len(paths), "{n} new file is for you", "{n} new files are for you"), weight=600)
        line = Label(tr("{size} in all", size=size(total)), role="small", color="text2")
        words = many(len(paths), "Look inside {n} file", "Look inside all {n} files")
        self.button = Button(words, size="dense", icon="eye")
        self.button.clicked.connect(lambda: self.opened.emit(self.paths))
        top = row(IconMark("tray", "onsoft", 20), column(title, line, spacing=1), self.button, spacing=16)
        top.setStretch(1, 1)
        self.add(top)


def _set_line(paths: tuple[Path, ...], total: int) -> str:
    """ "34 MB in all. Part 4 of 5 is not here." """
    line = tr("{size} in all", size=size(total))
    lost, of = not_here(paths)
    if not lost:
        return line
    listed = ", ".join(map(str, lost))
    away = (
        tr("Part {n} of {of} is not here.", n=listed, of=of)
        if len(lost) == 1
        else tr("Parts {n} of {of} are not here.", n=listed, of=of)
    )
    return f"{line}. {away}"


class StillToCome(QWidget):
    """What is missing of sendings, each with one button that asks for it; and the servers to fetch from. `came(paths)` to show files.

    `emptied` when the last button that asks was pressed, so that the screen can give the focus a place.
    """

    came = Signal(object)
    emptied = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.buttons: dict[str, Button] = {}
        self.banners: dict[str, Banner] = {}
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(8)
        self.known, self._looking = InboxLook(), False
        self.watch = QTimer(self)
        self.watch.setInterval(WATCH_MS)
        self.watch.timeout.connect(self.look_for_new)
        self.watch.start()
        self.fill()

    def look_for_new(self) -> None:
        """The inbox is watched while the window of this screen is open; what comes is shown and never added by itself."""
        if self.window().isVisible():
            self._look()

    def _look(self) -> None:
        """Off the window's thread: a share that went away may take its time to say so."""
        home, before = self.context.home, self.known.sizes
        if self._looking or home.closed:
            return
        self._looking = True
        self.context.tasks.run(
            tr("Looking for files"),
            lambda _: look_at_inbox(home, before),
            done=self._looked,
            failed=lambda _: self._rest(),
            stopped=self._rest,
            owner=self,
            quiet=True,
        )

    def _rest(self) -> None:
        self._looking = False

    def _looked(self, now: InboxLook) -> None:
        self._rest()
        before, self.known = self.known, now
        if (now.new, now.coming, now.away) != (before.new, before.coming, before.away):
            self._show()

    def fill(self) -> None:
        """Look again what is missing and where something could be fetched."""
        self._show()
        self._look()

    def _show(self) -> None:
        clear(self.lines)
        self.buttons, self.banners = {}, {}
        home = self.context.home
        for one in still_to_come(home):
            self._missing(one)
        for wish in put_away(home):
            self._put_away(wish)
        new, coming = self.known.new, len(self.known.coming)
        if self.known.away:
            words = tr(
                "“{name}” cannot be reached now. What lies there is shown when it is back.",
                name=visible(self.known.away),
            )
            self._line("away", words, "", "hourglass")
        if coming:
            words = many(coming, "{n} file is still being copied.", "{n} files are still being copied.")
            self._line("coming", words, "", "hourglass")
        if new:
            words = many(len(new), "{n} new file has come.", "{n} new files have come.")
            self._line("new", words, tr("Show them"), "tray").acted.connect(lambda: self.came.emit(new))
        for way in saved_routes(home, *SERVERS):
            button = Button(tr("Fetch from {name}", name=way.name), icon="download-simple", size="dense")
            button.clicked.connect(lambda _=False, w=way: self._fetch(w))
            self.buttons[way.id] = button
            self.lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(self.lines.count() > 0)

    def _missing(self, one: Awaited) -> None:
        action = ask_words(one.name, one.not_asked) if one.not_asked else ""
        self._line(one.group, awaited_words(one), action, "hourglass").acted.connect(lambda: self._ask(one))

    def _put_away(self, wish: Wish) -> None:
        """Whoever was asked said no: it is read once, and asking again is open."""
        line = self._line(wish.id, put_away_words(wish), tr("I have seen it"), "hand-palm")

        def read() -> None:
            have_read_of(self.context.home, wish.id)
            self.fill()
            self._go_on()

        line.acted.connect(read)

    def _line(self, key: str, words: str, action: str, icon: str) -> Banner:
        banner = Banner(words, tone="warn", icon=icon, action=action)
        self.banners[key] = banner
        self.lines.addWidget(banner)
        return banner

    def _ask(self, one: Awaited) -> None:
        """One press: the wish goes with the next file to that person."""
        try:
            wish = ask_for_parts(self.context.home, one.group)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(asked_words(wish.name))
        self.fill()
        self._go_on()

    def _go_on(self) -> None:
        """The button that was pressed has gone: the next one has the focus."""
        following = next((b.button for b in self.banners.values() if not b.button.isHidden()), None)
        if following is None:
            self.emptied.emit()
        else:
            following.setFocus()

    def _fetch(self, way: Way) -> None:
        """Only now is the server asked."""
        self.buttons[way.id].setEnabled(False)

        def done(found: Fetched) -> None:
            count = many(len(found.paths), "{n} new file came.", "{n} new files came.")
            self.context.tell(count if found.paths else tr("Nothing new is there."))
            self.fill()
            if found.paths:
                self.came.emit(found.paths)

        def failed(error: UserError) -> None:
            self.fill()
            self.context.tell(sentence(error))
            self._line("trouble", sentence(error), "", "warning-circle")

        self.context.tasks.run(
            tr("Fetching from {name}", name=way.name),
            lambda report: fetch_files(self.context.home, way.id, progress=report),
            done=done,
            failed=failed,
            stopped=self.fill,
            owner=self,
        )
