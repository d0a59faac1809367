"""`routes`: the ways to send that are set up here - folders and servers: list, add, try, trust a server's key, change a password, forget."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, counted
from ldp_stories.services.home import Home
from ldp_stories.services.routes import (
    KINDS,
    SFTP,
    change_secret,
    first_key,
    forget_route,
    route_named,
    save_route,
    saved_routes,
    trust_key,
    try_route,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One of: list, add, try, trust, password, forget. A server is asked only by try and trust."""
    parser.add_argument(
        "what", nargs="?", choices=["list", "add", "try", "trust", "password", "forget"], default="list"
    )
    parser.add_argument("--name", default="", help="what the way is called here")
    parser.add_argument("--kind", choices=KINDS, default="folder")
    parser.add_argument("--address", default="", help="a folder, or the address of a server")
    parser.add_argument("--user", default="")
    parser.add_argument(
        "--secret-file", type=Path, help="a file that holds the password or key of the server"
    )
    parser.add_argument(
        "--part-mb", type=int, default=0, help="the largest part the way takes, in MB (4 or more)"
    )
    parser.add_argument(
        "--fingerprint", default="", help="trust: the fingerprint that the server's keeper told you"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Do the one thing, then say what is set up."""
    with opening.opened(args) as home:
        if args.what == "try":
            _try(home, args, out)
            return
        {"list": _nothing, "add": _add, "trust": _trust, "password": _password, "forget": _forget}[args.what](
            home, args
        )
        rows = saved_routes(home)
    if not rows:
        out.say("No way to send is set up here. A stick or a folder needs none.")
    for row in rows:
        out.say(f"{row.name}  {row.kind}  {row.address}")
    out.data(rows)


def _nothing(_home: Home, _args: argparse.Namespace) -> None:
    """Only say what is there."""


def _add(home: Home, args: argparse.Namespace) -> None:
    if not args.address:
        raise ValueError("--address is needed")
    secret = opening.first_line(args.secret_file) if args.secret_file else ""
    save_route(
        home,
        kind=args.kind,
        name=args.name,
        address=args.address,
        user=args.user,
        secret=secret,
        part_bytes=max(0, args.part_mb) << 20,
    )


def _try(home: Home, args: argparse.Namespace, out: Out) -> None:
    found = try_route(route_named(home, args.name))
    out.say(f"It works. {counted(len(found), 'file is', 'files are')} there.")
    out.data(found)


def _trust(home: Home, args: argparse.Namespace) -> None:
    """The key is kept only when it has the fingerprint that a person was told another way."""
    way = route_named(home, args.name)
    if way.kind != SFTP or not args.fingerprint:
        raise ValueError("--fingerprint is needed, and a way of kind sftp")
    key, fingerprint = first_key(way.address)
    if fingerprint != args.fingerprint:
        raise ValueError(f"The server shows another key: {fingerprint}. Nothing was trusted.")
    trust_key(home, way.id, key)


def _password(home: Home, args: argparse.Namespace) -> None:
    if args.secret_file is None:
        raise ValueError("--secret-file is needed")
    change_secret(home, args.name, opening.first_line(args.secret_file))


def _forget(home: Home, args: argparse.Namespace) -> None:
    forget_route(home, route_named(home, args.name).id)
