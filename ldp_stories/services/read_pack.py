"""What the programme's pack says, as the screens need it: pick-lists, prompts, consent form, contacts, and the words for its braces.

Words in braces are filled in here; nothing of the pack's own words is written in the code.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from ldp_stories.domain.places import Place
from ldp_stories.domain.programme import ListItem
from ldp_stories.domain.roles import Role, roles_on
from ldp_stories.services.home import Home
from ldp_stories.services.pack_words import contact_words, fill_words
from ldp_stories.store import people, places, programme

CUT_OFF_DAYS = 28


class Filler(Protocol):
    """Fills in the braces of a text; `more` are words of the moment."""

    def __call__(self, text: str, **more: str) -> str:
        """The text as it is said here."""


@dataclass(frozen=True, slots=True)
class PromptSet:
    """Questions to have beside a conversation: `opening` to say first, `items` to ask; `record_kind` is what it makes."""

    key: str
    title: str
    record_kind: str
    opening: str
    hopes: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call."""

    key: str
    role: str
    name: str
    phone: str
    note: str


def choices(home: Home, list_name: str) -> tuple[ListItem, ...]:
    """A pick-list of the pack: setting, private_enough, relation, route, encounter_kind, target_group, organisation, ..."""
    with home.main.read() as con:
        return programme.list_items(con, list_name)


def warning(home: Home, list_name: str, key: str) -> str:
    """The warning that stands beside an entry of a pick-list (a home visit, a GP practice), or an empty text."""
    with home.main.read() as con:
        found = [fields for item, fields in programme.list_fields(con, list_name) if item.key == key]
    data = found[0].get("data") if found else None
    return str(data.get("warning", "")) if isinstance(data, dict) else ""


def place(home: Home, ident: str) -> Place | None:
    """One place by its id."""
    with home.main.read() as con:
        return places.place(con, ident)


def prompt_sets(home: Home) -> tuple[PromptSet, ...]:
    """The pack's sets of questions."""
    with home.main.read() as con:
        found = programme.prompt_sets(con)
    return tuple(
        PromptSet(
            str(f.get("key", "")),
            str(f.get("title", "")),
            str(f.get("record_kind", "story")),
            str(f.get("opening", "")),
            str(f.get("hopes", "")),
            tuple(str(i) for i in f.get("items", ())),
        )
        for _, f in found
    )


def consent_form(home: Home, language: str = "") -> dict[str, Any]:
    """The fields of the consent form in a language (else the first); empty in a programme that has none."""

    def read() -> dict[str, Any]:
        with home.main.read() as con:
            return programme.consent_form(con, language=language)

    return dict(home.remembered(("consent form", language), read))


def contacts(home: Home) -> tuple[Contact, ...]:
    """The people to call, in the pack's order."""
    with home.main.read() as con:
        found = programme.contacts(con)
    return tuple(
        Contact(key, *(str(f.get(n, "")) for n in ("role", "name", "phone", "note")))
        for key, f in found.items()
    )


def filled(home: Home, text: str, **more: str) -> str:
    """The pack's words with their braces filled in; `more` are words of the moment such as code or adult."""
    return filler(home)(text, **more)


def filler(home: Home) -> Filler:
    """`filled` for many texts of one moment: what stands in braces is read once, and only when a text has any."""
    values: dict[str, str] = {}

    def fill(text: str, **more: str) -> str:
        if "{" not in text:
            return text
        if not values:
            values.update(pack_values(home))
        return fill_words(text, {**values, **more})

    return fill


def pack_values(home: Home) -> dict[str, str]:
    """What stands in braces: programme, controller, coordinator, first_name, cut_off, number, privacy, complaint and the contacts."""
    moment = ("pack values", home.today(), home.name)
    return dict(home.remembered(moment, lambda: _pack_values(home)))


def _pack_values(home: Home) -> dict[str, str]:
    facts = home.programme()
    terms = facts.terms
    with home.main.read() as con:
        known = programme.contacts(con)
        roster = people.members(con)
    coordinators = [m.shown for m in roster if Role.COORDINATOR in roles_on(m.roles, home.today())]
    values = contact_words((key, str(f.get("name", "")), str(f.get("phone", ""))) for key, f in known.items())
    values |= {
        "programme": facts.name,
        "controller": str(terms.get("controller_name", "")),
        "coordinator": coordinators[0] if coordinators else "",
        "first_name": home.name.split(" ")[0] if home.name else "",
        "cut_off": _day(home),
        "number": str(known.get("withdrawal", {}).get("phone", "") or terms.get("feedback_contact", "")),
        "privacy": str(terms.get("privacy_contact", "")),
        "complaint": str(terms.get("complaint_route", "")),
    }
    return values


def _day(home: Home) -> str:
    """The day until which words can be taken out of everything, as it is read aloud: 20 December 2026."""
    days = home.programme().terms.get("cut_off_days")
    day = home.today() + timedelta(days=days if isinstance(days, int) else CUT_OFF_DAYS)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
