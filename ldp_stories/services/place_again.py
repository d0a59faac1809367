"""Re-map a story after boundaries changed: a person says where it belongs now, or that nobody can say; nothing is guessed (AT-8)."""

from dataclasses import dataclass

from ldp_stories.domain.places import CANNOT_SAY, Place, before_and_after, today_instead
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused
from ldp_stories.services.home import Home
from ldp_stories.services.story import need, the_record
from ldp_stories.store import encounters, places, records


@dataclass(frozen=True, slots=True)
class ToPlace:
    """One story told at a place that is none any more: the old place, the day it changed, what has come instead, and what was chosen.

    `chosen` is a place id, "cannot say", or "" while nobody has decided; `why` what the person wrote. `now` is the chosen place itself, also
    one that has changed since.
    """

    record: str
    title: str
    told_on: str
    old: Place
    changed: str
    choices: tuple[Place, ...]
    chosen: str = ""
    why: str = ""
    now: Place | None = None
    open: bool = True
    """Whether somebody still has to decide: nobody did, or the place that was chosen has changed since."""


def to_place_again(home: Home) -> tuple[ToPlace, ...]:
    """The stories whose place has changed, those that wait for somebody first, then by place and day."""
    today = home.today().isoformat()
    with home.main.read() as con:
        every = places.places(con)
        book = {p.id: p for p in every}
        gone = {p.id for p in every if p.ended is not None and p.ended <= today}
        sides = before_and_after(every)
        found = []
        for record in records.told_at(con, gone):
            meeting = encounters.encounter(con, record.encounter)
            if meeting is None or meeting.place is None:
                continue
            old = book[meeting.place]
            extra = encounters.fields(con, meeting.id)
            chosen = str(extra.get("place_now") or "")
            now = book.get(chosen)
            found.append(
                ToPlace(
                    record.id,
                    record.title,
                    meeting.day,
                    old,
                    old.ended or "",
                    tuple(book[i] for i in today_instead(book, sides, old.id, today)),
                    chosen,
                    str(extra.get("place_now_why") or ""),
                    now,
                    chosen != CANNOT_SAY and (now is None or now.id in gone),
                )
            )
    return tuple(sorted(found, key=lambda one: (not one.open, one.old.name, one.told_on, one.record)))


def place_again(home: Home, record: str, place: str, why: str) -> None:
    """Say where a story belongs today: a place id, or "cannot say". The place it was told at stays as it is.

    Refused REASON_NEEDED; UserError NO_SUCH_STORY; Refused NO_SUCH_PLACE for a place that does not exist today.
    """
    need(home, Role.COORDINATOR)
    if not why.strip():
        raise Refused("REASON_NEEDED")
    with home.main.write() as con:
        found = the_record(con, record)
        new = places.place(con, place) if place != CANNOT_SAY else None
        if place != CANNOT_SAY and (new is None or not new.valid_on(home.today().isoformat())):
            raise Refused("NO_SUCH_PLACE", name=new.name if new else place)
        sets = {"place_now": place, "place_now_why": why.strip()}
        home.put(con, "encounter", found.encounter, sets=sets, subj=found.participants)
