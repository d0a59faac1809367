"""Tags and the codebook: names may change, identifiers never; retired tags still show on old records (domain/3-model.md 3.9)."""

from dataclasses import dataclass
from enum import StrEnum


class TagStatus(StrEnum):
    """The life of a tag; none is ever deleted."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


class Sure(StrEnum):
    """How sure the person who suggests a tag is."""

    SURE = "sure"
    THINK_SO = "think so"
    NOT_SURE = "not sure"


@dataclass(frozen=True, slots=True)
class Tag:
    """One codebook entry; `group` is its letter, `source` its origin."""

    id: str
    code: str
    name: str
    group: str
    group_name: str
    meaning: str
    use_for: str = ""
    not_for: str = ""
    example: str = ""
    source: str = ""
    status: TagStatus = TagStatus.ACTIVE
    position: int = 0
    parent: str | None = None
    maps_to: str | None = None
    merged_into: str | None = None
    split_into: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    author: str = ""

    @property
    def in_use(self) -> bool:
        """Whether it may be given to a story today."""
        return self.status in (TagStatus.ACTIVE, TagStatus.PROPOSED)

    @property
    def label(self) -> str:
        """ "D1 Trusted person or place"."""
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag somebody sees in a record or passage; `words` when no tag fits. A suggestion until a coordinator decides."""

    id: str
    record: str
    passage: str | None
    tag: str | None
    by: str
    reason: str
    sure: Sure
    words: str = ""
