"""Which sticks are plugged in, as folders to look in; found without asking the network.

On Windows the drives are asked what they are before anything looks at them: a mapped network drive whose server is away would keep the
window waiting for half a minute, and to Qt it looks like any disk.
"""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QStorageInfo

_HOMES = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_REMOVABLE, _FIXED = 2, 3
"""What Windows calls the kinds of drive that may be a stick."""
_NETWORK = (b"nfs", b"cifs", b"smb", b"fuse", b"9p", b"afp", b"webdav")


def sticks() -> tuple[Path, ...]:
    """The folders of removable disks that are ready, by name."""
    if sys.platform == "win32":
        return tuple(
            Path(root)
            for root in lettered_sticks(_drive_kind, os.environ.get("SYSTEMDRIVE", "C:"))
            if Path(root).is_dir()
        )
    found = (
        v
        for v in QStorageInfo.mountedVolumes()
        if v.isValid() and v.isReady() and looks_removable(v.rootPath(), bytes(v.fileSystemType().data()))
    )
    return tuple(sorted(Path(v.rootPath()) for v in found))


def lettered_sticks(kind_of: Callable[[str], int], system_drive: str) -> tuple[str, ...]:
    """The drives of Windows that may be a stick, by letter: removable ones, and disks other than the system's (a disk on a cable is one)."""
    roots = [f"{letter}:\\" for letter in string.ascii_uppercase[2:]]  # A and B are for floppy disks
    return tuple(
        root
        for root in roots
        if not root.upper().startswith(system_drive.upper()) and kind_of(root) in (_REMOVABLE, _FIXED)
    )


def _drive_kind(root: str) -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0


def looks_removable(root: str, kind: bytes) -> bool:
    """Whether a mounted volume is where a desktop puts sticks, and not a share of the network."""
    if any(kind.lower().startswith(network) for network in _NETWORK):
        return False
    place = str(PurePosixPath(root)) + "/"
    return any(place.startswith(home) and place != home for home in _HOMES)
