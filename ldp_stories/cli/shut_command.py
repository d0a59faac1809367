"""`shut`: stories that are closed or were put in the trash by somebody else; --open, --back or --out decides about one (coordinators)."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.edit_record import open_again
from ldp_stories.services.shut_stories import put_back_for_all, shut_stories, take_out_for_all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One story at a time; with none, only what there is is said."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--open", metavar="STORY", help="open a closed story again")
    one.add_argument("--back", metavar="STORY", help="put a story back from the trash, on every laptop")
    one.add_argument("--out", metavar="STORY", help="take a story in the trash out for good, on every laptop")
    parser.add_argument("--code", default="", help="with --out: the code of somebody who told it")


def run(args: argparse.Namespace, out: Out) -> None:
    """Decide, then say what there is."""
    with opening.opened(args) as home:
        if args.open:
            open_again(home, args.open)
        elif args.back:
            put_back_for_all(home, args.back)
        elif args.out:
            take_out_for_all(home, args.out, args.code)
        rows = shut_stories(home)
    if not rows:
        out.say("Nothing is closed or put away.")
    for row in rows:
        what = "closed" if row.closed else "put in the trash"
        title = f"{row.title}, " if row.title else ""
        out.say(
            f"{row.record}  {title}told to {row.researcher or '?'}  {what} by {row.by or '?'} on {row.on}"
        )
    out.data(rows)
