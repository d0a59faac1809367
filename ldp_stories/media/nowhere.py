"""Where sound goes that nobody keeps: the recorder listens, shows how loud it is, and forgets."""


class Nowhere:
    """A PieceSink (domain.media) that keeps nothing."""

    def append(self, frames: bytes) -> None:
        """Forget it."""

    def gap(self, ms: int) -> None:
        """Forget it."""

    def seal(self) -> None:
        """Nothing to finish."""
