"""What went wrong: a card for each lost laptop or wrong recipient, with its clock, the facts, and the decision with its reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from ldp_stories.errors import UserError
from ldp_stories.services.admit_people import people
from ldp_stories.services.ask_destroy import Answer, allow_again, answers, ask_to_destroy
from ldp_stories.services.incidents import LOST, NO_REPORT, REPORT, WRONG, Incident, decide, note_step
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import FormKeeper
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.chips import Chip, Tone
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, heading, helper


class IncidentCard(Card):
    """One entry of the log. `changed` after a step or the decision was written down."""

    changed = Signal()

    def __init__(self, context: Context, incident: Incident) -> None:
        super().__init__(spacing=12)
        self.context, self.incident = context, incident
        title = (
            lost_words(incident, _owners(context, incident))
            if incident.type == LOST
            else tr("Sent to the wrong person: {name}", name=incident.laptop)
        )
        words, tone = clock_words(incident)
        self.add(row(heading(title), Chip(words, icon="clock", tone=tone), None))
        self.add(Facts(_facts(incident), role="body", first=190))
        for at, what in incident.done:
            self.add(CheckLine(what, line=shown_day(at)))
        if incident.type == WRONG:
            self._answers()
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        if incident.decision:
            self.add(CheckLine(_decided(incident), line=incident.reason, icon="scales", tone="accent"))
            self.add(self.trouble)
            return
        self.step = TextField(name=tr("What was done about it"))
        self.why = TextField(name=tr("Why, in a few words"))
        typed: dict[str, TextField | Editor] = {"step": self.step, "why": self.why}
        self.typing = FormKeeper(context.home, f"incident {incident.id}", typed, self)
        note = Button(tr("Write it down"), icon="pencil-simple", size="field")
        note.clicked.connect(self._note)
        self.add(Field(tr("Something was done: somebody told, something asked"), self.step), row(note, None))
        self.add(helper(tr("A person decides if it is reported. Write down why, also when it is not.")))
        self.add(Field(tr("Why"), self.why))
        yes = Button(tr("We report it"), icon="megaphone-simple", size="field")
        no = Button(tr("We do not report it"), size="field")
        yes.clicked.connect(lambda: self._decide(REPORT))
        no.clicked.connect(lambda: self._decide(NO_REPORT))
        self.add(row(yes, no, None), self.trouble)

    def _answers(self) -> None:
        """What each laptop has said to "please destroy this", and the way to ask again or to let it go to them after all."""
        home, incident = self.context.home, self.incident
        found = answers(home, incident.id)
        for one in found:
            words, line = answer_words(one)
            icon, tone = _state(one)
            self.add(CheckLine(words, line=line, icon=icon, tone=tone))
        buttons = []
        if any(not one.on for one in found):
            again = Button(tr("Ask them again"), icon="paper-plane-tilt", size="dense")
            again.set_name(tr("Ask {name} again to destroy it", name=incident.laptop))
            again.clicked.connect(lambda: self._try(lambda: ask_to_destroy(home, incident.id)))
            buttons.append(again)
        if incident.may_go:
            self.add(helper(tr("It may go to them after all. It is owed to them again.")))
        else:
            self.add(helper(tr("It does not go to them again until you say so.")))
            allow = Button(tr("It may go to them after all"), kind="quiet", size="dense")
            allow.set_name(tr("It may go to {name} after all", name=incident.laptop))
            allow.clicked.connect(lambda: self._try(lambda: allow_again(home, incident.id)))
            buttons.append(allow)
        self.add(row(*buttons, None))

    def _note(self) -> None:
        def note() -> None:
            note_step(self.context.home, self.incident.id, self.step.text())
            self.typing.forget("step")

        self._try(note)

    def _decide(self, decision: str) -> None:
        def decided() -> None:
            decide(self.context.home, self.incident.id, decision, self.why.text())
            self.typing.done()

        self._try(decided)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self.trouble.setText(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return
        self.context.tell(tr("Written down."))
        self.changed.emit()


def _owners(context: Context, incident: Incident) -> str:
    """Whose laptops they are."""
    lost = set(incident.devices)
    found = [p.name or p.code for p in people(context.home) if any(d.id in lost for d in p.devices)]
    return ", ".join(found)


def lost_words(incident: Incident, owners: str) -> str:
    """The heading: which laptop, and whose; laptops often have no label."""
    laptop = incident.laptop or tr("A laptop")
    if not owners:
        return tr("{laptop} is lost", laptop=laptop)
    return tr("{laptop} of {name} is lost", laptop=laptop, name=owners)


def answer_words(one: Answer) -> tuple[str, str]:
    """Who, and what became of it: two lines."""
    name = one.name or tr("A laptop")
    if not one.on:
        return tr("{name}: no answer yet", name=name), tr("It goes with the next file to them.")
    day = shown_day(one.on)
    if not one.had:
        return tr("{name}: it was never there", name=name), tr("Said on {day}", day=day)
    return tr("{name}: destroyed", name=name), tr("Said by their laptop, came {day}", day=day)


def _state(one: Answer) -> tuple[str, str]:
    return ("check-circle-fill", "ok") if one.on else ("clock", "warn")


def clock_words(incident: Incident) -> tuple[str, Tone]:
    """The chip of the 72-hour clock: how long there is still to decide, or that it was decided."""
    if incident.decision:
        return tr("Decided"), "ok"
    if incident.hours_left <= 0:
        return tr("The 72 hours are over"), "bad"
    words = many(incident.hours_left, "{n} of 72 hours left", "{n} of 72 hours left")
    return words, "bad" if incident.hours_left < 24 else "warn"


def _decided(incident: Incident) -> str:
    words = tr("It was reported") if incident.decision == REPORT else tr("It was not reported")
    return tr("{what}, {day}", what=words, day=shown_day(incident.decided))


def _facts(one: Incident) -> list[tuple[str, str]]:
    answers = {"yes": tr("yes"), "no": tr("no"), "not sure": tr("not sure"), "not known": tr("not known")}
    pairs = [
        (tr("Noticed"), shown_day(one.noticed)),
        (tr("People it may touch"), str(one.people)),
        (tr("Stories in it"), str(one.records)),
        (tr("Stories only there"), str(one.unconfirmed) if one.type == LOST else ""),
        (
            tr("Last bundle from it") if one.type == LOST else tr("Sent"),
            shown_day(one.last_bundle) if one.last_bundle else tr("none"),
        ),
        (tr("The disk was locked"), answers.get(one.encryption, "") if one.type == LOST else ""),
        (tr("Contact cards on it"), answers.get(one.contact_cards, "") if one.type == LOST else ""),
    ]
    return [pair for pair in pairs if pair[1]]
