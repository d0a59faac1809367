"""Bring in: put in a stick or drop files; each file that was found, with a look inside before anything is added (SCREENS.md 5.10, US-C1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import ask_for_part
from ldp_stories.services.bring_in_all import for_us
from ldp_stories.services.bring_in_set import sets_of
from ldp_stories.services.fetch_files import is_arrival, pass_over, size_of
from ldp_stories.services.import_bundle import Outside, Preview, inbox, look, outside
from ldp_stories.services.import_log import Arrival, Left, import_log, left_log, save_import_log
from ldp_stories.services.start_home import PackTaken, take_pack
from ldp_stories.ui.record.bring_in_words import (
    BROKEN,
    LOST,
    arrival_words,
    ask_words,
    asked_words,
    left_words,
    lost_words,
    may_be_asked_again,
    pack_words,
    trouble_words,
)
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.found_file import FoundFile
from ldp_stories.ui.record.found_set import FoundAll, FoundSet, StillToCome
from ldp_stories.ui.record.kept_apart import KeptApart
from ldp_stories.ui.record.sticks import sticks
from ldp_stories.ui.text import many, sentence, tr, visible
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.dropping import offered_files
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_MOST = 100
Files = tuple[tuple[Path, Outside | None], ...]
Found = tuple[Files, tuple[Path, ...]]
"""The files with what can be seen of them, and those among them that are for us and new."""


class BringInScreen(Screen):
    """The files of a stick or folder. Pressing one looks inside and goes to the preview; a programme file is brought in at once."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Bring in")
        self.cards: dict[Path, FoundFile] = {}
        self.sets: list[FoundSet] = []
        self.every: list[FoundAll] = []
        self.folder: Path | None = None
        self.troubles: dict[Path, UserError] = {}
        self._round = 0
        self.coming = StillToCome(context)
        self.coming.came.connect(lambda paths: self.show_files(paths))
        self.setAcceptDrops(True)
        self.heading = display(tr("Bring in"))
        self.coming.emptied.connect(self.heading.setFocus)
        self.kept = KeptApart(context)
        self.kept.looked.connect(lambda preview: self.go.emit("preview", preview))
        self.kept.wanted.connect(self.go)
        self.kept.emptied.connect(self.heading.setFocus)
        self.where = Label("", color="text2")
        self.empty = EmptyState(
            tr("Put in a stick, or drop files here."),
            text=tr("You look inside first. Nothing is added until you say so."),
            icon="download-simple",
        )
        self.choose = Button(tr("Choose a folder"), kind="primary", icon="folder-open", key="Ctrl+O")
        self.choose.clicked.connect(self.choose_folder)
        self.again = Button(tr("Look for a stick"), icon="magnifying-glass", key="F5")
        self.again.clicked.connect(self.look_for_sticks)
        self.log = quiet(tr("Save the list of what came in"), icon="table")
        self.log.clicked.connect(self.save_log)
        self.last = Label("", role="small", color="text2")
        self._lay_out()
        self._tell_last()
        self.set_focus_start(self.heading)
        if isinstance(what, Path):
            self.show_folder(what)
        elif isinstance(what, tuple):
            self.show_files(what)
        else:
            self.look_for_sticks(quiet=True)

    def _lay_out(self) -> None:
        page = ScrollPage(spacing=14)
        page.body.addLayout(row(self.heading, None))
        page.body.addWidget(
            helper(tr("Stories from researchers, answers from coordinators, and programme files."))
        )
        tools = QWidget()
        flow = FlowLayout(tools, gap=12)
        for button in (self.choose, self.again, self.log):
            flow.addWidget(button)
        page.body.addWidget(tools)
        page.body.addWidget(self.last)
        page.body.addWidget(self.coming)
        page.body.addWidget(self.where)
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(12)
        page.body.addWidget(holder)
        page.body.addWidget(self.empty)
        page.body.addWidget(self.kept)
        page.body.addStretch(1)
        self.box.addWidget(page)

    # what came in before

    def _tell_last(self) -> None:
        """The bundle that came in last, with the totals before and after it."""
        self.log.hide()
        self.last.hide()

        def done(found: tuple[tuple[Arrival, ...], tuple[Left, ...]]) -> None:
            came, left = found
            words = [*(arrival_words(one) for one in came[-1:]), *(left_words(one) for one in left[-1:])]
            self.log.setVisible(bool(words))
            self.last.setVisible(bool(words))
            self.last.setText("\n".join(words))

        home = self.context.home
        self.context.tasks.run(
            tr("Reading what came in"),
            lambda _: (import_log(home), left_log(home)),
            done=done,
            owner=self,
            quiet=True,
        )

    def save_log(self) -> None:
        """The list of everything that was brought in, as a table for a spreadsheet; codes only, no names."""
        folder = self.context.pick_folder(tr("Where shall the list go?"))
        if folder is None:
            return
        try:
            path = save_import_log(self.context.home, folder)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(tr("Saved: {name}", name=path.name))

    # which files

    def choose_folder(self) -> None:
        """Let the person choose a folder."""
        folder = self.context.pick_folder(tr("Choose the stick or folder"))
        if folder is not None:
            self.show_folder(folder)

    def look_for_sticks(self, *, quiet: bool = False) -> None:
        """Look at every stick that is plugged in."""
        self.folder = None
        self._find(lambda: [p for stick in sticks() for p in inbox(stick)], tr("on your stick"), quiet=quiet)

    def show_folder(self, folder: Path) -> None:
        """List what can be brought in from a folder."""
        self.folder = folder
        self._find(lambda: inbox(folder), tr("in “{folder}”", folder=visible(folder.name or str(folder))))

    def show_files(self, paths: Iterable[Path]) -> None:
        """List files that were dropped or have come; a folder stands for what is in it."""
        given = tuple(paths)
        self._find(
            lambda: [p for one in given for p in (inbox(one) if one.is_dir() else (one,))],
            tr("to look into"),
        )

    def _find(self, files: Callable[[], Iterable[Path]], where: str, *, quiet: bool = False) -> None:
        self._round += 1
        now = self._round

        def job(_: object) -> Found:
            paths = list(files())[:_MOST]
            return tuple((p, _outside(p)) for p in paths), for_us(self.context.home, paths)

        def done(found: Found) -> None:
            if now == self._round:
                self._show(found, where, quiet=quiet)

        self.context.tasks.run(tr("Looking for files"), job, done=done, owner=self, quiet=True)

    def _show(self, all_found: Found, where: str, *, quiet: bool) -> None:
        found, ours = all_found
        for old in (*self.cards.values(), *self.sets, *self.every):
            self.rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards, self.sets, self.every = {}, [], []
        sets = sets_of([path for path, _ in found]).values()
        if len(ours) > 1 and not any(set(ours) <= set(paths) for paths in sets):
            together = FoundAll(ours, _bytes(ours, found))
            together.opened.connect(lambda p: self.go.emit("preview_all", p))
            self.every.append(together)
            self.rows.addWidget(together)
            together.show()
        for paths in sets:
            whole = FoundSet(paths, _bytes(paths, found))
            whole.opened.connect(lambda p: self.go.emit("preview", p))
            self.sets.append(whole)
            self.rows.addWidget(whole)
            whole.show()
        for path, facts in found:
            card = FoundFile(path, facts)
            card.opened.connect(self.open_file)
            card.helped.connect(lambda p=path: self._help(p))
            card.passed_over.connect(self._pass_over)
            self.cards[path] = card
            self.rows.addWidget(card)
            card.show()  # now, with the words above it, and not when Qt comes round to it
        count = many(len(found), "{n} file", "{n} files")
        words = tr("{count} {where}.", count=count, where=where) if found else ""
        if not found and not quiet:
            words = tr("There is nothing for this notebook {where}.", where=where)
        self.where.setText(words)
        self.where.setVisible(bool(words))
        self.empty.setVisible(not found)
        if words:
            self.context.tell(words)

    # one file

    def open_file(self, path: Path) -> None:
        """Look inside a bundle, or bring a programme file in."""
        card = self.cards[path]
        card.set_busy()
        if card.is_pack:
            self.context.tasks.run(
                tr("Bringing in the programme file"),
                lambda _: take_pack(self.context.home, path),
                lane="store",
                done=lambda taken: self._taken(path, taken),
                failed=lambda error: self._failed(path, error),
                owner=card,
            )
            return
        self.context.tasks.run(
            tr("Looking inside {name}", name=path.name),
            lambda report: look(self.context.home, path, report),
            lane="store",
            done=lambda preview: self._looked(path, preview),
            failed=lambda error: self._failed(path, error),
            stopped=card.set_ready,
            owner=card,
        )

    def _looked(self, path: Path, preview: Preview) -> None:
        self.cards[path].set_ready()
        self.go.emit("preview", preview)

    def _taken(self, path: Path, taken: PackTaken) -> None:
        self.cards[path].set_done(pack_words(taken))

    def _failed(self, path: Path, error: UserError) -> None:
        """Say what is wrong with a file; where it lies is asked off the window's thread: a share that went away takes its time to say so."""
        card, home = self.cards[path], self.context.home
        self.troubles[path] = error
        self.kept.fill()
        self.context.tasks.run(
            tr("Looking for files"),
            lambda _: (is_arrival(home, path), size_of(path)),
            done=lambda found: self._tell_trouble(card, error, *found),
            owner=card,
            quiet=True,
        )

    def _tell_trouble(self, card: FoundFile, error: UserError, watched: bool, now: int) -> None:
        if watched:
            card.offer_to_pass_over()
        if error.code in BROKEN and card.facts is not None and now != card.facts.bytes:
            card.set_error(
                tr("This file is still being copied. Nothing was changed. Look again when all of it is here.")
            )
            return
        if may_be_asked_again(error, card.facts):
            number = card.facts.part if card.facts is not None and card.facts.part else 1
            card.set_error(trouble_words(error, card.facts), action=ask_words("", (number,)))
            return
        coordinator = Role.COORDINATOR in self.context.home.roles()
        if coordinator and error.code == LOST:
            card.set_error(lost_words(), action=tr("See the files that do not fit"))
            return
        joins = error.code == "UNKNOWN_SIGNER" and coordinator and not card.is_pack
        action = tr("See who wants to join") if joins else ""
        card.set_error(trouble_words(error, card.facts), action=action)

    def _help(self, path: Path) -> None:
        """The way out of a trouble: ask for a part again, or see who wants to join."""
        card = self.cards[path]
        if self.troubles[path].code == LOST:
            self.go.emit("odd_files", None)
            return
        if not may_be_asked_again(self.troubles[path], card.facts):
            self.go.emit("programme", "joiners")
            return
        try:
            wish = ask_for_part(self.context.home, path)
        except UserError as error:
            card.set_error(sentence(error))
            return
        card.set_done(asked_words(wish.name))
        self.coming.fill()

    def _still_new(self, together: FoundAll) -> None:
        """Once they came in there is nothing left to look inside together."""
        self.context.tasks.run(
            tr("Looking for files"),
            lambda _: for_us(self.context.home, together.paths),
            done=lambda ours: together.setVisible(len(ours) > 1),
            owner=together,
            quiet=True,
        )

    def _pass_over(self, path: Path) -> None:
        """It is not shown as new again; in a folder that others use too it stays where it is."""
        home, card = self.context.home, self.cards[path]
        self.context.tasks.run(
            tr("Looking for files"),
            lambda _: pass_over(home, path),
            done=lambda _: self._passed(path),
            owner=card,
            quiet=True,
        )

    def _passed(self, path: Path) -> None:
        card = self.cards.pop(path)
        self.rows.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.coming.fill()
        self.heading.setFocus()
        self.context.tell(tr("It is not shown again. The file itself was left where it is."))

    def refresh(self, changes: frozenset[str]) -> None:
        """Back from a preview: the files are still here; what waits may have come."""
        del changes
        self.coming.fill()
        self.kept.fill()
        for together in self.every:
            self._still_new(together)
        self._tell_last()

    # dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        offered_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Show what was dropped; nothing is added."""
        self.show_files(offered_files(event))


def _bytes(paths: Iterable[Path], found: Files) -> int:
    """How much some of the files come to; one that could not be read counts for nothing."""
    facts = dict(found)
    return sum(seen.bytes for path in paths if (seen := facts[path]) is not None)


def _outside(path: Path) -> Outside | None:
    """What can be seen of a file; None when it cannot be read now (opening it will say why)."""
    try:
        return outside(path)
    except UserError:
        return None
