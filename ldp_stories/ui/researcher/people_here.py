"""Everybody here: in a group, each person under a code of their own says yes or no to what was asked, and what they keep out of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Answer, Scope, all_keys
from ldp_stories.domain.people import AgeBand
from ldp_stories.services.ask_consent import young_words
from ldp_stories.services.conversation import Companion, Conversation
from ldp_stories.services.meet_group import (
    OUT_KEYS,
    agree,
    come_back,
    describe,
    go_away,
    join,
    keep_out,
    standing,
)
from ldp_stories.services.record_encounter import conversation, may_record
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.record_words import age_words
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.researcher.step import on_enter
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, helper
from ldp_stories.ui.widgets.rail import IconMark


class PeoplePage(QWidget):
    """A card for each person. `changed(Conversation)` after each change; `on` goes on."""

    changed = Signal(object)

    def __init__(self, context: Context, talk: Conversation) -> None:
        super().__init__()
        self.context, self.talk = context, talk
        self.keeper = Keeper(self._typed, self)
        self.heading = Label(tr("Everybody here"), role="question")
        self.state = CheckLine("", icon="minus-circle", tone="plain")
        self.cards = column(spacing=14)
        self.add = Button(tr("Somebody else is here"), icon="plus", size="field")
        self.add.clicked.connect(self.add_person)
        self.on = primary(tr("Go on"), trailing="arrow-right", size="field")
        on_enter(self.on)
        lead = helper(
            tr("What you asked counts for everybody who says yes to it. Each person may keep out of a part.")
        )
        lines = column(self.heading, lead, self.state, 4, self.cards, 6, None, spacing=10)
        lines.setContentsMargins(0, 4, 4, 8)
        self.setLayout(lines)
        self.group = QWidget()
        self.group.setLayout(row(self.on, self.add, None))
        self.agreed: dict[str, ChoiceRow] = {}
        self.outs: dict[str, ChoiceRow] = {}
        self.rest: dict[str, ChoiceRow] = {}
        self.adults: dict[str, TextField] = {}
        self.said: dict[str, Label] = {}
        self._fill()

    def focus_start(self) -> None:
        """Focus on the heading."""
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setProperty("starts_reading", True)
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_person(self) -> None:
        """One more person, who has agreed to nothing yet."""
        self.keeper.flush()
        made = join(self.context.home, self.talk.id)
        self._read()
        announce(self, tr("A new person, code {code}. Ask them.", code=" ".join(made.code)))
        self.agreed[made.id].focus_start()

    def leaving(self) -> None:
        """What is half typed is kept."""
        self.keeper.flush()

    def _read(self) -> None:
        self.talk = conversation(self.context.home, self.talk.id)
        self._fill()
        self.changed.emit(self.talk)

    def _fill(self) -> None:
        self.agreed, self.outs, self.rest = {}, {}, {}
        first = self._first()
        others = [self._card(at, one) for at, one in enumerate(self.talk.companions, 2)]
        refill(self.cards, first, *others)
        self._say_state()

    def _say_state(self) -> None:
        gate = may_record(self.context.home, self.talk.id)
        if gate.open:
            self.state.set_state(tr("Everybody here may be recorded."), "", "check-circle", "ok")
            return
        codes = {self.talk.participant: self.talk.code, **{c.id: c.code for c in self.talk.companions}}
        held = [codes.get(i, "") for i, g in standing(self.context.home, self.talk.id).items() if not g.open]
        words = tr("No recording now. Take notes, or ask: {codes}.", codes=", ".join(held))
        self.state.set_state(words, "", "minus-circle", "plain")

    def _first(self) -> Card:
        card = Card(padding=(26, 16, 26, 18), spacing=8)
        card.add(self._top(1, self.talk.code), self._out_row(self.talk.participant, self.talk.out))
        return card

    def _card(self, number: int, one: Companion) -> Card:
        card = Card(padding=(26, 16, 26, 18), spacing=8)
        if one.left:
            back = quiet(tr("They are here again"), icon="arrow-counter-clockwise")
            back.clicked.connect(lambda: self._do(come_back(self.context.home, self.talk.id, one.id)))
            return card.add(
                self._top(number, one.code, back),
                helper(tr("They have gone. What they agreed to still counts.")),
            )
        gone = quiet(
            tr("They have gone"),
            icon="sign-out",
            name=tr("They have gone, code {code}", code=" ".join(one.code)),
        )
        gone.clicked.connect(lambda: self._do(go_away(self.context.home, self.talk.id, one.id)))
        options = [Option("yes", tr("Yes")), Option("no", tr("No"))]
        chosen = [one.yes.value] if one.yes is not Answer.NOT_ASKED else []
        agreed = ChoiceRow(
            options, name=tr("Person {n}: do they agree to what you asked?", n=number), value=chosen
        )
        agreed.chosen.connect(partial(self._agree, one.id))
        self.agreed[one.id] = agreed
        card.add(self._top(number, one.code, gone), Field(tr("Do they agree to what you asked?"), agreed))
        if one.yes is Answer.YES:
            card.add(self._out_row(one.id, one.out), self._age(number, one))
        elif one.yes is Answer.NO:
            card.add(helper(tr("Nothing about them is kept. Do not write down what they say.")))
        return card

    def _top(self, number: int, code: str, *more: QWidget) -> QWidget:
        holder = QWidget()
        name = Label(tr("Person {n}", n=number), weight=600, wrap=False)
        shown = Label(tr("Code {code}", code=code), color="text2", wrap=False)
        shown.setAccessibleName(tr("Code {code}", code=" ".join(code)))
        holder.setLayout(row(name, shown, None, *more, spacing=14))
        return holder

    def _out_row(self, person: str, out: tuple[str, ...]) -> QWidget:
        groups = said_yes_to(self.talk)
        often = {k: keys for k, keys in groups.items() if k in OUT_KEYS}
        seldom = {k: keys for k, keys in groups.items() if k not in OUT_KEYS}
        holder = QWidget()
        things: list[QWidget] = []
        if often:
            self.outs[person] = self._outs(person, often, out, tr("They keep out of"))
            things.append(self.outs[person])
        if seldom:
            rest = self._outs(person, seldom, out, tr("They keep out of, something else"))
            self.rest[person] = rest
            more = quiet(tr("Something else"), icon="plus", name=tr("They keep out of something else"))
            more.clicked.connect(partial(self._open_rest, rest, more))
            rest.setVisible(bool(rest.value()))
            more.setVisible(not rest.value())
            line = QWidget()
            line.setLayout(row(more, None))
            things += [rest, line]
        if not things:
            return helper(tr("Only notes are kept, so there is nothing to keep out of."))
        holder.setLayout(column(*things, spacing=8))
        return Field(
            tr("They keep out of"), holder, helper=tr("Press what they do not want. The rest stays a yes.")
        )

    def _outs(
        self, person: str, groups: Mapping[str, tuple[str, ...]], out: tuple[str, ...], name: str
    ) -> ChoiceRow:
        options = [Option(k, key_words(k)) for k in groups]
        chosen = [k for k, keys in groups.items() if set(keys) <= set(out)]
        choice = ChoiceRow(options, name=name, value=chosen, many=True)
        choice.chosen.connect(partial(self._out, person, groups))
        return choice

    @staticmethod
    def _open_rest(rest: ChoiceRow, more: Button) -> None:
        """The parts that people seldom keep out of."""
        rest.show()
        more.hide()
        rest.focus_start()

    def _age(self, number: int, one: Companion) -> QWidget:
        holder = QWidget()
        bands = [b for b in AgeBand if b is not AgeBand.NOT_GIVEN]
        options = [Option(b.value, age_words(b)) for b in (*bands, AgeBand.NOT_GIVEN)]
        age = Combo(options, name=tr("Person {n}: how old are they?", n=number), value=one.age_band.value)
        age.chosen.connect(lambda value: self._describe(one.id, age_band=AgeBand(value)))
        things: list[QWidget] = [Field(tr("How old are they?"), age)]
        if one.age_band.under_16:
            who = TextField(
                name=tr("Person {n}: which grown-up is here?", n=number), value=one.adult_relation
            )
            self.adults[one.id] = who
            adult, child = young_words(self.context.home, self.talk, one.adult_relation)
            who.changed.connect(lambda text: self.keeper.keep(one.id, text))
            things.append(
                Field(
                    tr("Which grown-up is here?"), who, helper=tr("For example: mother, uncle, youth worker.")
                )
            )
            first = tr("The grown-up says yes first")
            things += [
                _read_out(Label(adult)),
                self._yes_no(first, one.adult_yes, partial(self._adult, one.id)),
            ]
            own = tr("Then their own yes. A no always counts.")
            self.said[one.id] = Label(child)
            things += [
                _read_out(self.said[one.id]),
                self._yes_no(own, one.child_assent, partial(self._child, one.id)),
            ]
        holder.setLayout(column(*things, spacing=10))
        return holder

    @staticmethod
    def _yes_no(words: str, before: Answer, act: partial[None]) -> Field:
        options = [Option("yes", tr("Yes")), Option("no", tr("No"))]
        chosen = [before.value] if before is not Answer.NOT_ASKED else []
        choice = ChoiceRow(options, name=words, value=chosen)
        choice.chosen.connect(act)
        return Field(words, choice)

    def _agree(self, person: str, keys: list[str]) -> None:
        self._do(agree(self.context.home, self.talk.id, person, _answer(keys)))

    def _adult(self, person: str, keys: list[str]) -> None:
        self._describe(person, adult_yes=_answer(keys))

    def _child(self, person: str, keys: list[str]) -> None:
        self._describe(person, child_assent=_answer(keys))

    def _describe(
        self,
        person: str,
        *,
        age_band: AgeBand | None = None,
        adult_yes: Answer | None = None,
        child_assent: Answer | None = None,
    ) -> None:
        home, talk = self.context.home, self.talk.id
        self._do(
            describe(home, talk, person, age_band=age_band, adult_yes=adult_yes, child_assent=child_assent)
        )

    def _typed(self, person: str, text: str) -> None:
        self.talk = describe(self.context.home, self.talk.id, person, adult_relation=text.strip())
        if person in self.said:
            self.said[person].setText(young_words(self.context.home, self.talk, text.strip())[1])
        self._say_state()
        self.changed.emit(self.talk)

    def _out(self, person: str, groups: Mapping[str, tuple[str, ...]], chosen: list[str]) -> None:
        for part, keys in groups.items():
            for key in keys:
                self.talk = keep_out(self.context.home, self.talk.id, person, key, part in chosen)
        self._say_state()
        self.context.tell(tr("Saved on this laptop just now"))
        self.changed.emit(self.talk)

    def _do(self, talk: Conversation) -> None:
        del talk
        self.keeper.flush()
        self.context.tell(tr("Saved on this laptop just now"))
        self._read()
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)


def said_yes_to(talk: Conversation) -> dict[str, tuple[str, ...]]:
    """What everybody was asked and said yes to, by its part: the answer keys of it (several where each place was asked by itself)."""
    found: dict[str, tuple[str, ...]] = {}
    for key in all_keys():
        part = key.partition(":")[0]
        if talk.answers.get(key) is Answer.YES and part not in (Scope.TAKE_PART, Scope.QUOTE_NAMED):
            found[part] = (*found.get(part, ()), key)
    return found


def _answer(keys: list[str]) -> Answer:
    return Answer(keys[0]) if keys else Answer.NOT_ASKED


def _read_out(words: Label) -> QWidget:
    """The pack's words, to be read out before an answer is pressed."""
    holder = QWidget()
    lead = Label(tr("Read this out"), weight=600, color="onsoft", wrap=False)
    holder.setLayout(
        column(row(IconMark("speaker-high", "accent", 20), lead, None, spacing=9), words, spacing=4)
    )
    return holder


def somebody_joined(context: Context, talk: str) -> Companion:
    """Somebody came in: a code for them, and a running recording rests until they have been asked."""
    made = join(context.home, talk)
    mind_the_recording(context, talk)
    return made


def mind_the_recording(context: Context, talk: str) -> bool:
    """Rest a running recording of this conversation when somebody in it has not agreed to it. True when it was made to rest."""
    live = context.live
    if not live.running or live.paused or live.conversation != talk:
        return False
    if may_record(context.home, talk).open:
        return False
    live.pause()
    context.tell(tr("The recording rests until everybody here has said yes to it."))
    return True
