"""`import`: bring a bundle or a programme file in, whole or not at all, and say what came of it."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.begin_again import SetBack
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.six_words import words_of_key
from ldp_stories.services.start_home import take_pack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files."""
    parser.add_argument("files", type=Path, nargs="+")


def run(args: argparse.Namespace, out: Out) -> None:
    """Bring each file in; the first trouble stops, what came before stays."""
    results: list[object] = []
    with opening.opened(args) as home:
        for file in args.files:
            if file.suffix == ".ldp-pack":
                pack = take_pack(home, file)
                out.say(f"{file.name}: programme version {pack.version}, {pack.new} changes")
                _set_back(pack.set_back, out)
                results.append(pack)
                continue
            taken = _take(home, file, out)
            out.say(
                f"{file.name}: {taken.new} new, had {taken.had}, left out {len(taken.refused)}, waiting for {taken.waiting}",
                *(f"  left out: {line} ({code})" for line, code in taken.refused),
            )
            if taken.turned_away:
                out.say(f"left out of your own files, your role may not send it: {taken.turned_away}")
            twice = sum(code == "E_TWICE" for _, code in taken.refused)
            if twice:
                out.say(f"kept apart, their numbers were given twice: {twice}")
            if taken.taken_back:
                out.say(f"left out: {taken.taken_back}, taken back by their teller")
            heard = taken.heard
            for what, found in (
                ("closed", heard.closed),
                ("opened again", heard.opened),
                ("put in the trash", heard.away),
                ("back from the trash", heard.back),
                ("taken back by a coordinator", heard.taken),
            ):
                if found:
                    out.say(f"{what}: {len(found)}")
            _set_back(taken.set_back, out)
            results.append(taken)
    out.data(results)


def _set_back(back: SetBack | None, out: Out) -> None:
    """What this notebook noticed of itself while it came in."""
    if back is not None:
        out.say(
            f"this notebook had gone back to an older state: it begins again; lines issued again: {back.lines}, stories: {back.stories}"
        )


def _take(home: Home, file: Path, out: Out) -> Accepted:
    """Bring one in; of a laptop nobody has let in yet, say the six words to compare before it is refused."""
    try:
        return take_in(home, file, out)
    except UserError as error:
        if error.code == "UNKNOWN_SIGNER":
            words = words_of_key(home.machine, str(error.facts["key"]))
            out.say(
                f"{file.name}: from a laptop that nobody has let in yet. Its six words: {' '.join(words)}"
            )
        raise
