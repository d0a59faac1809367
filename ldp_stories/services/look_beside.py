"""Look beside a story while reviewing it: who is meant by a member id, other stories by the same person, other stories with a tag."""

from collections.abc import Iterable

from ldp_stories.domain.codebook import merged_here
from ldp_stories.domain.records import RecordRow, Status
from ldp_stories.services.home import Home
from ldp_stories.services.story import the_record
from ldp_stories.store import codebook, records, tags

MOST = 20
"""Stories shown beside; the library has the rest."""


def names_of_members(home: Home, members: Iterable[str]) -> dict[str, str]:
    """The name or code to show for each member id; unknown ones are left out."""
    with home.main.read() as con:
        found = {ident: home.shown_member(con, ident) for ident in set(members)}
    return {ident: name for ident, name in found.items() if name}


def by_the_same_person(home: Home, record: str) -> tuple[RecordRow, ...]:
    """Other stories that the people of this story told, newest first; a code joins them, never a name. UserError NO_SUCH_STORY."""
    with home.main.read() as con:
        people = the_record(con, record).participants
        idents = {r.id for p in people for r in records.of_participant(con, p) if r.id != record}
        return _rows(records.rows_of(con, tuple(idents)))


def with_the_same_tag(home: Home, tag: str, *, but: str = "") -> tuple[RecordRow, ...]:
    """Stories in which a tag stands today (as it was suggested, accepted or changed to), newest first, without the story `but`."""
    with home.main.read() as con:
        book = {t.id: t for t in tags.codebook(con)}
        idents = codebook.stories_with(con, merged_here(book, tag)) - {but}
        return _rows(records.rows_of(con, tuple(idents)))


def _rows(found: Iterable[RecordRow]) -> tuple[RecordRow, ...]:
    shown = (row for row in found if row.shown.value != Status.DRAFT.value)
    return tuple(sorted(shown, key=lambda row: (row.told_on, row.id), reverse=True)[:MOST])
