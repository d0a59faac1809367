"""Hearing back: thanks, questions at the exact passage, what became of the tags and why (domain/2-users.md US-R12)."""

from dataclasses import dataclass

from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that came back. `kind`: thanks, question, answer, accepted, changed, not this tag, differ, received.

    `quote` are the words it stands at; `tag_from` and `tag_to` tag codes with names; `comment` the id to answer; `answered` whether one has.
    """

    kind: str
    record: str
    title: str
    text: str
    quote: str
    by: str
    on: str
    tag_from: str
    tag_to: str
    reason: str
    comment: str | None
    answered: bool


def hearing_back(home: Home) -> tuple[Heard, ...]:
    """What came back about one's own stories: open questions first, then newest first."""
    raise NotImplementedError


def reply(home: Home, comment: str, text: str) -> str:
    """Answer a question; the id of the answer. UserError NO_SUCH_COMMENT."""
    raise NotImplementedError
