"""`cards`: whether the private cards open after a recovery; --begin-anew puts the sealed ones aside, --old-passphrase-file brings them back.

No name, number or address is ever said here: those are read in the window, by one person at a time.
"""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.begin_cards_anew import WORD, begin_anew, lost, only_before, put_old_back, set_by
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import open_session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One thing at a time; with neither, only how it stands is said."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "--begin-anew",
        metavar="YES",
        help=f"begin with no cards when only the forgotten passphrase opens them; type {WORD} after reading what is lost",
    )
    one.add_argument(
        "--old-passphrase-file",
        type=Path,
        help="a file that holds the old passphrase: what the sealed cards hold stands among those of today",
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Do it, then say how it stands."""
    with opening.opened(args) as home:
        secret = opening.passphrase(args.passphrase_file)
        back = 0
        if args.begin_anew is not None:
            begin_anew(home, secret or "", args.begin_anew)
            out.say("New cards have begun. The old ones are kept locked on this laptop.")
        elif args.old_passphrase_file is not None:
            back = _bring_back(home, secret, opening.first_line(args.old_passphrase_file))
            out.say(f"Here again: cards of {back} people.")
        shut = only_before(home, secret or "")
        people, aside = lost(home), set_by(home)
    if shut:
        out.say(
            f"Only the old passphrase opens these cards, of {people} people. If it is lost, begin new ones with --begin-anew {WORD}.",
            "The old ones stay locked on this laptop, and come back with --old-passphrase-file.",
        )
    else:
        out.say(f"Cards of {people} people. They open with the passphrase of today.")
    if aside:
        out.say("Old cards are kept locked. Bring them back with --old-passphrase-file.")
    out.data({"people": people, "open": not shut, "old_kept": aside, "back": back})


def _bring_back(home: Home, today: str | None, old: str) -> int:
    session = open_session(home, today)
    try:
        return put_old_back(session, old)
    finally:
        session.close()
