"""Make a page from a template and put it whole into a folder: one HTML file that needs nothing else and calls nobody."""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Final

from ldp_stories.domain.held_files import patiently
from ldp_stories.errors import UserError
from ldp_stories.reports import wording

Note = Callable[[Path, Path | None], None]
"""Told of an unfinished file before it is begun, and again when it is whole, with the name that it gets now."""
_note: Final[ContextVar[Note | None]] = ContextVar("note of what is being written", default=None)


@contextlib.contextmanager
def noting(note: Note) -> Iterator[None]:
    """Every file that is written inside is told to `note`, so that a kill leaves nothing that nobody knows of."""
    before = _note.set(note)
    try:
        yield
    finally:
        _note.reset(before)


def render(template: Path, **facts: object) -> str:
    """The page; everything put in is escaped, and a fact the template names but does not get is a bug (UndefinedError)."""
    from jinja2 import (  # late: starting the program needs no pages
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )

    environment = Environment(
        loader=FileSystemLoader(template.parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["direction"] = wording.direction
    environment.filters["own_direction"] = wording.own_direction
    environment.filters["own_language"] = wording.own_language
    environment.filters["month"] = wording.month
    environment.filters["longday"] = wording.longday
    environment.filters["gap"] = wording.gap
    environment.filters["few"] = wording.few
    environment.filters["drawing"] = _drawing
    return environment.get_template(template.name).render(facts)


def _drawing(svg: str) -> object:
    """A drawing of ours, put in as it is; ValueError for anything but an SVG without scripts, because it is not escaped."""
    from markupsafe import Markup

    if not svg.startswith("<svg ") or "<script" in svg or "<!" in svg:
        raise ValueError("only our own drawings go into a page unescaped")
    return Markup(svg)  # noqa: S704 - made by reports/drawing.py, which escapes every word


def write_page(folder: Path, name: str, html: str) -> Path:
    """Write the page as `<name>.html`, or `<name>-2.html` when there is one; whole or not at all. Raises NO_ROOM_THERE or FOLDER_REFUSED."""
    data = html.encode()
    return write_file(folder, f"{name}.html", lambda out: _all(out, data))


def write_bytes(folder: Path, name: str, data: bytes) -> Path:
    """Write a file that is made already, under a name that is free; whole or not at all. Raises NO_ROOM_THERE or FOLDER_REFUSED."""
    return write_file(folder, name, lambda out: _all(out, data))


@contextlib.contextmanager
def all_or_nothing() -> Iterator[list[Path]]:
    """Files that belong together: those in the list are taken away again when what is done inside does not come to its end."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise


def _all(out: IO[bytes], data: bytes) -> None:
    out.write(data)


def write_file(folder: Path, name: str, fill: Callable[[IO[bytes]], None]) -> Path:
    """A new file that `fill` writes, under a name that is free; nothing is left behind when it fails."""
    unfinished = folder / f".{secrets.token_hex(8)}.part"
    note = _note.get()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if note is not None:
            note(unfinished, None)
        with unfinished.open("xb") as out:
            fill(out)
            out.flush()
            os.fsync(out.fileno())
        path = _free(folder / name)
        if note is not None:
            note(unfinished, path)
        patiently(lambda: unfinished.rename(path))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError("NO_ROOM_THERE", folder=folder) from error
        raise UserError("FOLDER_REFUSED", folder=folder) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return path


def _free(path: Path) -> Path:
    """The path itself, or the first with a number behind it that is not taken."""
    number = 2
    free = path
    while free.exists():
        free = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return free
