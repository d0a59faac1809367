"""A programme of a dozen laptops in one process: real homes, real bundles, clocks of their own, and carriers that cannot be trusted."""

import atexit
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final
from unittest.mock import patch

from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.admit_people import admit, joiners
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.keep_copies import CopyRow
from ldp_stories.services.open_home import open_home
from ldp_stories.services.start_home import join_programme, take_pack
from ldp_stories.store import sent
from tests.quick_disk import quick_disk
from tests.services.cast import bring_in, send
from tests.services.homes import cheap_machine, found, pack_of
from tests.services.house import Told
from tests.services.snapshots import Snapshot
from tests.services.templates import copy_closed

START: Final = datetime(2026, 5, 10, 9, 30, tzinfo=UTC)
COORDINATORS: Final = ("joan", "theo")
RESEARCHERS: Final = ("amina", "bo", "cy", "dee", "eve", "flo", "gus", "hal")
EVALUATORS: Final = ("priya", "eli")
ROLES: Final = {
    **dict.fromkeys(COORDINATORS, Role.COORDINATOR),
    **dict.fromkeys(RESEARCHERS, Role.RESEARCHER),
    **dict.fromkeys(EVALUATORS, Role.EVALUATOR),
}
STRANGE: Final = frozenset({"DAMAGED", "CUT_SHORT", "BAD_SEAL", "NOT_SEALED", "BAD_TAR", "BAD_PATH", "NOT_A_PACK", "BAD_SIGNATURE"})  # fmt: skip
"""What a file that was spoilt on its way may be refused with; nothing else may."""


@dataclass
class Clock:
    """One laptop's clock: the world's, and how far it is wrong."""

    world: "World"
    wrong: timedelta = timedelta()

    def __call__(self) -> datetime:
        return self.world.now + self.wrong


@dataclass
class Laptop:
    """A person's laptop. `seen` are the lines it has acknowledged since it was last set back; `copies` are on sticks of its own."""

    name: str
    home: Home
    clock: Clock
    seen: dict[str, str] = field(default_factory=dict)
    copies: list[CopyRow] = field(default_factory=list)
    image: Snapshot | None = None
    lost: bool = False
    left: bool = False

    @property
    def role(self) -> Role:
        return ROLES[self.name]

    @property
    def working(self) -> bool:
        """Whether somebody still works on it."""
        return not (self.lost or self.left)


@dataclass
class Story:
    """A story as it was told: who wrote it down, its words, and what became of it. `left_alone`: nobody does anything more with it."""

    told: Told
    by: str
    code: str
    words: list[str]
    taken_back: bool = False
    left_alone: bool = False


@dataclass(frozen=True)
class Item:
    """A file on its way to one laptop; `spoilt` when its bytes are no longer those that were sent."""

    due: datetime
    to: str
    name: str
    data: bytes
    spoilt: bool
    sender: str


@dataclass(frozen=True)
class Made:
    """A bundle that was made: its sender's device and epoch, its number, to whom it was sent, whose laptops those are, and which came before it.

    What came before is what the sender's laptop had then: one that was set back forgot what it had sent since.
    """

    bundle: str
    device: str
    epoch: int
    n: int
    thread: str
    to: frozenset[str]
    before: str = ""


class World:
    """The programme, the post, and what the teller of this tale knows about both."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self.rng = random.Random(seed)
        self.now = START
        self.post: list[Item] = []
        self.stories: list[Story] = []
        self.made: list[Made] = []
        self.refusals: dict[str, int] = {}
        self.acts: dict[str, int] = {}
        self.numbers = 0
        self.laptops: dict[str, Laptop] = {}
        self.forgotten: dict[str, set[str]] = {}
        """By the name of a laptop that was put back whole: the lines it had written and does not know any more."""

    @property
    def working(self) -> list[Laptop]:
        return [one for one in self.laptops.values() if one.working]

    def of(self, role: Role) -> list[Laptop]:
        """The laptops of that role on which somebody works."""
        return [one for one in self.working if one.role is role]

    def send(self, one: Laptop, to: str, *, safely: bool = False) -> None:
        """Pack for somebody; every copy of every file goes its own way."""
        out = self.folder / "out"
        out.mkdir(exist_ok=True)
        try:
            packed = send(one.home, to, out)
        except Refused as error:
            if error.code != "NOTHING_TO_SEND":
                raise
            packed = None
        if packed is not None:
            self._note(one, to, packed.bundles)
            for path in sorted(out.iterdir()):
                for reader in self.readers(one, to):
                    self._carry(reader, path, one.name, safely=safely)
        shutil.rmtree(out)

    def swap_packs(self) -> None:
        """The coordinators hand each other the programme file."""
        for one in self.of(Role.COORDINATOR):
            for other in self.of(Role.COORDINATOR):
                if other is not one:
                    take_pack(other.home, pack_of(one.home, self.folder / "packs"))

    def readers(self, sender: Laptop, to: str) -> list[str]:
        """The laptops a key of a recipient means."""
        groups = {"coordinators": Role.COORDINATOR, "evaluators": Role.EVALUATOR}
        if to in groups:
            return [o.name for o in self.of(groups[to]) if o is not sender]
        return [o.name for o in self.working if o.home.member == to]

    def _note(self, one: Laptop, to: str, bundles: tuple[str, ...]) -> None:
        readers = frozenset(self.readers(one, to))
        author = one.home.author
        with one.home.main.read() as con:
            facts = [found for b in bundles if (found := sent.sent(con, b)) is not None]
            known = {(s.to, s.n): s.bundle for s in sent.all_sent(con)}
        self.made += [
            Made(s.bundle, author.device, author.epoch, s.n, to, readers, known.get((s.to, s.n - 1), ""))
            for s in facts
        ]

    def _carry(self, to: str, path: Path, sender: str, *, safely: bool) -> None:
        data, rng = path.read_bytes(), self.rng
        if safely:
            self.post.append(Item(self.now, to, path.name, data, False, sender))
            return
        fate = rng.random()
        if fate < 0.10:
            return  # lost
        times = 2 if fate < 0.20 else 1
        for _ in range(times):
            due = self.now + timedelta(days=rng.choice((0, 0, 1, 2, 5, 20, 60)))
            self.post.append(Item(due, to, path.name, data, False, sender))
        if fate > 0.88:
            self.post.append(Item(self.now, to, path.name, self._spoil(data), True, sender))

    def _spoil(self, data: bytes) -> bytes:
        at = self.rng.randrange(len(data))
        if self.rng.random() < 0.5:
            return data[:at]
        return data[:at] + bytes([data[at] ^ 1 << self.rng.randrange(8)]) + data[at + 1 :]

    def deliver(self, *, everything: bool = False) -> None:
        """What is due reaches its laptop, in no order; a laptop that is lost or closed for good gets nothing."""
        due = [i for i in self.post if everything or i.due <= self.now]
        self.post = [i for i in self.post if not (everything or i.due <= self.now)]
        self.rng.shuffle(due)
        for item in due:
            if self.laptops[item.to].working:
                self._arrive(self.laptops[item.to], item)

    def _arrive(self, one: Laptop, item: Item) -> None:
        box = self.folder / "in"
        box.mkdir(exist_ok=True)
        path = box / item.name
        path.write_bytes(item.data)
        try:
            if path.suffix == ".ldp-pack":
                take_pack(one.home, path)
            else:
                take_in(one.home, path)
        except UserError as error:
            self.refusals[error.code] = self.refusals.get(error.code, 0) + 1
            if not self._expected(error.code, item):
                raise
        finally:
            shutil.rmtree(box)

    def _expected(self, code: str, item: Item) -> bool:
        if item.spoilt and code in STRANGE:
            return True
        sender = self.laptops[item.sender]
        if code in ("REVOKED_SIGNER", "UNKNOWN_SIGNER"):
            return not sender.working or item.sender in COORDINATORS or self.is_new(item)
        return code == "NOT_FOR_US"

    def is_new(self, item: Item) -> bool:
        """Whether the reader was told nothing of the sender yet."""
        return self.laptops[item.to].role is not Role.COORDINATOR

    def close(self) -> None:
        for one in self.laptops.values():
            one.home.close()


@contextmanager
def chance(seed: int) -> Iterator[None]:
    """Random numbers of the machine come from a seed, so that ids, and with them every order, are the same again."""
    drawn = random.Random(seed).randbytes
    with patch("os.urandom", drawn), patch("random._urandom", drawn):
        yield


@contextmanager
def world(seed: int) -> Iterator[World]:
    """Everybody has joined and knows everybody; nothing has been told."""
    place = Path(mkdtemp(prefix=f"year-{seed}-", dir=quick_disk()))
    try:
        with chance(0):  # the same programme for every seed, whichever comes first
            _template()
        with chance(seed):
            made = World(place, seed)
            for name in ROLES:
                clock = Clock(made)
                machine = replace(cheap_machine(place, clock), state_folder=place / f"state {name}")
                copy_closed(_template() / name, _template() / f"state {name}", place / name, machine)
                made.laptops[name] = Laptop(name, open_home(place / name, None, machine), clock)
            try:
                yield made
            finally:
                made.close()
    finally:
        shutil.rmtree(place)


@cache
def _template() -> Path:
    """The homes, closed, on the day the programme begins; made once for all seeds."""
    place = Path(mkdtemp(prefix="programme-", dir=quick_disk()))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    now: Callable[[], datetime] = lambda: START  # noqa: E731
    joan = found(place / "joan", replace(cheap_machine(place, now), state_folder=place / "state joan"))
    first, stick = pack_of(joan, place), place / "stick"
    stick.mkdir()
    homes = [joan]
    for name, role in ROLES.items():
        if name != "joan":
            machine = replace(cheap_machine(place, now), state_folder=place / f"state {name}")
            homes.append(
                join_programme(
                    place / name, first, machine, name=name.title(), passphrase=None, role=role, words=None, label=f"{name}'s laptop"
                )
            )  # fmt: skip
            send(homes[-1], "coordinators", stick)
    bring_in(joan, stick)
    for one in joiners(joan):
        admit(joan, one.bundle, role=one.role)
    newest = pack_of(joan, place)
    for home in homes[1:]:
        take_pack(home, newest)
    for home in homes:
        home.close()
    return place
