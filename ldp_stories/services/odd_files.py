"""Files that do not fit: one that never came, two under one number, a laptop that went back, lines left out, a lost laptop's file (BUNDLE.md 6).

Everything here was noticed and made harmless when the file came in. A coordinator sees it in words, says what to do, or that it is dealt with.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ldp_stories.domain.receipts import NUMBER, RequestWhat
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import CAME_AGAIN, Accepted
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.import_bundle import accept_quarantined
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.set_aside import WAITS, packed_number, waiting, waiting_one, waits_long
from ldp_stories.services.story import need
from ldp_stories.store import counters, facts, ledger, numbers, people, requests, sent

_SEEN = "odd files seen"


class Odd(StrEnum):
    """What does not fit."""

    MISSING = "missing"
    TWICE = "twice"
    TWO_COPIES = "two copies"
    WENT_BACK = "went back"
    NOT_ALLOWED = "not allowed"
    SPOILT = "spoilt"
    LOST_LAPTOP = "lost laptop"
    STRANGER = "stranger"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class OddFile:
    """One thing that does not fit, of one laptop.

    `numbers` are the numbers of files in its count to us, `count` how many lines or files it is about. `asked`: it was asked for already.
    `active`: the laptop is in use, so asking makes sense. `bundle` names a file that waits, `long` that it has for 90 days. `key` stands for it
    until more of it comes.
    """

    odd: Odd
    device: str
    member: str
    name: str
    to: str = ""
    numbers: tuple[int, ...] = ()
    count: int = 0
    on: str = ""
    asked: bool = False
    active: bool = True
    bundle: str = ""
    long: bool = False

    @property
    def key(self) -> str:
        """The same for the same thing; another once more of it has come."""
        numbers = ",".join(map(str, self.numbers))
        return f"{self.odd.value}|{self.device}|{self.to}|{numbers}|{self.count}|{self.bundle}"


def odd_files(home: Home) -> tuple[OddFile, ...]:
    """Everything that does not fit and was not dealt with, the most pressing first. Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    held = [
        (w, Odd.LOST_LAPTOP if w.why == "REVOKED_SIGNER" else Odd.STRANGER)
        for w in waiting(home)
        if w.why in WAITS and not w.pack
    ]
    with home.main.read() as con:
        seen = set(facts.load(con, _SEEN) or ())
        found = [
            *_missing(home, con),
            *_twice(home, con),
            *_same_number(home, con),
            *_left_out(home, con),
            *(
                _of(
                    home,
                    con,
                    odd,
                    w.device,
                    bundle=w.bundle,
                    numbers=w.number[1:] if w.number[1] else (),
                    on=w.packed_on or w.at[:10],
                    count=1,
                    long=waits_long(home, w.at),
                )
                for w, odd in sorted(held, key=lambda pair: pair[0].number)
                if not w.joining or odd is Odd.LOST_LAPTOP
            ),
            *_again(home, con),
        ]
    order = {odd: place for place, odd in enumerate(Odd)}
    kept = (one for one in found if one.key not in seen)
    waits = (Odd.LOST_LAPTOP, Odd.STRANGER)  # these stand as they were made, the oldest first
    return tuple(sorted(kept, key=lambda o: (order[o.odd], o.name, "" if o.odd in waits else o.key)))


def _of(home: Home, con: Connection, odd: Odd, device: str, **more: object) -> OddFile:
    known = people.device(con, device)
    member = known.member if known is not None else ""
    name = home.shown_member(con, member) if member else ""
    active = known is not None and known.status == "active"
    return OddFile(odd, device, member, name, active=active, **more)  # type: ignore[arg-type]


def _missing(home: Home, con: Connection) -> Iterator[OddFile]:
    """Files that somebody made for us and that never came."""
    asked: dict[str, set[int]] = {}
    for one in requests.all_of(con, ours=True):
        if one.request.what is RequestWhat.RESEND and one.request.note_code == NUMBER:
            asked.setdefault(one.device, set()).update(one.request.parts)
    for gap in counters.gaps(con):
        if gap.device != home.author.device:
            done = set(gap.missing) <= asked.get(gap.device, set())
            yield _of(
                home,
                con,
                Odd.MISSING,
                gap.device,
                to=gap.to,
                numbers=gap.missing,
                count=len(gap.missing),
                asked=done,
            )


def _twice(home: Home, con: Connection) -> Iterator[OddFile]:
    """A laptop signed two different lines under one number: the first stands, the second is held."""
    apart = {t.line for t in numbers.taken(con)}
    held = Counter(h.dev.split(".", 1)[0] for h in ledger.held(con) if h.why == "E_TWICE" or h.id in apart)
    for device, count in sorted(held.items()):
        yield _of(home, con, Odd.TWICE, device, count=count)


def _same_number(home: Home, con: Connection) -> Iterator[OddFile]:
    """Two different files of a laptop under one number: it works on in two copies, or went back to an older state."""
    by_number: dict[tuple[str, str, int], list[sent.Received]] = {}
    for one in sent.all_received(con):
        if one.n and one.device != home.author.device:
            by_number.setdefault((one.device, one.to, one.n), []).append(one)
    twice: dict[tuple[Odd, str, str], list[int]] = {}
    for (device, to, n), came in by_number.items():
        if len({(r.group, r.part) for r in came}) > 1:  # a part that was made again keeps group and part
            odd = Odd.WENT_BACK if len({r.epoch for r in came}) > 1 else Odd.TWO_COPIES
            twice.setdefault((odd, device, to), []).append(n)
    for (odd, device, to), found in sorted(twice.items()):
        yield _of(home, con, odd, device, to=to, numbers=tuple(sorted(found)), count=len(found))


_ROLE = frozenset({"E_ROLE", "E_CARRY"})
_SPOILT = frozenset({"E_COMMIT", "E_CYCLE", "E_KIND", "E_HEADS", "E_STREAM"})


def _left_out(home: Home, con: Connection) -> Iterator[OddFile]:
    """Lines that were left out because their author may not write them, or because they were not as they must be."""
    from_whom = {r.bundle: r.device for r in sent.all_received(con)}
    counts: Counter[tuple[Odd, str]] = Counter()
    for bundle, receipt in {
        r.bundle: r for r in sent.receipts(con) if r.device == home.author.device
    }.items():
        for _, code in receipt.refused:
            odd = Odd.NOT_ALLOWED if code in _ROLE else Odd.SPOILT if code in _SPOILT else None
            if odd is not None and bundle in from_whom:
                counts[odd, from_whom[bundle]] += 1
    for (odd, device), count in sorted(counts.items()):
        yield _of(home, con, odd, device, count=count)


def _again(home: Home, con: Connection) -> Iterator[OddFile]:
    """Files that were brought in once more: nothing was added twice."""
    known = facts.load(con, CAME_AGAIN) or {}
    from_whom = {r.bundle: r.device for r in sent.all_received(con)}
    found: dict[str, list[tuple[int, str]]] = {}
    for bundle, (often, at) in known.items():
        if bundle in from_whom and from_whom[bundle] != home.author.device:
            found.setdefault(from_whom[bundle], []).append((int(often), str(at)))
    for device, times in sorted(found.items()):
        last = max(at for _, at in times)[:10]
        yield _of(home, con, Odd.AGAIN, device, count=sum(n for n, _ in times), on=last)


def dealt_with(home: Home, key: str) -> None:
    """Take one off the list; it comes back when more of the same happens. Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        seen = facts.load(con, _SEEN) or []
        facts.save(con, _SEEN, [*(k for k in seen if k != key), key])


def try_again(home: Home, bundle: str, progress: Progress = no_progress) -> Accepted:
    """Bring in a stranger's file once a programme file has made the laptop known. UserError UNKNOWN_SIGNER and those of bringing in."""
    need(home, Role.COORDINATOR)
    return accept_quarantined(home, bundle, progress)


def let_in_all_the_same(home: Home, bundle: str, progress: Progress = no_progress) -> Accepted:
    """Take in a lost laptop's file that is known to be older than the loss: its count is valid up to this file, and this is written down.

    UserError NO_SUCH_JOINER, and those of bringing it in; Refused NOT_YOUR_ROLE.
    """
    need(home, Role.COORDINATOR)
    one = waiting_one(home, bundle)
    number = packed_number(home, bundle)
    with home.main.read() as con:
        device = people.device(con, one.device)
    if device is None or one.why != "REVOKED_SIGNER":
        raise UserError("NO_SUCH_JOINER")
    before = device.revoked_after
    with home.main.write() as con:
        home.put(con, "device", one.device, sets={"revoked_after": list(max(number, before or (0, 0)))})
    return accept_quarantined(home, bundle, progress)
