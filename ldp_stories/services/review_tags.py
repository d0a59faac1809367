"""Review tags by conversation: six decisions, each with who, when and why; all are kept and the current one is computed (US-C3 to C5).

Nothing is ever overwritten: undoing writes another decision that supersedes the one taken back.
"""

from ldp_stories.domain.review import Choice, Decision, Reading
from ldp_stories.services.home import Home


def readings(home: Home, record: str) -> tuple[Reading, ...]:
    """Every suggestion of a record with all its decisions, in the order of its passages."""
    raise NotImplementedError


def decide(home: Home, suggestion: str, choice: Choice, *, reason: str = "", to_tag: str | None = None, blind: bool = False) -> Decision:
    """Decide on a suggestion. Change, not this tag and differ need a reason (Refused REASON_NEEDED); change needs `to_tag` (TAG_NEEDED).

    ASK needs the question as its reason (QUESTION_NEEDED) and puts it beside the passage as a comment in the same transaction.
    """
    raise NotImplementedError


def undo(home: Home, decision: str) -> tuple[Decision, ...]:
    """Take a decision back: what stood before it stands again ("later" when nothing did), written as new decisions.

    Raises UserError DECISION_REPLACED when somebody has decided again since.
    """
    raise NotImplementedError


def accept_all(home: Home, record: str) -> tuple[Decision, ...]:
    """Accept every suggestion of a record that nobody has decided on (or that was left for later), in one transaction.

    Suggestions in the teller's or researcher's own words, with no tag, are left: a person must choose.
    """
    raise NotImplementedError


def suggest(home: Home, record: str, passage: str | None, tag: str, reason: str) -> str:
    """Add a tag the coordinator sees; it is a suggestion with its acceptance, so the researcher sees both. Returns the suggestion id."""
    raise NotImplementedError


def ask(home: Home, record: str, passage: str | None, text: str) -> str:
    """Ask the researcher about a record or passage; returns the comment id. An empty question is refused (QUESTION_NEEDED)."""
    raise NotImplementedError


def thank(home: Home, record: str | None, member: str, text: str) -> str:
    """Thank a researcher for one record, or for all (`record` None); returns the comment id."""
    raise NotImplementedError
