"""Three laptops and a stick for tests: Joan coordinates, Amina tells, Priya reads; files travel as they do for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import walk_round
from ldp_stories.services.admit_people import admit, joiners
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, look, take_in
from ldp_stories.services.set_up_programme import save_pack
from ldp_stories.services.start_home import join_programme, take_pack
from tests.ui.coordinator.desk import Desk, machine, open_desk, sound_file

__all__ = ["Round", "bundles", "round_of"]


@dataclass
class Round:
    """Joan's desk, the homes of the others by name, the stick, and the programme file on it."""

    desk: Desk
    stick: Path
    pack: Path
    homes: dict[str, Home] = field(default_factory=dict)

    def join(self, name: str, role: Role) -> Home:
        """One more laptop that has joined by the programme file; nobody has let it in."""
        home = join_programme(
            self.desk.folder / name,
            self.pack,
            machine(self.desk.folder, name),
            name=name.capitalize(),
            passphrase=None,
            role=role,
            words=None,
        )
        self.homes[name] = home
        return home

    def tell(self, name: str = "amina") -> str:
        """A researcher's laptop keeps a story; its record id."""
        return walk_round.keep_story(self.homes[name], sound_file(self.desk.folder))

    def send(self, name: str) -> Path:
        """A laptop sends what it has to the coordinators; the file on the stick."""
        return walk_round._send(self.homes[name], "coordinators", self.stick)[0]

    def knock(self, path: Path) -> None:
        """Joan looks at a file of somebody nobody knows: it is set aside."""
        with pytest.raises(UserError, match="do not know yet"):
            look(self.desk.home, path)

    def let_in(self, name: str, role: Role) -> str:
        """Send, look, admit: the laptop is in; the record it told first (researchers)."""
        home = self.join(name, role)
        record = self.tell(name) if role is Role.RESEARCHER else ""
        self.knock(self.send(name))
        for one in joiners(self.desk.home):
            admit(self.desk.home, one.bundle, role=one.role)
        assert home.member
        return record

    def receive(self, name: str) -> None:
        """A laptop brings in what Joan has put on the stick for it: the programme file first."""
        for path in inbox(self.stick):
            if path.suffix == ".ldp-pack":
                take_pack(self.homes[name], path)
        for path in bundles(self.stick):
            try:
                take_in(self.homes[name], path)
            except UserError as error:
                if error.code not in ("NOT_FOR_US", "UNKNOWN_SIGNER"):
                    raise


def bundles(folder: Path) -> list[Path]:
    """The sealed files in a folder, without programme files."""
    return [p for p in inbox(folder) if p.suffix != ".ldp-pack"]


@contextmanager
def round_of(folder: Path) -> Iterator[Round]:
    """Joan's desk with a saved programme file on a stick."""
    with open_desk(folder) as desk:
        stick = folder / "stick"
        stick.mkdir()
        made = Round(desk, stick, save_pack(desk.home, stick).path)
        try:
            yield made
        finally:
            for home in made.homes.values():
                home.close()
