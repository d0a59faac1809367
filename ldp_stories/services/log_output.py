"""Log what leaves: an output with its items in the ledger, and on this laptop alone where it was saved, so that it can be recalled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.held_files import take_away, take_away_folder
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import Passage
from ldp_stories.services.home import Home
from ldp_stories.services.quote_rows import QuoteRow
from ldp_stories.store import desk, records

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


RECORDS_IN_ONE: Final = 2_000
"""Stories that one line of the log names; a line of a bundle has a limit."""


def log_records(home: Home, kind: str, path: Path, stories: Sequence[str], subj: Iterable[str]) -> None:
    """Note an output of whole stories, in as many lines as it takes; the people only on the first ones."""
    people = sorted(subj)
    for at in range(0, max(1, len(stories)), RECORDS_IN_ONE):
        ident = new_id()
        sets = {
            "type": kind,
            "title": kind,
            "items": list(stories[at : at + RECORDS_IN_ONE]),
            "channels": [],
            "made_label": home.label(),
        }
        with home.main.write() as con:
            home.put(con, "output", ident, sets=sets, subj=people[at : at + RECORDS_IN_ONE])
        with home.desk.write() as con:
            desk.save(con, ISSUED + ident, {"path": str(path)})


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
