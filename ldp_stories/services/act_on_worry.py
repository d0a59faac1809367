"""Act on a worry about someone: the pack's steps and numbers, and the bare note that somebody was told (domain/5-ethics-law.md 5.5).

No narrative has a field here. The note stays in the desk file: it never travels.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ldp_stories.services.home import Home
from ldp_stories.store import desk, programme, records

_LOG = "safeguarding-log"


@dataclass(frozen=True, slots=True)
class WorryStep:
    """One of the seven steps: what to do, a line under it, and a number to call (read digit by digit, may be copied) or ""."""

    number: int
    title: str
    line: str
    phone: str


@dataclass(frozen=True, slots=True)
class Told:
    """That somebody was told: who (a role), by which way, when, under which policy, their reference. No story, no code.

    `at` is the time as it was typed, `on` the day it was noted.
    """

    who: str
    way: str
    at: str
    policy: str
    reference: str = ""
    on: str = ""


def worry_steps(home: Home) -> tuple[WorryStep, ...]:
    """The steps in order, with the pack's names and numbers put in."""
    with home.main.read() as con:
        steps = programme.safeguarding(con).get("steps") or []
        contacts = programme.contacts(con)
    facts = _facts(contacts)
    made = []
    for number, step in enumerate(steps, 1):
        contact = contacts.get(str(step.get("contact", "")), {})
        phone = str(step.get("phone") or contact.get("phone") or "")
        made.append(
            WorryStep(number, _filled(str(step["title"]), facts), _filled(str(step["line"]), facts), phone)
        )
    return tuple(made)


def told_someone(home: Home, *, who: str, way: str, at: str = "", reference: str = "") -> Told:
    """Keep that somebody was told; `at` is now when it is left out."""
    with home.main.read() as con:
        policy = programme.safeguarding(con)
    version = " ".join(str(policy.get(name) or "") for name in ("policy", "policy_version")).strip()
    told = Told(who, way, at or home.label(), version, reference, home.label()[:10])
    with home.desk.write() as con:
        entries = list(desk.load(con, _LOG) or [])
        entries.append([told.who, told.way, told.at, told.policy, told.reference, told.on])
        desk.save(con, _LOG, entries)
    return told


def safeguarding_log(home: Home) -> tuple[Told, ...]:
    """All notes, oldest first; to print or hand over."""
    with home.desk.read() as con:
        return tuple(Told(*entry) for entry in desk.load(con, _LOG) or [])


def closed_count(home: Home) -> int:
    """How many stories are kept closed here: of a closed story nothing but that it is one more is ever said."""
    with home.main.read() as con:
        return records.closed_here(con)


def _facts(contacts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    facts: dict[str, str] = defaultdict(str)
    for key, contact in contacts.items():
        name = str(contact.get("name") or contact.get("role") or "")
        facts[key] = name
        facts[f"{key}_first"] = name.split(" ")[0] if contact.get("name") else name
        facts[f"{key}_phone"] = str(contact.get("phone") or "")
    out_of_hours = [
        facts[k] for k in ("out_of_hours_children_phone", "out_of_hours_adults_phone") if facts[k]
    ]
    facts["out_of_hours_phone"] = " / ".join(dict.fromkeys(out_of_hours))
    return facts


def _filled(pattern: str, facts: dict[str, str]) -> str:
    """The words with names and numbers put in; a name the pack does not give leaves nothing behind."""
    return " ".join(pattern.format_map(facts).split())
