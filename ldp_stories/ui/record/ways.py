"""The ways to send: stick, folder and mail for everybody, and those that were set up on this laptop."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ldp_stories.services.home import Home
from ldp_stories.services.pack_bundle import Packed, Unfinished, pack
from ldp_stories.services.progress import Progress
from ldp_stories.services.routes import FOLDER, SERVERS, saved_routes
from ldp_stories.services.send_by_route import send_by_route
from ldp_stories.ui.text import in_a_row, tr
from ldp_stories.ui.widgets.choices import Option

PROFILES: Final = {"stick": "stick", "folder": "network", "mail": "mail"}
_ROUTE: Final = "route:"


def ways(home: Home) -> list[Option]:
    """What can be chosen."""
    usual = [Option("stick", tr("Stick")), Option("folder", tr("Folder")), Option("mail", tr("Mail"))]
    return usual + [Option(_ROUTE + way.id, way.name) for way in saved_routes(home, FOLDER, *SERVERS)]


def profile_of(way: str) -> str:
    """How large the parts are and which sound goes: by a way that was set up as by a shared folder."""
    return PROFILES.get(way, "network")


def is_route(way: str) -> bool:
    """Whether a way was set up here, so that nobody is asked for a folder."""
    return way.startswith(_ROUTE)


def hint(way: str) -> str:
    """What to know about a way."""
    hints = {
        "stick": tr("Put the stick in first. The whole sound goes with it."),
        "folder": tr("A folder you share with them. The sound goes in a smaller form."),
        "mail": tr("We make one or more small files. You add them to a mail yourself."),
    }
    return hints.get(
        way, tr("It goes there when you press the button, and not before. The sound goes in a smaller form.")
    )


def send_by(home: Home, to: str, way: str, folder: object, word: str, report: Progress) -> Packed:
    """Pack and copy, by any way."""
    from pathlib import Path

    if is_route(way):
        return send_by_route(home, to, way.removeprefix(_ROUTE), first_word=word, progress=report)
    return pack(home, to, Path(str(folder)), profile=profile_of(way), first_word=word, progress=report)


def begun_words(begun: Unfinished) -> str:
    """ "3 of 5 parts are packed since 10 May. The rest goes when you press the button." """
    return tr("{done} of {of} parts are packed. Carry on with the rest.", done=begun.done, of=begun.parts)


def waits_words(name: str) -> str:
    """To whoever comes back to what is packed: nothing more is to be done unless the file was lost."""
    return tr(
        "All of it is packed, and waits for the answer of {name}. Pack it again only if that file was lost.",
        name=in_a_row(name),
    )


def go_words(*, waits: bool) -> str:
    """The words on the button."""
    return tr("Pack it again") if waits else tr("Pack and copy")


def show_in_folder(paths: tuple[Path, ...]) -> None:
    """Open the folder where the files lie, in the system's own file window."""
    if paths:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths[0].parent)))
