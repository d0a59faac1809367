"""Photos made safe: opened in a process of its own with limits on memory and time, so that no picture can crash or bomb the program."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.errors import UserError

SECONDS: Final = 60.0
"""How long the process may take altogether, whatever it does."""
MOST_BYTES: Final = 256 * 1024**2
_MOST_LINE: Final = 4096
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo made safe. `place` and `device`: whether it named a place, and the camera it named, before they were taken out.

    `safe` are the bytes to keep (upright, nothing but the picture), `type` their extension; `small` is a JPEG to show in lists;
    `pages` how many a PDF has.
    """

    width: int
    height: int
    type: str
    place: bool
    device: str
    when: str
    safe: bytes
    small: bytes
    pages: int = 1


def make_safe(
    command: Sequence[str],
    data: bytes,
    *,
    keep_place: bool = False,
    page: int = 0,
    seconds: float = SECONDS,
) -> Photo:
    """Open a photo, or a page of a scanned PDF, in the process that `command` starts. UserError PHOTO_UNREADABLE when that fails, within limits."""
    if len(data) > MOST_BYTES:
        raise UserError("PHOTO_UNREADABLE")
    ask = json.dumps({"bytes": len(data), "keep_place": keep_place, "page": page}).encode() + b"\n"
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            input=ask + data,
            capture_output=True,
            timeout=seconds,
            check=False,
            creationflags=_NO_WINDOW,  # no black window for each picture
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError("PHOTO_UNREADABLE") from error
    line, _, rest = done.stdout.partition(b"\n")
    try:
        facts = json.loads(line) if len(line) <= _MOST_LINE else {}
        whole = done.returncode == 0 and len(rest) == facts["safe"] + facts["small"]
    except (ValueError, KeyError, TypeError) as error:
        raise UserError("PHOTO_UNREADABLE") from error
    if not whole:
        raise UserError("PHOTO_UNREADABLE")
    return Photo(
        int(facts["width"]),
        int(facts["height"]),
        str(facts["type"]),
        facts["place"] is True,
        str(facts["device"]),
        str(facts["when"]),
        rest[: facts["safe"]],
        rest[facts["safe"] :],
        max(1, int(facts.get("pages", 1))),
    )
