"""`list`: the stories that are here, with their state."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.my_stories import my_stories


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many."""
    parser.add_argument("--limit", type=int, default=200, help="at most so many")


def run(args: argparse.Namespace, out: Out) -> None:
    """Print one line a story, newest first."""
    with opening.opened(args) as home:
        rows = my_stories(home, limit=args.limit).rows
    if not rows:
        out.say("There are no stories here yet.")
    for row in rows:
        who = row.by and f"{'by' if row.on else 'from'} {row.by}"  # without a day: who told it on to here
        state = " ".join(filter(None, (row.shown.value, who, row.on)))
        out.say(f"{row.id}  {row.told_on}  {row.title}  ({row.place or 'no place'})  {state}")
    out.data(rows)
