"""The recorder process of the tests: joins `media.capture` and `store.vault` just as the program's own entry does.

An order (or its source) may carry `"produced": path`: a file into which the number of bytes handed out by the source is written as it grows, and that
outlives a kill, so that a test knows what was spoken and not only what was kept.
"""

import mmap
import sys
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
    return create_live(Path(order["item"]), bytes.fromhex(order["key"]), bulk=fast)


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
