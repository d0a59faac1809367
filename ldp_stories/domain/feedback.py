""" "You said, we did": what was heard, what was done or why not, and how the tellers are to hear of it (US-C10)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feedback:
    """One entry. `records` and `passages` are what is behind it; `done` False means "not done, because ..."; `sent`: it may leave."""

    id: str
    records: tuple[str, ...]
    passages: tuple[str, ...]
    heard: str
    done: bool
    did: str
    when: str = ""
    told_by: str = ""
    back_to: str = ""
    sent: bool = False
    at_label: str = ""
