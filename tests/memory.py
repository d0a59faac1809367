"""The most memory a process held. A child's `ru_maxrss` begins with what its parent held when it forked; the kernel's own count (VmHWM) does not."""

import re
import sys
from pathlib import Path


def peak_kib(process: int | str = "self") -> int:
    """The most a process held since it started, or since `forget_peak`, in KiB; of this process also where there is no /proc."""
    status = Path(f"/proc/{process}/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(encoding="ascii", errors="replace"), re.M)
        assert found is not None, f"process {process} has ended"
        return int(found.group(1))
    assert process == "self", "only Linux tells of another process"
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most


def forget_peak() -> None:
    """Begin the count again at what this process holds now, so that an earlier, higher peak cannot hide the next one (Linux)."""
    count = Path("/proc/self/clear_refs")
    if count.exists():
        count.write_text("5", encoding="ascii")
