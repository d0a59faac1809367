"""`copies`: list, make, check and bring back safe copies of a home."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.bring_back import bring_back, copies_in
from ldp_stories.services.keep_copies import copies_elsewhere, make_copy, safe_copies

NEEDS_HOME = False
"""Copies on a stick are looked at without a home: the home may be what was lost."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One of: list, make, check, restore."""
    parser.add_argument(
        "--home", type=Path, help="the home's folder; copies on a stick are checked without one"
    )
    parser.add_argument("--passphrase-file", type=Path, help="a file that holds the passphrase")
    parser.add_argument(
        "what", choices=["list", "make", "check", "restore"], help="what to do with the copies"
    )
    parser.add_argument("--to", type=Path, help="a stick: the copy goes there, with all sounds (make)")
    parser.add_argument("--folder", type=Path, help="where copies lie: a stick (check)")
    parser.add_argument("--copy", type=Path, help="the copy to bring back (restore)")


def run(args: argparse.Namespace, out: Out) -> None:
    """Do the one thing; only a look at copies elsewhere needs no home."""
    if args.home is None and (args.what != "check" or args.folder is None):
        raise ValueError("--home is needed")
    {"list": _list, "make": _make, "check": _check, "restore": _restore}[args.what](args, out)


def _list(args: argparse.Namespace, out: Out) -> None:
    with opening.opened(args) as home:
        rows, elsewhere = safe_copies(home), copies_elsewhere(home)
    out.say(*(f"{row.at}  {row.bytes:>12}  {row.folder}" for row in rows))
    out.say(*(f"{day}  elsewhere     {where}" for where, day in elsewhere))
    out.data({"here": rows, "elsewhere": elsewhere})


def _make(args: argparse.Namespace, out: Out) -> None:
    with opening.opened(args) as home:
        made = make_copy(home, args.to, out)
    out.say(f"A copy was made and read back: {made.folder}")
    out.data(made)


def _check(args: argparse.Namespace, out: Out) -> None:
    folder = args.folder or args.home / "backups"
    found = copies_in(folder)
    if not found:
        out.say(f"There is no safe copy in {folder}.")
    out.say(*(f"{one.row.at}  {'whole' if one.whole else 'NOT WHOLE'}  {one.row.folder}" for one in found))
    out.data(found)


def _restore(args: argparse.Namespace, out: Out) -> None:
    if args.copy is None:
        raise ValueError("--copy is needed")
    secret = opening.passphrase(args.passphrase_file)
    home = bring_back(args.home, args.copy, secret, opening.this_machine())
    rows = safe_copies(home)
    home.close()
    out.say("The copy is back and open to work in. What was written since then is the newest copy here,")
    out.say(
        "until three more are made, or until somebody takes their words back: then every older copy goes."
    )
    out.data({"home": args.home, "here": rows})
