"""Step 3, Conversation: eyes on the person. Sound, notes and the pack's questions; without a yes to voice there are only notes (SCREENS.md 5.5)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.order_prompts import keep_order, my_prompt_sets, skip_prompt
from ldp_stories.services.record_encounter import conversation, may_record, set_facts, tick_prompt
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.researcher.notes_card import NotesCard
from ldp_stories.ui.researcher.people_here import somebody_joined
from ldp_stories.ui.researcher.recording_card import RecordingCard
from ldp_stories.ui.researcher.step import StepScreen, on_enter, tighten
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button, Kind, quiet
from ldp_stories.ui.widgets.card import Card, Line, column, row
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.flow import line
from ldp_stories.ui.widgets.labels import Label, heading, helper, small
from ldp_stories.ui.widgets.prompts import Prompt, PromptList
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.theme import follow, theme


class ConversationStep(StepScreen):
    """Recording, notes and questions to ask. [Finish] asks nothing."""

    def __init__(self, context: Context, conversation_id: str) -> None:
        super().__init__(context)
        self.title = tr("Conversation")
        self.conversation = conversation_id
        self.talk = conversation(context.home, conversation_id)
        self.recording: RecordingCard | None = None
        self.notes: NotesCard | None = None
        if self.talk.answers.get(Scope.TAKE_PART.value) is not Answer.YES:
            self._ask_first()
            return
        self.foot_words = tr("If the laptop dies, what you have is safe")
        main = column(self._sound(), spacing=16)
        self.notes = NotesCard(context, conversation_id, self._now)
        main.addWidget(self.notes, 1)
        main.setContentsMargins(0, 0, 0, 0)
        left = QWidget()
        left.setLayout(main)
        label = tr("Questions you can ask")
        whole = QWidget()
        outer = column(spacing=12)
        outer.addWidget(Scroll(left), 1)
        whole.setLayout(outer)
        self.sides = SideLayout(
            whole, self._prompts(), label=label, width=384, gap=24, margins=(36, 22, 36, 0)
        )
        self.box.addWidget(self.sides, 1)
        consent = quiet(tr("Consent"), icon="shield-check", name=tr("Consent, go back to the questions"))
        consent.clicked.connect(self.backward)
        self.consent_line = helper(consent_line(self.talk))
        kind: Kind = "secondary" if self.recording is not None else "primary"
        self.finish = Button(tr("Finish"), kind=kind, icon="stop", size="field", key="Ctrl+Enter", bind=False)
        on_enter(self.finish)
        self.finish.clicked.connect(self.forward)
        people = len(self.talk.companions) + 1
        words = tr("Somebody joined") if people == 1 else tr("People here ({n})", n=people)
        self.joined = quiet(words, icon="users")
        self.joined.clicked.connect(self._somebody_joined)
        outer.addWidget(line(consent, self.joined, self.consent_line, None, self.finish, gap=10, alone=True))
        context.live.heard.connect(self._hear)
        follow(self._tighten)

    def focus_start(self) -> None:
        """On [Record] before it runs, on the note field afterwards."""
        if self.recording is not None and self.recording.record.isVisibleTo(self):
            self.recording.record.setFocus()
        elif self.recording is not None and theme().large:
            self.recording.mark.setFocus()
        elif self.notes is not None:
            self.notes.field.setFocus()
        else:
            super().focus_start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Eyes are on the person, not on the focus: letters typed on a button are the beginning of a note, and not lost."""
        letters = event.text()
        bare = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if self.notes is None or not bare or not letters.strip() or not letters.isprintable():
            super().keyPressEvent(event)
            return
        self.notes.field.setFocus()
        self.notes.field.edit.insert(letters)

    def _tighten(self) -> None:
        tighten(self.sides, (36, 22, 36, 18))

    def leaving(self) -> None:
        """A half-typed note is kept; a running recording goes on."""
        if self.notes is not None:
            self.notes.flush()

    def _somebody_joined(self) -> None:
        """A friend joins halfway: the recording rests, and they are asked before anything of theirs is kept."""
        if not self.talk.companions:
            somebody_joined(self.context, self.conversation)
        self.backward.emit()

    def _now(self) -> int | None:
        return self.recording.at_ms if self.recording is not None else None

    def _hear(self, _status: RecorderStatus) -> None:
        if self.notes is not None:
            self.notes.show_time()

    def _sound(self) -> QWidget:
        """The recording where there is a yes to voice; else kind words that notes are as good."""
        gate = may_record(self.context.home, self.conversation)
        if gate.open:
            self.recording = RecordingCard(self.context, self.talk)
            self.recording.marked.connect(self._mark)
            self.recording.on_to_notes.connect(self.focus_start)
            self.recording.check.clicked.connect(lambda: self.go.emit("sound_check", None))
            return self.recording
        card = Card(padding=(28, 20, 28, 20), spacing=6)
        words = heading(tr("No recording today. Your notes are just as good."))
        card.add(row(IconMark("notebook", "accent", 22, tile="soft"), words, spacing=14))
        if gate.why in ("adult_first", "child_not_asked", "child_no"):
            card.add(helper(tr("A grown-up and they themselves say yes first. Go back to Consent to ask.")))
        self.set_focus_start(words)
        return card

    def _mark(self, ms: int) -> None:
        if self.notes is not None:
            self.notes.mark(ms)

    def _ask_first(self) -> None:
        page = EmptyState(
            tr("Ask first"),
            text=tr("They have not said yes to taking part. Nothing is written or recorded before that."),
            icon="shield-check",
            action=tr("Go to consent"),
        )
        page.acted.connect(self.backward)
        self.box.addWidget(page, 1)
        self.set_focus_start(page.title)

    def _prompts(self) -> Card:
        card = Card(padding=(24, 18, 20, 18), spacing=4)
        self.sets = my_prompt_sets(self.context.home)
        inside = QWidget()
        self.prompts = PromptList(name=tr("Questions you can ask"))
        self.prompts.ticked.connect(self._tick)
        self.prompts.skipped.connect(self._skip)
        self.prompts.ordered.connect(self._order)
        self.more = quiet(tr("More questions"), icon="plus")
        if len(self.sets) <= 1:
            self.more.hide()
        self.more.clicked.connect(self._next_set)
        self.set_title = Label("", role="small", weight=600, color="text2")
        inside.setLayout(column(self.set_title, self.prompts, row(self.more, None), None, spacing=4))
        card.add(
            heading(tr("Questions you can ask")),
            small(tr("Use as few as you like. Tick what you asked.")),
        )
        card.body.addWidget(Scroll(inside), 1)
        words = small(tr("Their words, not ours. It is fine to wait."))
        card.add(Line(), row(IconMark("info", "text2", 18), words, spacing=10))
        self._show_set(self.talk.prompt_set)
        return card

    def _show_set(self, key: str) -> None:
        chosen = next((s for s in self.sets if s.key == key), self.sets[0] if self.sets else None)
        if chosen is None:
            self.prompts.set_prompts([])
            return
        if chosen.key != self.talk.prompt_set:
            self.talk = set_facts(self.context.home, self.conversation, prompt_set=chosen.key)
        self.set_title.setText(chosen.title if len(self.sets) > 1 else "")
        self.set_title.setVisible(len(self.sets) > 1)
        self.prompts.set_prompts(
            [
                Prompt(words, words, asked=words in self.talk.asked, skipped=words in self.talk.skipped)
                for words in chosen.items
            ]
        )

    def _next_set(self) -> None:
        keys = [s.key for s in self.sets]
        at = keys.index(self.talk.prompt_set) if self.talk.prompt_set in keys else -1
        self._show_set(keys[(at + 1) % len(keys)])

    def _tick(self, prompt: str, asked: bool) -> None:
        self.talk = tick_prompt(self.context.home, self.conversation, prompt, asked)

    def _skip(self, prompt: str, skipped: bool) -> None:
        self.talk = skip_prompt(self.context.home, self.conversation, prompt, skipped)

    def _order(self, prompts: list[str]) -> None:
        """The order is the person's own, from now on in every conversation."""
        keep_order(self.context.home, self.talk.prompt_set, prompts)
        self.sets = my_prompt_sets(self.context.home)


def consent_line(talk: Conversation) -> str:
    """ "Voice: yes. Video and photos: not asked." """
    words = {Answer.YES: tr("yes"), Answer.NO: tr("no"), Answer.NOT_ASKED: tr("not asked")}
    voice, video, photo = (
        words[talk.answers.get(s.value, Answer.NOT_ASKED)] for s in (Scope.AUDIO, Scope.VIDEO, Scope.PHOTO)
    )
    if video == photo:
        return tr("Voice: {voice}. Video and photos: {both}.", voice=voice, both=video)
    return tr("Voice: {voice}. Video: {video}. Photos: {photo}.", voice=voice, video=video, photo=photo)
