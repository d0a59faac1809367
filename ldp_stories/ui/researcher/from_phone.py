"""From my phone: drop voice notes, photos, films, papers or a chat; see what each is; keep them with a story (SCREENS.md 6, US-R9)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.phone_files import FileSort, Keep, PhoneFile
from ldp_stories.domain.records import RecordKind, RecordRow
from ldp_stories.errors import UserError
from ldp_stories.services.bring_in_chat import ChatFiles, keep_chat, open_chat
from ldp_stories.services.bring_in_media import (
    SPARE,
    keep_media,
    look,
    may_keep,
    room_needed,
    ways_to_keep,
)
from ldp_stories.services.bring_later import bring_later
from ldp_stories.services.laptop import free_bytes
from ldp_stories.services.left_on_phone import OnPhone, every_one, on_phone
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.progress import Progress
from ldp_stories.services.same_files import Twin, without_twins
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.researcher.chat_card import ChatCard
from ldp_stories.ui.researcher.film_choice import FilmChoice, OnPhoneLine
from ldp_stories.ui.researcher.phone_words import ICONS, file_line, refused_words, size_words
from ldp_stories.ui.text import apart, many, sentence, tr, visible
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.dropping import offered_files
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_STORIES = 50
_KINDS = "Voice notes, photos, films, papers, chats (*)"


class FromPhoneScreen(Screen):
    """`what` may be the id of the story the files are for."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context, self.home = context, context.home
        self.title = tr("From my phone")
        self.files: list[PhoneFile] = []
        self.chat: ChatFiles | None = None
        self.chat_card: ChatCard | None = None
        self._open = contextlib.ExitStack()
        self.setAcceptDrops(True)
        self.stories = my_stories(self.home, None, _STORIES).rows
        self._lay_out(what if isinstance(what, str) else "")
        self._show()

    def _lay_out(self, story: str) -> None:
        self.heading = display(self.title)
        self.empty = EmptyState(
            tr("Drop a voice note, photo or chat here."),
            text=tr("Or a film, or a paper. You see what each is before anything is kept."),
            icon="device-mobile",
        )
        self.choose = Button(tr("Choose files"), icon="folder-open", key="Ctrl+O")
        self.choose.clicked.connect(self.choose_file)
        self.folder = Button(tr("Choose a chat folder"), icon="chats-circle")
        self.folder.clicked.connect(self._choose_folder)
        self.trouble, self.same, self.kept = (
            Banner("", tone="bad", icon="x-circle"),
            Banner("", tone="warn", icon="info"),
            Banner("", tone="ok", icon="check-circle"),
        )
        self.story = Combo(
            [Option(r.id, _story_words(r)) for r in self.stories],
            name=tr("Which story is it for?"),
            value=story,
            placeholder=tr("Choose the story"),
            icon="notebook",
            find=tr("Find a story"),
        )
        self.story.chosen.connect(self._story_chosen)
        begin = quiet(tr("Begin a conversation first"), icon="chats-circle")
        begin.clicked.connect(lambda: self.go.emit("new", None))
        self.for_story = column(Field(tr("Which story is it for?"), self.story), row(begin, None), spacing=8)
        self.nobody = ChoiceRow(
            [Option("yes", tr("Nobody can be recognised in the photos"))],
            name=tr("Who is in the photos"),
            many=True,
        )
        self.nobody.chosen.connect(lambda _: self._show())
        self.room = small("")
        self._lay_page()

    def _lay_page(self) -> None:
        self.page = page = ScrollPage(spacing=14)
        page.body.addLayout(
            column(
                self.heading,
                helper(tr("Their files stay on the phone too. Here they are locked.")),
                spacing=2,
            )
        )
        page.body.addLayout(row(self.choose, self.folder, None))
        for banner in (self.trouble, self.same, self.kept):
            page.body.addWidget(banner)
            banner.hide()
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(10)
        page.body.addWidget(holder)
        self.waiting = column(spacing=8)
        page.body.addLayout(self.waiting)
        page.body.addWidget(self.empty)
        self.question = QWidget()
        self.question.setLayout(column(self.for_story, self.nobody, self.room, spacing=10))
        page.body.addWidget(self.question)
        page.body.addStretch(1)
        self.keep = primary(tr("Keep these"), icon="lock-simple", size="field")
        self.keep.clicked.connect(self._keep)
        page.pin(None, self.keep)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)

    def leaving(self) -> None:
        """Let go of a chat that was looked at."""
        self._open.close()

    # which files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        offered_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self.add(offered_files(event))

    def choose_file(self) -> None:
        """Let the person choose files, as many as they like."""
        paths = self.context.pick_files(tr("Choose files from the phone"), tr(_KINDS))
        if paths:
            self.add(paths)

    def _choose_folder(self) -> None:
        path = self.context.pick_folder(tr("Choose the folder of a chat"))
        if path is not None:
            self.add([path])

    def add(self, paths: Iterable[Path]) -> None:
        """Look at files; a chat is known by what is in it."""
        self.kept.hide()
        given, known = tuple(paths), tuple(self.files)
        self.context.tasks.run(
            tr("Looking at the files"),
            lambda _: _looked_at(given, known),
            done=lambda told: self._came(*told),
            failed=self._failed,
            owner=self,
        )

    def _came(self, found: list[Seen], twins: list[Twin]) -> None:
        """Show what was looked at; a file that cannot be read is named and holds up none of the others."""
        words = [
            tr("{name} is the same as {other}. It comes in once.", name=visible(a), other=visible(b))
            for a, b in twins
        ]
        self.same.set_text(" ".join(dict.fromkeys(words)))
        self.same.setVisible(bool(words))
        wrong = [sentence(one) for one in found if isinstance(one, UserError)]
        self.files += [one for one in found if isinstance(one, PhoneFile)]
        chats = [one for one in found if isinstance(one, OpenedChat)]
        if chats and self.chat is None:
            self._take_chat(chats.pop(0))
        for late in chats:
            late.close()
            wrong.append(tr("One chat at a time. Keep this one first, then bring in the other."))
        self._show()
        if wrong:
            self._say_wrong(" ".join(dict.fromkeys(wrong)))

    def _take_chat(self, opened: OpenedChat) -> None:
        self._open.close()
        self._open = contextlib.ExitStack()
        self._open.callback(opened.close)
        self.chat = opened.told
        self.chat_card = ChatCard(self.chat)
        self.chat_card.choice.chosen.connect(lambda _: self._show_keep())

    def _remove(self, file: PhoneFile) -> None:
        self.files = [one for one in self.files if one.source is not file.source]
        self._show()

    def _drop_chat(self) -> None:
        self.chat, self.chat_card = None, None
        self._open.close()
        self._show()

    # what is shown

    def _show(self) -> None:
        cards: list[QWidget] = [self._card(file) for file in self.files]
        if self.chat_card is not None:
            out = quiet(tr("Leave the chat out"), icon="x")
            out.clicked.connect(self._drop_chat)
            holder = QWidget()
            holder.setLayout(column(self.chat_card, row(None, out), spacing=4))
            cards.append(holder)
        refill(self.rows, *cards)
        self._show_waiting()
        some = bool(self.files or self.chat)
        self.empty.setVisible(not some)
        self.question.setVisible(some)
        self.page.show_pinned(some)
        saw = self._chosen() is not None and self._chosen_kind() is RecordKind.OBSERVATION
        self.nobody.setVisible(saw and any(f.sort is FileSort.PHOTO for f in self.files))
        self._show_keep()

    def _card(self, file: PhoneFile) -> Card:
        card = Card(padding=(18, 12, 12, 12), spacing=2)
        out = quiet(tr("Leave it out"), icon="x", name=tr("Leave it out: {name}", name=visible(file.name)))
        out.clicked.connect(lambda: self._remove(file))
        words = column(
            Label(visible(file.name), weight=600, people=True, start=True), small(file_line(file)), spacing=2
        )
        card.add(row(IconMark(ICONS[file.sort], "accent", 22), words, None, out, spacing=14))
        if len(ways_to_keep(file)) > 1:
            choice = FilmChoice(file)
            choice.kept.connect(lambda way: self._keep_as(file, Keep(way)))
            card.add(choice)
        return card

    def _keep_as(self, file: PhoneFile, way: Keep) -> None:
        """Another way to keep a film; the card stays, with the focus in it."""
        at = next(i for i, one in enumerate(self.files) if one.source is file.source)
        self.files[at] = replace(self.files[at], keep=way)
        self._show_keep()

    def _show_waiting(self) -> None:
        """Films that were left on the phone: of the story that is chosen, else of all."""
        story = self._chosen()
        films = on_phone(self.home, story) if story is not None else every_one(self.home)
        lines = []
        for film in films:
            line = OnPhoneLine(film)
            line.acted.connect(partial(self._bring_now, film))
            lines.append(line)
        refill(self.waiting, *lines)

    def _bring_now(self, film: OnPhone) -> None:
        path = self.context.pick_file(tr("Choose the film"), tr(_KINDS))
        if path is None:
            return
        home = self.home
        self.context.tasks.run(
            tr("Bringing in from the phone"),
            lambda progress: bring_later(home, film.medium, look(path), progress),
            done=lambda _: self._done(1),
            failed=self._failed,
            stopped=self._stopped,
            owner=self,
        )

    def _chosen(self) -> str | None:
        return self.story.value() or None

    def _chosen_kind(self) -> RecordKind | None:
        return next((r.kind for r in self.stories if r.id == self.story.value()), None)

    def _story_chosen(self, key: str) -> None:
        self.story.set_value(key)
        self._show()

    def _show_keep(self) -> None:
        """Say what stands in the way, beside it; the button opens when nothing does."""
        needed, free = room_needed(self.files), free_bytes(self.home.folder)
        self.room.setText(
            tr("They need {need}. {free} are free.", need=size_words(needed - SPARE), free=size_words(free))
        )
        words = self._in_the_way(needed, free)
        self.trouble.setVisible(bool(words))
        if words:
            self.trouble.set_text(words)
        ready = bool(self.files or (self.chat_card is not None and self.chat_card.writers()))
        self.keep.setEnabled(ready and self._chosen() is not None and not words)

    def _in_the_way(self, needed: int, free: int) -> str:
        story = self._chosen()
        if self.files and needed > free:
            if any(len(ways_to_keep(f)) > 1 and f.keep is Keep.WHOLE for f in self.files):
                return tr(
                    "There is not enough room for the whole film. Take a smaller copy, only its sound, or leave it on the phone."
                )
            return tr("There is not enough room for these. Leave some on the phone, and send stories first.")
        if story is None:
            return ""
        nobody = bool(self.nobody.value())
        sorts = {f.kept_as for f in self.files}
        if self.chat_card is not None and self.chat_card.writers():
            sorts.add(FileSort.FILE)  # a chat is written words
        for sort in sorted(sorts):
            gate = may_keep(self.home, story, sort, nobody_in_it=nobody)
            if not gate.open:
                return refused_words(sort, gate.why)
        return ""

    # keeping

    def _keep(self) -> None:
        story = self._chosen()
        if story is None:
            return
        files, chat, home, nobody = tuple(self.files), self.chat, self.home, bool(self.nobody.value())
        writers = self.chat_card.writers() if self.chat_card is not None else []
        in_it: list[PhoneFile] = []

        def job(progress: Progress) -> int:
            if files:
                keep_media(home, story, files, progress, nobody_in_it=nobody)
                in_it.extend(files)
            told = keep_chat(home, story, chat, writers, progress) if chat is not None and writers else None
            return len(files) + (0 if told is None else 1 + len(told))

        def failed(error: UserError) -> None:
            self.files = [one for one in self.files if one not in in_it]  # what is kept is not kept twice
            self._failed(error)

        self.focus_start()  # not onto the next button, which would leave something out
        self.keep.setEnabled(False)
        self.context.tasks.run(
            tr("Bringing in from the phone"),
            job,
            done=self._done,
            failed=failed,
            stopped=self._stopped,
            owner=self,
        )

    def _done(self, count: int) -> None:
        self.files, self.chat, self.chat_card = [], None, None
        self._open.close()
        self.same.hide()
        self._show()
        self.focus_start()  # the button that was pressed is gone
        words = many(count, "{n} thing is kept with the story.", "{n} things are kept with the story.")
        self.kept.set_text(words)
        self.kept.show()
        self.context.tell(words)

    def _stopped(self) -> None:
        self._show()
        self.context.tell(tr("Stopped. Nothing of it was kept."))

    def _failed(self, error: UserError) -> None:
        self._show()
        self._say_wrong(sentence(error))

    def _say_wrong(self, words: str) -> None:
        self.trouble.set_text(words)
        self.trouble.show()
        self.context.tell(words)


@dataclass
class OpenedChat:
    """A chat that was looked at, open until it is kept or left."""

    told: ChatFiles
    close: Callable[[], None]


Seen = PhoneFile | OpenedChat | UserError


def _looked_at(given: Sequence[Path], known: Sequence[PhoneFile]) -> tuple[list[Seen], list[Twin]]:
    """What the files are, and which of them are there already."""
    found = [_seen(path) for path in given]
    new, twins = without_twins(known, [one for one in found if isinstance(one, PhoneFile)])
    return [*new, *(one for one in found if not isinstance(one, PhoneFile))], twins


def _seen(path: Path) -> Seen:
    """A file that was looked at, a chat that stands open, or why it is neither."""
    try:
        if path.is_dir() or path.suffix.lower() in {".zip", ".txt"}:
            with contextlib.ExitStack() as stack:
                try:
                    told = stack.enter_context(open_chat(path))
                except UserError as error:
                    if path.is_dir() or error.code != "NOT_A_CHAT":
                        raise
                else:
                    return OpenedChat(told, stack.pop_all().close)
        return look(path)
    except UserError as error:
        return error


def _story_words(story: RecordRow) -> str:
    day = shown_day(story.told_on) if story.told_on else ""
    return ", ".join(part for part in (apart(story.title), day, apart(story.place)) if part)
