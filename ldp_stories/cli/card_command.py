"""`card`: the card for the teller, by their code: in a language the programme has it in, printed here or saved as a text file."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.errors import UserError
from ldp_stories.services.find_code import people_with
from ldp_stories.services.make_card import card_for, card_languages


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose card, and where to."""
    parser.add_argument("code", help="the code of the teller")
    parser.add_argument("--language", default="", help="such as ur or pl; else the programme's first")
    parser.add_argument("--file", type=Path, help="a new text file to save it in")


def run(args: argparse.Namespace, out: Out) -> None:
    """Show it; save it when a file is named. Nothing is overwritten."""
    with opening.opened(args) as home:
        card = card_for(home, people_with(home, args.code)[0].person.code, args.language)
        languages = card_languages(home)
    if args.file:
        _save(args.file, "\n\n".join((card.code, *card.words)) + "\n")
        out.say(f"The card is in {args.file}.")
    else:
        out.say(card.code, *card.words)
    out.data({"card": card, "languages": languages, "file": args.file})


def _save(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise ValueError(f"{path} is there already; nothing was overwritten") from error
    except OSError as error:
        raise UserError("NO_FOLDER", folder=str(path.parent)) from error
