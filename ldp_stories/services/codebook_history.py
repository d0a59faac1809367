"""The history of the codebook: every change with who, when and why, its undo for 30 days, and the codebook as it stood in a version."""

from dataclasses import dataclass

from ldp_stories.domain.codebook import Change, CodebookChange, as_of, version_of
from ldp_stories.domain.review import Decision, Reading
from ldp_stories.domain.roles import Role
from ldp_stories.domain.tags import Tag
from ldp_stories.errors import UserError
from ldp_stories.services.change_codebook import write_undo
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.review_tags import put_back
from ldp_stories.services.story import need
from ldp_stories.store import codebook, records, review, tags


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as people read it: the labels of its tags as they were and as they became, who made it, and whether it may be undone."""

    change: CodebookChange
    label: str
    became: tuple[str, ...]
    by: str
    undone: bool
    can_undo: bool


def history(home: Home) -> tuple[ChangeRow, ...]:
    """Every change, the newest first."""
    today = home.today().isoformat()
    with home.main.read() as con:
        every = codebook.changes(con)
        book = {t.id: t for t in tags.codebook(con)}
        names = {one.by: home.shown_member(con, one.by) for one in every}
    undone = {one.undoes for one in every if one.undoes}
    return tuple(
        ChangeRow(
            one,
            _label(one, book),
            _became(one, book),
            names[one.by],
            one.id in undone,
            one.what is not Change.UNDO and one.id not in undone and today <= one.undo_until,
        )
        for one in reversed(every)
    )


def why_gone(home: Home, tag: str) -> ChangeRow | None:
    """The change after which a tag is not used any more: when, why, and what it became; None while it is used, or when nobody knows."""
    ends = (Change.MERGE, Change.SPLIT, Change.RETIRE)
    stand = (row for row in history(home) if row.change.what in ends and not row.undone)
    return next((row for row in stand if row.change.tags[:1] == (tag,)), None)


def undo(home: Home, change: str) -> str:
    """Undo a change within 30 days: its tags are exactly as before, and decisions that it asked for are taken back. The undo's id.

    UserError NO_SUCH_CHANGE, UNDO_TOO_LATE, CHANGED_SINCE.
    """
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        every = codebook.changes(con)
        found = next((c for c in every if c.id == change), None)
        if found is None or found.what is Change.UNDO or any(c.undoes == change for c in every):
            raise UserError("NO_SUCH_CHANGE")
        made = write_undo(home, con, found)
        _take_back_decisions(home, con, found)
    return made


def codebook_as_of(home: Home, version: str) -> tuple[tuple[Tag, ...], bool]:
    """The codebook as it stood in a version, such as the one a decision or a blind round was made under, and whether it is known here."""
    with home.main.read() as con:
        return as_of(tags.codebook(con), codebook.changes(con), version)


def version_now(home: Home) -> str:
    """The version of the codebook as it stands here."""
    with home.main.read() as con:
        return version_of(tags.codebook(con))


def _take_back_decisions(home: Home, con: Connection, change: CodebookChange) -> None:
    """What was decided on stories because of this change stands no longer; what stood before does."""
    for tag in change.tags:
        for reading in review.readings_of_tag(con, tag):
            mine = [d for d in reading.current if d.change == change.id]
            record = records.record(con, reading.suggestion.record) if mine else None
            for decision in mine if record is not None else ():
                before = _before(reading, decision, change.id)
                put_back(home, con, reading, decision, before, record.participants if record else ())


def _before(reading: Reading, decision: Decision, change: str) -> list[Decision]:
    """What stood before anything was decided because of a change; a decision may have been made again."""
    found = [d for d in reading.history if d.id in decision.supersedes]
    again = [d for d in found if d.change == change]
    return [d for d in found if d not in again] + [d for a in again for d in _before(reading, a, change)]


def _label(change: CodebookChange, book: dict[str, Tag]) -> str:
    """The first tag as it was called before."""
    first = change.tags[0] if change.tags else ""
    before, tag = change.before.get(first, {}), book.get(first)
    code = str(before.get("code") or (tag.code if tag else ""))
    name = str(before.get("name") or change.after.get(first, {}).get("name") or (tag.name if tag else ""))
    return f"{code} {name}".strip()


def _became(change: CodebookChange, book: dict[str, Tag]) -> tuple[str, ...]:
    """What it became: the new name, the tag it was merged into, the tags it was split into."""
    first = change.tags[0] if change.tags else ""
    after = change.after.get(first, {})
    if change.what is Change.MERGE:
        into = book.get(str(after.get("merged_into")))
        return (into.label,) if into else ()
    if change.what is Change.SPLIT:
        return tuple(book[t].label for t in change.tags[1:] if t in book)
    name, code = after.get("name"), after.get("code")
    tag = book.get(first)
    return (
        (f"{code or (tag.code if tag else '')} {name}".strip(),) if name and change.before.get(first) else ()
    )
