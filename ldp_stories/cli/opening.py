"""Opening a home from a terminal: the passphrase comes from a file or the environment, never from an argument others could see."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ldp_stories.app import machine
from ldp_stories.domain.text_files import words_in
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.make_searchable import make_searchable
from ldp_stories.services.start_home import open_home

VARIABLE = "LDP_STORIES_PASSPHRASE"


def passphrase(file: Path | None) -> str | None:
    """The passphrase from a file (its first line) or the environment; None when neither is given (practice homes need none)."""
    return first_line(file) if file is not None else os.environ.get(VARIABLE)


def first_line(file: Path) -> str:
    """The first line of a file that holds a secret; empty for an empty file."""
    try:
        lines = words_in(file.read_bytes()).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"The file cannot be read: {file}") from error
    return lines[0] if lines else ""


def this_machine() -> Machine:
    """This laptop; tests put a cheaper one in its place."""
    return machine()


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Home]:
    """The home named by `--home`, closed again at the end. All its words are searchable before and after."""
    home = open_home(args.home, passphrase(args.passphrase_file), this_machine())
    try:
        _fill_search(home)
        yield home
        if not home.closed:
            _fill_search(home)
    finally:
        home.close()


def _fill_search(home: Home) -> None:
    """On a full disk the rest waits: the command may be the one that makes room."""
    with suppress(UserError):
        make_searchable(home)
