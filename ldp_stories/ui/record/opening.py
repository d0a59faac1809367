"""Opening a recording in a thread of its own: the recorder takes half a second to answer, and neither the window nor other work holds it up."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from ldp_stories.errors import UserError

Opened = TypeVar("Opened")


class Opening(Generic[Opened]):
    """What is being opened. `done()` is called in that thread when it is over; then `wait` returns at once."""

    def __init__(self, open_it: Callable[[], Opened], done: Callable[[], object]) -> None:
        self.opened: Opened | None = None
        self.trouble: UserError | None = None
        """Why it could not be opened, where that can be said to a person."""
        self._open, self._done = open_it, done
        self._thread = threading.Thread(target=self._run, name="opens a recording", daemon=True)
        self._thread.start()

    def wait(self) -> Opened | None:
        """What was opened, once it is; None when it could not be."""
        self._thread.join()
        return self.opened

    def _run(self) -> None:
        try:
            self.opened = self._open()
        except UserError as error:
            self.trouble = error
        finally:  # anything else is a bug, which the hook of all threads tells
            with contextlib.suppress(RuntimeError):  # the screen that asked is gone
                self._done()
