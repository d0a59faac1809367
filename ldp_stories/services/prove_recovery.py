"""Prove the recovery key: open the slots that laptops sent with it, and tell each laptop the day (CONTRACTS.md 8).

A slot is an age file with a laptop's root key, sealed to the programme's recovery key. Here it is only kept, closed, until it is tested.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ldp_stories.crypto.slots import unwrap_recovery
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import recovery_slot
from ldp_stories.store import ledger, people
from ldp_stories.store.disk import write_durably

FOLDER: Final = "slots"
_DEVICE: Final = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Proved:
    """One laptop: its label, whose it is, and whether the recovery key opens it; `on` the day it was last tested."""

    device: str
    label: str
    member: str
    opens: bool
    on: str


def keep_slots(home: Home, sender: str, slots: Mapping[str, bytes]) -> None:
    """Keep the slot that a laptop sent of itself, for the next test; a coordinator's notebook alone keeps them."""
    data = slots.get(sender)
    if data is None or Role.COORDINATOR not in home.roles():
        return
    folder = home.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    write_durably(folder / f"{sender}.age", data)


def prove(home: Home, identity: str) -> tuple[Proved, ...]:
    """Open every kept slot with the recovery identity and write the day to each laptop that it opens.

    Refused NOT_YOUR_ROLE for anyone but a coordinator; UserError NO_RECOVERY_SLOT when none is kept, WRONG_RECOVERY_KEY when none opens.
    """
    if Role.COORDINATOR not in home.roles():
        raise Refused("NOT_YOUR_ROLE")
    kept = _kept(home)
    if not kept:
        raise UserError("NO_RECOVERY_SLOT")
    opened = {device for device, data in kept.items() if _opens(data, identity.strip())}
    if not opened:
        raise UserError("WRONG_RECOVERY_KEY")
    today = home.label()[:10]
    with home.main.write() as con:
        for device in sorted(opened):
            if people.device(con, device) is not None:
                home.put(con, "device", device, sets={"recovery_tested": today})
    return tuple(_proved(home, device, device in opened) for device in sorted(kept))


def _kept(home: Home) -> dict[str, bytes]:
    """Every slot at hand, by device; this laptop's own among them."""
    folder = home.folder / FOLDER
    files = sorted(folder.glob("*.age")) if folder.is_dir() else []
    found = {p.stem: p.read_bytes() for p in files if _DEVICE.fullmatch(p.stem)}
    own = recovery_slot(home)
    return found | ({home.author.device: own[1]} if own is not None else {})


def _opens(data: bytes, identity: str) -> bool:
    try:
        unwrap_recovery(data, identity)
    except UserError:
        return False
    return True


def _proved(home: Home, device: str, opens: bool) -> Proved:
    with home.main.read() as con:
        known = people.device(con, device)
        shown = home.shown_member(con, known.member) if known is not None else ""
    return Proved(device, known.label if known else "", shown, opens, recovery_tested_on(home, device))


def recovery_tested_on(home: Home, device: str = "") -> str:
    """The day a custodian last opened the slot of a laptop (this one), "" when it was never tested."""
    with home.main.read() as con:
        view = ledger.entity(con, device or home.author.device)
    told = view.get("recovery_tested") if view is not None else ""
    own = "" if device and device != home.author.device else home.fact("recovery tested")
    return max(told if isinstance(told, str) else "", own)
