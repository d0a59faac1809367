"""Which sticks are plugged in, as folders to look in; found without asking the network."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QStorageInfo

_HOMES = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_NETWORK = (b"nfs", b"cifs", b"smb", b"fuse", b"9p", b"afp", b"webdav")


def sticks() -> tuple[Path, ...]:
    """The folders of removable disks that are ready, by name."""
    found = (
        v
        for v in QStorageInfo.mountedVolumes()
        if v.isValid() and v.isReady() and looks_removable(v.rootPath(), bytes(v.fileSystemType().data()))
    )
    return tuple(sorted(Path(v.rootPath()) for v in found))


def looks_removable(root: str, kind: bytes, system: str = sys.platform) -> bool:
    """Whether a mounted volume is where a desktop puts sticks, and not a share of the network."""
    if any(kind.lower().startswith(network) for network in _NETWORK):
        return False
    if system == "win32":
        return len(root) >= 2 and root[1] == ":" and root[0].upper() not in "AC"
    place = str(PurePosixPath(root)) + "/"
    return any(place.startswith(home) and place != home for home in _HOMES)
