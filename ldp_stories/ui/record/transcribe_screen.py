"""Write down the sound: the player and the words side by side, all by keys, each version a layer of its own.

F4 plays and pauses, F2 goes back; F5 ties the words to the moment, F7 begins a new speaker's line, F10 plays from the words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.records import Layer, LayerKind
from ldp_stories.domain.sync import follow, ms_at
from ldp_stories.errors import UserError
from ldp_stories.services import transcribe
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.transcribe import Draft
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.copies import LAYER_WORDS
from ldp_stories.ui.record.directory import TaskScreen
from ldp_stories.ui.record.fit_scroll import FitScroll
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.languages import language_options
from ldp_stories.ui.record.machine_card import MachineCard
from ldp_stories.ui.record.missing_sound import MissingLine
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.record.source_card import SourceCard
from ldp_stories.ui.record.synced_editor import SyncedEditor
from ldp_stories.ui.record.undoing import Undoing
from ldp_stories.ui.text import clock, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.card import Card, column
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import heading, helper, title
from ldp_stories.ui.widgets.pinned import PinnedBar
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.segmented import Segmented
from ldp_stories.ui.widgets.side import SideLayout

_KEYS: Final = (
    ("F4", "Play, pause"),
    ("F2", "5 seconds back"),
    ("F5", "The time goes beside these words"),
    ("F7", "Somebody else speaks"),
    ("F10", "Play from these words"),
    ("Alt Up", "Faster"),
    ("Alt Down", "Slower"),
)


class TranscribeScreen(TaskScreen):
    """`what` is a record id, or (record id, kind of layer)."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        story, version = what if isinstance(what, tuple) else (what, "")
        self.record = str(story)
        wanted = LayerKind(version) if version else None
        self.title, self.back_label = tr("Write down the sound"), tr("Back")
        self.foot_words = tr("Saved on this laptop")
        self.draft: Draft | None = None
        self.keeper = Keeper(self._keep, self, save_half=partial(self._keep, half=True))
        self.undoing = Undoing(context.home, self.record, self.keeper.flush)
        self.link = SoundLink(context, self)
        try:
            self.view = open_record(context.home, self.record)
            self.kinds = transcribe.writable(context.home, self.record)
        except UserError as error:
            self._cannot(sentence(error))
            return
        if not self.kinds:
            self._cannot(tr("Only the one who recorded it, or a coordinator, writes down this sound."))
            return
        self._build()
        first = LayerKind.TRANSCRIPT if LayerKind.TRANSCRIPT in self.kinds else self.kinds[0]
        self._open(wanted if wanted in self.kinds else first)
        self._bind_keys()
        self.set_focus_start(self.editor.words.edit)

    def _cannot(self, words: str) -> None:
        page = EmptyState(tr("Not here"), text=words, icon="info", action=tr("Back"))
        page.acted.connect(self.done)
        self.box.addWidget(page, 1)
        self.set_focus_start(page.title)

    def _build(self) -> None:
        options = [Option(kind.value, tr(LAYER_WORDS[kind])) for kind in self.kinds]
        self.switch = Segmented(options, name=tr("Which version"), value=options[0].key, high=40)
        self.switch.chosen.connect(lambda key: self._open(LayerKind(key)))
        self.language = Combo(
            language_options(self.context.home, self.view), name=tr("Language"), icon="translate"
        )
        self.language.chosen.connect(
            lambda key: self._open(self.draft.kind if self.draft else self.kinds[0], key)
        )
        self.editor = SyncedEditor(
            name=tr("The words"), placeholder=tr("Press F4 to play, and write what you hear.")
        )
        self.editor.changed.connect(self._changed)
        self.editor.words.versions = self._version
        self.editor.moment = lambda: self.link.position if self.playing else None
        self.playing = False
        self.link.playing_changed.connect(self._note_playing)
        self.trouble = Banner("", tone="warn", icon="info")
        self.trouble.hide()
        self.player = PlayerBar(name=tr("The sound"))
        self.link.bind(self.player)
        self.link.failed.connect(lambda error: self._say(sentence(error)))
        self.missing = MissingLine()
        parts = parts_of(self.context.home, self.view.media)
        self.link.show_parts(parts)
        self.missing.show_parts(self.view.media)
        self.player.set_marks([n.at_ms for n in self.view.notes if n.marked and n.at_ms is not None])
        sound = Card(padding=(18, 10, 18, 10), spacing=8)
        sound.add(self.player, self.missing)
        self.sound = sound
        head = title(self.view.title or tr("No title yet"))
        main = QWidget()
        body = column(head, line(self.switch, None, self.language, gap=16), self.trouble, spacing=12)
        body.addWidget(self.editor, 1)
        body.addWidget(sound)
        main.setLayout(body)
        sides = SideLayout(
            main,
            FitScroll(self._side(parts)),
            label=tr("Made from, and keys"),
            width=376,
            gap=28,
            margins=(36, 20, 36, 18),
        )
        self.box.addWidget(Scroll(sides), 1)
        self.box.addWidget(PinnedBar(sound, lambda: body.addWidget(sound)))
        sound.setVisible(bool(parts))

    def _side(self, parts: tuple[object, ...]) -> QWidget:
        self.source_card = SourceCard()
        self.use = self.source_card.use
        self.use.clicked.connect(self.use_source)
        keys = Card(padding=(24, 18, 20, 20), spacing=10).add(heading(tr("Keys")))
        keys.add(Facts([(key, tr(words)) for key, words in _KEYS], first=84))
        keys.add(helper(tr("A new line while it plays gets its time by itself.")))
        self.machine = MachineCard(self.context, self.record, self._language_spoken)
        self.machine.heard.connect(self._machine_heard)
        side = QWidget()
        cards = column(keys, self.source_card, self.machine, None, spacing=16)
        cards.setContentsMargins(0, 0, 10, 8)
        side.setLayout(cards)
        self.machine.setVisible(bool(parts) and LayerKind.TRANSCRIPT in self.kinds)
        return side

    def _bind_keys(self) -> None:
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("F5", self.put_time),
            ("F7", self.next_speaker),
            ("F10", self.play_from_here),
        )
        for key, act in acts:
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _note_playing(self, playing: bool) -> None:
        self.playing = playing

    def _language_spoken(self) -> str:
        """The language of the sound, for a listener: not that of a translation; "" is the story's own."""
        translated = self.draft is not None and self.draft.kind is LayerKind.TRANSLATION
        return "" if translated else self._language_now()

    def _language_now(self) -> str:
        return self.draft.language if self.draft is not None else "en"

    def _open(self, kind: LayerKind, language: str = "") -> None:
        """Show a version; the one before is written as it was left, so that this one can begin from its words."""
        self.keeper.flush()
        troubled = self._write()
        left = self.draft
        self.draft = draft = transcribe.open_draft(self.context.home, self.record, kind, language)
        self.switch.set_value(kind.value)
        self.language.set_value(draft.language)
        self.editor.set_words(draft.text, draft.sync)
        self.undoing.begin(transcribe.version_field(draft), self.editor.text())
        self._show_source(left)
        refused = kind is LayerKind.TRANSCRIPT and not transcribe.may_write_down(
            self.context.home, self.record
        )
        self.editor.setEnabled(not refused)
        self.trouble.setVisible(refused)
        if refused:
            self._say(tr("They did not say yes to their words being written down. You can listen."))
        elif troubled:
            self._say(troubled)

    @property
    def source(self) -> Layer | None:
        """The version that stands beside, to begin from."""
        return self.source_card.source

    def _show_source(self, left: Draft | None = None) -> None:
        """Beside a version stands what it can be made from: first the one that was just `left`."""
        draft = self.draft
        found = transcribe.sources(self.context.home, self.record)
        others = [
            x
            for x in found
            if draft is None or (x.kind, x.language, bool(x.machine)) != (draft.kind, draft.language, False)
        ]
        seen = (left.kind, left.language) if left is not None and left.text.strip() else None
        wanted = next((x.id for x in others if (x.kind, x.language) == seen and not x.machine), "")
        self.source_card.show_layers(others, wanted)
        self.use.setVisible(not self.editor.text().strip())

    def use_source(self) -> None:
        """Begin with a copy of the words beside; the moments come along."""
        if self.source is not None and not self.editor.text().strip():
            self.editor.set_words(self.source.text, self.source.sync)
            self._changed()
            self.use.hide()
            self.editor.words.edit.setFocus()
            self.context.tell(tr("A copy. Change it as you listen."))

    def _changed(self) -> None:
        self.keeper.keep("", "")
        if self.source is not None:
            self.use.setVisible(not self.editor.text().strip())

    def _version(self, step: int, text: str) -> None:
        """An earlier or later version of these words, also of before this sitting; the moments stay with what did not change."""
        found = self.undoing.version(transcribe.version_field(self.draft), step, text) if self.draft else None
        if found is not None:
            self.editor.set_words(found, follow(self.editor.points(), text, found))
            self._changed()

    def _keep(self, _key: str, _text: str, *, half: bool = False) -> None:
        if self.draft is not None:
            text, points = self.editor.typed()
            self.draft = replace(self.draft, text=text, sync=points, typed=True)
            transcribe.keep_draft(self.context.home, self.record, self.draft, half=half)

    def put_time(self) -> None:
        """F5: these words belong to this moment."""
        if self.link.parts:
            self.editor.put_point(self.link.position)
            announce(self, tr("Time {time}", time=clock(self.link.position)))

    def next_speaker(self) -> None:
        """F7: a new line for the other one of the two, or for whoever spoke before the last."""
        people = [tr("Teller"), tr("Me")]
        spoken = [line.split(":")[0].strip() for line in self.editor.line_before() if ":" in line[:40]]
        last = next(iter(spoken), people[1])
        other = next((name for name in spoken if name != last), None) or next(n for n in people if n != last)
        self.editor.new_speaker(other, self.link.position if self.link.parts else None)
        announce(self, other)

    def play_from_here(self) -> None:
        """F10: hear the words where the caret stands."""
        ms = ms_at(self.editor.points(), self.editor.caret)
        if ms is None:
            self._say(tr("No time stands beside these words yet. Press F5 while you listen."))
            return
        self.link.seek(ms)
        self.link.play()

    def _machine_heard(self) -> None:
        self._show_source()

    def _say(self, words: str) -> None:
        self.trouble.set_text(words)
        self.trouble.show()
        announce(self, words)

    def leaving(self) -> None:
        """What was typed becomes a layer; the sound stops."""
        self.keeper.flush()
        self.link.close()
        self._write()

    def _write(self) -> str:
        """Have what was typed become a layer; "" or why it stays on the desk for now."""
        try:
            if self.draft is not None:
                transcribe.write_drafts(self.context.home, self.record)
        except UserError as error:
            return sentence(error)
        return ""
