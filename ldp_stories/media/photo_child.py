"""The process that opens photos (hidden argument `--photo`): one photo in, a safe and a small copy out. It may crash; nobody loses a thing.

In: one JSON line `{"bytes": n, "keep_place": false, "page": 0}` and n bytes: a photo, or a scanned PDF and which page of it is wanted.
Out: one JSON line (`PhotoFacts`, or `{"error": ...}`), then the safe copy and the small copy. The safe copy has the turn that the camera
noted and nothing else: no place, no device, no time.
"""

import io
import json
import struct
import sys
import warnings
from typing import IO, Any, Final

from ldp_stories.media.scan_pages import is_pdf, scanned_page

MOST_PIXELS: Final = 200_000_000
"""More than this is a bomb, or a picture nobody needs (BUNDLE.md 7)."""
MEMORY: Final = 2 * 1024**3
SECONDS: Final = 30
SMALL: Final = 512
_PLACE, _TURN, _MAKE, _MODEL, _WHEN = 0x8825, 0x0112, 0x010F, 0x0110, 0x0132
_TYPES: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "jpg", "MPO": "jpg"}

_TROUBLE: Final = (
    OSError, ValueError, SyntaxError, MemoryError, LookupError, TypeError, ArithmeticError, AttributeError, EOFError, RuntimeError,
    struct.error,
)  # fmt: skip
"""What the library ends in for one broken picture or another."""


def photo_main(source: IO[bytes] | None = None, out: IO[bytes] | None = None) -> int:
    """Do one photo; the exit status (0 also when it could not be opened: the line says so)."""
    source, out = source or sys.stdin.buffer, out or sys.stdout.buffer
    _limit()
    ask = json.loads(source.readline())
    data = source.read(int(ask["bytes"]))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a broken picture makes the library say is nobody's news
            pages = 1
            if is_pdf(data):
                data, pages = scanned_page(data, int(ask.get("page", 0)))
            facts, safe, small = _open(data, keep_place=bool(ask.get("keep_place")))
    except _TROUBLE as error:
        out.write(json.dumps({"error": type(error).__name__}).encode() + b"\n")
        return 0
    out.write(json.dumps({**facts, "pages": pages, "safe": len(safe), "small": len(small)}).encode() + b"\n")
    out.write(safe)
    out.write(small)
    out.flush()
    return 0


def _limit() -> None:
    """No more memory and time than a photo needs (POSIX; on Windows the parent's clock ends it)."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(what)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))


def _open(data: bytes, *, keep_place: bool) -> tuple[dict[str, Any], bytes, bytes]:
    from PIL import Image, ImageFile, ImageOps
    from pillow_heif import register_heif_opener

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice this
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        opened = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "HEIF", "MPO"))
    except Image.DecompressionBombError as error:
        raise ValueError("too many pixels") from error
    with opened as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        exif = image.getexif()
        facts = {
            "place": bool(exif.get_ifd(_PLACE)) or _says_place(image.info),
            "device": " ".join(str(exif.get(tag, "")).strip("\0 ") for tag in (_MAKE, _MODEL)).strip()[:80],
            "when": str(exif.get(_WHEN, ""))[:19],
            "type": _TYPES[str(image.format)],
        }
        turned = ImageOps.exif_transpose(image) or image
        turned.load()
        turned.info = {}  # whatever was written beside the picture, such as a comment
        small = turned.convert("RGB") if turned.mode not in ("RGB", "L") else turned.copy()
        safe = _saved(image, turned, str(facts["type"]), exif if keep_place else None)
    facts |= {"width": turned.width, "height": turned.height}
    small.thumbnail((SMALL, SMALL))
    made = io.BytesIO()
    small.save(made, "JPEG", quality=80)
    return facts, safe, made.getvalue()


def _says_place(info: Any) -> bool:
    """Whether the notes of editing programs name a place."""
    notes = (info.get("xmp"), info.get("XML:com.adobe.xmp"))
    return any((b"GPSL" if isinstance(note, bytes) else "GPSL") in note for note in notes if note)


def _saved(image: Any, turned: Any, kind: str, exif: Any) -> bytes:
    """The copy to keep: upright, and with what the camera wrote only when that was asked for."""
    out = io.BytesIO()
    more: dict[str, Any] = {}
    if exif is not None:
        exif.pop(_TURN, None)
        more["exif"] = exif.tobytes()
    if kind == "jpg":
        upright = turned if turned.mode in ("RGB", "L", "CMYK") else turned.convert("RGB")
        same = image.format == "JPEG" and upright.size == image.size and image.getexif().get(_TURN, 1) == 1
        if same and upright.mode == image.mode:
            image.info.pop("comment", None)
            image.save(out, "JPEG", quality="keep", **{"exif": b"", **more})
        else:
            upright.save(out, "JPEG", quality=93, **more)
    else:
        clean = turned.copy()
        clean.info = {}
        clean.save(
            out, "PNG" if kind == "png" else "WEBP", **({"lossless": True} if kind == "webp" else {}), **more
        )
    return out.getvalue()
