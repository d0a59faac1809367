"""The stories that a kept search finds, each once: rows for a matrix from among however many there are."""

from typing import Final

from ldp_stories.domain.consent import Channel
from ldp_stories.services.find import Purpose, search
from ldp_stories.services.home import Home
from ldp_stories.services.library_filters import KeptSearch, chosen_by
from ldp_stories.services.progress import Progress, no_progress

MOST: Final = 500
_AT_ONCE: Final = 200
_FEW: Final = 20


def stories_of_search(
    home: Home, kept: KeptSearch, *, most: int = MOST, progress: Progress = no_progress
) -> tuple[tuple[tuple[str, str], ...], bool]:
    """(record, title) of the first `most` stories it shows today, in its order, and whether there are more."""
    purpose, _, channel = kept.purpose.partition(":")
    wanted = chosen_by(kept.filters)
    found: dict[str, str] = {}
    after: str | None = None
    while True:
        page = search(
            home,
            kept.words,
            purpose=Purpose(purpose or Purpose.ANALYSE),
            channel=Channel(channel) if channel else None,
            place=wanted.place,
            since=wanted.since,
            teller=wanted.teller,
            tags=wanted.tags,
            having=wanted.having,
            may=wanted.may,
            after=after,
            limit=_AT_ONCE,
        )
        for row in page.rows:
            found.setdefault(row.record, row.title)
        progress.report(min(len(found), most), most)
        if page.next is None or len(found) > most:
            return tuple(found.items())[:most], len(found) > most
        after = page.next


def stories_found(home: Home, words: str, *, most: int = _FEW) -> tuple[tuple[str, str], ...]:
    """(record, title) of the stories whose title or words hold what is typed, at most `most`: for a list that does not hold them all."""
    found: dict[str, str] = {}
    after: str | None = None
    while True:
        page = search(home, words, after=after, limit=most)
        for row in page.rows:
            found.setdefault(row.record, row.title)
        if page.next is None or len(found) >= most:
            return tuple(found.items())[:most]
        after = page.next
