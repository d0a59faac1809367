"""What has not come yet: parts of a sending that wait for each other, and whole files missing in somebody's count (CONTRACTS.md 3, 9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldp_stories.domain.receipts import NUMBER, RequestWhat
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import counters, people, requests, sent
from ldp_stories.store.sent import Received


@dataclass(frozen=True, slots=True)
class Awaited:
    """A sending of which parts have not come: from whom, when packed, the part numbers, how many sounds wait, and which parts were asked for."""

    group: str
    name: str
    packed_on: str
    parts: tuple[int, ...]
    of: int
    sounds: int
    asked: tuple[int, ...]

    @property
    def not_asked(self) -> tuple[int, ...]:
        """The parts nobody has asked for yet."""
        return tuple(n for n in self.parts if n not in self.asked)


@dataclass(frozen=True, slots=True)
class Gap:
    """Files that somebody made for us and that never came, by their numbers in that person's count."""

    name: str
    numbers: tuple[int, ...]


def still_to_come(home: Home) -> tuple[Awaited, ...]:
    """Sendings that are not whole here, oldest first; one whose words are all here and whose sound came another way is whole."""
    with home.main.read() as con:
        groups: dict[str, list[Received]] = {}
        for one in sent.all_received(con):
            if one.parts > 1 and one.device != home.author.device:
                groups.setdefault(one.group, []).append(one)
        found = [_awaited(home, con, came) for came in groups.values()]
    return tuple(one for one in found if one is not None)


def gaps(home: Home) -> tuple[Gap, ...]:
    """Files missing between those that came, by sender."""
    with home.main.read() as con:
        return tuple(
            Gap(_name(home, con, g.device), g.missing)
            for g in counters.gaps(con)
            if g.device != home.author.device
        )


def asked_parts(con: Connection, came: Sequence[Received]) -> frozenset[int]:
    """The parts of a sending that were asked for and have not come; `came` are those that have."""
    names = {n for r in came for n in (r.bundle, r.group)}
    wanted = (a.request for a in requests.all_of(con, ours=True))
    mine = [r for r in wanted if r.what is RequestWhat.RESEND and r.note_code != NUMBER and r.bundle in names]
    return frozenset(n for r in mine for n in r.parts)


def _awaited(home: Home, con: Connection, came: list[Received]) -> Awaited | None:
    numbers = {r.part for r in came}
    lost = tuple(n for n in range(1, came[0].parts + 1) if n not in numbers)
    last = {
        r.bundle: r for one in came for r in sent.receipts(con, one.bundle) if r.device == home.author.device
    }
    waiting = {sha256 for r in last.values() for sha256 in r.waiting}
    if not lost or (not waiting and 1 in numbers):
        return None
    return Awaited(
        group=came[0].group,
        name=_name(home, con, came[0].device),
        packed_on=came[0].at_label[:10],
        parts=lost,
        of=came[0].parts,
        sounds=len(waiting),
        asked=tuple(sorted(asked_parts(con, came) & set(lost))),
    )


def _name(home: Home, con: Connection, device: str) -> str:
    member = people.member_of_device(con, device)
    return home.shown_member(con, member.id) if member else ""
