"""The files kept apart, as their list shows them: what came, from whom as far as that is proved, why it was refused, and until when it stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.bundles.names import read_outer_name
from ldp_stories.services.ask_resend import Wish, ask_for_part
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.set_aside import BROKEN, Waiting, goes_on, waiting
from ldp_stories.store import people


@dataclass(frozen=True, slots=True)
class Kept:
    """One file. `why` is the code of its refusal and `told` what its sentence names; `name` is its sender, where its signature proves that.

    `goes` is the ISO day on which it is thrown away, "" for one that waits until a coordinator decides. `part` of `parts` can be asked
    for again (0: it cannot). `joining`: it asks to join, and a coordinator is here: then `name` is the one it gives. `file` is its own name.
    `pack`: it is a programme file.
    """

    bundle: str
    path: Path
    file: str
    why: str
    told: Mapping[str, str]
    name: str
    packed_on: str
    bytes: int
    came: str
    goes: str
    part: int
    parts: int
    joining: bool
    pack: bool = False


def kept_apart(home: Home) -> tuple[Kept, ...]:
    """Every file that is kept apart here, the oldest first."""
    found = waiting(home)
    with home.main.read() as con:
        return tuple(_kept(home, con, one) for one in found)


def _kept(home: Home, con: Connection, one: Waiting) -> Kept:
    member = people.member_of_device(con, one.device) if one.device else None
    goes = goes_on(home, one)
    outer = read_outer_name(one.file) if one.why in BROKEN else None
    joining = one.joining and goes is None and one.why == "UNKNOWN_SIGNER"
    sender = home.shown_member(con, member.id) if member is not None else ""
    return Kept(
        bundle=one.bundle,
        path=one.path,
        file=one.file,
        why=one.why,
        told=one.told,
        name=one.name if joining else sender,
        packed_on=one.packed_on,
        bytes=one.bytes,
        came=one.at[:10],
        goes=goes.isoformat() if goes is not None else "",
        part=outer[1] if outer is not None else 0,
        parts=outer[2] if outer is not None else 0,
        joining=joining,
        pack=one.pack,
    )


def ask_again(home: Home, kept: Kept) -> Wish:
    """Ask whoever made it for that part alone. UserError NOBODY_TO_ASK."""
    return ask_for_part(home, kept.path, kept.file)
