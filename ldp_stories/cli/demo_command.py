"""`demo`: the whole way round on the practice programme without a window: bundles, pictures of the main screens and a report."""

import argparse
from contextlib import closing
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.errors import UserError
from ldp_stories.services.furnish_desk import furnished_home, next_story
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.start_home import open_home
from ldp_stories.services.walk_round import Round, walk_round

NEEDS_HOME = False
_LENGTH_MS = 750_000
"""12 min 30 s, as in the story."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where everything goes."""
    parser.add_argument("--headless", action="store_true", help="without a window (the only way there is)")
    parser.add_argument(
        "--out", type=Path, required=True, help="a new or empty folder for everything that is made"
    )
    parser.add_argument("--sound", type=Path, help="a sound file in place of the invented voice")
    parser.add_argument("--no-pictures", action="store_true", help="leave out the pictures of the screens")


def run(args: argparse.Namespace, out: Out) -> None:
    """Walk the round and say what came of it. UserError FOLDER_NOT_EMPTY."""
    folder = args.out.resolve()
    if folder.exists() and any(folder.iterdir()):
        raise UserError("FOLDER_NOT_EMPTY", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    sound = args.sound or write_voice(folder / "conversation.wav", _LENGTH_MS, seed=7)
    result = walk_round(folder, opening.this_machine(), sound, out)
    out.say(*result.said)
    out.say(*(f"On the stick: {path.name}" for path in result.bundles))
    out.say(f"Report: {result.report}")
    pictures: list[Path] = []
    if args.pictures is not None and not args.no_pictures:
        pictures = args.pictures(_desks(folder, result), folder / "pictures")
        out.say(f"Pictures of the screens: {folder / 'pictures'} ({len(pictures)})")
    out.data({"round": result, "pictures": pictures})


def _desks(folder: Path, result: Round) -> dict[str, Path]:
    """The desks that are pictured: Amina's after the round with her next story, and one with all the invented stories for the others."""
    with closing(open_home(result.homes["researcher"], None, opening.this_machine())) as amina:
        next_story(amina)
    furnished_home(folder / "larkside", opening.this_machine(), name="Priya").close()
    return {
        "researcher": result.homes["researcher"],
        "coordinator": folder / "larkside",
        "evaluator": folder / "larkside",
    }
