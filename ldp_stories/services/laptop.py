"""Facts about this laptop: which one it is, its memory, its battery, the room on its disk."""

import hashlib
import shutil
import subprocess
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Final

RECORDER: Final = "--recorder"
"""The hidden argument that turns this program into the recorder process (`__main__.py`)."""
LISTENER: Final = "--listener"
"""The hidden argument that turns this program into the process that turns speech into words."""
PHOTO: Final = "--photo"
MEDIA: Final = "--media"
"""The hidden argument that turns it into the process that opens photos."""
LOCKED: Final = "--locked"
"""The hidden argument with which the window goes on locked, in a new process."""
_LINUX_IDS: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_id() -> str:
    """A name for this machine that survives restarts and is not the same on another (hashed, so it names nothing outside)."""
    return hashlib.sha256(f"ldp-stories {_system_id()}".encode()).hexdigest()[:32]


def _system_id() -> str:
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for path in _LINUX_IDS:
        if path.is_file() and (text := path.read_text(encoding="ascii").strip()):
            return text
    return _mac_id() or f"{uuid.getnode():012x}"


def _mac_id() -> str:
    """What macOS calls this machine; "" elsewhere. The number of its network card, the last resort, changes with a dock or a dongle."""
    if sys.platform == "darwin":
        import ctypes

        found, wait = ctypes.create_string_buffer(16), (ctypes.c_long * 2)(5, 0)
        if ctypes.CDLL(None).gethostuuid(found, wait) == 0:
            return found.raw.hex()
    return ""


def memory() -> int:
    """Bytes of memory that this laptop has."""
    import psutil

    total: int = psutil.virtual_memory().total
    return total


def recorder_command() -> tuple[str, ...]:
    """How to start the recorder process: this program again, with the hidden argument and nothing secret."""
    return _again(RECORDER)


def photo_command() -> tuple[str, ...]:
    """How to start the process that opens photos."""
    return _again(PHOTO)


def media_command() -> tuple[str, ...]:
    """How to start the process that opens sound and films."""
    return _again(MEDIA)


def locked_command() -> tuple[str, ...]:
    """How to start the window that stays locked: this program again, with another hidden argument."""
    return _again(LOCKED)


def start_again(command: Sequence[str]) -> "subprocess.Popen[bytes] | None":
    """Start this program again with pipes to it; None when the system does not let us (no memory, too many processes)."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        return subprocess.Popen(  # noqa: S603 - our own program
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=hidden
        )
    except OSError:
        return None


def _again(argument: str) -> tuple[str, ...]:
    if getattr(sys, "frozen", False):
        return (str(_with_pipes(Path(sys.executable))), argument)
    return (sys.executable, str(Path(__file__).resolve().parent.parent / "__main__.py"), argument)


def _with_pipes(program: Path) -> Path:
    """The built program that has an input and an output: on Windows the window's own has neither (see packaging/ldp-stories.spec)."""
    terminal = program.with_name("ldp-stories.exe")
    return terminal if sys.platform == "win32" and terminal.is_file() else program


def listener_command() -> tuple[str, ...]:
    """How to start the process that listens for words: this program again, with another hidden argument."""
    return _again(LISTENER)


def free_bytes(folder: Path) -> int:
    """Free bytes of the disk that `folder` (or the nearest folder above it that exists) is on."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def battery() -> int | None:
    """Per cent left when running on battery; None on mains, without a battery, or when the system tells nonsense."""
    import psutil

    try:
        found = psutil.sensors_battery()
    except (OSError, RuntimeError, ValueError):  # what the three systems raise for a battery they cannot read
        return None
    if found is None or found.power_plugged is not False:
        return None
    left: float = found.percent
    return min(100, round(left)) if left >= 0 else None
