"""Step 1, Where and who: just enough to begin. Each choice is kept in the desk file when it is made (SCREENS.md 5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.services import read_pack
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import conversation, set_facts
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.place_options import place_options
from ldp_stories.ui.record.record_words import TELLER_WORDS, age_words
from ldp_stories.ui.researcher.clock_line import ClockLine
from ldp_stories.ui.researcher.code_card import CodeCard
from ldp_stories.ui.researcher.step import StepScreen, on_enter, tighten, widen
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import primary, quiet
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, heading, helper, small
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.side import SideLayout
from ldp_stories.ui.widgets.theme import follow

_CHOICES: Final = 6


class WhereAndWhoStep(StepScreen):
    """Place, spot, privacy, how they know each other and met; the code; the age band."""

    def __init__(self, context: Context, conversation_id: str) -> None:
        super().__init__(context)
        self.title = tr("Where and who")
        self.conversation = conversation_id
        self.talk = conversation(context.home, conversation_id)
        self.keeper = Keeper(self._set, self)
        self.rows: dict[str, tuple[ChoiceRow, list[Option]]] = {}
        self.heading = display(tr("Where and who"))
        self.go_on = primary(tr("Go on to consent"), trailing="arrow-right")
        on_enter(self.go_on)
        self.go_on.clicked.connect(self.forward)
        side = Scroll(self._side())
        self.sides = SideLayout(
            Scroll(self._main()), side, label=tr("Code and age"), width=340, gap=40, margins=(48, 26, 40, 0)
        )
        self.box.addWidget(self.sides, 1)
        self.bottom(self.back_button(), None, self.go_on)
        self.set_focus_start(self.heading)
        follow(self._widen)

    def _widen(self) -> None:
        widen(self.go_on, 340)
        tighten(self.sides, (48, 26, 40, 0))

    def leaving(self) -> None:
        """What is half typed is kept."""
        self.keeper.flush()

    def _main(self) -> QWidget:
        page = QWidget()
        body = column(
            column(
                self.heading,
                helper(tr("Only what you know now. You can change all of this later.")),
                spacing=0,
            ),
            ClockLine(self.context),
            self._place_and_spot(),
            self.warning,
            self._asked(tr("Is it private enough to talk?"), "private_enough", tr("Who could overhear?")),
            self._asked(tr("How do you know each other?"), "relation"),
            self._asked(tr("How did you meet today?"), "route"),
            self._more(),
            None,
            spacing=9,
        )
        body.setContentsMargins(0, 0, 4, 4)
        page.setLayout(body)
        return page

    def _place_and_spot(self) -> QWidget:
        home = self.context.home
        places = place_options(home)
        self.place = Combo(
            places,
            name=tr("Place"),
            value=self.talk.place or "",
            placeholder=tr("Choose a place"),
            icon="map-pin",
            find=tr("Find a place"),
        )
        self.place.chosen.connect(partial(self._set, "place"))
        spots = _options(home, "setting")
        self.spot = Combo(
            spots,
            name=tr("What kind of spot?"),
            value=self.talk.setting,
            placeholder=tr("Choose"),
            icon="storefront",
            find=tr("Find"),
        )
        self.spot.chosen.connect(self._spot)
        self.warning = Banner("", tone="warn", icon="info")
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.addWidget(
            Field(tr("Place"), self.place, helper=tr("Reports only say the ward, not the street.")), 0, 0
        )
        grid.addWidget(
            Field(tr("What kind of spot?"), self.spot, helper=tr("For example a home, a park or a café.")),
            0,
            1,
        )
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._warn(self.talk.setting)
        return holder

    def _asked(self, words: str, name: str, help_words: str = "") -> Field:
        """A question with the pack's own choices; pressing a chosen one lets go of it."""
        options = _options(self.context.home, name)
        value = getattr(self.talk, name)
        row_of = ChoiceRow(_first(options, str(value or "")), name=words, value=[str(value)] if value else [])
        row_of.chosen.connect(lambda keys: self._set(name, keys[0] if keys else None))
        self.rows[name] = (row_of, options)
        return Field(words, row_of, helper=help_words)

    def _more(self) -> QWidget:
        """What may be said too, folded away at first."""
        holder = QWidget()
        self.more = quiet(tr("More"), icon="plus")
        self.folded = QWidget()
        kinds = _options(self.context.home, "encounter_kind")
        self.kind = Combo(
            kinds, name=tr("What kind of meeting?"), value=self.talk.kind, placeholder=tr("Choose")
        )
        self.kind.chosen.connect(partial(self._set, "kind"))
        tellers = [Option(k.value, tr(TELLER_WORDS[k])) for k in TellerKind]
        self.teller = Combo(tellers, name=tr("Who are they here?"), value=self.talk.teller_kind.value)
        self.teller.chosen.connect(partial(self._set, "teller_kind"))
        self.others = TextField(name=tr("Who else is there?"), value=self.talk.who_else)
        self.others.changed.connect(partial(self.keeper.keep, "who_else"))
        groups = _options(self.context.home, "target_group")
        self.groups = ChoiceRow(
            groups,
            name=tr("Which of these do they say of themselves?"),
            value=self.talk.target_groups,
            many=True,
        )
        self.groups.chosen.connect(lambda keys: self._set("target_groups", keys))
        parts: list[QWidget] = [
            Field(tr("What kind of meeting?"), self.kind),
            Field(tr("Who are they here?"), self.teller),
            Field(tr("Who else is there?"), self.others, helper=tr("No names. For example: her daughter.")),
        ]
        if groups:
            hint = tr("Only what they say themselves. Never guess.")
            parts.append(Field(tr("Which of these do they say of themselves?"), self.groups, helper=hint))
        inside = column(*parts, spacing=16)
        self.folded.setLayout(inside)
        self.folded.hide()
        self.more.clicked.connect(self._unfold)
        holder.setLayout(column(row(self.more, None), self.folded, spacing=8))
        return holder

    def _unfold(self) -> None:
        opening = not self.folded.isVisibleTo(self)
        self.folded.setVisible(opening)
        self.more.setText(tr("Less") if opening else tr("More"))
        for name, (row_of, options) in self.rows.items():
            row_of.set_options(options if opening else _first(options, str(getattr(self.talk, name) or "")))
        if opening:
            self.kind.setFocus()

    def _side(self) -> QWidget:
        side = QWidget()
        self.code = CodeCard(self.context, self.conversation)
        self.code.changed.connect(self._code_changed)
        self.code.card_wanted.connect(self.card_wanted)
        age = Card(padding=(24, 20, 24, 22), spacing=4)
        options = [Option(band.value, age_words(band)) for band in (*_ages(), AgeBand.NOT_GIVEN)]
        self.age = Combo(options, name=tr("How old are they?"), value=self.talk.age_band.value)
        self.age.chosen.connect(self._age)
        self.adult = TextField(name=tr("Which grown-up is here?"), value=self.talk.adult_relation)
        self.adult.changed.connect(partial(self.keeper.keep, "adult_relation"))
        self.young = QWidget()
        first = tr("A grown-up responsible for them says yes first. Then ask them.")
        who = Field(
            tr("Which grown-up is here?"), self.adult, helper=tr("For example: mother, uncle, youth worker.")
        )
        self.young.setLayout(column(Banner(first, tone="info", icon="info"), who, spacing=10))
        words = heading(tr("How old are they?")), small(tr("A guess is fine. Never a birthday."))
        put(age.body, *words, 6, self.age, 4, self.young)
        side.setLayout(column(self.code, age, None, spacing=16))
        self._show_young()
        return side

    def _age(self, value: str) -> None:
        self._set("age_band", value)
        self._show_young()

    def _show_young(self) -> None:
        self.young.setVisible(self.talk.age_band.under_16)

    def _spot(self, key: str) -> None:
        self._set("setting", key)
        self._warn(key)

    def _warn(self, key: str) -> None:
        words = read_pack.warning(self.context.home, "setting", key) if key else ""
        self.warning.set_text(words)
        self.warning.setVisible(bool(words))

    def _set(self, name: str, value: object) -> None:
        if value is None and name in ("relation", "route"):
            value = ""
        self.talk = set_facts(self.context.home, self.conversation, **{name: value})
        self.context.tell(tr("Saved on this laptop just now"))

    def _code_changed(self) -> None:
        self.talk = conversation(self.context.home, self.conversation)
        self.age.set_value(self.talk.age_band.value)
        self.teller.set_value(self.talk.teller_kind.value)
        self._show_young()


def _first(options: list[Option], chosen: str) -> list[Option]:
    """The first choices of a long list, with the chosen one; [More] shows all."""
    return [o for at, o in enumerate(options) if at < _CHOICES or o.key == chosen]


def _ages() -> Sequence[AgeBand]:
    return [band for band in AgeBand if band is not AgeBand.NOT_GIVEN]


def _options(home: Home, list_name: str) -> list[Option]:
    return [Option(c.key, c.label) for c in read_pack.choices(home, list_name)]
