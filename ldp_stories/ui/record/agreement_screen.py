"""Agreement: the blind rounds, one's share in them, and once a round is over a sentence per tag and where people differ (SCREENS.md 6)."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.code_blind import MyRound, my_rounds
from ldp_stories.services.compare_spans import anybody_marked
from ldp_stories.ui.record.agreement_card import RoundCard
from ldp_stories.ui.record.agreement_open import OpenRoundPage
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.ratings_card import RatingsCard
from ldp_stories.ui.record.round_words import progress_words, round_title, state_words
from ldp_stories.ui.record.spans_card import SpansCard
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import clear, row
from ldp_stories.ui.widgets.columns import Columns
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.pressable import PressCard
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_SHOWS = frozenset(
    {"coding_round", "round_mark", "member", "tag", "consent", "order", "coding", "analysis_tag"}
)
MARKS = "marks"
"""The key of everybody's own marks among the rounds."""
TABLE = "table"
"""The key of a table of ratings from a file."""


class AgreementScreen(Screen):
    """Rounds at the left, the chosen one at the right; *Open a round* makes a new one. `what` is a round id."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Agreement")
        self.chosen = str(what or "")
        self.marked = False
        self.rounds: dict[str, MyRound] = {}
        self.cards: dict[str, PressCard] = {}
        self.heading = display(tr("Agreement"))
        self.new = Button(tr("Open a round"), icon="plus", kind="primary", size="field")
        self.card = RoundCard(context)
        holder = QWidget()
        self.list = QVBoxLayout(holder)
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(10)
        self.spans = SpansCard(context)
        self.ratings = RatingsCard(context)
        beside = QWidget()
        both = QVBoxLayout(beside)
        both.setContentsMargins(0, 0, 0, 0)
        for card in (self.card, self.spans, self.ratings):
            both.addWidget(card)
        both.addStretch(1)
        self.columns = Columns([(holder, 330), (beside, 0)], gap=20)
        self.empty = EmptyState(
            tr("No rounds yet"),
            text=tr(
                "Two or more people tag the same stories. Nobody sees the other's answers until the round is over."
            ),
            icon="scales",
        )
        page = ScrollPage(spacing=16)
        page.body.addLayout(row(self.heading, None, self.new))
        page.body.addWidget(helper(tr("Do we read stories alike? Agreement is for talking, not for marks.")))
        page.body.addWidget(self.empty)
        page.body.addWidget(self.columns)
        page.body.addStretch(1)
        self.opening = OpenRoundPage(context)
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.pages.addWidget(self.opening)
        self.main = page
        self.box.addWidget(self.pages)
        self.new.clicked.connect(self.show_opening)
        self.opening.left.connect(self.show_rounds)
        self.opening.opened.connect(self._opened)
        self.ratings.asked.connect(self.empty.hide)
        self.card.code.connect(lambda ident: self.go.emit("blind", ident))
        for shown in (self.card, self.spans):
            shown.story.connect(lambda what: self.go.emit("record", what))
        self.set_focus_start(self.heading)
        self.read()

    def read(self) -> None:
        """Read the rounds again."""
        found = my_rounds(self.context.home)
        self.rounds = {one.round.id: one for one in found}
        self.marked = anybody_marked(self.context.home)
        self.empty.setVisible(not found and not self.marked and not self.ratings.used)
        self._fill()
        if self.chosen not in self.cards:
            self.chosen = next(iter(self.cards))
        self.choose(self.chosen)

    def _fill(self) -> None:
        clear(self.list)
        self.cards = {}
        today = self.context.home.today()
        for ident, one in self.rounds.items():
            title, state, done = round_title(one.round), state_words(one, today), progress_words(one)
            card = PressCard(
                name=", ".join(filter(None, (title, state, done))), padding=(18, 12, 18, 12), spacing=2
            )
            card.add(Label(title, weight=600, people=True, start=True))
            card.add(Label(state, role="small", color="text2"))
            if done:
                card.add(Label(done, role="small", color="text2"))
            card.clicked.connect(lambda _=False, i=ident: self.choose(i))
            self.cards[ident] = card
            self.list.addWidget(card)
        if self.marked:
            self._offer(MARKS, tr("Our own marks"), tr("Who marked which words, side by side"))
        self._offer(TABLE, tr("A table of ratings"), tr("Names or numbers, from a file"))
        self.list.addStretch(1)

    def _offer(self, key: str, words: str, line: str) -> None:
        """What stands among the rounds and is none."""
        card = PressCard(name=f"{words}, {line}", padding=(18, 12, 18, 12), spacing=2)
        card.add(Label(words, weight=600))
        card.add(Label(line, role="small", color="text2"))
        card.clicked.connect(lambda: self.choose(key))
        self.cards[key] = card
        self.list.addWidget(card)

    def choose(self, ident: str) -> None:
        """Show one round, everybody's own marks, or a table of ratings."""
        self.chosen = ident
        for other, card in self.cards.items():
            card.setChecked(other == ident)
        self.card.setVisible(ident in self.rounds)
        self.spans.setVisible(ident == MARKS)
        self.ratings.setVisible(ident == TABLE)
        if ident == MARKS:
            self.spans.show_all()
        elif ident in self.rounds:
            self.card.show_round(self.rounds[ident])

    def show_opening(self) -> None:
        """The page on which a round is made."""
        self.opening.start()
        self.pages.setCurrentWidget(self.opening)
        self.opening.focus_start()

    def show_rounds(self) -> None:
        """Back to the rounds."""
        self.pages.setCurrentWidget(self.main)
        self.read()
        self.new.setFocus()

    def _opened(self, ident: str) -> None:
        self.chosen = ident
        self.show_rounds()
        self.context.tell(tr("The round is open. It goes to the others when you send."))

    def refresh(self, changes: frozenset[str]) -> None:
        """A round, a mark or a name has changed."""
        if (not changes or changes & _SHOWS) and self.pages.currentWidget() is self.main:
            try:
                self.read()
            except UserError as error:
                self.context.tell(sentence(error))
