"""Queue work: which stories need a coordinator, why, in the order a person should see them; and the sitting of fifteen (US-C2, US-C4).

Reasons are facts (`Reason`), never sentences: the window words them.
"""

from dataclasses import dataclass

from ldp_stories.domain.records import RecordKind
from ldp_stories.domain.review import SITTING, Why
from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a story is in the queue: how many of it, and what exactly.

    `what` by `why`: CONSENT and TAKEN_BACK gate reasons ("no_part", "adult_first", "withdrawn") or "scope:reason" ("audio:no");
    NAME_FOUND the words found; CONFLICT field names ("title"); QUESTION the questions' words; WAITING, TAGS and RELEASE nothing.
    """

    why: Why
    count: int = 1
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One story in the queue, with all its reasons, the weightiest first. `told_on` is an ISO date; `place` and `researcher` are names."""

    record: str
    kind: RecordKind
    title: str
    reasons: tuple[Reason, ...]
    told_on: str
    place: str
    researcher: str

    @property
    def why(self) -> tuple[Why, ...]:
        """The reasons without their facts."""
        return tuple(r.why for r in self.reasons)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting under way: its stories in order, the one in hand (an index), and what in it had the focus (a suggestion id or "")."""

    records: tuple[str, ...]
    at: int
    focus: str = ""

    @property
    def done(self) -> bool:
        """Whether all its stories have been seen: time for a break."""
        return self.at >= len(self.records)


def queue(home: Home) -> tuple[QueueRow, ...]:
    """Every story that needs a coordinator: consent problems, taken back, names found, two versions, questions, sound, tags, release."""
    raise NotImplementedError


def reasons_for(home: Home, record: str) -> tuple[Reason, ...]:
    """Why one story is in the queue now; empty when nothing is left to do."""
    raise NotImplementedError


def start_sitting(home: Home, n: int = SITTING) -> tuple[str, ...]:
    """Begin a sitting with the first `n` stories of the queue (record ids); it is kept on the desk until it is done."""
    raise NotImplementedError


def sitting(home: Home) -> Sitting | None:
    """The sitting under way, also after a restart; None when there is none."""
    raise NotImplementedError


def keep_place(home: Home, record: str, focus: str = "") -> Sitting | None:
    """Remember which story of the sitting is in hand, and what had the focus in it."""
    raise NotImplementedError


def end_sitting(home: Home) -> None:
    """Finish the sitting; decisions made in it stand."""
    raise NotImplementedError
