"""Names of bundles and of everything inside them: one allow-list, so that no name from outside is ever used as a path.

Bundle and group ids are 128 random bits as 26 lower-case Crockford base32 characters (BUNDLE.md 1).
"""

import re
import secrets
from typing import Final

from ldp_stories.errors import UserError

CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"
ID_PATTERN: Final = rf"[{CROCKFORD}]{{26}}"
UUID_PATTERN: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
EXTENSIONS: Final = (
    "flac", "opus", "ogg", "m4a", "mp3", "wav", "aac", "amr", "3gp", "mp4", "mov", "webm", "mkv", "jpg",
    "png", "heic", "webp", "pdf", "txt", "docx", "slice", "bin",
)  # fmt: skip
"""What a media file may be called (CONTRACTS.md 9). `bin` is kept and never decoded."""

BAGIT, BAG_INFO, README, ENVELOPE = "bagit.txt", "bag-info.txt", "README.txt", "ldp-bundle.json"
MANIFEST, SIGNERS, TAG_MANIFEST = "manifest-sha256.txt", "allowed_signers", "tagmanifest-sha256.txt"
SIGNATURE: Final = TAG_MANIFEST + ".sig"
TAG_FILES: Final = (BAGIT, BAG_INFO, README, ENVELOPE, MANIFEST)
ORDERS, RECEIPTS, REQUESTS, REVISIONS = (
    f"data/{n}.jsonl" for n in ("orders", "receipts", "requests", "revisions")
)

_MEDIA: Final = re.compile(rf"data/media/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})\.({'|'.join(EXTENSIONS)})")
_SLOT: Final = re.compile(rf"data/slots/({UUID_PATTERN})\.age")
_TEXTS: Final = frozenset((ORDERS, RECEIPTS, REQUESTS, REVISIONS))
_TAGS: Final = frozenset((*TAG_FILES, SIGNERS, TAG_MANIFEST, SIGNATURE))
_TOP: Final = re.compile(rf"ldp-({ID_PATTERN})/([ -~]+)")
_OUTER: Final = re.compile(rf"ldp-({ID_PATTERN})-([1-9][0-9]{{0,3}})of([1-9][0-9]{{0,3}})\.tar\.age")


def new_bundle_id() -> str:
    """26 characters that stand for 128 random bits; used for bundles and for the groups their parts form."""
    number = secrets.randbits(128)
    return "".join(CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def outer_name(group: str, index: int, of: int) -> str:
    """The name of a part on a stick: an opaque number and the part, nothing else (CONTRACTS.md 9)."""
    return f"ldp-{group}-{index}of{of}.tar.age"


def read_outer_name(name: str) -> tuple[str, int, int] | None:
    """Group, part number and number of parts of an outer name; None for a name of another form (people rename files)."""
    match = _OUTER.fullmatch(name)
    return (match[1], int(match[2]), int(match[3])) if match else None


def media_path(sha256: str, ext: str) -> str:
    """Where a media file stands inside a bundle."""
    return f"data/media/{sha256[:2]}/{sha256}.{ext}"


def slot_path(device: str) -> str:
    """Where the recovery slot of a device stands inside a bundle."""
    return f"data/slots/{device}.age"


def read_media_path(path: str) -> tuple[str, str] | None:
    """Hash and extension of a media path, None for any other."""
    match = _MEDIA.fullmatch(path)
    return (match[2], match[3]) if match else None


def read_slot_path(path: str) -> str | None:
    """The device of a slot path, None for any other."""
    match = _SLOT.fullmatch(path)
    return match[1] if match else None


def is_payload(path: str) -> bool:
    """Whether the path may stand in the payload manifest."""
    return path in _TEXTS or read_media_path(path) is not None or read_slot_path(path) is not None


def split_member(name: str) -> tuple[str, str]:
    """Bundle id and inner path of a tar member's name; UserError BAD_PATH for every name outside the allow-list."""
    match = _TOP.fullmatch(name)
    if match is None or not (match[2] in _TAGS or is_payload(match[2])):
        raise UserError("BAD_PATH", name=ascii(name[:120]))
    return match[1], match[2]
