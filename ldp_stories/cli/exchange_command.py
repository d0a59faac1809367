"""`exchange`: stories and tags for other analysis programs, what a file from one of them holds, and bringing it in."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.looked_at import add_looked_at, ask_looked_at
from ldp_stories.cli.out import Out, counted
from ldp_stories.services import bring_in_codings, look_at_exchange, propose_codes, take_elsewhere
from ldp_stories.services.home import Home


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
    parser.add_argument(
        "--bring",
        type=Path,
        metavar="FILE",
        help="add the tags and marks of a .qdpx or .qdc file to one's own layer",
    )
    parser.add_argument(
        "--propose",
        type=Path,
        metavar="FILE",
        help="add the tags of a file to the codebook, as proposed ones",
    )
    parser.add_argument("--why", default="", metavar="WORDS", help="the reason that goes with --propose")
    add_looked_at(
        parser, "a person has looked at these of the nine questions: all before a project is written"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="with --bring or --propose: only say what would be added"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Do what is asked. ValueError when nothing is."""
    if not (args.project or args.codebook or args.look or args.bring or args.propose):
        raise ValueError("say --project, --codebook, --look, --bring or --propose")
    data: dict[str, object] = {}
    with opening.opened(args) as home:
        if args.project:
            ask_looked_at(args, out)
            taken = take_elsewhere.take_project(
                home, args.project, looked_at=args.looked_at, sound=not args.no_sound
            )
            data["project"] = taken
            told = counted(taken.stories, "story", "stories")
            out.say(f"{told} written; {sum(taken.left_out.values())} left out.")
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
        if args.bring:
            data["bring"] = _bring(home, args, out)
        if args.propose:
            data["propose"] = _propose(home, args, out)
    out.data(data)


def _bring(home: Home, args: argparse.Namespace, out: Out) -> dict[str, object]:
    preview = bring_in_codings.preview_bringing(home, args.bring)
    for line in preview.lines:
        out.say(line)
    tags, marks = (0, 0) if args.dry_run else bring_in_codings.bring_in(home, preview)
    if not args.dry_run:
        out.say(f"Added to your layer: {counted(tags, 'tag', 'tags')}, {counted(marks, 'mark', 'marks')}.")
    return {"lines": preview.lines, "tags": tags, "marks": marks}


def _propose(home: Home, args: argparse.Namespace, out: Out) -> dict[str, object]:
    proposal = propose_codes.preview_proposal(home, args.propose)
    for line in proposal.lines:
        out.say(line)
    added, changed = (0, 0) if args.dry_run else propose_codes.propose(home, proposal, args.why)
    if not args.dry_run:
        out.say(f"In the codebook: {added} added as proposed tags, {changed} changed.")
    return {"lines": proposal.lines, "added": added, "changed": changed}


def _written(out: Out, paths: Sequence[Path]) -> None:
    for path in paths:
        out.say(f"Written: {path}")
