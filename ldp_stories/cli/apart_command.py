"""`apart`: the files that were refused and are kept apart, with the reason; try one again, or throw it away."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.errors import UserError, sentence
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import accept_quarantined
from ldp_stories.services.kept_apart import kept_apart
from ldp_stories.services.set_aside import let_go, throw_away_old, waiting_one
from ldp_stories.services.start_home import take_pack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and the file's id from the list."""
    parser.add_argument("what", nargs="?", default="list", choices=["list", "again", "throw-away"])
    parser.add_argument("id", nargs="?", default="", help="the id that the list printed")


def run(args: argparse.Namespace, out: Out) -> None:
    """Look, or do. What was refused 90 days ago goes first."""
    if args.what != "list" and not args.id:
        raise ValueError("an id is needed")
    with opening.opened(args) as home:
        throw_away_old(home)
        if args.what == "list":
            _list(home, out)
        elif args.what == "again" and _is_pack(home, args.id):
            pack = take_pack(home, waiting_one(home, args.id).path)
            out.say(f"It came in: programme version {pack.version}, {pack.new} changes")
            out.data(pack)
        elif args.what == "again":
            taken = accept_quarantined(home, args.id, out)
            out.say(f"It came in: {taken.new} new, had {taken.had}, left out {len(taken.refused)}")
            out.data(taken)
        else:
            let_go(home, args.id)
            out.say("The file is thrown away. Nothing of it was added.")
            out.data({"thrown_away": args.id})


def _is_pack(home: Home, ident: str) -> bool:
    return waiting_one(home, ident).pack


def _list(home: Home, out: Out) -> None:
    found = kept_apart(home)
    for one in found:
        until = f"until {one.goes}" if one.goes else "until you decide"
        out.say(
            f"{one.bundle}  {one.file}  {one.name or '?'}  {one.bytes} bytes, since {one.came}, {until}",
            f"  {one.why}: {sentence(UserError(one.why, **one.told))}",
        )
    if not found:
        out.say("Nothing is kept apart.")
    out.data(found)
