"""A notebook killed while a bundle comes in, or while one is packed: the old state or the new one, nothing between, and it goes on after."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from ldp_stories.bundles.names import read_outer_name
from ldp_stories.services.check import check
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.import_bundle import look, take_in
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.receipts import sendings
from ldp_stories.services.sound import open_sound
from ldp_stories.services.start_home import open_home
from ldp_stories.store import sent
from tests.effort import SEED, effort, tried
from tests.faults.victims import Forker, moments
from tests.services.cast import a_sound, cast, send, tell

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
ROUNDS = effort(34, 2_000)
PACK_ROUNDS = effort(12, 500)


class Prepared:
    """Joan's and Amina's homes, closed, with the laptops they are on, the bundle for Joan and the story in it."""

    def __init__(self, folder: Path) -> None:
        with cast(folder / "cast") as made:
            self.record = tell(made.amina, sound=a_sound(folder, 2_000))
            tell(made.amina, title="Without sound")
            (self.bundle,) = send(made.amina, "coordinators", made.stick).paths
            self.joan, self.amina = made.joan.folder, made.amina.folder
            self.laptops = {"joan": made.joan.machine, "amina": made.amina.machine}

    def copy(self, name: str, to: Path) -> tuple[Path, Machine]:
        """A copy of a home with the state of its laptop, so that it is the same home on the same laptop."""
        laptop = self.laptops[name]
        shutil.copytree(getattr(self, name), to / "home")
        shutil.copytree(laptop.state_folder, to / "state")
        return to / "home", replace(laptop, state_folder=to / "state")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return Prepared(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def forker(tmp_path: Path) -> Iterator[Forker]:
    made = Forker(tmp_path)
    yield made
    made.close()


def how_long(forker: Forker, do: str, prepared: Prepared, name: str, folder: Path, **facts: object) -> float:
    """Seconds that a victim takes when nobody kills it."""
    home, machine = prepared.copy(name, folder)
    begin = monotonic()
    said, killed = forker.victim(do, home, machine, None, **facts)
    assert not killed
    assert len(said) == 2
    return monotonic() - begin


def is_new(home: Home, prepared: Prepared) -> bool:
    """Whether everything of the bundle is here; False when nothing is; anything between fails."""
    stories = {row.id for row in my_stories(home).rows}
    with home.main.read() as con:
        received = sent.all_received(con)
        receipts = [
            r for r in sent.receipts(con) if r.device == home.author.device and r.bundle in str(received)
        ]
        brought = con.exec_driver_sql("SELECT count(*) FROM revision WHERE bundle IS NOT NULL").scalar_one()
    mine = [r for r in received if r.kind == "records" and r.n > 1]
    if not mine:
        assert stories == set()
        return False
    assert prepared.record in stories
    assert len(stories) == 2
    assert receipts
    assert brought
    return True


def whole(home: Home) -> None:
    """Every part of the notebook is well, and nothing half-brought lies about."""
    report = check(home)
    assert report.ok, report
    with home.main.read() as con:
        known = set(con.exec_driver_sql("SELECT item FROM local_vault_key").scalars())
    assert set(home.vault.items()) == known
    incoming = home.folder / "incoming"
    assert not incoming.exists() or list(incoming.iterdir()) == []


def test_a_bundle_is_in_whole_or_not_at_all_whenever_the_kill_comes(
    tmp_path: Path, prepared: Prepared, forker: Forker
) -> None:
    longest = how_long(forker, "bring", prepared, "joan", tmp_path / "first", bundle=prepared.bundle)
    old = kills = 0
    for number, moment in enumerate(moments(3 * ROUNDS, longest, seed=SEED + 5)):
        if kills == ROUNDS:
            break
        place = tmp_path / f"round-{number}"
        folder, machine = prepared.copy("joan", place)
        said, killed = forker.victim("bring", folder, machine, moment, bundle=prepared.bundle)
        kills += killed
        home = open_home(folder, None, machine)
        new = is_new(home, prepared)
        assert new or "accepted" not in said
        old += not new
        whole(home)
        again = take_in(home, prepared.bundle)
        assert again.again is new
        assert is_new(home, prepared)
        whole(home)
        home.close()
        shutil.rmtree(place)
    assert kills == ROUNDS, "the kills came too late"
    assert old, "no kill came before the end"
    tried("kills while bringing in", kills)


def test_the_sound_of_a_bundle_that_came_after_a_kill_plays(
    tmp_path: Path, prepared: Prepared, forker: Forker
) -> None:
    folder, machine = prepared.copy("joan", tmp_path / "round")
    forker.victim("bring", folder, machine, 0.05, bundle=prepared.bundle)
    home = open_home(folder, None, machine)
    take_in(home, prepared.bundle)
    with home.main.read() as con:
        (medium,) = con.exec_driver_sql("SELECT id FROM media").scalars()
    sound = open_sound(home, medium)
    assert sound.duration_ms == 2_000
    sound.close()
    home.close()


def test_media_left_by_a_kill_is_thrown_away_when_the_notebook_opens_and_nothing_else(
    tmp_path: Path, prepared: Prepared
) -> None:
    folder, machine = prepared.copy("joan", tmp_path / "round")
    home = open_home(folder, None, machine)
    preview = look(home, prepared.bundle)
    staged = home.vault.items()
    assert len(staged) == 1
    stranger = home.vault.path("stranger")
    shutil.copyfile(home.vault.path(staged[0]), stranger)
    left = tmp_path / "left"
    shutil.copytree(folder, left)  # as the disk stands if the power goes now
    assert preview.stories == 2
    home.close()
    after = open_home(left, None, replace(machine, state_folder=tmp_path / "other"))
    assert after.vault.items() == ["stranger"]
    assert list((left / "incoming").iterdir()) == []
    after.close()


def test_a_pack_that_was_killed_counts_only_when_it_is_whole_on_the_stick(
    tmp_path: Path, prepared: Prepared, forker: Forker
) -> None:
    first = tmp_path / "first stick"
    first.mkdir()
    longest = how_long(forker, "send", prepared, "amina", tmp_path / "first", stick=first)
    for number, moment in enumerate(moments(PACK_ROUNDS, longest, seed=SEED + 6)):
        place = tmp_path / f"round-{number}"
        folder, machine = prepared.copy("amina", place)
        stick = place / "stick"
        stick.mkdir()
        said, _ = forker.victim("send", folder, machine, moment, stick=stick)
        home = open_home(folder, None, machine)
        whole_files = [path for path in stick.iterdir() if read_outer_name(path.name) is not None]
        packed = len(sendings(home)) - 2  # her request to join, and the bundle of the preparation
        assert packed <= len(whole_files) <= 1
        assert len(said) < 2 or packed == 1
        joan_home, joan_machine = prepared.copy("joan", place / "joan")
        joan = open_home(joan_home, None, joan_machine)
        for path in whole_files:  # a file with a bundle's name is always a whole bundle
            assert take_in(joan, path).stories
        joan.close()
        assert plan(home, "coordinators").revisions, "without a receipt everything is still owed"
        assert check(home).ok
        home.close()
        shutil.rmtree(place)
