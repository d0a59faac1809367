"""What a file really is, from its first bytes: its extension in a bundle, and whether it is sound, moving pictures, a picture or paper.

Phones and chats often call a picture or a film by the wrong ending: what is in it counts, and it is called by that from then on. Any other file
whose content does not match its name is kept as `bin` and never decoded; it is not refused (CONTRACTS.md 9).
"""

from dataclasses import dataclass
from typing import Final

HEAD_BYTES: Final = 512
"""How much of a file `sniff` wants to see."""
_KINDS: Final[dict[str, str]] = {
    **dict.fromkeys(("flac", "opus", "ogg", "m4a", "mp3", "wav", "aac", "amr"), "audio"),
    **dict.fromkeys(("3gp", "mp4", "mov", "webm", "mkv"), "video"),
    **dict.fromkeys(("jpg", "png", "heic", "webp"), "photo"),
    **dict.fromkeys(("pdf", "txt", "docx", "slice", "bin"), "file"),
}
_SAME: Final = {"jpeg": "jpg", "heif": "heic", "oga": "ogg", "3gpp": "3gp", "text": "txt", "awb": "amr"}
_BRANDS: Final[dict[bytes, tuple[str, ...]]] = {
    b"M4A ": ("m4a",),
    b"M4B ": ("m4a",),
    b"qt  ": ("mov",),
    b"heic": ("heic",),
    b"heix": ("heic",),
    b"mif1": ("heic",),
    b"3gp4": ("3gp", "mp4"),
    b"3gp5": ("3gp", "mp4"),
    b"3gp6": ("3gp", "mp4"),
}
_STARTS: Final[tuple[tuple[bytes, tuple[str, ...]], ...]] = (
    (b"fLaC", ("flac",)),
    (b"#!AMR", ("amr",)),
    (b"ID3", ("mp3", "aac")),
    (b"\x1a\x45\xdf\xa3", ("webm", "mkv")),
    (b"\xff\xd8\xff", ("jpg",)),
    (b"\x89PNG\r\n\x1a\n", ("png",)),
    (b"%PDF-", ("pdf",)),
    (b"PK\x03\x04", ("docx",)),
)
_SURE: Final = (b"fLaC", b"#!AMR", b"\x1a\x45\xdf\xa3", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"OggS")


@dataclass(frozen=True, slots=True)
class FileKind:
    """`ext`: what it is called in a bundle; `kind`: audio, video, photo or file; `matched`: False when its name said something else."""

    ext: str
    kind: str
    matched: bool


def kind_of(ext: str) -> str:
    """audio, video, photo or file, for an extension of the list ("file" for any other)."""
    return _KINDS.get(ext, "file")


def sniff(head: bytes, name: str) -> FileKind:
    """What the file called `name` that begins with `head` (HEAD_BYTES of it) is."""
    said = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    said = _SAME.get(said, said)
    possible = _possible(head)
    if said in possible:
        return FileKind(said, kind_of(said), matched=True)
    if possible and (not said or _is_sure(head)):
        return FileKind(possible[0], kind_of(possible[0]), matched=not said)
    return FileKind("bin", "file", matched=said == "bin")


def _is_sure(head: bytes) -> bool:
    """Whether content beginning like this is a recording, film or picture whatever its name says."""
    return (
        head[4:8] == b"ftyp" or head.startswith(_SURE) or (head.startswith(b"RIFF") and bool(_possible(head)))
    )


def _possible(head: bytes) -> tuple[str, ...]:
    """The extensions that content beginning like this may have, the likeliest first."""
    for start, extensions in _STARTS:
        if head.startswith(start):
            return extensions
    if head.startswith(b"OggS"):
        return ("opus", "ogg") if b"OpusHead" in head[:64] else ("ogg",)
    if head.startswith(b"RIFF"):
        return {b"WAVE": ("wav",), b"WEBP": ("webp",)}.get(head[8:12], ())
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], ("mp4", "m4a", "mov", "3gp"))
    if head[:1] == b"\xff" and len(head) > 1:
        return _mpeg(head[1])
    return ("txt",) if _is_text(head) else ()


def _mpeg(second: int) -> tuple[str, ...]:
    """MPEG sound frames: ADTS (aac) has layer 0, mp3 has layer 3 (bits 01)."""
    if second & 0xF6 == 0xF0:
        return ("aac",)
    return ("mp3",) if second & 0xE6 == 0xE2 else ()


def _is_text(head: bytes) -> bool:
    """UTF-8 without control signs; the last character may be cut."""
    if not head or any(byte < 9 or 13 < byte < 32 for byte in head):
        return False
    for cut in range(4):
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return False
