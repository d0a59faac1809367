"""`recovery`: make the programme's recovery identity, open it from two shares, and test that it opens every laptop (CONTRACTS.md 8)."""

import argparse

from ldp_stories.cli import key_command, opening
from ldp_stories.cli.out import Out
from ldp_stories.services.prove_recovery import prove

NEEDS_HOME = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One of: make, open, test, use."""
    parser.add_argument(
        "what",
        choices=["make", "open", "test", "use"],
        help="make the identity and its three share files; open it from one share with two custodians' keys; "
        "test it on the laptops of this home's programme; use it on a home whose passphrase is forgotten",
    )
    key_command.add_custody(parser)


def run(args: argparse.Namespace, out: Out) -> None:
    """Do the one thing."""
    if args.what == "test":
        _test(args, out)
        return
    args.what = "recover" if args.what == "use" else args.what
    key_command.run(args, out)


def _test(args: argparse.Namespace, out: Out) -> None:
    if args.home is None:
        raise ValueError("--home is needed")
    identity = key_command.identity_of(args)
    with opening.opened(args) as home:
        found = prove(home, identity)
    for one in found:
        state = f"opens; tested on {one.on}" if one.opens else "DOES NOT OPEN"
        out.say(f"{one.label or one.device}  {one.member}  {state}")
    out.say("The next file you send tells each laptop.")
    out.data(found)
