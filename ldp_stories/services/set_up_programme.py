"""Set up a programme: found it, fill the required parts one by one, make the recovery key, sign and save the pack (CONTRACTS.md 8)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.slots import unwrap_recovery
from ldp_stories.domain.revisions import Change, Revision, new_revision
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import open_home
from ldp_stories.services.founding import Founding
from ldp_stories.services.home import Connection, Home, Machine
from ldp_stories.services.load_pack_content import PackItem, entity_id, load_content
from ldp_stories.services.required_parts import (
    CONSENT_FIELDS,
    CONTACT_FIELDS,
    FORMS,
    PartForm,
    filled_parts,
    values_of,
)
from ldp_stories.services.save_pack import SavedPack, entities, missing, programme_words, save_pack
from ldp_stories.store import ledger, people, programme

__all__ = [
    "ALL_ROLES", "Part", "RecoveryKey", "SavedPack", "check_recovery", "fill_part", "found_programme", "free_code", "make_recovery",
    "missing", "own_device", "parts", "prefix_of", "programme_words", "save_pack",
]  # fmt: skip
ALL_ROLES: Final = (Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the eight required parts (domain.programme.REQUIRED): what it holds now and whether that is enough."""

    key: str
    title: str
    filled: bool
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A new recovery identity; `identity` is shown once and kept by the custodians, only `recipient` is stored."""

    identity: str = field(repr=False)
    recipient: str = ""


def found_programme(
    folder: Path,
    machine: Machine,
    *,
    content: str,
    name: str,
    programme_name: str,
    passphrase: str | None,
    practice: bool,
    roles: Sequence[Role] = (Role.COORDINATOR,),
    members: bool = False,
    label: str = "",
) -> Home:
    """Make a home and found a programme in it: `content` is "starter" or "larkside"; `name` is the founder's work name.

    A practice programme makes and tests its recovery key at once. `members` brings in the invented people of a practice content.
    UserError NOT_A_PACK for content that does not fit, and those of `open_home.create`.
    """
    starter = load_content(machine.resource("starter").parent, content)
    items = [i for i in starter.items() if members or i.kind != "member"]
    home = open_home.create(
        folder, machine, open_home.Who(name, roles, label), passphrase=passphrase, practice=practice
    )
    try:
        founding = Founding.new(programme_name, home.keys.sign_public)
        own = {
            "name": programme_name,
            "practice": practice,
            "founding": {"name": founding.name, "key": founding.key, "random": founding.random},
        }
        if not items[0].sets.get("code_prefix"):
            own["code_prefix"] = prefix_of(programme_name)
        _write_all(
            home, [PackItem("programme", items[0].ent, {**items[0].sets, **own}, items[0].adds), *items[1:]]
        )
        with home.main.write() as con:
            _write_founder(home, con, name, roles)
        if practice:
            key = make_recovery(home)
            check_recovery(home, key.identity)
    except BaseException:
        home.close()
        raise
    return home


def prefix_of(name: str) -> str:
    """Two letters for participant codes from a programme's name: the first letters of two words, or the first two letters."""
    words = re.findall(r"[A-Za-z]+", name.upper())
    letters = "".join(w[0] for w in words[:2]) if len(words) > 1 else "".join(words)[:2]
    return (letters + "LS")[:2]


def _write_all(home: Home, items: Sequence[PackItem]) -> None:
    """Write many new entities at once (a pick-list at a time would take seconds)."""
    dev, label = home.author.dev("p"), home.label()
    made: list[Revision] = []
    for number, item in enumerate(items, 1):
        change = Change(dict(item.sets), {n: dict(e) for n, e in item.adds.items()})
        made.append(
            new_revision(item.kind, item.ent, change, subj=(), par=(), dev=dev, seq=number, at_label=label)
        )
    with home.main.write() as con:
        ledger.insert(con, made)


def _write_founder(home: Home, con: Connection, name: str, roles: Sequence[Role]) -> None:
    today = home.today().isoformat()
    terms: list[dict[str, Any]] = [{"role": r.value, "start": today, "end": None, "extra": []} for r in roles]
    code = free_code(con, Role.COORDINATOR)
    home.put(
        con, "member", home.member, sets={"code": code, "work_name": name, "organisation": "", "roles": terms}
    )
    home.put(con, "device", home.author.device, sets=own_device(home))


def own_device(home: Home) -> dict[str, Any]:
    """The roster entry of this laptop."""
    return {
        "member": home.member,
        "label": home.device_label,
        "sign_key": home.keys.sign_public,
        "age_recipient": home.keys.recipient,
        "status": "active",
        "valid_from": [1, 0],
        "revoked_after": None,
    }


def free_code(con: Connection, role: Role) -> str:
    """The next free code of a role, such as R-07."""
    letter = role.value[0].upper()
    taken = [m.code for m in people.members(con)]
    numbers = [int(c[2:]) for c in taken if re.fullmatch(rf"{letter}-\d+", c)]
    return f"{letter}-{max(numbers, default=0) + 1:02d}"


def parts(home: Home) -> tuple[Part, ...]:
    """The eight required parts in asking order."""
    with home.main.read() as con:
        known = entities(con)
    filled = filled_parts(known)
    return tuple(Part(f.key, f.title, filled[f.key], values_of(f, known)) for f in FORMS)


def fill_part(home: Home, key: str, values: Mapping[str, Any]) -> Part:
    """Write the values of a part (the names `parts` shows). Refused NOT_YOUR_ROLE for anyone but a coordinator; ValueError for others."""
    form = next((f for f in FORMS if f.key == key), None)
    if form is None:
        raise ValueError(f"there is no part {key}")
    with home.main.write() as con:
        kind, ent, allowed = _target(home, con, form)
        if not values.keys() <= set(allowed):
            raise ValueError(f"{key} takes {', '.join(allowed)}")
        home.put(con, kind, ent, sets=dict(values))
    return next(p for p in parts(home) if p.key == key)


def _target(home: Home, con: Connection, form: PartForm) -> tuple[str, str, Sequence[str]]:
    """Kind, entity and field names that a part writes to."""
    if form.key == "consent_form":
        found = programme.raw(con, "consent_form")
        return "consent_form", found[0][0] if found else entity_id("consent_form", "starter"), CONSENT_FIELDS
    if form.key == "recipient":
        return "recovery", entity_id("recovery", "recovery"), ("recipient",)
    if form.contact:
        known = (ent for ent, fields in programme.raw(con, "contact") if fields.get("key") == form.contact)
        return "contact", next(known, entity_id("contact", form.contact)), CONTACT_FIELDS
    return "programme", home.programme_entity, form.fields


def make_recovery(home: Home) -> RecoveryKey:
    """Make the programme's recovery identity (an ordinary age identity) and seal this home's own slot to it."""
    keys = DeviceKeys.new()
    with home.main.write() as con:
        sets = {"recipient": keys.recipient, "custodians": [], "tested_label": ""}
        home.put(con, "recovery", entity_id("recovery", "recovery"), sets=sets)
    open_home.write_recovery_slot(home, keys.recipient)
    return RecoveryKey(keys.age_secret, keys.recipient)


def check_recovery(home: Home, identity: str) -> None:
    """Open this home's recovery slot with the identity and note the day it was tested. UserError WRONG_RECOVERY_KEY, NO_RECOVERY_SLOT."""
    slot = open_home.recovery_slot(home)
    if slot is None:
        raise UserError("NO_RECOVERY_SLOT")
    try:
        right = unwrap_recovery(slot[1], identity) == home.root_key
    except UserError as error:
        raise UserError("WRONG_RECOVERY_KEY") from error
    if not right:
        raise UserError("WRONG_RECOVERY_KEY")
    home.put_fact("recovery tested", home.label()[:10])
