"""A laptop as a whole, put aside and put back: notebook and token together, as a virtual machine or a copied disk does it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.services.home import Home, Machine
from ldp_stories.services.start_home import open_home


@dataclass(frozen=True)
class Snapshot:
    """The notebook and its token as they were, in a folder of their own."""

    place: Path
    folder: Path
    token: Path
    machine: Machine

    def put_back(self, home: Home) -> Home:
        """The laptop is again as it was then; nothing on it can tell. Opened anew."""
        home.close()
        shutil.rmtree(self.folder)
        shutil.copytree(self.place / "home", self.folder)
        shutil.copyfile(self.place / "token", self.token)
        return open_home(self.folder, None, self.machine)


def snapshot(home: Home, place: Path) -> tuple[Snapshot, Home]:
    """Put the laptop aside as it is now: (the snapshot, the notebook, opened again)."""
    home.close()
    token = home.machine.state_folder / f"{home.author.device}.json"
    place.mkdir(parents=True)
    shutil.copytree(home.folder, place / "home")
    shutil.copyfile(token, place / "token")
    made = Snapshot(place, home.folder, token, home.machine)
    return made, open_home(home.folder, None, home.machine)
