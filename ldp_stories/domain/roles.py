"""Roles and who may write what (CONTRACTS.md 2). Services check it on writing, import checks it line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from ldp_stories.domain.free_text import SHARED
from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.kinds_analysis import ANALYSIS


class Role(StrEnum):
    """What a person does in a programme; a reader or recovery custodian has no device and writes nothing."""

    RESEARCHER = "researcher"
    COORDINATOR = "coordinator"
    EVALUATOR = "evaluator"
    READER = "reader"


class Extra(StrEnum):
    """Rights beside a role: receiving identity items, reading verbatim words."""

    CUSTODIAN = "custodian"
    CLEARANCE = "clearance"


@dataclass(frozen=True, slots=True)
class RoleTerm:
    """A role a person holds from `start` until `end` (ISO dates; no end = still held)."""

    role: Role
    start: str
    end: str | None = None
    extra: tuple[Extra, ...] = ()


def roles_on(terms: Iterable[RoleTerm], today: date) -> frozenset[Role]:
    """The roles held on a day."""
    day = today.isoformat()
    return frozenset(t.role for t in terms if t.start <= day and (t.end is None or day <= t.end))


PROGRAMME_KINDS = frozenset(name for name, kind in KINDS.items() if kind.stream == "p")
IDENTITY_KINDS = frozenset(name for name, kind in KINDS.items() if kind.stream == "i")
_FIELD_KINDS = frozenset(
    {
        "participant",
        "consent",
        "encounter",
        "record",
        "layer",
        "note",
        "media",
        "passage",
        "suggestion",
        "comment",
        "care",
    }
)
_ANALYSIS_KINDS = frozenset(kind.name for kind in ANALYSIS)
_EVALUATOR_KINDS = _ANALYSIS_KINDS | {
    "quote",
    "output",
    "report",
    "passage",
    "suggestion",
    "decision",
    "comment",
}
_COORDINATOR_KINDS = frozenset({"masking", "feedback"})
LOG_KINDS = frozenset({"incident", "leaving", "rights_request"})
"""Logs that only coordinators write and read."""
WORK_KINDS = _FIELD_KINDS | _EVALUATOR_KINDS | _COORDINATOR_KINDS | LOG_KINDS
"""Kinds of the work stream that this version reads; others are kept and passed on."""
_COORDINATOR_FIELDS = {
    "record": frozenset({"released", "released_by", "read", "kept_back"}),
    "passage": frozenset({"quote_state"}),
}


@dataclass(frozen=True, slots=True)
class Writing:
    """What a writer wants to do: a kind, the fields touched, values that matter, and whether the thing is their own."""

    kind: str
    fields: frozenset[str] = frozenset()
    own: bool = True
    masks: bool = False
    opens_closed: bool = False


@lru_cache(maxsize=1_024)
def may_write(roles: frozenset[Role], writing: Writing) -> bool:
    """Whether a person holding `roles` may make this revision.

    `own`: the entity is new or was begun on the writer's own devices. `masks`: a layer of kind masked. `opens_closed`: it makes a
    closed record less protected, which only a coordinator may.
    """
    if Role.COORDINATOR in roles:
        return True
    if writing.kind in PROGRAMME_KINDS or any(name.startswith(SHARED) for name in writing.fields):
        return False
    if writing.kind in IDENTITY_KINDS:
        return Role.RESEARCHER in roles and writing.own
    return _researcher_may(roles, writing) or _evaluator_may(roles, writing)


def _researcher_may(roles: frozenset[Role], writing: Writing) -> bool:
    if Role.RESEARCHER not in roles or writing.kind not in _FIELD_KINDS or not writing.own:
        return False
    if writing.masks or writing.opens_closed:
        return False
    return not writing.fields & _COORDINATOR_FIELDS.get(writing.kind, frozenset())


def _evaluator_may(roles: frozenset[Role], writing: Writing) -> bool:
    return Role.EVALUATOR in roles and writing.kind in _EVALUATOR_KINDS and writing.own


def may_carry(roles: frozenset[Role], *, own_device: bool) -> bool:
    """Who may carry whose words: researchers and evaluators their own device's revisions, a coordinator those of any roster device."""
    return own_device or Role.COORDINATOR in roles
