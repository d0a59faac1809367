"""On a disk that is really full (the folder given): a closed notebook is opened, sends and erases; it says what came of each as a line of JSON."""

import json
import shutil
import sys
from pathlib import Path

from ldp_stories.errors import UserError
from ldp_stories.services.use_reserve import held
from ldp_stories.store import homes
from tests.faults.nth_work import WORKS, World, make_world

RESERVE = 24 * 1024 * 1024


def fill(folder: Path, name: str) -> None:
    """Every byte."""
    with (folder / name).open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue


def said(world: World, name: str) -> str:
    """What came of a piece of work."""
    try:
        WORKS[name].do(world)
    except UserError as error:
        return error.code
    return "done"


def main(folder: Path) -> None:
    """The notebook, closed; the disk full; then everything that must go on."""
    world = make_world(folder)
    homes.keep_reserve(world.home.place, RESERVE)
    place = world.home.place
    for name in ("early", "late"):
        shutil.rmtree(folder / name)
    fill(folder, "films")
    free = shutil.disk_usage(folder).free
    world.home = world.opened(world.root)
    lent = RESERVE - held(world.home)
    fill(folder, "more films")
    answers = {name: said(world, name) for name in ("write", "send", "erase")}
    seen = {name: str(WORKS[name].seen(world, world.home)) for name in ("send", "erase")}
    world.home.close()
    (folder / "films").unlink()
    world.home = world.opened(place.path.parent)
    sound = world.home.main.faults() == ()
    world.home.close()
    sys.stdout.write(json.dumps({"free": free, "lent": lent, **answers, "seen": seen, "sound": sound}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
