"""The one place where the parts are joined: this laptop as a `Machine`, shipped files, folders, and the recorder process.

Imports stand inside the functions, because the recorder process passes through here and must start in a moment.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ldp_stories.crypto.slots import KdfCost
    from ldp_stories.domain.media import PieceSink
    from ldp_stories.services.home import Machine

NAME: Final = "LDP Stories"
_SMALL_LAPTOP: Final = 4 * 1024**3


def resource(name: str) -> Path:
    """A shipped file or folder, such as `words/eff_large_wordlist.txt`; FileNotFoundError when there is none (a broken installation)."""
    package = Path(__file__).resolve().parent
    for root in (package / "_resources", package.parent / "resources"):
        found = root / name
        if found.exists():
            return found
    raise FileNotFoundError(name)


def load_what_lies_below_the_window() -> None:
    """Import services and reports, and with them all that is below. Qt reads the source of each module that is imported after it."""
    import importlib
    import pkgutil

    for name in ("services", "reports"):
        package = importlib.import_module(f"ldp_stories.{name}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def homes_root() -> Path:
    """The folder that holds the homes of this laptop's user."""
    import platformdirs

    return Path(platformdirs.user_data_dir(NAME, appauthor=False, roaming=False)) / "homes"


def state_folder() -> Path:
    """The folder for what must not travel with a copied home: tokens that notice a restored or copied store."""
    import platformdirs

    return Path(platformdirs.user_state_dir(NAME, appauthor=False))


def machine(cost: "KdfCost | None" = None) -> "Machine":
    """This laptop. `cost` is what opening a home costs a guesser; ValueError for one below the floor (that is for tests only)."""
    from ldp_stories.crypto.slots import KdfCost
    from ldp_stories.services.home import Machine
    from ldp_stories.services.laptop import machine_id, memory, recorder_command

    if cost is None:
        cost = KdfCost.floor() if memory() < _SMALL_LAPTOP else KdfCost.normal()
    if cost.below_floor:
        raise ValueError("a real home needs a dearer key derivation")
    return Machine(
        state_folder=state_folder(),
        machine_id=machine_id(),
        cost=cost,
        now=lambda: datetime.now(UTC),
        resource=resource,
        recorder_command=recorder_command(),
        live=True,
    )


def photo_main() -> int:
    """The process that opens one photo; the exit status."""
    from ldp_stories.media.photo_child import photo_main as run

    return run()


def record_main() -> int:
    """The recorder process: join the recorder with one vault item named on standard input; the exit status."""
    from ldp_stories.media.capture import run_recorder

    return run_recorder(sys.stdin.buffer, sys.stdout.buffer, open_sink)


def open_sink(order: dict[str, Any]) -> "PieceSink":
    """The vault item that an order names, ready to take sound in; without one the sound is only listened to."""
    from ldp_stories.media.nowhere import Nowhere
    from ldp_stories.store.vault import create_live

    if order["item"] is None:
        return Nowhere()
    return create_live(
        Path(order["item"]), bytes.fromhex(order["key"]), bulk=bool(order["source"].get("fast"))
    )
