"""`arrivals`: what was brought in, from whom, what was new, and the totals before and after; `--save` keeps it as a file."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.import_log import import_log, left_log, save_import_log


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to keep it."""
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="write the log as CSV into this folder")


def run(args: argparse.Namespace, out: Out) -> None:
    """Print a line for each bundle."""
    with opening.opened(args) as home:
        rows, left = import_log(home), left_log(home)
        path = save_import_log(home, args.save) if args.save else None
    for one in rows:
        out.say(
            f"{one.packed} from {one.sender or 'somebody who has left'}, bundle {one.number} part {one.part}: "
            f"{one.new} new, {one.had} here already, {one.left_out} left out; "
            f"stories {one.stories_before} to {one.stories_after}, people {one.people_before} to {one.people_after}"
        )
    for gone in left:
        out.say(
            f"{gone.packed} from {gone.sender or 'somebody who has left'}: looked into and left on {gone.on}"
        )
    if path is not None:
        out.say(f"The log is in {path.name}.")
    out.data({"arrivals": rows, "left": left, "saved": path})
