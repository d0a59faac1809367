"""Comments: questions at the exact passage, answers, thanks. Append-only (domain/2-users.md US-R12)."""

from dataclasses import dataclass
from enum import StrEnum


class CommentKind(StrEnum):
    """What a comment is."""

    QUESTION = "question"
    ANSWER = "answer"
    THANKS = "thanks"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment on a record or passage; `by` is a member id; `reply_to` the question it answers."""

    id: str
    record: str
    passage: str | None
    kind: CommentKind
    text: str
    by: str
    at_label: str
    reply_to: str | None = None
