"""The form of one private card: what is not safe first, then name, number and address, and handing it over to a custodian."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.contact_cards import WAYS, Card
from ldp_stories.services.hand_over import Custodian
from ldp_stories.ui.record.consent_strip import CONTACT_WORDS
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Card as Surface
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper

_WAYS: Final = {
    "text": str(QT_TRANSLATE_NOOP("LDP Stories", "text")),
    "call": str(QT_TRANSLATE_NOOP("LDP Stories", "call")),
    "post": str(QT_TRANSLATE_NOOP("LDP Stories", "send post")),
    "mail": str(QT_TRANSLATE_NOOP("LDP Stories", "send e-mail")),
    "visit": str(QT_TRANSLATE_NOOP("LDP Stories", "visit")),
}
_FIELDS: Final = (
    ("safe_to_contact", str(QT_TRANSLATE_NOOP("LDP Stories", "Safe to contact"))),
    ("name", str(QT_TRANSLATE_NOOP("LDP Stories", "Name"))),
    ("phone", str(QT_TRANSLATE_NOOP("LDP Stories", "Phone number"))),
    ("address", str(QT_TRANSLATE_NOOP("LDP Stories", "Address"))),
    ("guardian", str(QT_TRANSLATE_NOOP("LDP Stories", "Grown-up who said yes, for a child"))),
)


class CardForm(QWidget):
    """`kept(fields that changed)`, `thrown_away`, `handed(member id, first word)`."""

    kept = Signal(dict)
    thrown_away = Signal()
    handed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addStretch(1)
        self.card = Card("", "")
        self.fields: dict[str, TextField] = {}
        self.never = ChoiceRow([], name="")
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.surface: Surface | None = None

    def clear(self) -> None:
        """Nothing of a card stays on the screen."""
        self.card, self.fields = Card("", ""), {}
        if self.surface is not None:
            self._box.removeWidget(self.surface)
            self.surface.hide()
            self.surface.deleteLater()
            self.surface = None

    def say(self, trouble: str) -> None:
        """Say beside the card why something was not done."""
        if self.surface is not None:
            self.trouble.setText(trouble)
            self.trouble.setVisible(bool(trouble))

    def show_card(self, card: Card, custodians: Sequence[Custodian]) -> None:
        """Show a card, a new one when there is none."""
        self.clear()
        self.card, self.surface = card, Surface(spacing=10)
        self.surface.add(heading(card.code))
        for banner in _warnings(card):
            self.surface.add(banner)
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        for key, label in _FIELDS:
            if card.may_contact or not card.exists or key not in ("phone", "address"):
                field = TextField(name=tr(label), value=getattr(card, key))
                self.fields[key] = field
                self.surface.add(Field(tr(label), field))
                if key == "safe_to_contact":
                    self.surface.add(self._never(card))
        keep = primary(tr("Keep this card"), icon="check", size="field")
        keep.clicked.connect(self._keep)
        self.surface.body.addLayout(row(keep, None))
        self.surface.add(self.trouble)
        if card.exists:
            self._more(self.surface, card, custodians)
        self._box.insertWidget(0, self.surface)
        self.surface.show()

    def _never(self, card: Card) -> Field:
        options = [Option(way, tr(_WAYS[way])) for way in WAYS]
        self.never = ChoiceRow(options, name=tr("Never do this"), many=True, value=list(card.not_by))
        return Field(tr("Never do this"), self.never)

    def _keep(self) -> None:
        """Only what differs from what stands is written."""
        new: dict[str, object] = {
            n: f.text() for n, f in self.fields.items() if f.text() != getattr(self.card, n)
        }
        never = [w for w in WAYS if w in self.never.value()]
        if never != list(self.card.not_by):
            new["not_by"] = never
        self.kept.emit(new)

    def _more(self, surface: Surface, card: Card, custodians: Sequence[Custodian]) -> None:
        surface.add(heading(tr("Hand it over")))
        if not custodians:
            surface.add(
                helper(tr("Nobody else looks after private cards yet. Your coordinator chooses who does."))
            )
        for one in custodians:
            surface.add(self._giving(card, one))
        away = Button(tr("Take this card away"), kind="quiet", icon="trash")
        away.clicked.connect(self.thrown_away)
        surface.body.addLayout(row(away, None))

    def _giving(self, card: Card, one: Custodian) -> QWidget:
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        word = TextField(name=tr("First of the six words of {name}", name=one.name))
        if one.new:
            box.addWidget(Field(tr("Ask {name} for their six words. Type the first.", name=one.name), word))
        had = one.member in card.handed_to
        words = tr("{name} has it", name=one.name) if had else tr("Give it to {name}", name=one.name)
        give = Button(words, icon="hand" if not had else "check", size="field")
        give.clicked.connect(lambda: self.handed.emit(one.member, word.text()))
        box.addLayout(row(give, None))
        return part


def never_words(card: Card) -> str:
    """ "Do not text. Do not call." """
    return " ".join(tr("Do not {way}.", way=tr(_WAYS[way])) for way in card.not_by)


def _warnings(card: Card) -> list[Banner]:
    """What must be seen before anybody reaches out."""
    found = []
    if card.not_by:
        found.append(Banner(never_words(card), tone="bad", icon="warning"))
    if card.exists and not card.may_contact:
        words = tr("They did not agree to be contacted again. Number and address stay hidden.")
        found.append(Banner(words, tone="warn", icon="hand-palm"))
    if card.may_contact:
        found.append(Banner(for_what_words(card), icon="chat-circle"))
    return found


def for_what_words(card: Card) -> str:
    """ "You may contact them to check the story, to talk again." """
    if card.contact_for is None:
        return tr("They said yes to being contacted. Nobody asked what for. Ask that first.")
    purposes = ", ".join(tr(CONTACT_WORDS[p]) for p in card.contact_for)
    if not purposes:
        return tr(
            "They said yes to being contacted, but to nothing that was asked every time. Ask what for first."
        )
    return tr("You may contact them {purposes}. For nothing else.", purposes=purposes)
