"""Whom a person may send to: never anybody outside the roster, each with the six words to compare the first time (CONTRACTS.md 3, AT-6)."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from ldp_stories.domain.audience import Addressee
from ldp_stories.domain.programme import Device, Member
from ldp_stories.domain.roles import Extra, Role, roles_on
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.six_words import words_of_key
from ldp_stories.store import people, sent

COORDINATORS = "coordinators"
EVALUATORS = "evaluators"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One addressee: everybody of a role, or one researcher.

    `key` is "coordinators", "evaluators" or a member id; `thread` the same with the code in place of the id. `words` are the six words of
    the first device, `new` says that nothing was ever sent there. `devices` are device ids, `ages` the keys to seal to.
    """

    key: str
    name: str
    role: Role
    words: tuple[str, ...]
    new: bool
    organisation: str
    thread: str
    devices: tuple[str, ...] = field(repr=False)
    ages: tuple[str, ...] = field(repr=False)
    clearance: bool = False

    @property
    def addressee(self) -> Addressee:
        """The same for `domain.audience`."""
        return Addressee(self.role, frozenset(self.devices), self.clearance)


def recipients(home: Home) -> tuple[Recipient, ...]:
    """Whom one may send to: everybody to the coordinators; a coordinator also to the evaluators and to each researcher."""
    return tuple(_each(home))


def recipient_named(home: Home, name: str) -> Recipient:
    """The recipient meant by a key, thread, code or shown name, whatever the case. UserError NO_SUCH_RECIPIENT."""
    wanted = name.casefold()
    with closing(_each(home)) as them:
        for one in them:
            if wanted in (one.key.casefold(), one.thread.casefold(), one.name.casefold()):
                return one
    raise UserError("NO_SUCH_RECIPIENT", name=name)


def has_coordinators(home: Home, con: Connection) -> bool:
    """Whether a coordinator other than oneself could get what is ready, without looking at anything else of theirs."""
    today = home.today()
    them = {
        m.id
        for m in people.members(con)
        if m.id != home.member and Role.COORDINATOR in roles_on(m.roles, today)
    }
    return any(d.member in them and d.status == "active" for d in people.devices(con))


def _each(home: Home) -> Generator[Recipient, None, None]:
    """One after the other, so that looking for one does not look at all of them; the roster is read once."""
    roles, today = home.roles(), home.today()
    with home.main.read() as con:
        members = [m for m in people.members(con) if m.id != home.member]
        active = [d for d in people.devices(con) if d.status == "active"]
        groups = ((Role.COORDINATOR, COORDINATORS), (Role.EVALUATOR, EVALUATORS))
        for role, key in groups if Role.COORDINATOR in roles else groups[:1]:
            group = [m for m in members if role in roles_on(m.roles, today)]
            if (found := _recipient(home, con, key, key, role, group, active)) is not None:
                yield found
        for member in members if Role.COORDINATOR in roles else ():
            if Role.RESEARCHER in roles_on(member.roles, today):
                one = _recipient(home, con, member.id, member.code, Role.RESEARCHER, [member], active)
                if one is not None:
                    yield one


def _recipient(
    home: Home,
    con: Connection,
    key: str,
    thread: str,
    role: Role,
    members: Sequence[Member],
    active: Sequence[Device],
) -> Recipient | None:
    devices = [d for m in members for d in active if d.member == m.id]
    if not devices:
        return None
    with_device = [m for m in members if any(d.member == m.id for d in devices)]
    cleared = all(any(Extra.CLEARANCE in t.extra for t in m.roles) for m in with_device)
    return Recipient(
        key=key,
        name=", ".join(home.shown_member(con, m.id) for m in with_device),
        role=role,
        words=words_of_key(home.machine, devices[0].sign_key),
        new=not sent.any_sent(con, thread),
        organisation=", ".join(dict.fromkeys(m.organisation for m in with_device if m.organisation)),
        thread=thread,
        devices=tuple(d.id for d in devices),
        ages=tuple(d.age_recipient for d in devices),
        clearance=cleared,
    )
