"""`list`: the stories that are here, with their state."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.domain.records import RecordRow, Shown
from ldp_stories.services.my_stories import my_stories


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many."""
    parser.add_argument("--limit", type=int, default=200, help="at most so many")


def _who(row: RecordRow) -> str:
    """Who has received it, which is not who reviewed it; without a day: who told it on to here."""
    if not row.by or not row.on:
        return row.by and f"from {row.by}"
    return f"by {row.by}" if row.shown is Shown.RECEIVED else f"(received by {row.by})"


def run(args: argparse.Namespace, out: Out) -> None:
    """Print one line a story, newest first."""
    with opening.opened(args) as home:
        rows = my_stories(home, limit=args.limit).rows
    if not rows:
        out.say("There are no stories here yet.")
    for row in rows:
        state = " ".join(filter(None, (row.shown.value, _who(row), row.on)))
        out.say(f"{row.id}  {row.told_on}  {row.title}  ({row.place or 'no place'})  {state}")
    out.data(rows)
