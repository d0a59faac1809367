"""Where sound goes that nobody keeps: the recorder listens, shows how loud it is, and forgets."""


class Nowhere:
    """A PieceSink (domain.media) that keeps nothing."""

    def __init__(self) -> None:
        self._size = 0

    def append(self, frames: bytes) -> None:
        """Forget it, and count it."""
        self._size += len(frames)

    def sync(self) -> int:
        """Nothing to wait for."""
        return self._size

    def gap(self, ms: int) -> None:
        """Forget it."""

    def seal(self) -> None:
        """Nothing to finish."""
