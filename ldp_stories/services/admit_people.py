"""The list of people: who wants to join, admitting them, changing roles, marking a laptop lost (CONTRACTS.md 8).

A pack names researchers by code only, so in a live programme the name somebody joins with stays on this laptop (`Home.shown_member`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ldp_stories.domain.programme import Device, Member
from ldp_stories.domain.roles import Extra, Role, roles_on
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.import_bundle import accept_quarantined
from ldp_stories.services.set_aside import Waiting, waiting, waiting_one
from ldp_stories.services.set_up_programme import free_code
from ldp_stories.services.six_words import words_of_key
from ldp_stories.store import facts, sent
from ldp_stories.store import people as roster


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One laptop of a member; `status` is active, lost or retired."""

    id: str
    label: str
    status: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person of the programme; `admitted` is the ISO date of the first role; `roles` those held today."""

    id: str
    code: str
    name: str
    roles: tuple[Role, ...]
    devices: tuple[DeviceRow, ...]
    admitted: str
    custodian: bool = False
    clearance: bool = False


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """A first bundle of an unknown device, set aside: do these six words match what the person reads out?"""

    bundle: str
    name: str
    role: Role
    words: tuple[str, ...]
    at: str
    path: Path


def people(home: Home) -> tuple[MemberRow, ...]:
    """Everybody in the roster, by code."""
    with home.main.read() as con:
        return tuple(_row(home, con, m) for m in roster.members(con))


def _row(home: Home, con: Connection, member: Member) -> MemberRow:
    today = home.today()
    held = [t for t in member.roles if t.role in roles_on([t], today)]
    extra = {e for t in held for e in t.extra}
    devices = roster.devices(con, member.id)
    return MemberRow(
        id=member.id,
        code=member.code,
        name=home.shown_member(con, member.id),
        roles=tuple(t.role for t in held),
        devices=tuple(
            DeviceRow(d.id, d.label, d.status, words_of_key(home.machine, d.sign_key)) for d in devices
        ),
        admitted=min((t.start for t in member.roles), default=""),
        custodian=Extra.CUSTODIAN in extra,
        clearance=Extra.CLEARANCE in extra,
    )


def joiners(home: Home) -> tuple[JoinRequest, ...]:
    """Those who want to join, oldest first."""
    return tuple(
        JoinRequest(w.bundle, w.name, Role(w.role), w.words, w.at, w.path)
        for w in waiting(home)
        if w.joining and w.why == "UNKNOWN_SIGNER"
    )


def admit(
    home: Home,
    bundle: str,
    *,
    role: Role,
    clearance: bool = False,
    custodian: bool = False,
    organisation: str = "",
) -> MemberRow:
    """Write the roster entry of a joiner and bring in the bundle that was set aside.

    Refused NOT_YOUR_ROLE; UserError NO_SUCH_JOINER, and those of bringing it in (the roster entry then stands, and it can be tried again).
    """
    _need_coordinator(home)
    joiner = waiting_one(home, bundle)
    if not joiner.joining:
        raise UserError("NO_SUCH_JOINER")
    with home.main.write() as con:
        if roster.member(con, joiner.member) is None:
            _write_member(home, con, joiner, role, _extras(clearance, custodian), organisation)
        if roster.device(con, joiner.device) is None:
            home.put(con, "device", joiner.device, sets=_device(joiner))
    accept_quarantined(home, bundle)
    return _one(home, joiner.member)


def _write_member(
    home: Home, con: Connection, joiner: Waiting, role: Role, extra: list[str], organisation: str
) -> None:
    shown = home.practice or role is not Role.RESEARCHER
    sets = {
        "code": free_code(con, role),
        "work_name": joiner.name if shown else "",
        "organisation": organisation,
        "roles": [_term(home, role, extra)],
    }
    home.put(con, "member", joiner.member, sets=sets)
    if not shown:
        known = facts.load(con, "names") or {}
        facts.save(con, "names", {**known, joiner.member: joiner.name})


def _device(joiner: Waiting) -> dict[str, Any]:
    return {
        "member": joiner.member,
        "label": joiner.laptop,
        "sign_key": joiner.sign_key,
        "age_recipient": joiner.age_recipient,
        "status": "active",
        "valid_from": [1, 0],
        "revoked_after": None,
    }


def _term(home: Home, role: Role, extra: list[str]) -> dict[str, Any]:
    return {"role": role.value, "start": home.today().isoformat(), "end": None, "extra": extra}


def _extras(clearance: bool, custodian: bool) -> list[str]:
    return [e.value for e, wanted in ((Extra.CUSTODIAN, custodian), (Extra.CLEARANCE, clearance)) if wanted]


def change_role(
    home: Home, member: str, role: Role, *, clearance: bool = False, custodian: bool = False
) -> MemberRow:
    """End the present roles and start another today. Refused NOT_YOUR_ROLE, LAST_COORDINATOR; UserError NO_SUCH_MEMBER."""
    with home.main.write() as con:
        found = _member(home, con, member)
        if role is not Role.COORDINATOR:
            _keep_a_coordinator(home, con, member)
        terms = [*_ended(home, found), _term(home, role, _extras(clearance, custodian))]
        home.put(con, "member", member, sets={"roles": terms})
    return _one(home, member)


def leave(home: Home, member: str) -> MemberRow:
    """End all roles of a member and retire their laptops. Refused NOT_YOUR_ROLE, LAST_COORDINATOR; UserError NO_SUCH_MEMBER."""
    with home.main.write() as con:
        found = _member(home, con, member)
        _keep_a_coordinator(home, con, member)
        home.put(con, "member", member, sets={"roles": _ended(home, found)})
        for device in roster.devices(con, member):
            if device.status == "active":
                home.put(con, "device", device.id, sets={"status": "retired"})
    return _one(home, member)


def mark_lost(home: Home, label: str, device: str = "") -> int:
    """Refuse every laptop with this label after its last receipted bundle; the number of devices that were marked.

    A laptop without a label is named by its `device` id. This laptop itself cannot be marked. Refused NOT_YOUR_ROLE.
    """
    _need_coordinator(home)
    with home.main.write() as con:
        lost = [d for d in roster.devices(con) if is_laptop(d, label, device) and d.status == "active"]
        last = _last_bundles(con)
        for one in lost:
            if one.id != home.author.device:
                sets = {"status": "lost", "revoked_after": list(last.get(one.id, one.valid_from))}
                home.put(con, "device", one.id, sets=sets)
    return sum(d.id != home.author.device for d in lost)


def is_laptop(one: Device, label: str, device: str) -> bool:
    """Whether a device is on the laptop with this label; without a label, whether it is the one of that id."""
    return one.label == label if label else one.id == device


def _last_bundles(con: Connection) -> Mapping[str, tuple[int, int]]:
    """The (epoch, counter) of each device's last bundle that was taken in here."""
    last: dict[str, tuple[int, int]] = {}
    for got in sent.all_received(con):
        last[got.device] = max(last.get(got.device, (0, 0)), (got.epoch, got.n))
    return last


def _ended(home: Home, member: Member) -> list[dict[str, Any]]:
    """The terms of a member with those still held ended yesterday (one that began today is dropped)."""
    today = home.today()
    day, eve = today.isoformat(), date.fromordinal(today.toordinal() - 1).isoformat()
    terms = []
    for term in member.roles:
        over = term.end is not None and term.end < day
        if over or term.start < day:
            end = term.end if over else eve
            extra = [e.value for e in term.extra]
            terms.append({"role": term.role.value, "start": term.start, "end": end, "extra": extra})
    return terms


def _keep_a_coordinator(home: Home, con: Connection, leaving: str) -> None:
    """A programme without a coordinator could never issue a pack again."""
    today = home.today()
    others = (m for m in roster.members(con) if m.id != leaving)
    if not any(Role.COORDINATOR in roles_on(m.roles, today) for m in others):
        raise Refused("LAST_COORDINATOR")


def _member(home: Home, con: Connection, ident: str) -> Member:
    _need_coordinator(home)
    found = roster.member(con, ident)
    if found is None:
        raise UserError("NO_SUCH_MEMBER")
    return found


def _one(home: Home, ident: str) -> MemberRow:
    with home.main.read() as con:
        found = roster.member(con, ident)
        if found is None:
            raise UserError("NO_SUCH_MEMBER")
        return _row(home, con, found)


def _need_coordinator(home: Home) -> None:
    if Role.COORDINATOR not in home.roles():
        raise Refused("NOT_YOUR_ROLE")
