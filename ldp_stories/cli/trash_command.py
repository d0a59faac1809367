"""`trash`: what lies in the trash and until when; --put a story there, --back take it out again."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.trash import put_back, throw_away, trash


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One story at a time; with neither, only what is there is said."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--put", metavar="STORY", help="put a story of your own in the trash")
    one.add_argument("--back", metavar="STORY", help="take it out again, as it was")


def run(args: argparse.Namespace, out: Out) -> None:
    """Do it, then say what is there."""
    with opening.opened(args) as home:
        if args.put:
            throw_away(home, args.put)
        elif args.back:
            put_back(home, args.back)
        rows = trash(home)
    if not rows:
        out.say("The trash is empty.")
    for row in rows:
        until = "somebody has had it: it only stays hidden" if row.sent else f"until {row.until}"
        out.say(f"{row.id}  {row.title}  since {row.on}, {until}")
    out.data(rows)
