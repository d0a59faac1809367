"""How they said yes: the signed form, the signature or the spoken yes, opened by passphrase and gone again when the page is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Answer, Method
from ldp_stories.errors import UserError
from ldp_stories.services.ask_again import asked_words
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import GROWN_UP
from ldp_stories.services.show_evidence import Proof, proof_pictures, proof_sound, proofs
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.film_out import FilmOut
from ldp_stories.ui.record.form_picture import FormPicture
from ldp_stories.ui.record.how_said import said_words
from ldp_stories.ui.record.photo_view import decoded
from ldp_stories.ui.record.player_link import Part, SoundLink
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper, strong
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.scroll import ScrollPage

_ANSWERS: Final = {
    Answer.YES: ("check-circle-fill", "ok", str(QT_TRANSLATE_NOOP("LDP Stories", "Yes"))),
    Answer.NO: ("x-circle", "bad", str(QT_TRANSLATE_NOOP("LDP Stories", "No"))),
    Answer.NOT_ASKED: ("minus-circle", "plain", str(QT_TRANSLATE_NOOP("LDP Stories", "Not asked"))),
}
_KINDS: Final = {
    Method.RECORDED.value: str(QT_TRANSLATE_NOOP("LDP Stories", "Their spoken yes")),
    Method.PAPER.value: str(QT_TRANSLATE_NOOP("LDP Stories", "The signed form")),
    Method.ON_SCREEN.value: str(QT_TRANSLATE_NOOP("LDP Stories", "Signed on this screen")),
    Method.WRITTEN.value: str(QT_TRANSLATE_NOOP("LDP Stories", "Their message")),
    GROWN_UP: str(QT_TRANSLATE_NOOP("LDP Stories", "The grown-up's spoken yes")),
}


class ProofPage(ScrollPage):
    """`closed` to go back. In a practice notebook no passphrase is asked."""

    closed = Signal()

    def __init__(self, context: Context, consents: Sequence[str]) -> None:
        super().__init__(spacing=14)
        self.context, self.consents = context, tuple(consents)
        self.links: list[SoundLink] = []
        self.spoken = False
        self.heading = display(tr("How they said yes"))
        self.body.addWidget(self.heading)
        self.body.addWidget(helper(tr("It is kept apart from the story, and only you can open it.")))
        self.inside = column(spacing=14)
        self.body.addLayout(self.inside)
        for consent in self.consents:
            self._add_words(consent)
        self.body.addStretch(1)
        back = Button(tr("Back to the story"), icon="arrow-left", size="field")
        back.clicked.connect(self.leave)
        self.pin(back, None)
        self.secret = TextField(name=tr("Your passphrase"), secret=True)
        self.field = Field(tr("Your passphrase"), self.secret)
        if context.home.practice:
            self.open()
        else:
            self._ask()

    def _add_words(self, consent: str) -> None:
        """The words that were read out to one person, each with the answer as it stands now; they are no secret of the person's."""
        known = asked_words(self.context.home, consent)
        if known is not None and known.given.method is not None:
            self.spoken = self.spoken or known.given.method is Method.RECORDED
            self.body.insertWidget(2, strong(said_words(known.given)))
        if known is None or not (known.first or known.asked):
            return
        card = Card(padding=(24, 16, 24, 18), spacing=8).add(heading(tr("The words that were read out")))
        for words in known.first:
            card.add(Label(words, color="text2"))
        for question, under, answer in known.asked:
            icon, tone, word = _ANSWERS[answer]
            card.add(CheckLine(question, line=under, icon=icon, tone=tone, end=tr(word), weight=400))
        self.body.addWidget(card)

    def focus_start(self) -> None:
        """Focus on the heading."""
        self.heading.setFocus()

    def leave(self) -> None:
        """Nothing of it stays on the screen or in the player."""
        self.close_sound()
        refill(self.inside)
        self.closed.emit()

    def close_sound(self) -> None:
        """The sound stops."""
        for link in self.links:
            link.close()
        self.links = []

    def _ask(self) -> None:
        show = Button(tr("Show it"), icon="eye", size="field")
        show.clicked.connect(self.open)
        self.secret.entered.connect(lambda _: self.open())
        holder = QWidget()
        holder.setLayout(row(show, None))
        refill(self.inside, self.field, holder)

    def open(self) -> None:
        """Open it with what was typed, off the window's thread."""
        home, consents = self.context.home, self.consents
        typed = None if home.practice else self.secret.text()
        self.context.tasks.run(
            tr("Opening what proves it"),
            lambda _: [(one, _images(home, one)) for one in proofs(home, consents, typed)],
            done=self._show,
            failed=self._trouble,
            owner=self,
            quiet=True,
        )

    def _trouble(self, error: UserError) -> None:
        self.field.set_error(sentence(error))
        announce(self, sentence(error), assertive=True)

    def _show(self, found: list[tuple[Proof, list[QImage]]]) -> None:
        self.secret.set_text("")
        self.close_sound()
        cards: list[QWidget] = [self._card(*one) for one in found]
        words = tr("Nothing was kept that proves it. The day and the way stand with the answers.")
        if self.spoken:
            words += " " + tr(
                "If you recorded them in the conversation, their yes is in the sound of the story."
            )
        nothing = Label(words)
        refill(self.inside, *(cards or [nothing]))
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, one: Proof, images: list[QImage]) -> Card:
        card = Card(padding=(24, 16, 24, 18), spacing=10)
        words = _named(one)
        card.add(strong(f"{words}, {shown_day(one.evidence.at)}"))
        if one.film:
            card.add(_on_film(one), FilmOut(self.context, one))
        if one.spoken:
            return card.add(self._player(one, words))
        if one.film:
            return card
        if one.sounding:
            return card.add(Label(tr("It cannot be played here. It is kept safe."), color="text2"))
        for at, image in enumerate(images):
            page = tr("Page {n} of {all}", n=at + 1, all=len(images)) if len(images) > 1 else ""
            card.add(FormPicture(image, f"{words}, {page}" if page else words))
        if images:
            return card
        return card.add(Label(tr("It cannot be shown here. It is kept safe."), color="text2"))

    def _player(self, one: Proof, name: str) -> PlayerBar:
        home = self.context.home
        link = SoundLink(self.context, self)
        bar = PlayerBar(name=name)
        link.bind(bar)
        link.show_parts([Part(one.evidence.id, one.ms, 0, lambda: proof_sound(home, one), lambda: b"")])
        self.links.append(link)
        return bar


def _named(one: Proof) -> str:
    """ "The signed form" """
    if one.film and one.evidence.kind == Method.RECORDED.value:
        return tr("Their yes on film")
    if one.film and one.evidence.kind == GROWN_UP:
        return tr("The grown-up's yes on film")
    return tr(_KINDS.get(one.evidence.kind, _KINDS[Method.PAPER.value]))


def _on_film(one: Proof) -> Label:
    words = tr(
        "The pictures of a film cannot be shown here. It is kept whole and safe. You can play its sound."
    )
    silent = tr("A film cannot be shown here, and this one has no sound to play. It is kept whole and safe.")
    return Label(words if one.spoken else silent, color="text2")


def _images(home: Home, one: Proof) -> list[QImage]:
    """What is to be shown of it, ready to be drawn (off the window's thread); [] when a page of it cannot be."""
    made = [decoded(data, kind) for data, kind in proof_pictures(home, one)]
    return [] if any(image.isNull() for image in made) else made
