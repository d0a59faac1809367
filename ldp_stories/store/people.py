"""People in the store: members of the programme and their laptops, and participants under codes (names are elsewhere)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select, text

from ldp_stories.domain.people import AgeBand, Participant, TellerKind
from ldp_stories.domain.programme import Device, Member
from ldp_stories.domain.revisions import EntityView
from ldp_stories.domain.roles import Extra, Role, RoleTerm
from ldp_stories.store import rows, tables, taken_back
from ldp_stories.store.rows import Noun, Values, loaded, noun_table, opt, string, strings

member_table = noun_table(
    "member", tables.words("code"), tables.words("work_name"), tables.words("organisation")
)
device_table = noun_table("device", tables.words("member"), tables.words("label"), tables.words("status"))
participant_table = noun_table(
    "participant",
    tables.words("code"),
    tables.words("teller_kind"),
    tables.words("age_band"),
    opt("home_place"),
)
Index("device_member", device_table.c.member)
Index("participant_code", participant_table.c.code)


def _member_columns(view: EntityView) -> Values:
    names = ("code", "work_name", "organisation")
    return {n: rows.text(view, n) for n in names} | {"fields": rows.rest(view, *names)}


def _device_columns(view: EntityView) -> Values:
    return {
        "member": rows.text(view, "member"),
        "label": rows.text(view, "label"),
        "status": rows.text(view, "status") or "active",
        "fields": rows.rest(view, "member", "label", "status"),
    }


def _participant_columns(view: EntityView) -> Values:
    return {
        "code": rows.text(view, "code"),
        "teller_kind": rows.text(view, "teller_kind"),
        "age_band": rows.text(view, "age_band"),
        "home_place": rows.text_or_none(view, "home_place"),
        "fields": rows.rest(view, "code", "teller_kind", "age_band", "home_place"),
    }


NOUNS: Final = (
    Noun("member", member_table, _member_columns, rank=1),
    Noun("device", device_table, _device_columns, rank=1),
    Noun("participant", participant_table, _participant_columns, rank=1, keeps_erased=True),
)


def members(con: Connection) -> tuple[Member, ...]:
    """Everybody in the roster, by code."""
    query = (
        select(member_table)
        .where(member_table.c.hidden == 0, member_table.c.erased == 0)
        .order_by(member_table.c.code)
    )
    return tuple(_member(row) for row in con.execute(query))


def member(con: Connection, ident: str) -> Member | None:
    """One person of the roster."""
    row = con.execute(select(member_table).where(member_table.c.id == ident)).first()
    return None if row is None else _member(row)


def devices(con: Connection, of_member: str | None = None) -> tuple[Device, ...]:
    """The laptops of the roster, or of one person."""
    query = select(device_table).where(device_table.c.erased == 0).order_by(device_table.c.num)
    if of_member is not None:
        query = query.where(device_table.c.member == of_member)
    return tuple(_device(row) for row in con.execute(query))


def device(con: Connection, ident: str) -> Device | None:
    """One laptop."""
    row = con.execute(select(device_table).where(device_table.c.id == ident)).first()
    return None if row is None else _device(row)


def member_of_device(con: Connection, ident: str) -> Member | None:
    """Whose laptop that is, None when the roster does not know it."""
    known = device(con, ident)
    return None if known is None else member(con, known.member)


def groups_of_participants(con: Connection) -> dict[str, tuple[str, ...]]:
    """Participant id -> the groups they chose for themselves; those taken back are left out."""
    table = participant_table.c
    query = select(table.id, table.fields).where(table.erased == 0, table.hidden == 0)
    return {row.id: strings(loaded(row.fields).get("target_groups")) for row in con.execute(query)}


def participant(con: Connection, ident: str) -> Participant | None:
    """One teller, None when unknown or taken back."""
    table = participant_table.c
    row = con.execute(select(participant_table).where(table.id == ident, table.erased == 0)).first()
    return None if row is None else _participant(row)


def teller_kinds(con: Connection, idents: Iterable[str]) -> dict[str, TellerKind]:
    """Who some tellers are to the programme, by id; those unknown or taken back are left out."""
    query = "SELECT id, teller_kind FROM participant WHERE erased = 0 AND id IN (SELECT value FROM json_each(:ids))"
    found = con.execute(text(query), {"ids": json.dumps(list(idents))}).all()
    return {ident: rows.pick(TellerKind, kind, TellerKind.RESIDENT) for ident, kind in found}


def participant_by_code(con: Connection, code: str, *, also_hidden: bool = False) -> tuple[Participant, ...]:
    """Everybody with that code: two when two laptops made the same one (CONTRACTS.md 10). Also those whom a waiting order hides."""
    table = participant_table.c
    query = select(participant_table).where(table.code == code, table.erased == 0).order_by(table.num)
    if not also_hidden:
        query = query.where(table.hidden == 0)
    return tuple(_participant(row) for row in con.execute(query))


def participants(con: Connection) -> tuple[Participant, ...]:
    """Everybody under a code, in order of arrival."""
    table = participant_table.c
    query = select(participant_table).where(table.erased == 0, table.hidden == 0).order_by(table.num)
    return tuple(_participant(row) for row in con.execute(query))


def doubled_codes(con: Connection) -> tuple[str, ...]:
    """Codes that more than one person has (CONTRACTS.md 10)."""
    query = """SELECT code FROM participant WHERE erased = 0 AND hidden = 0 AND code <> ''
        GROUP BY code HAVING count(*) > 1 ORDER BY code"""
    return tuple(con.execute(text(query)).scalars())


def linked(con: Connection, ident: str) -> tuple[Participant, ...]:
    """Everybody whom a person has said to be the same as this one, itself among them: links count in both directions, over any number."""
    query = """WITH RECURSIVE
        link(a, b) AS (SELECT p.id, e.key FROM participant p, json_each(p.fields, '$.linked') e WHERE p.hidden = 0),
        same(id) AS (SELECT :i UNION SELECT CASE WHEN l.a = s.id THEN l.b ELSE l.a END
            FROM link l JOIN same s ON s.id IN (l.a, l.b))
        SELECT id FROM same ORDER BY id"""
    found = (participant(con, i) for i in con.execute(text(query), {"i": ident}).scalars().all())
    return tuple(p for p in found if p is not None)


def same_as(con: Connection) -> dict[str, str]:
    """For everybody with linked codes, the one id that stands for all of theirs (people, not codes, are counted)."""
    query = "SELECT p.id AS id, e.key AS other FROM participant p, json_each(p.fields, '$.linked') e WHERE p.hidden = 0"
    groups: list[set[str]] = []
    for row in con.execute(text(query)):
        pair = {row.id, row.other}
        joined = [g for g in groups if g & pair]
        groups = [g for g in groups if not g & pair] + [pair.union(*joined)]
    return {ident: min(group) for group in groups for ident in group}


def told_at(con: Connection, records: Iterable[str]) -> frozenset[tuple[str, AgeBand]]:
    """At which places people of which age bands told some records."""
    query = """SELECT DISTINCT e.place, p.age_band FROM record r JOIN encounter e ON e.id = r.encounter,
        json_each(r.participants) j JOIN participant p ON p.id = j.value
        WHERE r.id IN (SELECT value FROM json_each(:ids)) AND e.place IS NOT NULL"""
    found = con.execute(text(query), {"ids": json.dumps(list(records))}).all()
    return frozenset((place, rows.pick(AgeBand, age, AgeBand.NOT_GIVEN)) for place, age in found)


def heard_at(
    con: Connection, places: Iterable[str], ages: Iterable[AgeBand]
) -> Iterator[tuple[str, AgeBand, str]]:
    """Place, age band and id of everybody of some age bands who told something at some places; once for each time."""
    query = """SELECT e.place, p.age_band, p.id FROM encounter e JOIN record r ON r.encounter = e.id AND r.hidden = 0 AND r.erased = 0,
        json_each(r.participants) j JOIN participant p ON p.id = j.value
        WHERE e.place IN (SELECT value FROM json_each(:places)) AND p.age_band IN (SELECT value FROM json_each(:ages))"""
    wanted = {"places": json.dumps(sorted(places)), "ages": json.dumps(sorted(a.value for a in ages))}
    for place, age, person in con.execute(text(query), wanted):
        yield place, AgeBand(age), person


def code_taken(con: Connection, code: str) -> bool:
    """Whether a code was ever used here, so that it is never given out again."""
    known = con.execute(select(participant_table.c.id).where(participant_table.c.code == code)).first()
    return known is not None or taken_back.taken_code(con, code) is not None


def _member(row: "Row[Any]") -> Member:
    terms = loaded(row.fields).get("roles")
    found = tuple(_term(t) for t in terms if isinstance(t, dict)) if isinstance(terms, list) else ()
    return Member(row.id, row.code, row.work_name, row.organisation, tuple(t for t in found if t is not None))


def _term(value: Values) -> RoleTerm | None:
    role = rows.pick_or_none(Role, value.get("role"))
    if role is None:
        return None
    extra = tuple(
        e for e in (rows.pick_or_none(Extra, x) for x in strings(value.get("extra"))) if e is not None
    )
    end = value.get("end")
    return RoleTerm(role, string(value, "start"), end if isinstance(end, str) and end else None, extra)


def _device(row: "Row[Any]") -> Device:
    fields = loaded(row.fields)
    return Device(
        id=row.id,
        member=row.member,
        label=row.label,
        sign_key=string(fields, "sign_key"),
        age_recipient=string(fields, "age_recipient"),
        status=row.status,
        valid_from=_bound(fields.get("valid_from")) or (0, 0),
        revoked_after=_bound(fields.get("revoked_after")),
    )


def _bound(value: Any) -> tuple[int, int] | None:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value):
        return value[0], value[1]
    return None


def _participant(row: "Row[Any]") -> Participant:
    fields = loaded(row.fields)
    return Participant(
        id=row.id,
        code=row.code,
        teller_kind=rows.pick(TellerKind, row.teller_kind, TellerKind.RESIDENT),
        age_band=rows.pick(AgeBand, row.age_band, AgeBand.NOT_GIVEN),
        began_by=row.began_by,
        target_groups=strings(fields.get("target_groups")),
        self_description=string(fields, "self_description"),
        home_place=row.home_place,
        languages=strings(fields.get("languages")),
        interpreter=fields.get("interpreter") is True,
    )


def begun_by(con: Connection, devices: Iterable[str]) -> tuple[str, ...]:
    """The people first met on some devices, in order of arrival; those who took their words back are left out."""
    query = """SELECT id FROM participant WHERE hidden = 0 AND erased = 0
        AND began_by IN (SELECT value FROM json_each(:devices)) ORDER BY num"""
    return tuple(con.execute(text(query), {"devices": json.dumps(sorted(devices))}).scalars())
