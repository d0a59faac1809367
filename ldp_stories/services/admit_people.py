"""The list of people: who wants to join, admitting them, changing roles, marking a laptop lost (CONTRACTS.md 8)."""

from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One laptop of a member."""

    id: str
    label: str
    status: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person of the programme; `admitted` is the ISO date of the first role, `pack_version` the newest pack they are known to have."""

    id: str
    code: str
    name: str
    roles: tuple[Role, ...]
    devices: tuple[DeviceRow, ...]
    admitted: str
    pack_version: int | None = None
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
    raise NotImplementedError


def joiners(home: Home) -> tuple[JoinRequest, ...]:
    """Those who want to join, oldest first."""
    raise NotImplementedError


def admit(
    home: Home, bundle: str, *, role: Role, clearance: bool = False, custodian: bool = False
) -> MemberRow:
    """Write the roster entry of a joiner and bring in the bundle that was set aside. Refused NOT_YOUR_ROLE, UserError NO_SUCH_JOINER."""
    raise NotImplementedError


def change_role(
    home: Home, member: str, role: Role, *, clearance: bool = False, custodian: bool = False
) -> MemberRow:
    """End the present roles today and start another."""
    raise NotImplementedError


def leave(home: Home, member: str) -> MemberRow:
    """End all roles of a member today and retire their laptops."""
    raise NotImplementedError


def mark_lost(home: Home, label: str) -> int:
    """Refuse every laptop with this label after its last receipted bundle; the number of devices that were marked."""
    raise NotImplementedError
