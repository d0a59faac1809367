"""How a long service tells how far it is, and how it learns that the person pressed Stop."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then by services that last."""

    def report(self, done: int, total: int, note: str = "") -> None:
        """`done` of `total` (0 = unknown) units are done. Raises errors.Cancelled when the person asked to stop."""


class _NoProgress:
    """Nobody is watching."""

    def report(self, done: int, total: int, note: str = "") -> None:
        """Do nothing."""


no_progress: Progress = _NoProgress()
"""For callers that neither watch nor stop."""
