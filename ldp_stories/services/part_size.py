"""How large a part may be: by the way it goes, by what the folder's own file system takes, and by what the person was told (CONTRACTS.md 9)."""

import sys
from pathlib import Path
from typing import Final

from ldp_stories.bundles.parts import DEFAULT_PART, MAIL_PART, NETWORK_PART, STICK_PART
from ldp_stories.store.folders import largest_file

USUAL: Final = {"stick": DEFAULT_PART, "network": NETWORK_PART, "mail": MAIL_PART}
MOST: Final = {"stick": STICK_PART, "network": STICK_PART, "mail": MAIL_PART}
LEAST: Final = 4 << 20
"""Below this the pages that every part needs leave no room for stories."""


def part_size(profile: str, folder: Path, wanted: int = 0) -> int:
    """Bytes a part may have: the way's usual size or the one `wanted` (a shared folder's own limit), never more than the disk takes."""
    size = min(wanted or USUAL[profile], MOST[profile], largest_file(folder) or sys.maxsize)
    return max(LEAST, size)
