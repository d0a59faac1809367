"""Look after researchers: the last file, questions that wait, a heavy conversation they chose to tell of, and files that never came (US-C11).

Nothing else about them is ever worked out: no hours, no speed, no counts of stories, no order of merit. The list is in the order of codes.
"""

from dataclasses import dataclass

from ldp_stories.domain.records import Record
from ldp_stories.domain.roles import Role, roles_on
from ldp_stories.services import own_care
from ldp_stories.services.ask_resend import Wish, ask_for_numbers
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.odd_files import Odd, OddFile, odd_files
from ldp_stories.services.own_care import Flag
from ldp_stories.services.story import need
from ldp_stories.store import comments, encounters, people, records, sent


@dataclass(frozen=True, slots=True)
class Looked:
    """One researcher. `last_file` is the day their newest file was packed ("" when none came); questions that wait for them and for us."""

    member: str
    code: str
    name: str
    last_file: str
    for_them: int
    for_us: int
    heavy: tuple[Flag, ...] = ()
    missing: tuple[OddFile, ...] = ()


def researchers(home: Home) -> tuple[Looked, ...]:
    """Every researcher of today but oneself, by code. Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    flags = own_care.flags(home)
    missing = [o for o in odd_files(home) if o.odd is Odd.MISSING]
    today = home.today()
    with home.main.read() as con:
        last: dict[str, str] = {}
        for got in sent.all_received(con):
            last[got.device] = max(last.get(got.device, ""), got.at_label[:10])
        found = []
        for member in people.members(con):
            if Role.RESEARCHER not in roles_on(member.roles, today) or member.id == home.member:
                continue
            devices = frozenset(d.id for d in people.devices(con, member.id))
            theirs, ours = _questions(con, member.id, devices)
            found.append(
                Looked(
                    member=member.id,
                    code=member.code,
                    name=home.shown_member(con, member.id),
                    last_file=max((last.get(d, "") for d in devices), default=""),
                    for_them=theirs,
                    for_us=ours,
                    heavy=tuple(f for f in flags if f.member == member.id),
                    missing=tuple(o for o in missing if o.member == member.id),
                )
            )
    return tuple(found)


def _questions(con: Connection, member: str, devices: frozenset[str]) -> tuple[int, int]:
    """Open questions on their stories: asked by others, and asked by them."""
    theirs = ours = 0
    for question in comments.open_questions(con):
        record = records.record(con, question.record)
        if record is None or not _heard(con, record, member, devices):
            continue
        if question.by == member:
            ours += 1
        else:
            theirs += 1
    return theirs, ours


def _heard(con: Connection, record: Record, member: str, devices: frozenset[str]) -> bool:
    """Whether they heard the story; where its meeting does not say who did, whether it was begun on a laptop of theirs."""
    meeting = encounters.encounter(con, record.encounter) if record.encounter else None
    if meeting is not None and meeting.researcher:
        return meeting.researcher == member
    return record.began_by in devices


def ask_for_missing(home: Home, one: OddFile) -> Wish:
    """Ask for files that never came; the wish goes with the next file to them. UserError NOBODY_TO_ASK."""
    need(home, Role.COORDINATOR)
    return ask_for_numbers(home, one.device, one.to, one.numbers)
