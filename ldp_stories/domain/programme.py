"""The programme: what a pack must hold before it may be used live, and who is in it (domain/3-model.md 3.1, CONTRACTS.md 8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ldp_stories.domain.roles import RoleTerm

REQUIRED = (
    "controller", "privacy_contact", "consent_form", "safeguarding_contact", "retention_rule", "recipient",
    "lawful_basis", "complaint_route",
)  # fmt: skip
"""The eight required parts; the first six forbid switching a live pack on, the last two as well, because sheets print them."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the programme under a code such as R-07; work names only of coordinators and contacts travel in a pack."""

    id: str
    code: str
    work_name: str
    organisation: str
    roles: tuple[RoleTerm, ...]

    @property
    def shown(self) -> str:
        """The name to show: the work name where there is one, else the code."""
        return self.work_name or self.code


@dataclass(frozen=True, slots=True)
class Device:
    """A laptop in the roster. Bounds are (epoch, bundle counter) pairs of that device."""

    id: str
    member: str
    label: str
    sign_key: str
    age_recipient: str
    status: str
    valid_from: tuple[int, int] = (0, 0)
    revoked_after: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme's own facts; `terms` holds every other field of the entity."""

    id: str
    name: str
    short_name: str
    code_prefix: str
    practice: bool
    version: int
    terms: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One consent question in the pack's words; `channels` when each channel is asked by itself.

    `purposes` are what the yes is for, each asked by itself once there is one: (domain.consent.ContactFor, words).
    `ask_words` names a line to fill in with them.
    """

    scopes: tuple[str, ...]
    short: str
    question: str
    helper: str
    if_asked: str
    channels: tuple[tuple[str, str], ...] = ()
    purposes: tuple[tuple[str, str], ...] = ()
    ask_words: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a pick-list (settings, routes, target groups, ...)."""

    id: str
    list: str
    key: str
    label: str


def missing_parts(found: Mapping[str, bool]) -> tuple[str, ...]:
    """Which of the required parts a live pack lacks; it cannot be switched on until this is empty."""
    return tuple(part for part in REQUIRED if not found.get(part, False))
