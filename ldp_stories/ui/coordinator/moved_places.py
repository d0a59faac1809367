"""Stories from a ward that changed: a person says where each belongs now, or that nobody can say; nothing is guessed (AT-8)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.domain.places import CANNOT_SAY
from ldp_stories.errors import UserError
from ldp_stories.services.place_again import ToPlace, place_again, to_place_again
from ldp_stories.services.report_places import PlaceLine, by_area, by_ward
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.list_page import list_page
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.place_options import changed_words, dated, long
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.empty import EmptyState
from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen

SHOWN = 50


class MovedPlacesScreen(Screen):
    """One card for each story, those that wait for somebody first; below, how a report by ward and by area reads."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Wards that changed")
        self.buttons: dict[str, Button] = {}
        self.line: AskLine | None = None
        self.heading = display(tr("Where does it belong now?"))
        lead = tr("The place it was told at stays. Reports show both, until somebody who knows decides.")
        self.rows = list_page(self, self.heading, lead, back=tr("Coverage"))
        self.read()

    def read(self) -> None:
        """Read the stories and the reports, off the window's thread."""
        home = self.context.home
        self.context.tasks.run(
            tr("Looking for stories"),
            lambda _: (to_place_again(home), by_ward(home, mapped=True), by_area(home)),
            done=lambda found: self.show_all(*found),
            owner=self,
            quiet=True,
        )

    def show_all(
        self, stories: tuple[ToPlace, ...], wards: tuple[PlaceLine, ...], areas: tuple[PlaceLine, ...]
    ) -> None:
        """Show them."""
        self.buttons, self.line = {}, None
        parts: list[QWidget] = [self._card(one) for one in stories[:SHOWN]]
        if not stories:
            text = tr("When a ward changes, the stories told there will be here.")
            parts = [EmptyState(tr("No story is from a ward that changed."), text=text, icon="map-pin")]
        if len(stories) > SHOWN:
            more = len(stories) - SHOWN
            parts.append(
                helper(
                    many(more, "{n} more story stands behind these.", "{n} more stories stand behind these.")
                )
            )
        for words, lines in ((tr("By ward"), wards), (tr("By area"), areas)):
            pairs = Facts([line_pair(one) for one in lines], role="body", first=220)
            parts += [Card(padding=(22, 14, 22, 16), spacing=6).add(heading(words), pairs)] if lines else []
        refill(self.rows, *parts)

    def _card(self, one: ToPlace) -> Card:
        card = Card(padding=(22, 14, 22, 16), spacing=6)
        see = quiet(tr("Read the story"), name=tr("Read the story {title}", title=one.title))
        see.clicked.connect(lambda: self.go.emit("record", one.record))
        card.add(row(Label(one.title or tr("No title yet"), weight=600, people=True, start=True), None, see))
        told = tr(
            "Told {day} in {place}; boundaries {changed}.",
            day=long(one.told_on),
            place=one.old.name,
            changed=changed_words(one.changed),
        )
        card.add(helper(told))
        if one.chosen:
            card.add(Label(decided_words(one), weight=500, people=True))
        words = tr("Decide again") if one.chosen else tr("Say where it belongs")
        button = Button(words, icon="map-pin", size="dense", name=f"{words}: {one.title}")
        button.clicked.connect(lambda: self._ask(card, one))
        self.buttons[one.record] = button
        return card.add(row(button, None))

    def _ask(self, card: Card, one: ToPlace) -> None:
        if self.line is not None:
            self.line.hide()
            self.line.deleteLater()
        options = [Option(p.id, dated(p), p.note) for p in one.choices]
        line = AskLine(
            tr("Where does “{title}” belong now, and how do you know?", title=one.title),
            field=tr("How you know"),
            keep=tr("Keep it"),
            tags=[*options, Option(CANNOT_SAY, tr("Nobody can say"))],
            tag_name=tr("Which place"),
            tag=one.chosen,
        )
        line.kept.connect(lambda why, place: self._keep(line, one, place, why))
        line.closed.connect(self.read)
        self.line = line
        card.add(line)
        line.focus_start()

    def _keep(self, line: AskLine, one: ToPlace, place: str, why: str) -> None:
        if not place:
            line.set_error(tr("Choose a place, or say that nobody can. Nothing was changed."))
            return
        try:
            place_again(self.context.home, one.record, place, why)
        except UserError as error:
            line.set_error(sentence(error))
            return
        self.context.tell(tr("Kept. The place it was told at stays too."))
        self.read()
        self.heading.setFocus()

    def refresh(self, changes: frozenset[str]) -> None:
        """Stories or places came in; a line that is being typed in stays."""
        if self.line is None and (not changes or changes & {"encounter", "place", "order"}):
            self.read()


def decided_words(one: ToPlace) -> str:
    """What was decided and why: "Now: Fordbridge. Her street lies in it"; where that place has changed too, that it is to be decided again."""
    if one.chosen == CANNOT_SAY:
        return tr("Now: {place}. {why}", place=tr("Nobody can say"), why=one.why)
    if one.now is None:
        return tr("Somebody chose a place that is not in this programme’s list. Please decide again.")
    if one.open:
        return tr(
            "Until now: {place}. {why} That place {changed} too. Please decide again.",
            place=one.now.name,
            why=_ended(one.why),
            changed=changed_words(one.now.ended or ""),
        )
    return tr("Now: {place}. {why}", place=one.now.name, why=one.why)


def _ended(words: str) -> str:
    """Words as a sentence, so that another can follow."""
    return words if words[-1:] in "。.!?؟۔।" else f"{words}."


def line_pair(line: PlaceLine) -> tuple[str, str]:
    """One line of a report as name and words: "Fordbridge", "few people, boundaries changed 7 May 2026"."""
    name = dated(line.place) if line.place is not None else tr("Elsewhere")
    people = tr("few people") if line.few else many(line.people, "{n} person", "{n} people")
    if line.changed:
        people = tr("{people}, boundaries {changed}", people=people, changed=changed_words(line.changed))
    return name, people
