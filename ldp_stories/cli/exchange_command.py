"""`exchange`: stories and tags for other analysis programs, and what a file from one of them holds."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services import look_at_exchange, take_elsewhere


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to write, or which file to look at."""
    parser.add_argument(
        "--project", type=Path, metavar="FOLDER", help="write a project (.qdpx) with its codebook"
    )
    parser.add_argument("--no-sound", action="store_true", help="leave the recordings out")
    parser.add_argument("--codebook", type=Path, metavar="FOLDER", help="write the codebook alone (.qdc)")
    parser.add_argument(
        "--look", type=Path, metavar="FILE", help="say what a .qdpx or .qdc file holds; nothing is added"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Do what is asked. ValueError when nothing is."""
    if not (args.project or args.codebook or args.look):
        raise ValueError("say --project, --codebook or --look")
    data: dict[str, object] = {}
    with opening.opened(args) as home:
        if args.project:
            taken = take_elsewhere.take_project(home, args.project, sound=not args.no_sound)
            data["project"] = taken
            out.say(f"{taken.stories} stories written; {sum(taken.left_out.values())} left out.")
            _written(out, taken.files)
        if args.codebook:
            path = take_elsewhere.take_codebook(home, args.codebook)
            data["codebook"] = path
            _written(out, [path])
        if args.look:
            seen = look_at_exchange.look(home, args.look)
            data["look"] = seen
            for line in seen.lines:
                out.say(line)
    out.data(data)


def _written(out: Out, paths: Sequence[Path]) -> None:
    for path in paths:
        out.say(f"Written: {path}")
