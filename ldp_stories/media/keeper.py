"""Waits for the disk, so that the sound need not: what the sink was given is made durable on a thread of its own."""

import threading

from ldp_stories.domain.media import PieceSink
from ldp_stories.errors import UserError
from ldp_stories.media.pipes import Inbox


class Keeper:
    """Syncs a sink as often as it is asked; puts ("kept", bytes) or, once and for the last time, ("broken", UserError) into the inbox."""

    def __init__(self, sink: PieceSink, inbox: Inbox) -> None:
        self.kept = 0
        """Bytes that the disk has."""
        self._sink = sink
        self._inbox = inbox
        self._changed = threading.Condition()
        self._asked = self._busy = self._over = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """From now on it may be asked."""
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether all that it was asked for is done."""
        with self._changed:
            return not self._busy and not self._asked

    def ask(self) -> bool:
        """There is more to keep. True when it is begun at once, and will be told soon; False while the disk is still at what came before."""
        with self._changed:
            at_once = not self._busy and not self._asked and not self._over
            self._asked = True
            self._changed.notify()
        return at_once

    def finish(self) -> None:
        """Have all of it kept, and end. Raises what the sink raises."""
        with self._changed:
            self._over = True
            self._changed.notify()
        self._thread.join()
        self.kept = self._sink.sync()

    def _run(self) -> None:
        while self._wanted():
            try:
                self.kept = self._sink.sync()
            except UserError as error:
                self._inbox.put(("broken", error))
                return
            with self._changed:
                self._busy = False
            self._inbox.put(("kept", self.kept))

    def _wanted(self) -> bool:
        """Wait to be asked; False when it is over."""
        with self._changed:
            while not self._asked and not self._over:
                self._changed.wait()
            self._asked, self._busy = False, not self._over
            return not self._over
