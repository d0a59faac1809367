"""A copied home is as good as a new one: the same things in it, its laptop's own, and nothing shared with other tests."""

from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.services.check import check
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import open_home
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.store import facts, ledger
from tests.services.cast import bring_in, cast, send, tell
from tests.services.homes import Clock, cheap_machine, found, practising, told
from tests.services.templates import allowed

ONE = (Role.COORDINATOR,)


def kinds(home: Home) -> list[str]:
    """The kinds of all that was written into a home."""
    with home.main.read() as con:
        return sorted(r.kind for r in ledger.revisions(con))


@pytest.fixture
def made(tmp_path: Path) -> tuple[Home, Home]:
    """One home made anew, one copied."""
    with allowed(may=False):
        new = found(tmp_path / "new", cheap_machine(tmp_path))
    found(tmp_path / "first", cheap_machine(tmp_path)).close()
    with allowed(may=True):
        return new, found(tmp_path / "copy", cheap_machine(tmp_path))


def test_a_copy_holds_what_a_new_one_holds(made: tuple[Home, Home]) -> None:
    new, copy = made
    with new.main.read() as con, copy.main.read() as there:
        assert facts.load(con, "roles") == facts.load(there, "roles")
    assert kinds(copy) == kinds(new)
    assert (copy.name, copy.practice) == (new.name, new.practice)
    for home in made:
        home.close()


def test_a_copy_is_its_laptops_own(made: tuple[Home, Home]) -> None:
    """It is not taken for a copy that came from elsewhere: its numbers go on in the first epoch, also at the next opening."""
    new, copy = made
    assert copy.author.epoch == new.author.epoch == 1
    assert copy.author.device != new.author.device
    told(copy)
    for home in made:
        home.close()
    again = open_home(copy.folder, None, copy.machine)
    assert again.author == copy.author
    again.close()


def test_one_test_never_gets_the_same_programme_twice(tmp_path: Path) -> None:
    homes = [found(tmp_path / str(n), cheap_machine(tmp_path)) for n in range(3)]
    assert len({home.programme().id for home in homes}) == 3
    assert len({home.author.device for home in homes}) == 3
    for home in homes:
        home.close()


def test_what_one_test_writes_no_other_finds(tmp_path: Path) -> None:
    for n in range(3):
        with allowed(may=True):
            home = found(tmp_path / str(n), cheap_machine(tmp_path))
        assert "record" not in kinds(home)
        told(home)
        home.close()


def test_other_roles_other_names_and_other_days_are_other_homes(tmp_path: Path) -> None:
    late = Clock()
    late.forward(days=3)
    found(tmp_path / "0", cheap_machine(tmp_path)).close()
    wanted = [(ONE, "Joan", Clock()), (ALL_ROLES, "Joan", Clock()), (ONE, "Mo", Clock()), (ONE, "Joan", late)]
    for n, (roles, name, clock) in enumerate(wanted * 2, 1):
        with allowed(may=True):
            home = found(tmp_path / str(n), cheap_machine(tmp_path, clock), roles=roles, name=name)
        assert (home.name, home.roles()) == (name, frozenset(roles))
        assert home.member_row().roles[0].start == clock().date().isoformat()
        home.close()


def test_a_copied_practice_home_has_its_stories(tmp_path: Path) -> None:
    counts: list[int] = []
    for n in range(2):
        with allowed(may=True):
            home = practising(tmp_path / str(n), cheap_machine(tmp_path))
        with home.main.read() as con:
            counts.append(int(con.exec_driver_sql("SELECT count(*) FROM record").scalar() or 0))
        home.close()
    assert counts[0] == counts[1] > 20


def test_a_copied_cast_sends_and_receives(tmp_path: Path) -> None:
    for n in range(2):
        place = tmp_path / str(n)
        place.mkdir()
        with allowed(may=True), cast(place) as three:
            record = tell(three.amina)
            send(three.amina, "coordinators", three.stick)
            bring_in(three.joan, three.stick)
            with three.amina.main.read() as con, three.joan.main.read() as theirs:
                assert ledger.entity_hash(con, record) == ledger.entity_hash(theirs, record)
            assert three.amina.author.epoch == 1
            assert check(three.joan) is not None
