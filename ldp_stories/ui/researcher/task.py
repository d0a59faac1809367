"""A conversation from Where and who to Ready: holds the five steps and goes between them. Nothing is lost by leaving at any moment."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from ldp_stories.errors import UserError
from ldp_stories.services.drop_untouched import drop_untouched
from ldp_stories.services.finish_conversation import NOT_AGREED
from ldp_stories.services.keep_sound import make_master, masters_to_make
from ldp_stories.services.progress import Progress
from ldp_stories.services.record_encounter import begin, carry_on, conversation, finish, set_facts
from ldp_stories.ui.record.card_page import CodePage
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.directory import TaskScreen
from ldp_stories.ui.researcher.consent import ConsentStep
from ldp_stories.ui.researcher.conversation import ConversationStep
from ldp_stories.ui.researcher.ready import ReadyStep
from ldp_stories.ui.researcher.step import StepScreen
from ldp_stories.ui.researcher.where_and_who import WhereAndWhoStep
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.empty import EmptyState

WHO, CONSENT, TALK, WORDS, READY = range(5)
_NAMES = ("who", "consent", "talk", "words")


class ConversationTask(TaskScreen):
    """`what`: None begins a conversation; an id goes on with an open one; ("words" | "ready", record id) with a story that is written down."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.conversation, self.record = "", ""
        self.steps = (tr("Where and who"), tr("Consent"), tr("Conversation"), tr("Words after"), tr("Ready"))
        self.pages = QStackedWidget()
        self.box.addWidget(self.pages)
        self.now: StepScreen | None = None
        self.card: CodePage | None = None
        self._finishing = False
        try:
            self._open(what)
        except UserError as error:
            self._cannot(error)

    def focus_start(self) -> None:
        """Where the step starts."""
        if self.now is not None:
            self.now.focus_start()

    def about(self) -> object:
        """The conversation, or the story that came of it, so that a lock brings the person back to it."""
        if self.record:
            return ("ready" if self.step == READY else "words", self.record)
        return self.conversation or None

    def leaving(self) -> None:
        """What is half typed is kept; a running recording goes on."""
        if self.now is not None:
            self.now.leaving()

    def refresh(self, changes: frozenset[str]) -> None:
        """The step reads again what it shows."""
        if self.now is not None:
            self.now.refresh(changes)

    @property
    def shows_recording(self) -> bool:
        """On the step where it is recorded, and not behind the card."""
        return self.step == TALK and self.card is None and bool(self.conversation)

    def show_recording(self) -> None:
        """From the other steps, and from the card, back to where it is recorded."""
        if self.card is not None:
            self.card.put_away()
        if self.conversation and self.step != TALK and not self._finishing:
            self.show_step(TALK)

    def step_back(self) -> bool:
        """Alt+Left: the card is put away, or one step back. False on the first step: the person leaves."""
        if self.card is not None:
            self.card.put_away()
            return True
        if self.now is None or self._finishing:
            return False
        if self.now.step_back():
            return True
        if self.step in (WHO, WORDS):
            return False
        self.show_step(self.step - 1)
        return True

    def go_to_step(self, number: int) -> None:
        """A step in the bar was pressed. From the words on, the steps before open again by carrying on the recording."""
        if number == self.step or self.now is None or self._finishing:
            return
        if self.record:
            self.show_step(number) if number >= WORDS else self._carry_on(number)
        elif number >= WORDS:
            self._finish(number)
        else:
            self.show_step(number)

    def show_step(self, number: int) -> None:
        """Show a step, made anew from what is kept."""
        if self.now is not None:
            self.now.settle_and_leave()
            self.pages.removeWidget(self.now)
            self.now.hide()
            self.now.deleteLater()
        makers = (WhereAndWhoStep, ConsentStep, ConversationStep, WordsAfterStep, ReadyStep)
        self.step = number
        self.reached = max(self.reached, number)
        about = self.record if number >= WORDS else self.conversation
        step = makers[number](self.context, about)
        self.now = step
        self._listen(step)
        self.pages.addWidget(step)
        self.pages.setCurrentWidget(step)
        self.title, self.foot_words = step.title, step.foot_words
        if number < WORDS:
            set_facts(self.context.home, self.conversation, step=_NAMES[number])
        self.bar_changed.emit()
        step.focus_start()

    def _listen(self, step: StepScreen) -> None:
        step.go.connect(self.go)
        step.done.connect(lambda: self.go.emit("home", None))
        step.forward.connect(self._forward)
        step.backward.connect(self._backward)
        step.card_wanted.connect(self.show_card)
        if isinstance(step, WordsAfterStep):
            step.carry_on.connect(lambda: self._carry_on(TALK))

    def _open(self, what: object) -> None:
        home = self.context.home
        if isinstance(what, tuple):
            name, self.record = what
            self.show_step(READY if name == "ready" else WORDS)
            return
        if what is None:
            drop_untouched(home)
        talk = begin(home) if what is None else conversation(home, str(what))
        self.conversation = talk.id
        known = _NAMES.index(talk.step) if talk.step in _NAMES else WHO
        live = self.context.live
        if live.running and live.conversation == talk.id:
            known = TALK
        self.show_step(min(known, TALK))

    def _cannot(self, error: UserError) -> None:
        page = EmptyState(tr("Not yet"), text=sentence(error), icon="info", action=tr("Home"))
        page.acted.connect(lambda: self.go.emit("home", None))
        self.steps, self.back_label, self.title = (), tr("Home"), tr("New conversation")
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        announce(self, sentence(error), assertive=True)

    def _forward(self) -> None:
        if self.step == TALK:
            self._finish(WORDS)
        elif self.step < READY:
            self.show_step(self.step + 1)

    def _backward(self) -> None:
        if self.step in (WHO, WORDS):
            self.go.emit("home", None)
        else:
            self.show_step(self.step - 1)

    def _finish(self, then: int) -> None:
        """End the recording and write everything down, off the window's thread; then the words."""
        live, home, talk = self.context.live, self.context.home, self.conversation
        if self.now is not None:
            self.now.settle_and_leave()
        recording = live.hand_over() if live.conversation == talk else None
        self._finishing = True

        def keep(_: object) -> str:
            if recording is not None:
                recording.stop()  # sealing a long recording takes a moment: not on the window's thread
            return finish(home, talk)

        def done(record: str) -> None:
            self._finishing = False
            self.record, self.conversation = record, ""
            self.context.tell(tr("Everything is kept on this laptop."))
            get_sound_ready(self.context)
            self.show_step(then)

        def failed(error: UserError) -> None:
            self._finishing = False
            self.show_step(CONSENT if error.code in NOT_AGREED else TALK)
            self.context.tell(sentence(error))

        self.context.tasks.run(
            tr("Keeping the conversation"),
            keep,
            lane="store",
            done=done,
            failed=failed,
            owner=self,
            quiet=True,
        )

    def _carry_on(self, number: int) -> None:
        """Open the conversation again, to record more or to look at what was said before."""
        if self.now is not None:
            self.now.settle_and_leave()
        self.conversation = carry_on(self.context.home, self.record).id
        self.record = ""
        self.show_step(number)

    def show_card(self, code: str) -> None:
        """Show the card large."""
        language = conversation(self.context.home, self.conversation).language if self.conversation else ""
        self.card = CodePage(self.context, code, language)
        self.card.closed.connect(self._put_card_away)
        self.pages.addWidget(self.card)
        self.pages.setCurrentWidget(self.card)
        self.card.focus_start()

    def _put_card_away(self) -> None:
        card, self.card = self.card, None
        if card is not None:
            self.pages.removeWidget(card)
            card.hide()
            card.deleteLater()
        if self.now is not None:
            self.pages.setCurrentWidget(self.now)
            self.now.focus_start()


def get_sound_ready(context: Context) -> None:
    """Make the lasting copy of each recording that has none yet, one after the other, in the background; it shows in the foot strip."""
    name, home = tr("Getting the sound ready"), context.home
    if any(task.name == name for task in context.tasks.running()):
        return

    def job(progress: Progress) -> None:
        tried: set[str] = set()
        while left := [m for m in masters_to_make(home) if m not in tried]:
            tried.add(left[0])
            make_master(home, left[0], progress)

    context.tasks.run(name, job, lane="free")
