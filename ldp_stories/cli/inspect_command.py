"""`inspect`: say what a bundle or programme file is. Nothing is added. Without a home: what anybody without a key can see."""

import argparse
from pathlib import Path
from typing import Any

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, plain
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import look, outside, put_down
from ldp_stories.services.six_words import words_of_key
from ldp_stories.services.start_home import look_at_pack, open_home

NEEDS_HOME = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and perhaps the home whose key opens it."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--home", type=Path, help="a home whose key opens it")
    parser.add_argument("--passphrase-file", type=Path, help="a file that holds the passphrase")


def run(args: argparse.Namespace, out: Out) -> None:
    """Print what it is."""
    if args.file.suffix == ".ldp-pack":
        facts = plain(look_at_pack(args.file, opening.this_machine()))
    elif args.home is None:
        facts = plain(outside(args.file))
    else:
        home = open_home(args.home, opening.passphrase(args.passphrase_file), opening.this_machine())
        try:
            facts = _from_inside(home, args.file, out)
        finally:
            home.close()
    for name, value in facts.items():
        out.say(f"{name}: {value}")
    out.data(facts)


def _from_inside(home: Home, file: Path, out: Out) -> dict[str, Any]:
    """What a key shows; of a laptop that nobody has let in yet, its six words to compare."""
    try:
        preview = look(home, file, out, keep=False)
    except UserError as error:
        if error.code != "UNKNOWN_SIGNER":
            raise
        words = words_of_key(home.machine, str(error.facts["key"]))
        return {**plain(outside(file)), "sender": "", "known": False, "sender_words": list(words)}
    facts: dict[str, Any] = plain(preview)
    put_down(preview)
    return facts
