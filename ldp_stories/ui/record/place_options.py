"""Places as rows to choose from: what exists on the day, found by any of its names, with the day its boundaries changed (AT-8)."""

from __future__ import annotations

from datetime import date

from ldp_stories.domain.places import Place
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find_place import every_place, offers
from ldp_stories.services.home import Home
from ldp_stories.ui.text import apart, day_year, tr
from ldp_stories.ui.widgets.choices import Option


def place_options(home: Home, day: str | None = None) -> list[Option]:
    """The places of a day (today when left out); typing an old name finds what has come in its place."""
    return [
        Option(
            o.place.id,
            f"{apart(o.place.name)}, {changed_words(o.changed)}" if o.changed else o.place.name,
            tr("Before: {names}", names=", ".join(map(apart, o.was))) if o.was else "",
            " ".join(o.names),
        )
        for o in offers(home, day=day)
    ]


def all_places(home: Home) -> list[Option]:
    """The places of all times, to look stories up; those of the past say until when."""
    return [Option(p.id, dated(p), words=" ".join(p.aliases)) for p in every_place(home)]


def dated(place: Place) -> str:
    """ "Kingshurst and Fordbridge, until 6 May 2026"."""
    if place.valid_to is None:
        return place.name
    return tr("{place}, until {day}", place=place.name, day=long(place.valid_to))


def changed_words(day: str) -> str:
    """ "changed 7 May 2026"."""
    return tr("changed {day}", day=long(day))


def long(iso: str) -> str:
    """ "7 May 2026"; the text itself when it is no date."""
    try:
        return day_year(date.fromisoformat(iso[:10]))
    except ValueError:
        return iso


def told_on(home: Home, record: str) -> str | None:
    """The ISO date on which a story was told, for choosing its place."""
    meeting = open_record(home, record).encounter
    return meeting.day if meeting is not None else None
