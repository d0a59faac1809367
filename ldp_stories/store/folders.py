"""Where a home must not be: folders that a cloud service copies behind our back, and disks on a network (they tear databases apart)."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from ldp_stories.errors import UserError

_NAMES: Final = re.compile(
    r"(onedrive|dropbox|nextcloud|owncloud|google ?drive|googledrive|my drive|icloud ?drive|icloud~.*|mobile documents|pcloud ?drive|"
    r"box sync|megasync|syncthing|resilio sync|sync\.com|tresorit|seafile|cloudstorage)([ \-_(].*)?",
    re.IGNORECASE,
)
_MARKERS: Final = (
    ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".nextcloudsync.log", ".stfolder", ".stignore", ".tmp.drivedownload",
    ".tmp.driveupload", ".sync_journal.db", ".csync_journal.db", ".849C9593-D756-4E56-8D6E-42412F2A707B", ".sync", ".seafile-data",
)  # fmt: skip
_MARKER_BEGINNINGS: Final = (".sync_", "._sync_", ".owncloudsync", ".nextcloudsync")
_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "afs", "ceph", "glusterfs", "lustre", "ncpfs",
     "vboxsf", "vmhgfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.google-drive-ocamlfuse", "fuse.vmhgfs-fuse"}
)  # fmt: skip
_WINDOWS_REMOTE: Final = 4


def refuse_unsafe(folder: Path) -> None:
    """Raise UserError SYNCED_FOLDER for a folder inside a synced or network place; `why` says which."""
    why = unsafe(folder)
    if why is not None:
        raise UserError("SYNCED_FOLDER", folder=str(folder), why=why)


def unsafe(folder: Path) -> str | None:
    """What makes a folder unsafe (the name of the synced folder, or the kind of network disk); None when it is fine."""
    whole = folder.absolute().resolve()
    if sys.platform == "darwin" and _in_icloud(whole, Path.home()):
        return "iCloud Drive"
    for part in (whole, *whole.parents):
        if _NAMES.fullmatch(part.name) or _has_marker(part) or _is_configured(part):
            return part.name
    return _network(whole)


def _has_marker(folder: Path) -> bool:
    if any((folder / m).exists() for m in _MARKERS):
        return True
    if not folder.is_dir() or folder == folder.parent:
        return False
    try:
        with os.scandir(folder) as entries:
            return any(
                entry.name.startswith(_MARKER_BEGINNINGS) and entry.name.endswith((".db", ".log"))
                for entry in entries
            )
    except PermissionError:
        return False


def _is_configured(folder: Path) -> bool:
    """OneDrive on Windows says where it is, whatever the folder is called."""
    places = (os.environ.get(name) for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"))
    return any(place and Path(place) == folder for place in places)


def _in_icloud(folder: Path, home: Path) -> bool:
    """macOS keeps Desktop and Documents in iCloud when that is switched on, and they are still called what they were."""
    cloud = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    return any(
        folder.is_relative_to((home / name).resolve()) and (cloud / name).exists()
        for name in ("Desktop", "Documents")
    )


def _network(folder: Path) -> str | None:
    if sys.platform == "win32":
        import ctypes

        if str(folder).startswith("\\\\"):
            return "network"
        return "network" if ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _WINDOWS_REMOTE else None
    return network_kind(folder, _mounts())


def _mounts() -> dict[str, str]:
    """Mount point -> kind of file system."""
    if sys.platform == "darwin":
        listed = subprocess.run(
            ["/sbin/mount"], capture_output=True, encoding="utf-8", errors="replace", check=False
        ).stdout
        found = re.findall(r"^.* on (.*) \(([^,)]+)", listed, re.MULTILINE)
        return dict(found)
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    fields = [line.split() for line in lines]
    return {f[1].replace("\\040", " "): f[2] for f in fields if len(f) > 2}


def network_kind(folder: Path, mounts: dict[str, str]) -> str | None:
    """The kind of network file system a folder lies on, by the nearest mount above it; None on a disk of this machine."""
    for part in (folder, *folder.parents):
        kind = mounts.get(str(part))
        if kind is not None:
            return kind if kind in _NETWORK else None
    return None


_LARGEST: Final = {
    "vfat": 2**32 - 1,
    "msdos": 2**32 - 1,
    "fat": 2**32 - 1,
    "fat32": 2**32 - 1,
    "fat16": 2**31 - 1,
    "hfs": 2**31 - 1,
}
"""The largest file that some old file systems take; FAT is what most sticks are made with."""


def largest_file(folder: Path) -> int | None:
    """The largest file that can be written in a folder, by its file system and the limit of this process; None when there is none to know."""
    limits = [_LARGEST.get(file_system(folder).lower()), _process_limit()]
    return min((limit for limit in limits if limit is not None), default=None)


def file_system(folder: Path) -> str:
    """The kind of file system a folder lies on ("vfat", "ext4", "NTFS"), "" when it cannot be told."""
    whole = folder.absolute().resolve()
    if sys.platform == "win32":
        import ctypes

        name = ctypes.create_unicode_buffer(64)
        ctypes.windll.kernel32.GetVolumeInformationW(whole.anchor, None, 0, None, None, None, name, 64)
        return name.value
    return kind_of(whole, _mounts())


def kind_of(folder: Path, mounts: dict[str, str]) -> str:
    """The kind of the nearest mount above a folder."""
    return next((mounts[str(part)] for part in (folder, *folder.parents) if str(part) in mounts), "")


def _process_limit() -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return None if limit == resource.RLIM_INFINITY else limit
