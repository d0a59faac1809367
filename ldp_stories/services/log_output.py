"""Log what leaves: an output with its items in the ledger, and on this laptop alone where it was saved, so that it can be recalled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.held_files import take_away, take_away_folder
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import Passage
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.quote_rows import QuoteRow
from ldp_stories.store import desk, programme, records
from ldp_stories.store.rows import Values, string, strings

ISSUED = "issued:"


@dataclass(frozen=True, slots=True)
class Issued:
    """A copy that was made here: the output's id, and its path, which never travels."""

    output: str
    path: Path


def log_output(
    home: Home,
    kind: str,
    path: Path,
    rows: Iterable[QuoteRow],
    *,
    passages: Iterable[Passage] = (),
    subj: Sequence[str] = (),
    channel: Channel | None = None,
    copies: int = 0,
    draft: bool = False,
    made_from: str = "",
    book: str = "",
    expires: str = "",
    sounds: Sequence[str] = (),
) -> str:
    """Note an output: its type, items and people; the path stays in the desk file. Returns the output's id.

    `made_from` is the report it came from, `book` the codebook it was made under, `sounds` the passages whose sound went along.
    """
    used = [row for row in rows if not row.gap]
    ident = new_id()
    with home.main.write() as con:
        people = {*subj}
        for record in {row.record for row in used}:
            found = records.record(con, record)
            people.update(found.participants if found else ())
        sets = {
            "type": kind,
            "title": kind,
            "items": [*(row.passage for row in used), *(p.id for p in passages)],
            "channels": [channel.value] if channel else [],
            "made_label": home.label(),
            "state": "draft" if draft else "issued",
            "copies": copies,
            "report": made_from,
            "book": book,
            "expires": expires,
            "sounds": list(sounds),
        }
        home.put(con, "output", ident, sets=sets, subj=sorted(people))
    with home.desk.write() as con:
        desk.save(con, ISSUED + ident, {"path": str(path)})
    return ident


IN_ONE_LINE: Final = 2_000
"""Stories, or people, that one line of the log names; a line of a bundle has a limit."""


def log_records(home: Home, kind: str, path: Path, stories: Sequence[str], subj: Iterable[str]) -> None:
    """Note an output of whole stories, in as many lines as it takes: the later ones are `part_of` the first, which stands for all."""
    people = sorted(subj)
    lines = max(1, *(-(-len(some) // IN_ONE_LINE) for some in (stories, people)))
    idents = [new_id() for _ in range(lines)]
    sets = {"type": kind, "title": kind, "channels": [], "made_label": home.label()}
    with home.main.write() as con:
        for at, ident in enumerate(idents):
            part = {"part_of": idents[0]} if at else {}
            items = {"items": _share(stories, at, lines)}
            home.put(con, "output", ident, sets=sets | items | part, subj=_share(people, at, lines))
    with home.desk.write() as con:
        desk.save(con, ISSUED + idents[0], {"path": str(path)})


def _share(some: Sequence[str], at: int, of: int) -> list[str]:
    """Every so many of them: even shares, so that no line is about one person alone while others are in the same file."""
    return list(some[at::of])


@dataclass(frozen=True, slots=True)
class Logged:
    """One output: what its first line says, and the ids of all its lines and of the passages and stories that any of them names."""

    fields: Values
    lines: frozenset[str]
    items: tuple[str, ...]


def logged(con: Connection) -> dict[str, Logged]:
    """Every output by the id of its first line, in the order they came."""
    found: dict[str, Logged] = {}
    for ident, fields in programme.raw(con, "output"):
        first = string(fields, "part_of") or ident
        items = strings(fields.get("items"))
        before = found.get(first)
        if before is None:
            found[first] = Logged(fields, frozenset((ident,)), items)
        else:
            said = fields if ident == first else before.fields
            found[first] = Logged(said, before.lines | {ident}, (*before.items, *items))
    return found


def issued(home: Home) -> tuple[Issued, ...]:
    """Every copy made on this laptop, for a withdrawal to name and to offer to delete."""
    with home.desk.read() as con:
        kept = desk.rows(con, ISSUED)
    return tuple(Issued(key.removeprefix(ISSUED), Path(str(value["path"]))) for key, value in kept)


def set_copies(home: Home, output: str, copies: int) -> None:
    """Say how many copies of something went out (printed, handed over, put online); a recall counts them."""
    with home.main.write() as con:
        home.put(con, "output", output, sets={"copies": copies, "state": "issued"})


def delete_issued(home: Home, output: str) -> bool:
    """Delete the file of an output that still lies where it was saved, and forget the place; whether a file was there."""
    found = next((one for one in issued(home) if one.output == output), None)
    if found is None:
        return False
    there = found.path.exists()
    if found.path.is_dir():
        take_away_folder(found.path)
    else:
        take_away(found.path)
    with home.desk.write() as con:
        desk.drop(con, ISSUED + output)
    return there
