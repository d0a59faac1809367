"""The BagIt side of a bundle: tag files and manifests, written one way and read strictly (RFC 8493, BUNDLE.md 1).

A manifest line is 64 lower-case hex digits, two spaces, a path; so `sha256sum -c` checks a bag.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ldp_stories.bundles.names import SIGNERS, TAG_FILES, is_payload
from ldp_stories.errors import UserError

BAGIT_TXT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROFILE: Final = "urn:ldp-stories:bundle:1"
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([ -~]+)")
_INFO: Final = re.compile(r"([A-Za-z][A-Za-z-]*): ([ -~]+)")
_OXUM: Final = re.compile(r"(0|[1-9][0-9]{0,13})\.(0|[1-9][0-9]{0,5})")
_INFO_LABELS: Final = (
    "Payload-Oxum",
    "Bagging-Date",
    "External-Identifier",
    "BagIt-Profile-Identifier",
    "Bag-Group-Identifier",
    "Bag-Count",
)


@dataclass(frozen=True, slots=True)
class BagInfo:
    """What bag-info.txt says: size and number of payload files, date label, bundle id, group, and "n of m"."""

    octets: int
    files: int
    date: str
    bundle_id: str
    group: str
    count: str


def write_info(info: BagInfo) -> bytes:
    """The bytes of bag-info.txt."""
    values = (f"{info.octets}.{info.files}", info.date, info.bundle_id, PROFILE, info.group, info.count)
    return "".join(f"{label}: {value}\n" for label, value in zip(_INFO_LABELS, values, strict=True)).encode()


def read_info(data: bytes) -> BagInfo:
    """What `write_info` wrote; further labels after ours are allowed. UserError BAD_BAG."""
    pairs = [_match(_INFO, line) for line in _lines(data)]
    labels = [label for label, _ in pairs]
    if tuple(labels[: len(_INFO_LABELS)]) != _INFO_LABELS or len(set(labels)) != len(labels):
        raise UserError("BAD_BAG")
    values = [value for _, value in pairs]
    oxum = _OXUM.fullmatch(values[0])
    if oxum is None or values[3] != PROFILE:
        raise UserError("BAD_BAG")
    return BagInfo(int(oxum[1]), int(oxum[2]), values[1], values[2], values[4], values[5])


def write_manifest(hashes: Iterable[tuple[str, str]]) -> bytes:
    """The bytes of a manifest from (path, SHA-256) pairs, in their order."""
    return "".join(f"{digest}  {path}\n" for path, digest in hashes).encode()


def read_manifest(data: bytes) -> dict[str, str]:
    """Path to SHA-256 of a payload manifest, in its order. UserError BAD_BAG, BAD_PATH for a name that is not allowed."""
    hashes = _hashes(data)
    for path in hashes:
        if not is_payload(path):
            raise UserError("BAD_PATH", name=path[:120])
    return hashes


def read_tag_manifest(data: bytes) -> dict[str, str]:
    """Name to SHA-256 of the tag files: the five of every bundle, and `allowed_signers` in a pack. UserError BAD_BAG."""
    hashes = _hashes(data)
    if tuple(hashes) not in (TAG_FILES, (*TAG_FILES, SIGNERS)):
        raise UserError("BAD_BAG")
    return hashes


def _hashes(data: bytes) -> dict[str, str]:
    pairs = [_match(_LINE, line) for line in _lines(data)]
    hashes = {path: digest for digest, path in pairs}
    if len(hashes) != len(pairs):
        raise UserError("BAD_BAG")
    return hashes


def _lines(data: bytes) -> list[str]:
    """The lines of an ASCII file that ends each one with a single newline."""
    try:
        lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise UserError("BAD_BAG") from error
    if lines.pop() != "":
        raise UserError("BAD_BAG")
    return lines


def _match(pattern: re.Pattern[str], line: str) -> tuple[str, str]:
    match = pattern.fullmatch(line)
    if match is None:
        raise UserError("BAD_BAG")
    return match[1], match[2]
