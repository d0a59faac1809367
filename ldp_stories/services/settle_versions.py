"""Settle versions: two people changed the same field; both are shown with who and when, a person chooses, the other stays in history."""

from dataclasses import dataclass

from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class Version:
    """One of the versions: the revision that wrote it, its value as text, who, and the time label."""

    rev: str
    value: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A field with more than one version. `record` and `title` say in which story (empty for things outside stories)."""

    entity: str
    kind: str
    field: str
    record: str
    title: str
    versions: tuple[Version, ...]


def unsettled(home: Home, record: str | None = None) -> tuple[Unsettled, ...]:
    """Every field with two versions, of one record or of all; fields settled by rule (consent, sensitivity) are never among them."""
    raise NotImplementedError


def settle_conflict(home: Home, entity: str, field: str, rev: str) -> None:
    """Choose the version that `rev` wrote: a new revision that follows all versions. Raises UserError ALREADY_SETTLED when it is no candidate."""
    raise NotImplementedError
