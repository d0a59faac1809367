"""`close`: hand a laptop back: list what nobody has received, and with a typed yes shred the keys."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, counted
from ldp_stories.services.close_home import before_closing, close_for_good


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing is done without --yes."""
    parser.add_argument(
        "--shred", action="store_true", help="shred the keys and remove the home, if all is received"
    )
    parser.add_argument("--yes", action="store_true", help="also what nobody has received")


def run(args: argparse.Namespace, out: Out) -> None:
    """Say what stands; close for good when asked."""
    with opening.opened(args) as home:
        standing = close_for_good(home, "yes" if args.yes else "") if args.shred else before_closing(home)
    out.say(
        f"{counted(standing.confirmed, 'story is', 'stories are')} with somebody else, {len(standing.only_here)} only here."
    )
    out.say(*(f"  only here: {title}" for title in standing.only_here))
    out.say(*(f"  a copy lies in {where} (of {day})" for where, day in standing.copies))
    out.say(
        "The keys are gone. Nothing on this laptop can open this home again."
        if args.shred
        else "Nothing was changed."
    )
    out.data(standing)
