"""A disk made of memory for the temporary files of tests: what a power cut would leave is tested by a recorder, not by waiting for a disk."""

import os
import shutil
from pathlib import Path
from typing import Final

SHARED: Final = Path("/dev/shm")
ROOM: Final = 4 << 30
"""What must be free on it: several times what a run holds at once."""


def quick_disk(disk: Path = SHARED, memory: Path = Path("/proc/meminfo"), room: int = ROOM) -> Path | None:
    """The disk in memory, where it can be written to and the machine has twice as much memory to spare; else None."""
    try:
        lines = memory.read_text(encoding="ascii").splitlines()
        spare = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) << 10
        free = shutil.disk_usage(disk).free
    except (OSError, StopIteration):
        return None
    return disk if os.access(disk, os.W_OK) and free >= room and spare >= 2 * room else None
