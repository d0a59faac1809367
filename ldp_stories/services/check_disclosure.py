"""The check before anything leaves: nine questions, what the program can see for each, and a person's tick for every one (5-ethics-law.md 5.4)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from ldp_stories.domain.name_signs import name_signs
from ldp_stories.domain.people import AgeBand
from ldp_stories.domain.report import QUESTIONS, Report
from ldp_stories.errors import Refused
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import inside
from ldp_stories.services.permission import asker
from ldp_stories.services.quote_rows import quote_rows
from ldp_stories.services.write_report import GONE, Shown, change_report, open_report
from ldp_stories.store import people, places, records

LEAST = 5
LEAST_SMALL = 10
SMALL_PLACE = 10_000
"""A place with fewer people needs twice as many in a group before it may be told apart."""


class Found(str):
    """What there is to look at, in English; it keeps its sentence and what stands in it, so that the window can say it in its own language."""

    __slots__ = ("facts", "pattern")
    pattern: str
    facts: dict[str, object]

    def __new__(cls, pattern: str, **facts: object) -> Self:
        """`pattern` with the facts put into their {places}; people's own words are facts, never part of it."""
        made = super().__new__(cls, pattern.format(**facts))
        made.pattern, made.facts = pattern, facts
        return made


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the check: its number and words, what the program found to look at (in words, no names), and whether it is ticked."""

    number: int
    words: str
    found: tuple[Found, ...]
    ticked: bool


def questions(home: Home, report: str) -> tuple[Question, ...]:
    """The nine questions for a report as it stands today. UserError NO_SUCH_REPORT."""
    opened = open_report(home, report)
    with home.main.read() as con:
        shown = [opened.shown[p] for p in opened.report.passages()]
        found = _findings(home, con, shown, opened.gaps)
    ticks = opened.report.ticks_of(home.today().isoformat())
    return tuple(Question(n, words, tuple(found.get(n, ())), n in ticks) for n, words in QUESTIONS.items())


def tick(home: Home, report: str, numbers: Iterable[int]) -> Report:
    """A person says that these questions are looked at, today and for what the report holds now. ValueError for one there is none of."""
    wanted = set(numbers)
    if not wanted <= set(QUESTIONS):
        raise ValueError("there is no such question")
    found = open_report(home, report).report
    day = home.today().isoformat()
    kept = dict.fromkeys(found.ticks_of(day), day)
    return change_report(
        home, replace(found, ticks=kept | dict.fromkeys(wanted, day), ticked_for=found.content)
    )


def untick(home: Home, report: str, number: int) -> Report:
    """A person takes one tick back. UserError NO_SUCH_REPORT."""
    found = open_report(home, report).report
    day = home.today().isoformat()
    kept = dict.fromkeys(found.ticks_of(day) - {number}, day)
    return change_report(home, replace(found, ticks=kept, ticked_for=found.content))


def questions_for_bank(home: Home) -> tuple[Question, ...]:
    """The nine questions for the quotes in the bank as they stand today; none is ticked, because each page is another one."""
    with home.main.read() as con:
        rows = quote_rows(con, asker(home))
        told = records.several(con, {row.record for row in rows if not row.gap})
        kept = [row for row in rows if not row.gap]
        shown = [Shown(r, None, GONE, told[r.record].participants if r.record in told else ()) for r in kept]
        found = _findings(home, con, shown, gaps=len(rows) - len(kept))
    return tuple(Question(n, words, tuple(found.get(n, ())), ticked=False) for n, words in QUESTIONS.items())


def need_checked(home: Home, report: Report) -> None:
    """Refused NOT_CHECKED while a question has no tick of today for what the report holds now: the check is run on every way out."""
    left = len(QUESTIONS) - len(report.ticks_of(home.today().isoformat()))
    if left:
        raise Refused("NOT_CHECKED", left=left)


def need_looked_at(looked_at: Collection[int]) -> None:
    """For what is no report of its own: Refused NOT_CHECKED while a person has not looked at each of the nine questions for it.

    ValueError for a question there is none of.
    """
    if not set(looked_at) <= set(QUESTIONS):
        raise ValueError("there is no such question")
    left = len(set(QUESTIONS) - set(looked_at))
    if left:
        raise Refused("NOT_CHECKED", left=left)


def _findings(home: Home, con: Connection, shown: Iterable[Shown], gaps: int) -> dict[int, list[Found]]:
    kept = [s for s in shown if not s.row.gap]
    found: dict[int, list[Found]] = {n: [] for n in QUESTIONS}
    one = "1 may not be shown today and stays as a gap."
    found[1] += counted(gaps, one, "{n} may not be shown today and stay as gaps.")
    silent = sum(s.sound is not None and not s.plays for s in kept)
    one = "1 goes without its sound: nobody said yes to this way out."
    found[1] += counted(silent, one, "{n} go without their sound: nobody said yes to this way out.")
    for each in kept:
        if name_signs(each.row.text):
            found[2].append(Found("Look at “{start}”: it may hold a name.", start=_start(each.row.text)))
    found[3] += small_groups(home, con, [s.row.record for s in kept])
    found[4] += quoted_again(kept)
    sound = "1 piece of sound goes along. Listen to it once more."
    more = "{n} pieces of sound go along. Listen to each once more."
    found[6] += counted(sum(s.plays for s in kept), sound, more)
    return found


def quoted_again(shown: Iterable[Shown]) -> Iterator[Found]:
    """People with several quotes; those of a group, who are quoted together, in one line."""
    of_person: dict[str, int] = Counter(p for s in shown for p in s.participants)
    for times, how_many in sorted(Counter(of_person.values()).items(), reverse=True):
        if times > 1:
            one, more = "One person is quoted {n} times.", "{people} people are quoted {n} times each."
            yield Found(one, n=times) if how_many == 1 else Found(more, people=how_many, n=times)


def counted(count: int, one: str, more: str) -> tuple[Found, ...]:
    """A sentence for one or for several; none for none."""
    return (Found(one if count == 1 else more, n=count),) if count else ()


def small_groups(home: Home, con: Connection, stories: Iterable[str]) -> list[Found]:
    """Groups of ward and age band, among those in some stories, with too few people in all stories here."""
    told = people.told_at(con, stories)
    wards = {at: ward for at in {at for at, _ in told} if (ward := places.ward_of(con, at)) is not None}
    groups = {(wards[at].id, age): wards[at].name for at, age in told if at in wards}
    heard = _heard(con, groups)
    return [
        Found("Few people: {ward}, {age}.", ward=name, age=age)
        for name, age in sorted(
            (name, age.value)
            for (ward, age), name in groups.items()
            if heard[ward, age] < _least(home, con, ward)
        )
    ]


def _heard(con: Connection, groups: Iterable[tuple[str, AgeBand]]) -> dict[tuple[str, AgeBand], int]:
    """How many people of each ward and age band told something, each once; all groups in one go over the stories."""
    found: dict[tuple[str, AgeBand], set[str]] = {group: set() for group in groups}
    wards_of: dict[str, list[str]] = {}
    for ward in {ward for ward, _ in found}:
        for place in inside(con, ward):
            wards_of.setdefault(place, []).append(ward)
    for place, age, person in people.heard_at(con, wards_of, {age for _, age in found}):
        for ward in wards_of[place]:
            if (ward, age) in found:
                found[ward, age].add(person)
    return {group: len(those) for group, those in found.items()}


def _least(home: Home, con: Connection, ward: str) -> int:
    """How many people a group needs: the programme's number, twice the usual one in a small place."""
    chosen = home.programme().terms.get("disclosure_k")
    least = chosen if isinstance(chosen, int) and chosen > 0 else LEAST
    population = places.population(con, ward)
    return max(least, LEAST_SMALL) if population is not None and population < SMALL_PLACE else least


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
