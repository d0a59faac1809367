"""Release a record to the evaluators: "I have read title and notes" (CONTRACTS.md 4). They get masked words and passages, never verbatim."""

from dataclasses import dataclass

from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did: the masked layer, how many passages were copied onto it, and those that still need placing by hand."""

    layer: str | None
    copied: int
    needs_placing: tuple[str, ...]


def release(home: Home, record: str, *, read_title_and_notes: bool) -> Released:
    """Release a record; makes the masked copy when there is none and copies passages onto it. Again is harmless: it adds what is missing.

    Refused: RELEASE_UNREAD (the tick is missing), RELEASE_NOT_READY (a draft or held), RELEASE_CLOSED, TAKEN_BACK, NOT_YOUR_ROLE.
    """
    raise NotImplementedError


def take_back_release(home: Home, record: str) -> None:
    """Stop the record from going to evaluators from now on; what they have stays with them."""
    raise NotImplementedError
