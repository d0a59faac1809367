"""The check before anything leaves: nine questions, what the program can see for each, and a person's tick for every one (5-ethics-law.md 5.4)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ldp_stories.domain.name_signs import name_signs
from ldp_stories.domain.report import QUESTIONS, Report
from ldp_stories.errors import Refused
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import inside
from ldp_stories.services.write_report import Opened, Shown, change_report, open_report
from ldp_stories.store import encounters, people, places, records

LEAST = 5
LEAST_SMALL = 10
SMALL_PLACE = 10_000
"""A place with fewer people needs twice as many in a group before it may be told apart."""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the check: its number and words, what the program found to look at (in words, no names), and whether it is ticked."""

    number: int
    words: str
    found: tuple[str, ...]
    ticked: bool


def questions(home: Home, report: str) -> tuple[Question, ...]:
    """The nine questions for a report as it stands today. UserError NO_SUCH_REPORT."""
    opened = open_report(home, report)
    with home.main.read() as con:
        found = _findings(home, con, opened)
    ticks = opened.report.standing_ticks
    return tuple(Question(n, words, tuple(found.get(n, ())), n in ticks) for n, words in QUESTIONS.items())


def tick(home: Home, report: str, numbers: Iterable[int]) -> Report:
    """A person says that these questions are looked at, for what the report holds now. ValueError for a question there is none of."""
    wanted = set(numbers)
    if not wanted <= set(QUESTIONS):
        raise ValueError("there is no such question")
    found = open_report(home, report).report
    day = home.today().isoformat()
    kept = {n: found.ticks[n] for n in found.standing_ticks}
    return change_report(
        home, replace(found, ticks=kept | dict.fromkeys(wanted, day), ticked_for=found.content)
    )


def untick(home: Home, report: str, number: int) -> Report:
    """A person takes one tick back. UserError NO_SUCH_REPORT."""
    found = open_report(home, report).report
    kept = {n: found.ticks[n] for n in found.standing_ticks if n != number}
    return change_report(home, replace(found, ticks=kept, ticked_for=found.content))


def need_checked(report: Report) -> None:
    """Refused NOT_CHECKED while a question has no tick for what the report holds now."""
    left = len(QUESTIONS) - len(report.standing_ticks)
    if left:
        raise Refused("NOT_CHECKED", left=left)


def _findings(home: Home, con: Connection, opened: Opened) -> dict[int, list[str]]:
    shown = [opened.shown[p] for p in opened.report.passages()]
    kept = [s for s in shown if not s.row.gap]
    found: dict[int, list[str]] = {n: [] for n in QUESTIONS}
    if opened.gaps:
        found[1].append(f"{opened.gaps} may not be shown today and stay as gaps.")
    silent = sum(s.sound is not None and not s.plays for s in kept)
    if silent:
        found[1].append(f"{silent} go without their sound: nobody said yes to this way out.")
    for one in kept:
        if name_signs(one.row.text):
            found[2].append(f"Look at “{_start(one.row.text)}”: it may hold a name.")
    found[3] += _small_groups(home, con, kept)
    for count in Counter(p for s in kept for p in s.participants).values():
        if count > 1:
            found[4].append(f"One person is quoted {count} times.")
    playing = sum(s.plays for s in kept)
    if playing:
        found[6].append(f"{playing} pieces of sound go along. Listen to each once more.")
    return found


def _small_groups(home: Home, con: Connection, shown: Iterable[Shown]) -> list[str]:
    """Groups of ward and age band, among those in the report, with too few people in all stories here."""
    found: set[tuple[str, str]] = set()
    for record in records.several(con, {s.row.record for s in shown}).values():
        meeting = encounters.encounter(con, record.encounter)
        ward = places.ward_of(con, meeting.place) if meeting is not None and meeting.place else None
        ages = {p.age_band for i in record.participants if (p := people.participant(con, i)) is not None}
        for age in ages if ward is not None else ():
            if ward is not None and people.heard_in(con, inside(con, ward.id), age) < _least(
                home, con, ward.id
            ):
                found.add((ward.name, age.value))
    return [f"Few people: {ward}, {age}." for ward, age in sorted(found)]


def _least(home: Home, con: Connection, ward: str) -> int:
    """How many people a group needs: the programme's number, twice the usual one in a small place."""
    chosen = home.programme().terms.get("disclosure_k")
    least = chosen if isinstance(chosen, int) and chosen > 0 else LEAST
    population = places.population(con, ward)
    return max(least, LEAST_SMALL) if population is not None and population < SMALL_PLACE else least


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
