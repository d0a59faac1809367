"""The recorder process of the tests: joins `media.capture` and `store.vault` just as the program's own entry does.

An order (or its source) may carry `"produced": path`: a file into which the number of bytes handed out by the source is written as it grows, and that
outlives a kill, so that a test knows what was spoken and not only what was kept. `"sync_seconds"`: so long the disk takes for every sync,
once the recording has begun.
"""

import mmap
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ldp_stories.domain.media import PieceSink
from ldp_stories.media import capture, pipes
from ldp_stories.store.vault import create_live


def open_sink(order: dict[str, Any]) -> PieceSink:
    produced = order.get("produced") or order["source"].get("produced")
    if produced:
        _count(Path(produced))
    fast = bool(order["source"].get("fast"))
    disk = _slow_disk(Path(order["item"]).parent) if "sync_seconds" in order else None
    item = create_live(Path(order["item"]), bytes.fromhex(order["key"]), bulk=fast)
    if disk is not None:
        disk.seconds = order["sync_seconds"]
    return item


def _slow_disk(folder: Path) -> Any:
    from tests.faults.shim import Shim

    class SlowDisk(Shim):
        seconds = 0.0

        def synced(self, path: str, job: Callable[[], None]) -> None:
            threading.Event().wait(self.seconds)
            super().synced(path, job)

    return SlowDisk(str(folder)).__enter__()


def _count(path: Path) -> None:
    """Count each block as it leaves the source, before the recorder has it."""
    path.write_bytes(bytes(8))
    with path.open("r+b") as file:
        shared = mmap.mmap(file.fileno(), 8)
    put = pipes.Inbox.put

    def counting(self: pipes.Inbox, event: Any, *, wait: bool = False) -> None:
        if event[0] == "frames":
            shared[:] = (int.from_bytes(shared[:], "little") + len(event[1])).to_bytes(8, "little")
        put(self, event, wait=wait)

    pipes.Inbox.put = counting  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(capture.run_recorder(sys.stdin.buffer, sys.stdout.buffer, open_sink))
