"""Step 5, Ready: one thing left, or done: who gets what, the card to give, and send now or later (SCREENS.md 5.6)."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import medium_refused
from ldp_stories.domain.records import Sensitivity
from ldp_stories.errors import UserError
from ldp_stories.services import read_pack
from ldp_stories.services.edit_record import left_to_do, mark_ready, open_record, set_place
from ldp_stories.services.my_stories import home_summary
from ldp_stories.services.own_journey import note_practice
from ldp_stories.services.read_record import RecordView
from ldp_stories.ui.record.changed_mind import ChangedMindPage
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.place_options import place_options, told_on
from ldp_stories.ui.record.record_words import who_and_where
from ldp_stories.ui.researcher.step import StepScreen, on_enter
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.scroll import Scroll

_MEDIA: Final = {
    "audio": str(QT_TRANSLATE_NOOP("LDP Stories", "sound")),
    "video": str(QT_TRANSLATE_NOOP("LDP Stories", "film")),
    "photo": str(QT_TRANSLATE_NOOP("LDP Stories", "photos")),
    "file": str(QT_TRANSLATE_NOOP("LDP Stories", "files")),
}


class ReadyStep(StepScreen):
    """Marks the story ready as soon as nothing is left to do."""

    def __init__(self, context: Context, record: str) -> None:
        super().__init__(context)
        self.title = tr("Ready")
        self.foot_words = tr("Saved on this laptop")
        self.record = record
        self.place: Combo | None = None
        self.changing: ChangedMindPage | None = None
        self._words = ""
        self.heading = display("")
        self.page: QWidget = QWidget()
        self.box.addWidget(self.page, 1)
        self.send = Button(
            tr("Send now"), kind="primary", size="main", icon="paper-plane-tilt", key="Ctrl+Enter", bind=False
        )
        on_enter(self.send)
        self.send.clicked.connect(lambda: self.go.emit("send", None))
        home = Button(tr("Home"), icon="house", size="field")
        home.clicked.connect(lambda: self.go.emit("home", None))
        heavy = quiet(tr("That was heavy"), icon="heart", name=tr("That was heavy. Look after yourself"))
        heavy.clicked.connect(lambda: self.go.emit("care", None))
        self.acts = (self.back_button(), heavy, home, self.send)
        self.bottom(*self.acts[:2], None, *self.acts[2:])
        self.look()

    def look(self) -> None:
        """See what is left; nothing left makes it ready."""
        home = self.context.home
        left = left_to_do(home, self.record)
        trouble = ""
        if not left:
            try:
                mark_ready(home, self.record)
                note_practice(home, self.record)
            except UserError as error:
                trouble = sentence(error)
        self.send.setEnabled(not left and not trouble)
        self._words = left_words(left) if left else tr("It is ready")
        page = self._left(left) if left else self._done(trouble)
        self.box.replaceWidget(self.page, page)
        page.show()
        self.page.hide()
        self.page.deleteLater()
        self.page = page

    def _body(self, *things: QWidget | None) -> QWidget:
        view = open_record(self.context.home, self.record)
        inside = QWidget()
        about = column(
            Label(view.title or tr("No title yet"), role="lead", weight=600, people=True, start=True),
            helper(who_and_where(self.context.home, view)),
            spacing=0,
        )
        self.heading = display(self._words)
        self.set_focus_start(self.heading)
        body = column(self.heading, about, 6, *things, None, spacing=14)
        body.setContentsMargins(48, 26, 40, 12)
        inside.setLayout(body)
        inside.setMaximumWidth(1100)
        return Scroll(inside)

    def _done(self, trouble: str) -> QWidget:
        view = open_record(self.context.home, self.record)
        who = home_summary(self.context.home).coordinator or tr("Your coordinator")
        gets = [tr("words")] if any(layer.text.strip() for layer in view.layers) else []
        gets += media_words(view)
        card = Card(padding=(28, 22, 28, 22), spacing=10)
        words = tr("{name} will get: {what}.", name=who, what=", ".join(gets) or tr("notes"))
        goes = CheckLine(words)
        if view.record.sensitivity is Sensitivity.CLOSED:
            stays = tr(
                "{name} sees only that there is 1 closed story. Only a coordinator opens it again.", name=who
            )
            goes = CheckLine(
                tr("This story stays closed. It is not sent."), line=stays, icon="lock-simple", tone="plain"
            )
        card.add(goes)
        if view.getting_ready:
            line = tr("You can go on. It is sent when it is ready.")
            card.add(CheckLine(tr("The sound is being made ready"), line=line, icon="clock", tone="plain"))
        tags = len(view.readings)
        if tags:
            words = tr("1 tag suggested") if tags == 1 else tr("{n} tags suggested", n=tags)
            card.add(CheckLine(words, icon="tag", tone="accent"))
        code = view.participants[0].code if view.participants else ""
        parts: list[QWidget | None] = [Banner(trouble, tone="bad", icon="warning-circle")] if trouble else []
        parts.append(card)
        close = str(read_pack.consent_form(self.context.home).get("close", ""))
        if close and code:
            parts.append(self._last_question(close))
        return self._body(*parts, self._cards([p.code for p in view.participants]))

    def _cards(self, codes: list[str]) -> QWidget:
        """The card for the person; in a group one for each of them."""
        holder = QWidget()
        flow = FlowLayout(holder, gap=12)
        for code in codes:
            words = tr("Give them the card") if len(codes) == 1 else tr("Give the card {code}", code=code)
            name = f"{words}, {' '.join(code)}" if len(codes) > 1 else words
            give = Button(words, icon="identification-card", size="field", name=name)
            give.clicked.connect(partial(self.card_wanted.emit, code))
            flow.addWidget(give)
        return holder

    def _last_question(self, words: str) -> QWidget:
        card = Card(padding=(28, 18, 28, 18), spacing=6, fill="sunk")
        card.add(helper(tr("Before you go, ask them")), Label(words, role="lead"))
        back = quiet(tr("Change the words"), icon="pencil-simple")
        back.clicked.connect(self.backward)
        mind = quiet(tr("They changed their mind"), icon="arrow-counter-clockwise")
        mind.clicked.connect(self.show_changing)
        return card.add(row(back, mind, None, spacing=8))

    def _left(self, left: tuple[str, ...]) -> QWidget:
        parts: list[QWidget | None] = []
        for code in left:
            card = Card(padding=(28, 20, 28, 22), spacing=10)
            if code == "place":
                places = place_options(self.context.home, told_on(self.context.home, self.record))
                self.place = Combo(places, name=tr("Place"), placeholder=tr("Choose a place"), icon="map-pin")
                self.place.chosen.connect(self._set_place)
                card.add(
                    Field(
                        tr("Say where it was"),
                        self.place,
                        helper=tr("Reports only say the ward, not the street."),
                    )
                )
            elif code == "consent":
                ask = Button(tr("Look at their answers"), icon="shield-check", size="field")
                ask.clicked.connect(self.show_changing)
                words = tr("Their answers do not let it be sent yet. It is safe here.")
                card.add(Label(words, weight=600), row(ask, None))
            else:
                write = Button(tr("Add the words"), icon="pencil-simple", size="field")
                write.clicked.connect(self.backward)
                card.add(Label(tr("Write what they said, a line is enough."), weight=600), row(write, None))
            parts.append(card)
        return self._body(*parts)

    def _set_place(self, place: str) -> None:
        set_place(self.context.home, self.record, place)
        self.look()
        announce(self, self.heading.text())
        self.send.setFocus()

    def show_changing(self) -> None:
        """Their answers, to be changed one by one."""
        self.changing = ChangedMindPage(self.context, open_record(self.context.home, self.record))
        self.changing.closed.connect(self.look)
        self.box.replaceWidget(self.page, self.changing)
        self.changing.show()
        self.page.hide()
        self.page.deleteLater()
        self.page = self.changing
        self.changing.focus_start()


def media_words(view: RecordView) -> list[str]:
    """What is sent beside the words, by kind; what somebody says no to stays here."""
    there = {m.kind for m in view.media if not medium_refused(view.consents, m.kind)}
    return [tr(words) for kind, words in _MEDIA.items() if kind in there]


def left_words(left: tuple[str, ...]) -> str:
    """ "One thing left: say where it was." """
    what = {
        "place": tr("say where it was"),
        "words": tr("add the words"),
        "consent": tr("look at their answers"),
    }
    named = [what.get(code, code) for code in left]
    if len(named) == 1:
        return tr("One thing left: {what}.", what=named[0])
    return tr("{n} things left: {what}.", n=len(named), what=", ".join(named))
