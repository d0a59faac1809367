"""Count all that a search finds and all that consent hides of it, over every page: exact, however many stories there are.

A page of hits is shown at once; these numbers follow as a task. They are worked out from the answers and orders as they stand, each time,
so that a changed mind or a withdrawal counts from the moment it is here.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from ldp_stories.domain.codebook import found_under
from ldp_stories.domain.consent import Channel, Consent, Gate, Scope
from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import Record
from ldp_stories.services.find import (
    UNMASKED,
    Hidden,
    HiddenRow,
    Purpose,
    Tally,
    purpose_gate,
    why_hidden,
)
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import book_of, inside
from ldp_stories.services.permission import Asker, asker, consents_of_all
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import analysis, sift
from ldp_stories.store.choose import records_with

ROWS: Final = 100
"""So many hidden stories are named for "See why"."""
_AT_ONCE: Final = 2_000


def tally(
    home: Home,
    text: str,
    *,
    purpose: Purpose = Purpose.ANALYSE,
    channel: Channel | None = None,
    place: str | None = None,
    since: str | None = None,
    teller: TellerKind | None = None,
    tags: tuple[str, ...] = (),
    having: Mapping[str, str] | None = None,
    may: Scope | None = None,
    progress: Progress = no_progress,
) -> Tally:
    """How many stories a search shows and how many it hides, with the reasons; the filters are those of `find.search`."""
    ask = asker(home)
    with home.main.read() as con:
        only = _chosen(con, text, tags, having or {})
        found = sift.here(con, only)
        if place is not None or since is not None:
            there = sift.meetings(con, inside(con, place) if place else None, since)
            found = tuple(r for r in found if r.encounter in there)
        if teller is not None:
            people = sift.tellers(con, teller)
            found = tuple(r for r in found if people.intersection(r.participants))
        copied = sift.with_copy(con) if purpose is Purpose.QUOTE else None
        counts = _Counts(ask, purpose, channel, may, copied)
        for at in range(0, len(found), _AT_ONCE):
            progress.report(at, len(found))
            some = found[at : at + _AT_ONCE]
            counts.add(some, consents_of_all(con, some))
        titles = sift.titles(con, [i for i, why in counts.rows if why != "closed"])
    return counts.tally(titles)


def _chosen(
    con: Connection, text: str, tags: Iterable[str], having: Mapping[str, str]
) -> frozenset[str] | None:
    """The stories that have the words, each of the tags and everything else that was chosen; None for all of them."""
    sets = [sift.with_words(con, text)] if text.strip() else []
    wanted = tuple(tags)
    book = book_of(con) if wanted else {}
    groups = [found_under(book, tag) for tag in wanted]
    sets += [sift.with_tag(con, group) | analysis.coded_with(con, group) for group in groups]
    if having:
        sets.append(records_with(con, having))
    return frozenset.intersection(*sets) if sets else None


class _Counts:
    """Adds up stories, a few thousand at a time."""

    def __init__(
        self,
        ask: Asker,
        purpose: Purpose,
        channel: Channel | None,
        may: Scope | None,
        copied: frozenset[str] | None,
    ) -> None:
        self._ask, self._purpose, self._channel, self._may = ask, purpose, channel, may
        self._copied = copied
        self._why: dict[str, set[str]] = {}
        self._shown = self._hidden = 0
        self.rows: list[tuple[str, str]] = []

    def add(self, records: Iterable[Record], consents: Mapping[str, tuple[Consent, ...]]) -> None:
        """Some more stories with the answers that govern them."""
        for record in records:
            given = consents[record.id]
            if self._may is not None and not self._ask.gate(record, given, self._may).open:
                continue
            gate = purpose_gate(self._ask, record, given, self._purpose, self._channel)
            if gate.open and self._copied is not None and record.id not in self._copied:
                gate = Gate(False, UNMASKED)
            if gate.open:
                self._shown += 1
            else:
                self._hide(record, given, gate)

    def _hide(self, record: Record, given: Iterable[Consent], gate: Gate) -> None:
        self._hidden += 1
        if len(self.rows) < ROWS:
            self.rows.append((record.id, gate.why))
        for group, idents in why_hidden(self._ask, record, given, gate, self._purpose, self._channel).items():
            self._why.setdefault(group, set()).update(idents)

    def tally(self, titles: Mapping[str, str]) -> Tally:
        """The numbers."""
        rows = tuple(HiddenRow(i, "" if why == "closed" else titles.get(i, ""), why) for i, why in self.rows)
        return Tally(self._shown, Hidden.of(self._hidden, self._why, rows))
