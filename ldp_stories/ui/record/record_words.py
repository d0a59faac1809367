"""How a record is said in words: its sentence of who and where, its state, the words for the pack's keys."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.encounters import Privacy
from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.domain.records import RecordKind, RecordRow, Shown
from ldp_stories.services.edit_record import RecordView
from ldp_stories.services.home import Home
from ldp_stories.services.read_pack import choices
from ldp_stories.ui.text import day, minutes, tr
from ldp_stories.ui.widgets.model import RowItem

_N: Final = "LDP Stories"
KIND_WORDS: Final[dict[RecordKind, str]] = {
    RecordKind.STORY: QT_TRANSLATE_NOOP(_N, "Story"),
    RecordKind.INTERVIEW: QT_TRANSLATE_NOOP(_N, "Interview"),
    RecordKind.OBSERVATION: QT_TRANSLATE_NOOP(_N, "What I saw"),
}
KIND_ICONS: Final = {
    RecordKind.STORY: "chats-circle",
    RecordKind.INTERVIEW: "chats-circle",
    RecordKind.OBSERVATION: "eye",
}
TELLER_WORDS: Final[dict[TellerKind, str]] = {
    TellerKind.RESIDENT: QT_TRANSLATE_NOOP(_N, "Resident"),
    TellerKind.VOLUNTEER: QT_TRANSLATE_NOOP(_N, "Volunteer"),
    TellerKind.GROUP_ORGANISER: QT_TRANSLATE_NOOP(_N, "Group organiser"),
    TellerKind.STAFF: QT_TRANSLATE_NOOP(_N, "Staff or partner"),
    TellerKind.LEAD: QT_TRANSLATE_NOOP(_N, "Elected or leading person"),
    TellerKind.RESEARCHER: QT_TRANSLATE_NOOP(_N, "Researcher"),
}
_PRIVACY: Final = {
    Privacy.YES: QT_TRANSLATE_NOOP(_N, "Private."),
    Privacy.PARTLY: QT_TRANSLATE_NOOP(_N, "Partly private."),
    Privacy.NO: QT_TRANSLATE_NOOP(_N, "Not private."),
}
_STATES: Final[dict[Shown, tuple[str, str, str]]] = {
    Shown.DRAFT: (QT_TRANSLATE_NOOP(_N, "Draft: add the words"), "pencil-simple", "warn"),
    Shown.READY: (QT_TRANSLATE_NOOP(_N, "Ready to send"), "check", "info"),
    Shown.PACKED: (QT_TRANSLATE_NOOP(_N, "Packed, not received yet"), "package", "line"),
    Shown.RECEIVED: (QT_TRANSLATE_NOOP(_N, "Received"), "check-circle", "ok"),
    Shown.WAITING: (QT_TRANSLATE_NOOP(_N, "Waiting for the sound"), "clock", "warn"),
    Shown.IN_REVIEW: (QT_TRANSLATE_NOOP(_N, "Being looked at"), "eye", "info"),
    Shown.REVIEWED: (QT_TRANSLATE_NOOP(_N, "Looked at"), "check-circle", "ok"),
    Shown.CLOSED: (QT_TRANSLATE_NOOP(_N, "Closed"), "lock-simple", "plain"),
    Shown.HELD: (QT_TRANSLATE_NOOP(_N, "Waiting"), "pause", "plain"),
    Shown.TAKEN_BACK: (QT_TRANSLATE_NOOP(_N, "Taken back"), "arrow-counter-clockwise", "bad"),
}


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
    if row.shown is Shown.RECEIVED and row.by and row.on:
        words = tr("Received by {name}, {day}", name=row.by, day=shown_day(row.on))
    return words, icon, tone


def row_item(row: RecordRow) -> RowItem:
    """A record as a row of a list."""
    parts = [
        tr(KIND_WORDS[row.kind]),
        shown_day(row.told_on),
        row.place,
        minutes(row.sound_ms) if row.sound_ms else "",
    ]
    words, icon, tone = state_words(row)
    line = ", ".join(p for p in parts if p)
    return RowItem(row.id, row.title or tr("No title yet"), line, KIND_ICONS[row.kind], words, icon, tone)


def pack_word(home: Home, list_name: str, key: str) -> str:
    """The pack's words for a key of one of its lists, or the key itself."""
    return next((c.label for c in choices(home, list_name) if c.key == key), key) if key else ""


def who_and_where(home: Home, view: RecordView) -> str:
    """ "Story told 14 May, Millbrook. Resident, 40 to 59. Knows the researcher by sight. Partly private." """
    kind = tr(KIND_WORDS[view.record.kind])
    told = shown_day(view.encounter.at) if view.encounter is not None else ""
    place = view.place.name if view.place is not None else ""
    first = tr("{kind} told {day}, {place}.", kind=kind, day=told, place=place)
    if not place:
        first = tr("{kind} told {day}.", kind=kind, day=told) if told else f"{kind}."
    said = [first]
    for person in view.participants:
        said.append(f"{tr(TELLER_WORDS[person.teller_kind])}, {age_words(person.age_band)}.")
    if view.encounter is not None:
        relation = pack_word(home, "relation", view.encounter.relation)
        said += [f"{relation}."] if relation else []
        said += [tr(_PRIVACY[view.encounter.private_enough])] if view.encounter.private_enough else []
    if view.record.checked_back == "not yet":
        said.append(tr("Not yet checked with the teller."))
    return " ".join(said)
