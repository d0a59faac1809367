"""Review in the store: suggestions with their decisions. What stands is computed by domain/review.py; the queue is `review_queue`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select, text

from ldp_stories.domain.review import Choice, Decision, Reading
from ldp_stories.domain.revisions import EntityView
from ldp_stories.domain.tags import Suggestion, Sure
from ldp_stories.store import rows, tables
from ldp_stories.store.behind import then
from ldp_stories.store.rows import Noun, Values, listed, loaded, noun_table, opt, string, strings

suggestion_table = noun_table(
    "suggestion",
    tables.words("record"),
    opt("passage"),
    opt("tag"),
    tables.words("by"),
    tables.words("sure"),
    tables.number("decided", server_default="0"),
    tables.number("settled", server_default="0"),
    tables.words("standing", server_default=""),
)
"""`standing`: the tag ids that stand as a JSON list; "" means the suggested one, as nobody has decided."""
decision_table = noun_table(
    "decision",
    tables.words("suggestion"),
    tables.words("record"),
    tables.words("decision"),
    tables.words("by"),
    opt("to_tag"),
    tables.words("at_label"),
)
Index("suggestion_record", suggestion_table.c.record, suggestion_table.c.decided, suggestion_table.c.settled)
Index("suggestion_tag", suggestion_table.c.tag)
Index("suggestion_open", suggestion_table.c.record, sqlite_where=text("settled = 0"))
Index("suggestion_several", suggestion_table.c.standing, sqlite_where=text("instr(standing, ',') > 0"))
Index(
    "suggestion_stands",
    suggestion_table.c.standing,
    suggestion_table.c.decided,
    suggestion_table.c.hidden,
    suggestion_table.c.tag,
    suggestion_table.c.num,
    suggestion_table.c.record,
)
"""All that counting stories by tag reads; the number before the record, so that what comes in is written side by side."""
Index("decision_suggestion", decision_table.c.suggestion)
Index("decision_record", decision_table.c.record)
Index("decision_to_tag", decision_table.c.to_tag, sqlite_where=text("to_tag IS NOT NULL"))
_OTHERWISE: Final = "decision IN ('change', 'not this tag', 'differ')"
Index(
    "decision_otherwise",
    decision_table.c.at_label,
    decision_table.c.suggestion,
    sqlite_where=text(_OTHERWISE),
)


def _suggestion_columns(view: EntityView) -> Values:
    return {
        "record": rows.text(view, "record"),
        "passage": rows.text_or_none(view, "passage"),
        "tag": rows.text_or_none(view, "tag"),
        "by": rows.text(view, "by"),
        "sure": rows.text(view, "sure"),
        "fields": rows.rest(view, "record", "passage", "tag", "by", "sure"),
    }


def _decision_columns(view: EntityView) -> Values:
    return {
        "suggestion": rows.text(view, "suggestion"),
        "record": rows.text(view, "record"),
        "decision": rows.text(view, "decision"),
        "by": rows.text(view, "by"),
        "to_tag": rows.text_or_none(view, "to_tag"),
        "at_label": rows.label(view, "decision"),
        "fields": rows.packed(
            rows.all_fields(view, frozenset({"suggestion", "record", "decision", "by", "to_tag"}))
            | {"supersedes": rows.items(view, "supersedes")}
        ),
    }


def _settle_own(con: Connection, written: Sequence[Values], fresh: bool) -> None:
    then(con, lambda: _settle(con, [w["id"] for w in written], only_decided=fresh))


def _settle_decided(con: Connection, written: Sequence[Values], _fresh: bool) -> None:
    _settle(con, sorted({w["suggestion"] for w in written}))


def _settle(con: Connection, suggestions: Sequence[str], *, only_decided: bool = False) -> None:
    """Note on each suggestion whether it was decided, whether it is settled and which tags stand, so that lists need not compute it again."""
    decisions = _decisions(con, suggestions)
    values = []
    for row in _suggestion_rows(con, [s for s in suggestions if s in decisions or not only_decided]):
        reading = Reading(_suggestion(row), decisions.get(row.id, ()))
        standing = rows.packed(reading.tags) if reading.history else ""
        values.append((int(bool(reading.history)), int(reading.settled), standing, row.num))
    if values:
        con.exec_driver_sql(
            "UPDATE suggestion SET decided = ?, settled = ?, standing = ? WHERE num = ?", values
        )


def _unsettle(con: Connection, decisions: Sequence[str]) -> None:
    """Decisions are about to go: which tags stand is to be worked out again."""
    query = """UPDATE suggestion SET standing = '' WHERE id IN
        (SELECT suggestion FROM decision WHERE id IN (SELECT value FROM json_each(:ids)))"""
    con.execute(text(query), {"ids": json.dumps(list(decisions))})


def standing_unknown(con: Connection) -> tuple[str, ...]:
    """Suggestions for which an older version of the program did not note what stands."""
    query = "SELECT id FROM suggestion WHERE standing = '' AND decided = 1 ORDER BY num"
    return tuple(con.execute(text(query)).scalars())


def work_out_standing(con: Connection) -> None:
    """Note it for them, in a transaction that writes."""
    if left := standing_unknown(con):
        _settle(con, left)


NOUNS: Final = (
    Noun("suggestion", suggestion_table, _suggestion_columns, rank=4, upkeep=_settle_own, about="record"),
    Noun("decision", decision_table, _decision_columns, rank=5, upkeep=_settle_decided, removed=_unsettle),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The tags that one suggestion (made `by` a member) has come to, on a passage or (None) on the whole record."""

    suggestion: str
    by: str
    passage: str | None
    tags: tuple[str, ...]


def standing_of(con: Connection, records: Iterable[str]) -> dict[str, tuple[Standing, ...]]:
    """What stands on each of many records, in the order the suggestions came, without reading their decisions."""
    query = """SELECT id, by, record, passage, tag, decided, standing FROM suggestion
        WHERE hidden = 0 AND record IN (SELECT value FROM json_each(:ids)) ORDER BY num"""
    found = con.execute(text(query), {"ids": json.dumps(list(records))}).all()
    unnoted = [row.id for row in found if row.decided and not row.standing]
    worked = (
        {r.suggestion.id: r.tags for r in _readings(con, _suggestion_rows(con, unnoted))} if unnoted else {}
    )
    standing: dict[str, list[Standing]] = {}
    for ident, by, record, passage, tag, decided, noted in found:
        if ident in worked:
            tags = worked[ident]
        elif decided:
            tags = strings(listed(noted))
        else:
            tags = (tag,) if tag else ()
        standing.setdefault(record, []).append(Standing(ident, by, passage, tags))
    return {record: tuple(those) for record, those in standing.items()}


_MAYBE: Final = """SELECT DISTINCT record FROM suggestion WHERE record IN (SELECT value FROM json_each(:records))
    AND (tag IN (SELECT value FROM json_each(:tags)) OR standing IN (SELECT value FROM json_each(:alone)) OR instr(standing, ',') > 0
    OR (standing = '' AND decided = 1)) AND hidden = 0"""


def asked_for(tags: Iterable[str]) -> dict[str, str]:
    """Some tags for a question: `tags`, and `alone` as `standing` has each where it stands by itself."""
    wanted = sorted(set(tags))
    return {"tags": json.dumps(wanted), "alone": json.dumps([rows.packed([tag]) for tag in wanted])}


def perhaps_tagged(con: Connection, records: Iterable[str], tags: Iterable[str]) -> frozenset[str]:
    """Those of some records on which one of some tags may stand (`standing_of` tells for sure); on the others none of them does."""
    asked = asked_for(tags) | {"records": json.dumps(list(records))}
    return frozenset(con.execute(text(_MAYBE), asked).scalars())


def readings(con: Connection, record: str) -> tuple[Reading, ...]:
    """Every suggestion on a record with all its decisions, in the order they came."""
    table = suggestion_table.c
    found = con.execute(
        select(suggestion_table).where(table.record == record, table.hidden == 0).order_by(table.num)
    ).all()
    return _readings(con, found)


def of_records(con: Connection, records: Iterable[str]) -> dict[str, tuple[Reading, ...]]:
    """The same for many records in two questions."""
    query = "SELECT * FROM suggestion WHERE hidden = 0 AND record IN (SELECT value FROM json_each(:ids)) ORDER BY num"
    found: dict[str, list[Reading]] = {}
    for one in _readings(con, con.execute(text(query), {"ids": json.dumps(list(records))}).all()):
        found.setdefault(one.suggestion.record, []).append(one)
    return {record: tuple(those) for record, those in found.items()}


def reading(con: Connection, suggestion: str) -> Reading | None:
    """One suggestion with its decisions."""
    return next(iter(_readings(con, _suggestion_rows(con, [suggestion]))), None)


def of_decision(con: Connection, decision: str) -> Reading | None:
    """The suggestion that a decision is about, with all its decisions."""
    found = con.execute(select(decision_table.c.suggestion).where(decision_table.c.id == decision)).scalar()
    return None if found is None else reading(con, found)


def decided_by_others(
    con: Connection, *, me: str, began_by: Iterable[str], limit: int
) -> tuple[Reading, ...]:
    """The suggestions on records begun on some devices that somebody else has decided on, the newest decisions first, `limit` of them."""
    mine = "SELECT id FROM record WHERE hidden = 0 AND erased = 0 AND began_by IN (SELECT value FROM json_each(:devices))"
    wanted = {"me": me, "devices": json.dumps(sorted(began_by)), "n": limit}
    few = len(con.execute(text(f"{mine} LIMIT 2001"), {"devices": wanted["devices"]}).all()) <= limit
    # With few records of one's own the index of records is quick, with many the newest decisions are soon found by going backwards.
    source = f"decision WHERE record IN ({mine})" if few else f"decision WHERE +record IN ({mine})"
    query = f"SELECT suggestion FROM {source} AND hidden = 0 AND by <> :me ORDER BY num DESC LIMIT :n"
    found = dict.fromkeys(con.execute(text(query), wanted).scalars())
    known = {r.suggestion.id: r for r in _readings(con, _suggestion_rows(con, found))}
    return tuple(known[s] for s in found if s in known)


def readings_of_tag(con: Connection, tag: str) -> tuple[Reading, ...]:
    """Every suggestion a tag was ever given to or suggested for, with its decisions; where it stands today, `tags` has it."""
    query = """SELECT id FROM suggestion WHERE tag = :tag AND hidden = 0
        UNION SELECT suggestion FROM decision WHERE to_tag = :tag AND hidden = 0
        UNION SELECT id FROM suggestion WHERE instr(standing, ',') > 0 AND standing LIKE :beside AND hidden = 0"""
    found = con.execute(text(query), {"tag": tag, "beside": f"%{tag}%"}).scalars().all()
    rows_ = [row for row in _suggestion_rows(con, found) if not row.hidden]
    return _readings(con, sorted(rows_, key=lambda row: row.num))


_ARGUED: Final = f"""SELECT s.tag, d.suggestion, d.id, d.record, d.decision, d.by, d.at_label, d.to_tag, d.fields
    FROM suggestion s CROSS JOIN decision d ON d.suggestion = s.id AND d.hidden = 0
    WHERE s.hidden = 0 AND s.tag IS NOT NULL AND s.id IN (
        SELECT suggestion FROM decision WHERE hidden = 0 AND at_label >= :since AND {_OTHERWISE}
        UNION ALL SELECT d.suggestion FROM comment c JOIN decision d ON d.id = c.reply_to WHERE c.hidden = 0)
    ORDER BY d.num"""


def argued(con: Connection, since: str = "") -> dict[str, tuple[tuple[Decision, ...], ...]]:
    """By suggested tag what was decided, suggestion by suggestion: those on which somebody decided otherwise since an ISO date, or was
    written back to."""
    found: dict[str, dict[str, list[Decision]]] = {}
    for tag, suggestion, *row in con.execute(text(_ARGUED), {"since": since}):
        found.setdefault(tag, {}).setdefault(suggestion, []).append(_decision(suggestion, *row))
    return {tag: tuple(tuple(those) for those in each.values()) for tag, each in found.items()}


def in_own_words(con: Connection) -> tuple[Reading, ...]:
    """The suggestions of people for whom no tag fitted, oldest first."""
    query = (
        "SELECT * FROM suggestion WHERE tag IS NULL AND hidden = 0 AND standing IN ('', '[]') ORDER BY num"
    )
    found = con.execute(text(query)).all()
    return tuple(r for r in _readings(con, found) if r.suggestion.words.strip())


def _readings(con: Connection, found: "Sequence[Row[Any]]") -> tuple[Reading, ...]:
    decisions = _decisions(con, [row.id for row in found])
    return tuple(Reading(_suggestion(row), decisions.get(row.id, ())) for row in found)


def _suggestion_rows(con: Connection, idents: Iterable[str]) -> "Sequence[Row[Any]]":
    query = "SELECT * FROM suggestion WHERE id IN (SELECT value FROM json_each(:ids))"
    return con.execute(text(query), {"ids": json.dumps(list(idents))}).all()


def _decisions(con: Connection, suggestions: Sequence[str]) -> dict[str, tuple[Decision, ...]]:
    query = """SELECT suggestion, id, record, decision, by, at_label, to_tag, fields FROM decision
        WHERE hidden = 0 AND suggestion IN (SELECT value FROM json_each(:ids)) ORDER BY num"""
    found: dict[str, list[Decision]] = {}
    for suggestion, *row in con.execute(text(query), {"ids": json.dumps(list(suggestions))}).all():
        found.setdefault(suggestion, []).append(_decision(suggestion, *row))
    return {s: tuple(ds) for s, ds in found.items()}


def _suggestion(row: "Row[Any]") -> Suggestion:
    fields = loaded(row.fields)
    sure = rows.pick(Sure, row.sure, Sure.NOT_SURE)
    return Suggestion(
        row.id,
        row.record,
        row.passage,
        row.tag,
        row.by,
        string(fields, "reason"),
        sure,
        string(fields, "words"),
    )


def _decision(
    suggestion: str,
    ident: str,
    record: str,
    choice: str,
    by: str,
    at_label: str,
    to_tag: str | None,
    packed: str,
) -> Decision:
    fields = loaded(packed)
    return Decision(
        ident,
        suggestion,
        record,
        rows.pick(Choice, choice, Choice.LATER),
        string(fields, "reason"),
        by,
        at_label,
        to_tag,
        strings(fields.get("supersedes")),
        strings(fields.get("also")) if "also" in fields else (),
        string(fields, "change"),
        string(fields, "book"),
    )
