"""The `.qdpx` archive: written the same byte for byte each time, and read with limits, because a foreign zip is not to be trusted.

A `.qdpx` is a zip with `project.qde` at its root and a flat folder `sources/` of files named by guid (REFI-QDA 5.3, 8).
"""

import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from ldp_stories.errors import UserError

QDE: Final = "project.qde"
SOURCES: Final = "sources/"
MOST_MEMBERS: Final = 200_000
MOST_BYTES: Final = 16 * 1024**3
MOST_XML: Final = 512 * 1024**2
MOST_TEXT: Final = 64 * 1024**2
MOST_RATIO: Final = 200
"""A member that unpacks to more than this many times its size (and over 8 MiB) is a bomb, not a story."""
_SMALL: Final = 8 * 1024**2
_BEFORE_TIME: Final = (1980, 1, 1, 0, 0, 0)
_UNSAFE: Final = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]")
Fill = Callable[[IO[bytes]], None]


class Writing:
    """A new archive in an open file: `add_text`, `add_pieces`, `add_stream`, then `close`. The caller adds members in a fixed order."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=6)

    def add_pieces(self, name: str, pieces: Iterable[str]) -> None:
        """A member from pieces of text, as UTF-8; written in blocks so that small pieces cost little."""
        with self._zip.open(_info(name), "w", force_zip64=True) as member:
            for block in _blocks(pieces):
                member.write(block)

    def add_text(self, name: str, words: str) -> None:
        """A text as UTF-8 without a mark in front; lone surrogates, which no file can hold, become a box."""
        self._zip.writestr(_info(name), words.encode(errors="replace"))

    def add_stream(self, name: str, fill: Fill) -> None:
        """A sound; `fill` writes it. Not squeezed: sound does not get smaller."""
        info = _info(name)
        info.compress_type = zipfile.ZIP_STORED
        with self._zip.open(info, "w", force_zip64=True) as member:
            fill(member)

    def close(self) -> None:
        """Finish the archive."""
        self._zip.close()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _BEFORE_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info


def _blocks(pieces: Iterable[str], size: int = 1 << 18) -> Iterator[bytes]:
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()


class Reading:
    """An archive somebody sent. Everything is checked before anything is unpacked; nothing is ever written to the disk.

    Raises UserError NOT_AN_EXCHANGE (not such a file, or damaged) or EXCHANGE_REFUSED (a bomb, a path that leads out, a secret).
    """

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UserError("NOT_AN_EXCHANGE", name=path.name) from error
        self._name = path.name
        try:
            self._members = self._checked()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS or sum(i.file_size for i in infos) > MOST_BYTES:
            raise self._refused()
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            if self._suspicious(info):
                raise self._refused()
            if info.is_dir():
                continue
            if info.filename.casefold() in found:
                raise self._refused()
            found[info.filename.casefold()] = info
        return found

    def _suspicious(self, info: zipfile.ZipInfo) -> bool:
        mode = info.external_attr >> 16
        bomb = info.file_size > _SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size)
        links = bool(mode) and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)
        nameless = not info.filename
        return nameless or bomb or links or bool(info.flag_bits & 1) or bool(_UNSAFE.search(info.filename))

    def _refused(self) -> UserError:
        return UserError("EXCHANGE_REFUSED", name=self._name)

    def project_name(self) -> str:
        """The member that holds the project: `project.qde`, else the only `.qde` at the root or anywhere."""
        found = [n for n in self._members if n.endswith(".qde")]
        for wanted in (QDE, *(n for n in found if "/" not in n), *found):
            if wanted in self._members:
                return self._members[wanted].filename
        raise UserError("NOT_AN_EXCHANGE", name=self._name)

    def project(self) -> bytes:
        """The bytes of the project's XML."""
        return self._read(self.project_name(), MOST_XML)

    def source(self, path: str) -> bytes | None:
        """The bytes of a text named `internal://...`, `sources/...` or bare; None when it is not there."""
        member = self.member(path)
        return None if member is None else self._read(member, MOST_TEXT)

    def member(self, path: str) -> str | None:
        """The member for a path of the project, whatever the case of its folder; None when it is not in the archive."""
        bare = path.removeprefix("internal://").removeprefix("relative:///").replace("\\", "/").lstrip("/")
        for name in (f"{SOURCES}{bare}", bare, f"{SOURCES}{bare.rsplit('/', 1)[-1]}"):
            info = self._members.get(name.casefold())
            if bare and info is not None:
                return info.filename
        return None

    def _read(self, name: str, most: int) -> bytes:
        info = self._members[name.casefold()]
        if info.file_size > most:
            raise self._refused()
        try:
            with self._zip.open(info) as member:
                data = member.read(most + 1)
        except (
            OSError,
            zipfile.BadZipFile,
            ValueError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ) as error:
            raise UserError("NOT_AN_EXCHANGE", name=self._name) from error
        except _ZLIB as error:
            raise UserError("NOT_AN_EXCHANGE", name=self._name) from error
        if len(data) > most:
            raise self._refused()
        return data


def _zlib_errors() -> tuple[type[Exception], ...]:
    import lzma
    import zlib

    return zlib.error, lzma.LZMAError


_ZLIB: Final = _zlib_errors()
