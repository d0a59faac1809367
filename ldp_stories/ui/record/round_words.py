"""A blind round in words: what it is called, whether it is open, how far one has come, what its sample is."""

from __future__ import annotations

from datetime import date

from ldp_stories.domain.rounds import How, Round, Unit
from ldp_stories.services.code_blind import MyRound
from ldp_stories.ui.text import apart, day_year, many, tr


def round_title(found: Round) -> str:
    """Its title, else its tags."""
    return found.title or ", ".join(apart(found.label(t)) for t in found.tags)


def state_words(one: MyRound, today: date) -> str:
    """ "Open until 20 May 2026", "Open", "Over"."""
    del today
    if not one.open:
        return tr("Over")
    if one.round.deadline:
        return tr("Open until {day}", day=_shown(one.round.deadline))
    return tr("Open")


def progress_words(one: MyRound) -> str:
    """ "You have done 3 of 30"; "" for somebody who does not code in it."""
    if not one.coder:
        return ""
    return tr("You have done {done} of {total}", done=one.done, total=one.total)


def sample_words(found: Round) -> str:
    """ "30 stories, drawn by chance (number 7)"."""
    count = len(found.items)
    one, more = ("{n} story", "{n} stories") if found.unit is Unit.STORY else ("{n} passage", "{n} passages")
    size = many(count, one, more)
    if found.how is How.CHOSEN:
        return tr("{size}, chosen by hand", size=size)
    if found.how is How.BY_PLACE:
        return tr("{size}, drawn by chance and spread over places (draw {seed})", size=size, seed=found.seed)
    return tr("{size}, drawn by chance (draw {seed})", size=size, seed=found.seed)


def opened_words(found: Round) -> str:
    """ "10 May 2026"."""
    return _shown(found.opened_on)


def _shown(day: str) -> str:
    try:
        return day_year(date.fromisoformat(day))
    except ValueError:
        return day
