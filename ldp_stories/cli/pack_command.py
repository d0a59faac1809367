"""`pack`: seal what is owed to somebody into a bundle (or several parts) in a folder."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.recipients import recipient_named, recipients
from ldp_stories.services.send_by_route import send_by_route


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For whom, where to, how large."""
    parser.add_argument(
        "--to", help="coordinators, evaluators, or a person's code or name; left out: list who there is"
    )
    parser.add_argument("--folder", type=Path, help="where to put it (a stick, a shared folder)")
    parser.add_argument("--way", default="", help="instead of a folder: a way that is set up here (`routes`)")
    parser.add_argument(
        "--profile", choices=["stick", "network", "mail"], default="stick", help="how large the parts may be"
    )
    parser.add_argument(
        "--first-word", default="", help="first of the six words of somebody one sends to for the first time"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Pack, or say whom one could send to and what is owed."""
    with opening.opened(args) as home:
        if not args.to:
            rows = recipients(home)
            for one in rows:
                out.say(
                    f"{one.name} ({one.role.value}): {plan(home, one.key, args.profile).stories} stories to send"
                )
            out.data(rows)
            return
        if (args.folder is None) is (not args.way):
            raise ValueError("One of --folder and --way is needed")
        to = recipient_named(home, args.to)
        packed = (
            send_by_route(home, to.key, args.way, first_word=args.first_word, progress=out)
            if args.way
            else pack(
                home, to.key, args.folder, profile=args.profile, first_word=args.first_word, progress=out
            )
        )
        for path in packed.paths:
            out.say(f"Copied and checked: {path.name if args.way else path}")
        out.data(packed)
