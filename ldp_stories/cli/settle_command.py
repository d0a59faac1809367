"""`settle`: fields of which two people wrote two versions, side by side; --keep the one that stands from now on."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.settle_versions import settle_conflict, unsettled


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which story; and which version stays."""
    parser.add_argument("--story", help="only what belongs to this story")
    parser.add_argument(
        "--keep", metavar="VERSION", help="the id of the version to keep; the other stays in history"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Keep the one that was named, then say what is left."""
    with opening.opened(args) as home:
        if args.keep:
            every = unsettled(home, args.story)
            one = next((u for u in every if args.keep in {v.rev for v in u.versions}), None)
            if one is None:
                raise ValueError("No open version has this id")
            settle_conflict(home, one.entity, one.field, args.keep)
        rows = unsettled(home, args.story)
    if not rows:
        out.say("Nothing waits to be settled.")
    for row in rows:
        out.say(
            f"{row.title}  {row.kind}, {row.field}",
            *(f"  {v.rev}  {v.by}, {v.at}: {v.value}" for v in row.versions),
        )
    out.data(rows)
