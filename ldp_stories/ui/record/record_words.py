"""How a record is said in words: its sentence of who and where, its state, the words for the pack's keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.encounters import Privacy
from ldp_stories.domain.media import Media
from ldp_stories.domain.people import AgeBand, Participant, TellerKind
from ldp_stories.domain.phone_files import FileSort
from ldp_stories.domain.records import RecordKind, RecordRow, Sensitivity, Shown
from ldp_stories.services.edit_record import RecordView
from ldp_stories.services.home import Home
from ldp_stories.services.read_pack import choices
from ldp_stories.ui.record.place_options import dated
from ldp_stories.ui.text import apart, day, many, minutes, tr
from ldp_stories.ui.widgets.model import RowItem

KIND_WORDS: Final[dict[RecordKind, str]] = {
    RecordKind.STORY: str(QT_TRANSLATE_NOOP("LDP Stories", "Story")),
    RecordKind.INTERVIEW: str(QT_TRANSLATE_NOOP("LDP Stories", "Interview")),
    RecordKind.OBSERVATION: str(QT_TRANSLATE_NOOP("LDP Stories", "What I saw")),
}
KIND_ICONS: Final = {
    RecordKind.STORY: "chats-circle",
    RecordKind.INTERVIEW: "chats-circle",
    RecordKind.OBSERVATION: "eye",
}
TELLER_WORDS: Final[dict[TellerKind, str]] = {
    TellerKind.RESIDENT: str(QT_TRANSLATE_NOOP("LDP Stories", "Resident")),
    TellerKind.VOLUNTEER: str(QT_TRANSLATE_NOOP("LDP Stories", "Volunteer")),
    TellerKind.GROUP_ORGANISER: str(QT_TRANSLATE_NOOP("LDP Stories", "Group organiser")),
    TellerKind.STAFF: str(QT_TRANSLATE_NOOP("LDP Stories", "Staff or partner")),
    TellerKind.LEAD: str(QT_TRANSLATE_NOOP("LDP Stories", "Elected or leading person")),
    TellerKind.RESEARCHER: str(QT_TRANSLATE_NOOP("LDP Stories", "Researcher")),
}
_PRIVACY: Final = {
    Privacy.YES: str(QT_TRANSLATE_NOOP("LDP Stories", "Private.")),
    Privacy.PARTLY: str(QT_TRANSLATE_NOOP("LDP Stories", "Partly private.")),
    Privacy.NO: str(QT_TRANSLATE_NOOP("LDP Stories", "Not private.")),
}
_STATES: Final[dict[Shown, tuple[str, str, str]]] = {
    Shown.DRAFT: (str(QT_TRANSLATE_NOOP("LDP Stories", "Draft: add the words")), "pencil-simple", "warn"),
    Shown.READY: (str(QT_TRANSLATE_NOOP("LDP Stories", "Ready to send")), "check", "info"),
    Shown.PACKED: (str(QT_TRANSLATE_NOOP("LDP Stories", "Packed, not received yet")), "package", "line"),
    Shown.RECEIVED: (str(QT_TRANSLATE_NOOP("LDP Stories", "Received")), "check-circle", "ok"),
    Shown.SET_BACK: (str(QT_TRANSLATE_NOOP("LDP Stories", "Send it again")), "arrow-clockwise", "warn"),
    Shown.YOUNG: (str(QT_TRANSLATE_NOOP("LDP Stories", "Under 16: a yes is missing")), "clock", "warn"),
    Shown.WAITING: (str(QT_TRANSLATE_NOOP("LDP Stories", "Waiting for the sound")), "clock", "warn"),
    Shown.IN_REVIEW: (str(QT_TRANSLATE_NOOP("LDP Stories", "Being looked at")), "eye", "info"),
    Shown.REVIEWED: (str(QT_TRANSLATE_NOOP("LDP Stories", "Looked at")), "check-circle", "ok"),
    Shown.CLOSED: (str(QT_TRANSLATE_NOOP("LDP Stories", "Closed")), "lock-simple", "plain"),
    Shown.HELD: (str(QT_TRANSLATE_NOOP("LDP Stories", "Held back until decided")), "pause", "plain"),
    Shown.TAKEN_BACK: (str(QT_TRANSLATE_NOOP("LDP Stories", "Taken back")), "arrow-counter-clockwise", "bad"),
}


STRANGER: Final = "stranger"
"""The key of the pack's list *How do you know each other?* whose words make no sense without the question."""


def age_words(band: AgeBand) -> str:
    """ "40 to 59", "75 or older"."""
    if band is AgeBand.NOT_GIVEN:
        return tr("not said")
    if band is AgeBand.FROM_75:
        return tr("75 or older")
    if band is AgeBand.UNDER_11:
        return tr("under 11")
    first, last = band.value.split("-")
    return tr("{first} to {last}", first=first, last=last)


_YOUNG: Final = {
    "adult_first": str(
        QT_TRANSLATE_NOOP(
            "LDP Stories",
            "Under 16: nothing of this is used until a grown-up has said yes, and then they themselves.",
        )
    ),
    "child_not_asked": str(
        QT_TRANSLATE_NOOP(
            "LDP Stories", "Under 16: nothing of this is used until they themselves have said yes."
        )
    ),
    "child_no": str(QT_TRANSLATE_NOOP("LDP Stories", "Under 16, and they said no. Nothing of this is used.")),
}


def young_words(why: str) -> str:
    """What a story that is shut because somebody is under 16 waits for; empty for another reason."""
    return tr(_YOUNG[why]) if why in _YOUNG else ""


def day_and_year(iso: str) -> str:
    """ "3 May 2026": where years matter."""
    return tr("{day} {year}", day=shown_day(iso), year=iso[:4])


def shown_day(iso: str) -> str:
    """ "14 May" from an ISO date or label; the text itself when it is none."""
    try:
        return day(date.fromisoformat(iso[:10]))
    except ValueError:
        return iso


def state_words(row: RecordRow) -> tuple[str, str, str]:
    """The one state of a record as (words, icon, tone)."""
    words, icon, tone = _STATES[row.shown]
    words = tr(words)
    if row.shown in (Shown.RECEIVED, Shown.IN_REVIEW, Shown.REVIEWED) and row.by and row.on:
        icon, tone = _STATES[Shown.RECEIVED][
            1:
        ]  # whoever sent it wants to know first that it is in safe hands
        words = tr("Received by {name}, {day}", name=row.by, day=shown_day(row.on))
    elif row.shown is Shown.SET_BACK and row.by:
        words = tr("Send again: {name}'s laptop went back to an older copy", name=row.by)
    return words, icon, tone


def state_for_others(row: RecordRow) -> str:
    """How far a story has come, for whoever did not write it down: what it was on its researcher's laptop is of no use here."""
    if row.shown in (Shown.READY, Shown.PACKED, Shown.RECEIVED, Shown.SET_BACK, Shown.YOUNG):
        return tr("Not looked at yet")
    return tr(_STATES[row.shown][0])


def row_item(row: RecordRow) -> RowItem:
    """A record as a row of a list."""
    parts = [
        tr(KIND_WORDS[row.kind]),
        shown_day(row.told_on),
        apart(row.place),
        minutes(row.sound_ms) if row.sound_ms else "",
    ]
    words, icon, tone = state_words(row)
    line = ", ".join(p for p in parts if p)
    return RowItem(row.id, row.title or tr("No title yet"), line, KIND_ICONS[row.kind], words, icon, tone)


def pack_word(home: Home, list_name: str, key: str) -> str:
    """The pack's words for a key of one of its lists, or the key itself."""
    return next((c.label for c in choices(home, list_name) if c.key == key), key) if key else ""


def _tellers(people: Sequence[Participant]) -> list[str]:
    """ "Resident, 40 to 59." or, for several, "Told by 5 people: residents, 25 to 39, 40 to 59, 60 to 74." """
    helped = [tr("Somebody helped with the language.")] if any(p.interpreter for p in people) else []
    if len(people) < 2:
        return [f"{tr(TELLER_WORDS[p.teller_kind])}, {_age_of(p)}." for p in people] + helped
    kinds = dict.fromkeys(tr(TELLER_WORDS[p.teller_kind]) for p in people)
    ages = dict.fromkeys(map(_age_of, sorted(people, key=lambda p: p.age_band.value)))
    words = tr("Told by {n} people: {who}.", n=len(people), who=", ".join([*kinds, *ages]))
    return [words, *helped]


def _age_of(one: Participant) -> str:
    """ "40 to 59", "age not said": how old somebody is, in a sentence."""
    return tr("age not said") if one.age_band is AgeBand.NOT_GIVEN else age_words(one.age_band)


def who_and_where(home: Home, view: RecordView) -> str:
    """ "Story told 14 May, Millbrook. Resident, 40 to 59. Knows the researcher by sight. Partly private." """
    kind = tr(KIND_WORDS[view.record.kind])
    told = shown_day(view.encounter.at) if view.encounter is not None else ""
    place = apart(dated(view.place)) if view.place is not None else ""
    when = tr("{kind} told {day}", kind=kind, day=told) if told and view.participants else f"{kind}, {told}"
    said = [f"{', '.join(p for p in (when.strip(', '), place) if p)}."]
    said += _tellers(view.participants)
    if view.encounter is not None:
        relation = pack_word(home, "relation", view.encounter.relation)
        if view.encounter.relation == STRANGER:
            relation = tr("They did not know each other")
        said += [f"{relation}."] if relation else []
        said += [tr(_PRIVACY[view.encounter.private_enough])] if view.encounter.private_enough else []
    if view.record.sensitivity is Sensitivity.CAREFUL:
        said.append(tr("Handle with care."))
    if view.participants:
        said.append(checked_words(view.record.checked_back))
    return " ".join(said)


def checked_words(checked: str) -> str:
    """Whether the teller has seen what was written down, and what came of it."""
    return {
        "not yet": tr("Not yet checked with the teller."),
        "yes changed": tr("Checked with the teller, and changed."),
        "not wanted": tr("The teller did not want to check it."),
    }.get(checked, tr("Checked with the teller."))


def papers_words(media: Sequence[Media]) -> str:
    """Papers and other files of a story, which no screen can show: that they are kept, and what has not come yet; "" when there are none."""
    papers = [one for one in media if one.kind == FileSort.FILE.value]
    away = sum(1 for one in papers if one.playable is None)
    said = []
    if here := len(papers) - away:
        said.append(
            many(
                here,
                "{n} is kept with it. It cannot be opened here.",
                "{n} are kept with it. They cannot be opened here.",
            )
        )
    if away:
        said.append(many(away, "{n} has not come yet.", "{n} have not come yet."))
    return " ".join(said)
