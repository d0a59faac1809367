"""Step 2, Consent: asked well, one question at a time, in the pack's words. A press saves and goes on (SCREENS.md 5.4)."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from ldp_stories.domain.consent import Answer, Method
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.record_encounter import (
    answer,
    can_follow,
    cannot_follow,
    consent_words,
    conversation,
    keys_of,
    purpose_key,
    questions,
    set_facts,
    set_method,
    stop_and_thank,
)
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.researcher import consent_flow
from ldp_stories.ui.researcher.consent_flow import ConsentPage
from ldp_stories.ui.researcher.consent_pages import (
    AskPage,
    ChannelsPage,
    MethodPage,
    NamedPage,
    PurposesPage,
    SayPage,
    StopPage,
)
from ldp_stories.ui.researcher.consent_side import ConsentSide
from ldp_stories.ui.researcher.people_here import PeoplePage, mind_the_recording
from ldp_stories.ui.researcher.prove_card import ProveCard
from ldp_stories.ui.researcher.spoken_yes import SpokenYesPanel
from ldp_stories.ui.researcher.step import StepScreen, tighten
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.labels import helper
from ldp_stories.ui.widgets.scroll import Scroll, bring_into_sight
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.theme import follow, theme


class ConsentStep(StepScreen):
    """Holds one page at a time; where the person is follows from the answers that are kept."""

    def __init__(self, context: Context, conversation_id: str) -> None:
        super().__init__(context)
        self.title = tr("Consent")
        self.conversation = conversation_id
        home = context.home
        self.talk = conversation(home, conversation_id)
        self.words = consent_words(home, conversation_id)
        self.questions = questions(home, conversation_id)
        self.keeper = Keeper(self._fact, self)
        self.stack = QStackedWidget()
        self.page: QWidget = QWidget()
        self.at = 0
        self.stopping = False
        self._large = theme().large
        self.side = ConsentSide()
        self.side.stop.clicked.connect(self.show_stop)
        self.note = helper("")
        main = QWidget()
        self.main = column(spacing=12)
        self.main.addWidget(self.stack, 1)
        self.back = self.back_button()
        self.main.addLayout(row(self.back, None, self.note, spacing=14))
        main.setLayout(self.main)
        self.pinned: QWidget | None = None
        self.sides = SideLayout(main, self.side, label=tr("Answers so far"), width=320, gap=24)
        self.box.addWidget(self.sides, 1)
        follow(self._tighten)
        self.at = consent_flow.first_open(self.talk, self.pages)
        self.show_page()

    @property
    def pages(self) -> tuple[ConsentPage, ...]:
        """All pages, as they are with the answers so far."""
        also: list[consent_flow.PageKind] = ["group"] if self.words.group else []
        also += ["phone"] if self.words.phone else []
        return consent_flow.consent_pages(
            self.talk,
            self.questions,
            aged_16=bool(self.words.aged_16),
            also=also,
            group=bool(self.words.group),
        )

    def _tighten(self) -> None:
        """Another size of text: the page is made again, because its answers stand elsewhere where text is large."""
        tighten(self.sides, (48, 26, 40, 24))
        if theme().large != self._large:
            self._large = theme().large
            if not self.stopping:
                self.show_page()

    def focus_start(self) -> None:
        """Focus on the words to read out."""
        start = getattr(self.page, "focus_start", None)
        if callable(start):
            start()

    def leaving(self) -> None:
        """What is half typed or half said is kept."""
        self.keeper.flush()
        for panel in self.page.findChildren(SpokenYesPanel):
            panel.finish()
        if isinstance(self.page, PeoplePage):
            self.page.leaving()

    def show_page(self) -> None:
        """Show the page where the person is."""
        self.keeper.flush()
        self.stopping = False
        if consent_flow.must_stop(self.talk, self.questions) and self._after_the_musts():
            self.show_stop()
            return
        page = self.pages[min(self.at, len(self.pages) - 1)]
        makers = {
            "say": self._say,
            "group": self._group,
            "phone": self._phone,
            "aged": self._aged,
            "people": self._people,
            "question": self._ask,
            "channels": self._channels,
            "named": self._named,
            "purposes": self._purposes,
            "method": self._method,
        }
        self._put(makers[page.kind](page))
        self.side.show_answers(self.talk, self.questions, page.question)
        words = tr("Answers so far ({n})", n=len(consent_flow.so_far(self.talk, self.questions)))
        place = tr("Question {n} of {all}", n=page.number, all=len(self.questions))
        self.sides.set_label(f"{place}. {words}" if page.number else words)

    def _after_the_musts(self) -> bool:
        """Whether the person is past the questions everything rests on (they may always go back to them)."""
        page = self.pages[min(self.at, len(self.pages) - 1)]
        first = [q for q in self.questions if consent_flow.must_stop(self.talk, [q])]
        return page.kind in ("people", "method") or (page.number > self.questions.index(first[0]) + 1)

    def step_back(self) -> bool:
        """One page back; from the first page to the step before."""
        self.keeper.flush()
        if self.stopping:
            self.show_page() if not consent_flow.must_stop(self.talk, self.questions) else self._to_the_must()
            return True
        if self.at == 0:
            return False
        self.at -= 1
        self.show_page()
        return True

    def show_stop(self) -> None:
        """Stop kindly: thank them, or go back."""
        self.stopping = True
        approval = str(self.context.home.programme().terms.get("mca_approval") or "")
        page = StopPage(self.talk.consent_route.value, approval)
        page.thank.clicked.connect(self.thank)
        page.cannot.clicked.connect(self._cannot_follow)
        page.able.clicked.connect(self._can_follow)
        self.note.setText("")
        self._put(page)
        announce(self, tr("Stop kindly."))

    def thank(self) -> None:
        """End here: only the day, the kind of spot and how they met are kept."""
        stop_and_thank(self.context.home, self.conversation)
        self.context.tell(tr("Thank you said. Nothing about them was kept."))
        self.go.emit("home", None)

    def press(self, given: Answer) -> None:
        """Keep an answer to the question on the page, and go on."""
        page = self.pages[self.at]
        if page.question is None:
            return
        self._keep(keys_of(page.question), given)
        self.at += 1
        self.show_page()
        self._say_saved(given)
        self.focus_start()

    def forward_page(self) -> None:
        """The next page without an answer (after reading out, or after the channels)."""
        self.at += 1
        if self.at >= len(self.pages):
            self.forward.emit()
            return
        self.show_page()
        self.focus_start()

    def _to_the_must(self) -> None:
        """Back to the first of the questions that everything rests on."""
        stopper = next(q for q in self.questions if consent_flow.must_stop(self.talk, [q]))
        self.at = next(at for at, p in enumerate(self.pages) if p.question is stopper)
        self.show_page()
        self.focus_start()

    def _keep(self, keys: tuple[str, ...], given: Answer) -> None:
        self.keeper.flush()
        self.talk = answer(self.context.home, self.conversation, keys, given)
        mind_the_recording(self.context, self.conversation)
        self.context.tell(tr("Saved on this laptop just now"))

    def _say_saved(self, given: Answer) -> None:
        words = {
            Answer.YES: tr("Yes saved."),
            Answer.NO: tr("No saved."),
            Answer.NOT_ASKED: tr("Not asked, saved."),
        }
        page = self.pages[min(self.at, len(self.pages) - 1)]
        place = tr("Question {n} of {all}", n=page.number, all=len(self.questions)) if page.number else ""
        announce(self, f"{words[given]} {place}".strip())

    def _put(self, page: QWidget) -> None:
        self.settle_and_leave()
        scroll = Scroll(page)
        old = self.stack.currentWidget()
        self.stack.addWidget(scroll)
        self.stack.setCurrentWidget(scroll)
        if old is not None:
            self.stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.page = page
        kinds = ChannelsPage | PeoplePage | MethodPage
        pinned = isinstance(page, kinds) or (isinstance(page, AskPage | SayPage) and page.pins)
        self._pin(page.group if pinned and isinstance(page, AskPage | SayPage | kinds) else None)
        self.side.stop.setVisible(not isinstance(page, StopPage))

    def _pin(self, group: QWidget | None) -> None:
        """The actions of a long page, and the answers where text is large, stand under the words, always in sight."""
        if self.pinned is not None:
            self.main.removeWidget(self.pinned)
            self.pinned.hide()
            self.pinned.deleteLater()
        self.pinned = group
        if group is not None:
            self.main.insertWidget(1, group)
            group.show()

    def _say(self, _page: ConsentPage) -> QWidget:
        page = SayPage(tr("Say this first"), self.words.say_first, tr("I have said it"), code=self.talk.code)
        page.said.clicked.connect(self._said)
        self.note.setText(tr("Read it out, or say it your own way."))
        return page

    def _said(self) -> None:
        self._fact("said_first", True)
        self.forward_page()

    def _aged(self, _page: ConsentPage) -> QWidget:
        page = SayPage(tr("Say this too"), self.words.aged_16, tr("I have said it"), code=self.talk.code)
        page.said.clicked.connect(self.forward_page)
        self.note.setText(tr("They are 16 or 17: it is their own decision."))
        return page

    def _group(self, _page: ConsentPage) -> QWidget:
        page = SayPage(
            tr("Say this to everybody"), self.words.group, tr("I have said it"), code=self.talk.code
        )
        page.said.clicked.connect(self.forward_page)
        self.note.setText(tr("Then ask the questions once, to all of them."))
        return page

    def _phone(self, _page: ConsentPage) -> QWidget:
        page = SayPage(tr("Say this too"), self.words.phone, tr("I have said it"), code=self.talk.code)
        page.said.clicked.connect(self.forward_page)
        self.note.setText(tr("The words are the same as face to face."))
        return page

    def _people(self, _page: ConsentPage) -> QWidget:
        page = PeoplePage(self.context, self.talk)
        page.changed.connect(self._people_changed)
        page.on.clicked.connect(self.forward_page)
        self.note.setText(tr("Each answer is saved at once."))
        return page

    def _people_changed(self, talk: Conversation) -> None:
        self.talk = talk
        mind_the_recording(self.context, self.conversation)

    def _ask(self, page: ConsentPage) -> QWidget:
        adult = page.question is not None and consent_flow.ADULT in page.question.scopes
        spoken = SpokenYesPanel(self.context, self.conversation, grown_up=True) if adult else None
        made = AskPage(page, len(self.questions), self.talk, spoken)
        made.answered.connect(self.press)
        made.adult.changed.connect(lambda text: self.keeper.keep("adult_relation", text))
        whole, short = tr("Pick an answer to go on. It is saved at once."), tr("Not asked counts as no")
        self.note.setText(short if theme().large else whole)
        return made

    def _channels(self, page: ConsentPage) -> QWidget:
        made = ChannelsPage(page, len(self.questions), self.talk)
        made.answered.connect(lambda keys, given: self._keep(keys, given))
        made.on.clicked.connect(lambda: self._leave_parts(keys_of(page.question) if page.question else ()))
        made.none.clicked.connect(lambda: self.press(Answer.NO))
        self.note.setText(tr("Each answer is saved at once. What is left counts as no."))
        return made

    def _purposes(self, page: ConsentPage) -> QWidget:
        made = PurposesPage(page, len(self.questions), self.talk)
        purposes = page.question.purposes if page.question else ()
        keys = tuple(purpose_key(page.question, p) for p, _ in purposes) if page.question else ()
        made.answered.connect(lambda asked, given: self._keep(asked, given))
        made.safe_way.changed.connect(lambda text: self.keeper.keep("safe_way", text))
        made.on.clicked.connect(lambda: self._leave_parts(keys))
        made.none.clicked.connect(lambda: self._none_of(keys))
        self.note.setText(tr("Each answer is saved at once. What is left counts as no."))
        return made

    def _none_of(self, keys: tuple[str, ...]) -> None:
        """No to each thing a yes might be for: so it is for nothing."""
        self._keep(keys, Answer.NO)
        self._leave_parts(keys)

    def _leave_parts(self, keys: tuple[str, ...]) -> None:
        """Parts without a press were not asked, and are kept as that."""
        left = tuple(k for k in keys if k not in self.talk.answers)
        if left:
            self._keep(left, Answer.NOT_ASKED)
        self.forward_page()
        self.side.show_answers(self.talk, self.questions, None)

    def _named(self, _page: ConsentPage) -> QWidget:
        made = NamedPage(self.talk)
        made.words.changed.connect(lambda text: self.keeper.keep("attribution", text))
        made.on.clicked.connect(self.forward_page)
        self.note.setText(tr("It is saved while you type."))
        return made

    def _method(self, _page: ConsentPage) -> QWidget:
        proof = ProveCard(self.context, self.talk)
        made = MethodPage(self.talk, proof)
        made.chosen.connect(self._chose_method)
        proof.kept.connect(lambda method: self._keep_method(made, method))
        proof.said.connect(lambda text: self.keeper.keep("witness", text))
        made.on.clicked.connect(self.forward)
        self.note.setText("" if self.talk.method else tr("Pick one to go on."))
        return made

    def _keep_method(self, page: MethodPage, method: Method) -> None:
        """What was kept says how they said yes; pressing it goes on."""
        self.talk = set_method(self.context.home, self.conversation, method)
        for one, button in page.buttons.items():
            button.set_given(one is method)
        self.note.setText("")
        page.show_on()
        page.on.setFocus()
        for card in page.findChildren(ProveCard):
            bring_into_sight(card.voice if card.voice.isVisible() else card.seen)  # the page is lower now
        self.context.tell(tr("Saved on this laptop just now"))

    def _chose_method(self, method: object) -> None:
        self.talk = set_method(self.context.home, self.conversation, Method(str(method)))
        self.forward.emit()

    def _cannot_follow(self) -> None:
        self.talk = cannot_follow(self.context.home, self.conversation)
        if not self.talk.approval:
            self.thank()
            return
        self._go_on_asking(tr("Kept: they are asked under your programme’s approval."))

    def _can_follow(self) -> None:
        self.talk = can_follow(self.context.home, self.conversation)
        self._go_on_asking(tr("Kept: they can follow."))

    def _go_on_asking(self, said: str) -> None:
        self.context.tell(said)
        self.at = consent_flow.first_open(self.talk, self.pages)
        self.show_page()
        self.focus_start()

    def _fact(self, name: str, value: object) -> None:
        self.talk = set_facts(self.context.home, self.conversation, **{name: value})
        if (
            name == "adult_relation"
        ):  # it stands in the question to the child, which is kept as it was read out
            self.questions = questions(self.context.home, self.conversation)
