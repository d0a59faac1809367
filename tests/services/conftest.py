"""Homes on temporary disks for the tests of the services."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.services.start_home import join_programme
from tests.services.homes import Clock, cheap_machine, found, pack_of, practising


@pytest.fixture
def clock() -> Clock:
    """The clock of `machine`, to be set forward."""
    return Clock()


@pytest.fixture
def machine(tmp_path: Path, clock: Clock) -> Machine:
    """A laptop."""
    return cheap_machine(tmp_path, clock)


@pytest.fixture
def home(tmp_path: Path, machine: Machine) -> Iterator[Home]:
    """A practice programme with three roles on one laptop and no stories."""
    opened = found(tmp_path / "home", machine, roles=ALL_ROLES, name="Amina Khan")
    yield opened
    opened.close()


@pytest.fixture
def joan(tmp_path: Path, machine: Machine) -> Iterator[Home]:
    """A coordinator who founded a practice programme."""
    opened = found(tmp_path / "joan", machine)
    yield opened
    opened.close()


@pytest.fixture
def amina(tmp_path: Path, joan: Home, clock: Clock) -> Iterator[Home]:
    """A researcher who joined Joan's programme from its file and is not admitted yet."""
    opened = join_programme(
        tmp_path / "amina",
        pack_of(joan, tmp_path),
        cheap_machine(tmp_path, clock),
        name="Amina",
        passphrase=None,
        role=Role.RESEARCHER,
        words=None,
        label="Amina's laptop",
    )
    yield opened
    opened.close()


@pytest.fixture
def practice(tmp_path: Path, machine: Machine) -> Iterator[Home]:
    """A practice home with the invented stories."""
    opened = practising(tmp_path / "practice", machine)
    yield opened
    opened.close()
