"""Sift all stories at once: which have the words, a tag, a place or a day, as sets of ids; for counting, where a list looks at a page."""

import json
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import Record, RecordKind, Sensitivity, Status, opening
from ldp_stories.store import review, rows, search
from ldp_stories.store.rows import listed, strings

FEW: Final = 2_000
"""So many are asked for one by one; for more it is quicker to read all of a kind."""
_SOME: Final = 5 * FEW
"""So many records are read one by one; each takes a few times as long as one of all in a row."""
_MADE: Final = frozenset({"masked", "reading", "translation"})
"""Layers that a newer one of the same kind may replace."""


class _Layer(NamedTuple):
    id: str
    record: str
    kind: str
    language: str
    made_from: str | None


def with_words(con: Connection, typed: str) -> frozenset[str]:
    """The records in whose standing layers or titles all the typed words stand; empty while too little is typed."""
    wanted = search.match_of(typed)
    if wanted is None:
        return frozenset()
    query = "SELECT json_group_array(rowid) FROM words_index WHERE words_index MATCH :q"
    nums: list[int] = json.loads(con.execute(text(query), {"q": wanted}).scalar_one())
    if len(nums) > FEW:
        kept = frozenset(nums)
        every = con.exec_driver_sql("SELECT num, ent FROM words").all()
        return _records(con, {ent for num, ent in every if num in kept}, None)
    query = "SELECT ent, record FROM words WHERE num IN (SELECT value FROM json_each(:nums))"
    found = con.execute(text(query), {"nums": json.dumps(nums)}).all()
    return _records(con, {ent for ent, _ in found}, {record for _, record in found})


def _records(con: Connection, ents: Collection[str], records: Collection[str] | None) -> frozenset[str]:
    """The records of some titles and layers; of `records`, or (None) of all there are. Copies that were replaced do not count."""
    query = "SELECT id, record, kind, language, made_from FROM layer WHERE hidden = 0"
    if records is not None:
        query += " AND record IN (SELECT value FROM json_each(:w))"
    chosen = {"w": json.dumps(list(records))} if records is not None else {}
    known = {row[0]: _Layer(*row) for row in con.execute(text(query), chosen).all()}
    replaced = {
        new.made_from
        for new in known.values()
        if new.kind in _MADE
        and (old := known.get(new.made_from or "")) is not None
        and (old.kind, old.language) == (new.kind, new.language)
    }
    return frozenset(known[e].record if e in known else e for e in ents if e not in replaced)


def here(con: Connection, only: Collection[str] | None = None) -> tuple[Record, ...]:
    """Every record that is not hidden or taken back, or those of `only`, newest here first, with what the gates ask of it and no more."""
    query = "SELECT id, encounter, participants, kind, status, sensitivity FROM record WHERE hidden = 0 AND erased = 0"
    some = only is not None and len(only) <= _SOME
    if some:
        query += " AND id IN (SELECT value FROM json_each(:w))"
    query += " ORDER BY num DESC"
    found = con.execute(text(query), {"w": json.dumps(list(only or ()))} if some else {}).all()
    return tuple(
        Record(
            ident,
            meeting,
            strings(listed(people)),
            rows.pick(RecordKind, kind, RecordKind.STORY),
            "",
            "",
            rows.pick(Status, status, Status.HELD),
            rows.pick(Sensitivity, sensitivity, Sensitivity.CLOSED),
            released=False,
            began_by="",
        )
        for ident, meeting, people, kind, status, sensitivity in found
        if only is None or ident in only
    )


def titles(con: Connection, records: Collection[str]) -> dict[str, str]:
    """The titles of some records, or the first words where there is no title."""
    query = """SELECT r.id, r.title, CASE WHEN r.title <> '' THEN '' ELSE coalesce((SELECT substr(w.text, 1, 200) FROM layer l
        JOIN words w ON w.ent = l.id WHERE l.record = r.id AND l.hidden = 0 AND w.indexed = 1 ORDER BY l.num LIMIT 1), '') END
        FROM record r WHERE r.id IN (SELECT value FROM json_each(:w))"""
    found = con.execute(text(query), {"w": json.dumps(list(records))}).all()
    return {ident: " ".join(title.split())[:80] or opening(first) for ident, title, first in found}


def with_copy(con: Connection) -> frozenset[str]:
    """The records with a copy that anybody may read: masked, to read, or in another language."""
    query = (
        "SELECT DISTINCT record FROM layer WHERE hidden = 0 AND kind IN (SELECT value FROM json_each(:made))"
    )
    return frozenset(con.execute(text(query), {"made": json.dumps(sorted(_MADE))}).scalars())


def meetings(con: Connection, places: Collection[str] | None, since: str | None) -> frozenset[str]:
    """The meetings at some places (None: anywhere) since an ISO date (None: ever)."""
    query = """SELECT e.id FROM encounter e WHERE (:any OR e.place IN (SELECT p.id FROM place p JOIN json_each(:places) j ON j.value = p.id))
        AND substr(e.at, 1, 10) >= :since"""
    wanted = {"any": int(places is None), "places": json.dumps(sorted(places or ())), "since": since or ""}
    return frozenset(con.execute(text(query), wanted).scalars().all())


def tellers(con: Connection, kind: TellerKind) -> frozenset[str]:
    """The people who are that to the programme."""
    found = con.exec_driver_sql("SELECT id, teller_kind FROM participant WHERE erased = 0").all()
    return frozenset(i for i, value in found if rows.pick(TellerKind, value, TellerKind.RESIDENT) is kind)


STANDS: Final = """SELECT record FROM suggestion
        WHERE standing = '' AND decided = 0 AND hidden = 0 AND tag IN (SELECT value FROM json_each(:tags))
    UNION ALL SELECT record FROM suggestion WHERE standing IN (SELECT value FROM json_each(:alone)) AND hidden = 0
    UNION ALL SELECT record FROM suggestion WHERE instr(standing, ',') > 0 AND hidden = 0
        AND EXISTS (SELECT 1 FROM json_each(standing) j WHERE j.value IN (SELECT value FROM json_each(:tags)))"""
"""The records on which one of some tags stands as far as that is noted; some come several times."""
_UNSURE: Final = "SELECT DISTINCT record FROM suggestion WHERE standing = '' AND decided = 1 AND hidden = 0"


def with_tag(con: Connection, tags: Iterable[str]) -> frozenset[str]:
    """The records on which one of some tags stands, on a passage or on the whole; those that are hidden or taken back among them."""
    wanted = frozenset(tags)
    found = set(con.execute(text(STANDS), review.asked_for(wanted)).scalars())
    found.update(record for record, those in not_noted(con).items() if wanted & those)
    return frozenset(found)


def not_noted(con: Connection) -> dict[str, frozenset[str]]:
    """The tags that stand on records where an older version of the program did not note what stands on a suggestion: worked out now."""
    records = con.execute(text(_UNSURE)).scalars().all()
    found = review.standing_of(con, records) if records else {}
    return {record: frozenset(t for one in those for t in one.tags) for record, those in found.items()}
