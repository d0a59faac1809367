"""What a person does while the disk fails at the n-th call: each piece of work, how it is done, and what may be seen of it afterwards."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ldp_stories.bundles.lines import encode_revision
from ldp_stories.crypto import slots
from ldp_stories.errors import UserError
from ldp_stories.services.clean_up import clean_up, is_due
from ldp_stories.services.edit_record import drafts, keep_draft, open_record, write_drafts
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.open_home import change_passphrase, open_home
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.receipts import sendings
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.withdraw import take_everything
from ldp_stories.store import backup, homes, ledger, sent
from tests.bundles.corpus import for_home, texts
from tests.bundles.forge import lines
from tests.bundles.samples import ANNA, ANNA_ID
from tests.faults.hostile_child import make_home
from tests.faults.test_odd_bodies import STORY, Numbers, add_evaluator, whole_story
from tests.services.homes import PASSPHRASE, told
from tests.services.released import release_read
from tests.services.test_withdraw import person_of

NEW = "another four plain words"
PIECE = b"\x01\x02" * 4800
KEY = bytes(range(32))


@dataclass
class World:
    """One home on a disk that fails. `early` is the home before the bundle came, `late` the one after."""

    folder: Path
    machine: Machine
    facts: dict[str, str]
    home: Home
    start: Path
    number: int = 0
    """Counts what was tried, so that each try leaves another trace."""

    @property
    def root(self) -> Path:
        """Where the disk is."""
        return self.folder / "disk"

    def laid(self, start: str) -> None:
        """The disk as at the beginning, and the home closed: `start` is early or late."""
        self.home.close()
        self.start = self.folder / start
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.start, self.root)
        self.number = 0

    def opened(self, root: Path) -> Home:
        """The home that lies under a root, with either passphrase."""
        machine = replace(self.machine, state_folder=root / self.machine.state_folder.name)
        try:
            return open_home(root / "home", PASSPHRASE, machine)
        except UserError as error:
            if error.code != "WRONG_PASSPHRASE":
                raise
        return open_home(root / "home", NEW, machine)


def make_world(folder: Path) -> World:
    """A home with a story that is told and one whose teller will take it back; a bundle; later a story to send, and a copy."""
    root = folder / "disk"
    root.mkdir()
    home = make_home(root)
    add_evaluator(home)
    facts = {"record": told(home), "gone": told(home)}
    keep_draft(home, facts["gone"], "title", "goes")
    write_drafts(home, facts["gone"])
    forge = texts(revisions=lines(*map(encode_revision, whole_story(Numbers()))), orders=b"", receipts=b"")
    sealed = for_home(forge, home.programme().id, (home.keys.recipient, ANNA.recipient)).make()
    (root / "in.tar.age").write_bytes(sealed)
    (root / "stick").mkdir()
    home.close()
    shutil.copytree(root, folder / "early")
    world = World(folder, home.machine, facts, home, folder / "early")
    world.home = world.opened(root)
    take_in(world.home, root / "in.tar.age")
    release_read(world.home, STORY)
    make_copy(world.home)
    world.home.close()
    shutil.copytree(root, folder / "late")
    return world


def _save(world: World) -> None:
    keep_draft(world.home, world.facts["record"], "title", f"typed {world.number}")


def _saved(world: World, home: Home) -> object:
    return drafts(home, world.facts["record"]).get("title")


def _write(world: World) -> None:
    keep_draft(world.home, world.facts["record"], "title", f"written {world.number}")
    write_drafts(world.home, world.facts["record"])


def _written(world: World, home: Home) -> object:
    return open_record(home, world.facts["record"]).title


def _bring(world: World) -> None:
    take_in(world.home, world.root / "in.tar.age")


def _brought(world: World, home: Home) -> object:
    """The lines and the note that the bundle came are one transaction."""
    with home.main.read() as con:
        came = [r for r in ledger.revisions(con, ents=[STORY]) if r.device == ANNA_ID]
        return len(came), len(sent.all_received(con))


def _send(world: World) -> None:
    place = world.root / "stick" / str(world.number)
    place.mkdir(exist_ok=True)
    word = recipient_named(world.home, "evaluators").words[0]
    (path,) = (p for p in pack(world.home, "evaluators", place, first_word=word).paths if p.suffix == ".age")
    assert path.stat().st_size > 0


def _sent(world: World, home: Home) -> object:
    return len(sendings(home))


def _change(world: World) -> None:
    old, new = (PASSPHRASE, NEW) if world.number % 2 else (NEW, PASSPHRASE)
    if _opens_with(world.home) == new:
        old, new = new, old
    change_passphrase(world.home, old, new)


def _opens_with(home: Home) -> str:
    known = homes.read_slots(home.place)
    for passphrase in (PASSPHRASE, NEW):
        try:
            slots.unwrap(known["passphrase"], passphrase)
        except UserError:
            continue
        slots.unwrap(known["identity"], passphrase)  # the two slots are of one age
        return passphrase
    raise AssertionError("no passphrase opens it")


def _changed(world: World, home: Home) -> object:
    return _opens_with(home)


def _copy(world: World) -> None:
    make_copy(world.home)


def _copied(world: World, home: Home) -> object:
    """The names of the copies; each that counts is whole, and there is always one."""
    found = backup.copies(home.place)
    assert found
    assert all(backup.check(copy) for copy in found), "a half-made copy counts"
    return frozenset(copy.folder.name for copy in found)


def _erase(world: World) -> None:
    if _erased(world, world.home) == 0:
        clean_up(world.home)
        return
    person = person_of(world.home, world.facts["gone"])
    passphrase = _opens_with(world.home)
    take_everything(world.home, person, person.code, {}, passphrase=passphrase)
    assert not is_due(world.home)


def _erased(world: World, home: Home) -> object:
    with home.main.read() as con:
        return sum(r.body is not None for r in ledger.revisions(con, ents=[world.facts["gone"]]))


@dataclass(frozen=True)
class Work:
    """One piece of work: what is seen of it is one thing before, another after, and nothing between."""

    do: Callable[[World], None]
    seen: Callable[[World, Home], object]
    start: str = "late"
    once: bool = False
    """Whether it can be done only once in a home."""


WORKS = {
    "save": Work(_save, _saved),
    "write": Work(_write, _written),
    "bring in": Work(_bring, _brought, "early", once=True),
    "send": Work(_send, _sent),
    "passphrase": Work(_change, _changed),
    "copy": Work(_copy, _copied),
    "erase": Work(_erase, _erased, once=True),
}
