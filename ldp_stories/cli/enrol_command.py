"""`enrol`: set up a home from a programme file, for practice, or as the founder of a programme."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.domain.roles import Role
from ldp_stories.services.set_up_programme import found_programme, programme_words
from ldp_stories.services.start_home import join_programme, look_at_pack, own_words, practice_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--pack`, `--practice` or `--found`, and who one is."""
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--pack", type=Path, help="the programme file from the coordinator")
    how.add_argument("--practice", action="store_true", help="a practice home with invented stories")
    how.add_argument("--found", metavar="PROGRAMME", help="found a programme with this name")
    parser.add_argument("--name", required=True, help="what to call you")
    roles = [r.value for r in (Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR)]
    parser.add_argument(
        "--role", choices=roles, default="researcher", help="what you will do (default: researcher)"
    )
    parser.add_argument("--words", help="the six words that the coordinator reads out")
    parser.add_argument(
        "--content",
        choices=["starter", "larkside"],
        default="starter",
        help="what a founded programme starts from",
    )
    parser.add_argument("--for-practice", action="store_true", help="found a practice programme")
    parser.add_argument(
        "--no-stories", action="store_true", help="a practice home without the invented stories"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Make the home and say its six words."""
    here, secret = opening.this_machine(), opening.passphrase(args.passphrase_file)
    if args.practice:
        home = practice_home(args.home, here, name=args.name, stories=not args.no_stories, progress=out)
    elif args.found:
        home = found_programme(
            args.home,
            here,
            content=args.content,
            name=args.name,
            programme_name=args.found,
            passphrase=None if args.for_practice else secret,
            practice=args.for_practice,
        )
    else:
        preview = look_at_pack(args.pack, here)
        home = join_programme(
            args.home,
            args.pack,
            here,
            name=args.name,
            passphrase=None if preview.practice else secret,
            role=Role(args.role),
            words=args.words,
        )
    try:
        words = {"programme": programme_words(home), "own": own_words(home)}
        out.say(f"The home of {args.name} is in {args.home}.")
        out.say(f"Six words of the programme: {' '.join(words['programme'])}")
        out.say(f"Your own six words: {' '.join(words['own'])}")
        out.data({"home": args.home, "words": words})
    finally:
        home.close()
