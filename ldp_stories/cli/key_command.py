"""`key`: another passphrase, the age key of this home for the rescue commands, and the programme's recovery identity."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.domain.text_files import words_in
from ldp_stories.services.keep_copies import copies_elsewhere
from ldp_stories.services.keep_keys import export_key, open_shares, recovery_from, share_recovery
from ldp_stories.services.start_home import change_passphrase, recover_home

NEEDS_HOME = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One of: change, export, make, open, recover."""
    parser.add_argument(
        "what",
        choices=["change", "export", "make", "open", "recover"],
        help="change the passphrase; export the key of this home; make the programme's "
        "recovery identity; open it from two shares; recover a home with it",
    )
    parser.add_argument(
        "--new-passphrase-file", type=Path, help="a file that holds the new passphrase (change)"
    )
    add_custody(parser)


def add_custody(parser: argparse.ArgumentParser) -> None:
    """The home, the files and the custodians: the same for `key` and `recovery`."""
    parser.add_argument("--home", type=Path, help="the home's folder")
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        help="a file that holds the passphrase (with a recovery key: the new one)",
    )
    parser.add_argument("--file", type=Path, help="where the key is written, or read from")
    parser.add_argument("--folder", type=Path, help="where the three shares are written")
    parser.add_argument(
        "--custodian",
        action="append",
        default=[],
        metavar="AGE1",
        help="a custodian's age recipient (three of them)",
    )
    parser.add_argument("--share", type=Path, help="one of the three share files")
    parser.add_argument(
        "--identity",
        type=Path,
        action="append",
        default=[],
        help="a custodian's age identity file (two of them)",
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Do the one thing. Secrets go into files readable by their owner only, never on the screen."""
    {"change": _change, "export": _export, "make": _make, "open": _open, "recover": _recover}[args.what](
        args, out
    )


def _need(value: Path | None, name: str) -> Path:
    if value is None:
        raise ValueError(f"{name} is needed")
    return value


def _change(args: argparse.Namespace, out: Out) -> None:
    _need(args.home, "--home")
    new = opening.first_line(_need(args.new_passphrase_file, "--new-passphrase-file"))
    with opening.opened(args) as home:
        change_passphrase(home, opening.passphrase(args.passphrase_file) or "", new)
        sticks = copies_elsewhere(home)
    out.say("The passphrase is changed. The old one opens nothing on this laptop any more.")
    out.say(*(f"The copy of {day} in {where} still opens with the old one." for where, day in sticks))
    out.data({"home": args.home, "copies": sticks})


def _export(args: argparse.Namespace, out: Out) -> None:
    _need(args.home, "--home")
    target = _need(args.file, "--file")
    with opening.opened(args) as home:
        export_key(home, target)
    out.say(f"The key of this home is in {target}. Whoever has it can read what was sent here.")
    out.data({"file": target})


def _make(args: argparse.Namespace, out: Out) -> None:
    _need(args.home, "--home")
    folder = _need(args.folder, "--folder")
    if len(args.custodian) != 3:
        raise ValueError("--custodian is needed three times")
    with opening.opened(args) as home:
        recipient, paths = share_recovery(home, args.custodian, folder)
    out.say(
        f"Recovery key {recipient}. Give each custodian the three files in {folder}; any two of them can open it."
    )
    out.data({"recipient": recipient, "shares": paths})


def _open(args: argparse.Namespace, out: Out) -> None:
    share, target = _need(args.share, "--share"), _need(args.file, "--file")
    open_shares(share, [words_in(p.read_bytes()) for p in args.identity], target)
    out.say(f"The recovery identity is in {target}. Delete it when you are done.")
    out.data({"file": target})


def identity_of(args: argparse.Namespace) -> str:
    """The recovery identity: of its own file, or put together from a share and two custodians' keys without being written anywhere."""
    if args.share is None:
        return recovery_from([_need(args.file, "--file (or --share with two --identity)")])
    return recovery_from([args.share, *args.identity])


def _recover(args: argparse.Namespace, out: Out) -> None:
    folder, key = _need(args.home, "--home"), identity_of(args)
    secret = opening.passphrase(args.passphrase_file) or ""
    recover_home(folder, key, secret, opening.this_machine()).close()
    out.say("The home opens with the new passphrase.")
    out.data({"home": folder})
