"""`programme`: the required parts, the programme file, and the people who want to join."""

import argparse
import json
from pathlib import Path
from typing import Any

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused
from ldp_stories.services.admit_people import admit, joiners, people
from ldp_stories.services.home import Home
from ldp_stories.services.set_up_programme import fill_part, missing, parts, save_pack
from ldp_stories.services.six_words import same_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One of the things to do; without one the parts and people are shown."""
    parser.add_argument(
        "--fill",
        nargs=2,
        metavar=("PART", "JSON"),
        help='fill a part, such as controller \'{"name": "..."}\'',
    )
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="sign and save the programme file")
    parser.add_argument(
        "--admit",
        action="append",
        default=[],
        metavar="WORDS",
        help="admit the person who waits and reads out these six words on the phone (again for another one)",
    )
    parser.add_argument(
        "--role", choices=[r.value for r in Role], help="the role to give (default: the one asked for)"
    )
    parser.add_argument("--clearance", action="store_true", help="may read verbatim words")


def run(args: argparse.Namespace, out: Out) -> None:
    """Do the one thing, then show how the programme stands."""
    with opening.opened(args) as home:
        if args.fill:
            fill_part(home, args.fill[0], _values(args.fill[1]))
        for words in args.admit:
            _admit(home, words, args, out)
        saved = save_pack(home, args.save) if args.save else None
        if saved:
            out.say(f"Saved {saved.path}, version {saved.version}. Six words: {' '.join(saved.words)}")
        rows, waiting, lacking = people(home), joiners(home), missing(home)
        for part in parts(home):
            out.say(f"{'yes' if part.filled else 'MISSING':8} {part.key}: {part.title}")
        for row in rows:
            out.say(f"{row.code:8} {row.name} ({', '.join(r.value for r in row.roles)})")
        for one in waiting:
            out.say(
                f"wants to join: {one.name} as {one.role.value}, words {' '.join(one.words)}, bundle {one.bundle}"
            )
        if waiting:
            out.say("Ring each of them. Let in whoever reads out the same six words: --admit 'THE SIX WORDS'")
        out.data({"saved": saved, "missing": lacking, "people": rows, "joiners": waiting})


def _values(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"--fill needs a JSON object: {error}") from error
    if not isinstance(values, dict):
        raise ValueError("--fill needs a JSON object")
    return values


def _admit(home: Home, words: str, args: argparse.Namespace, out: Out) -> None:
    """Let in whoever waits with the six words that a coordinator was told. Refused NOBODY_WITH_WORDS."""
    one = next((j for j in joiners(home) if same_words(j.words, words)), None)
    if one is None:
        raise Refused("NOBODY_WITH_WORDS")
    role = Role(args.role) if args.role else one.role
    admit(home, one.bundle, role=role, clearance=args.clearance)
    out.say(f"Let in: {one.name} as {role.value}.")
