"""The recovery identity: any two of three custodians, never one."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys, recipient_of
from ldp_stories.crypto.recovery import make_recovery, open_recovery
from ldp_stories.crypto.sealing import open_bytes, seal_bytes
from ldp_stories.errors import UserError

PEOPLE = [DeviceKeys.new() for _ in range(3)]
RECOVERY = make_recovery([p.recipient for p in PEOPLE])


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)])
def test_any_two_custodians_open_it_in_either_order(pair: tuple[int, int]) -> None:
    first, second = (PEOPLE[i].age_secret for i in pair)
    identity = open_recovery(RECOVERY.pairs[pair], first, second)
    assert open_recovery(RECOVERY.pairs[pair], second, first) == identity
    assert recipient_of(identity) == RECOVERY.recipient
    assert open_bytes([identity], seal_bytes([RECOVERY.recipient], b"root")) == b"root"


@pytest.mark.parametrize("person", range(3))
def test_no_custodian_opens_any_file_alone(person: int) -> None:
    secret = PEOPLE[person].age_secret
    for data in RECOVERY.pairs.values():
        with pytest.raises(UserError, check=lambda e: e.code == "NOT_FOR_US"):
            open_recovery(data, secret, secret)


def test_a_third_person_does_not_help() -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "NOT_FOR_US"):
        open_recovery(RECOVERY.pairs[0, 1], PEOPLE[0].age_secret, PEOPLE[2].age_secret)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_it_takes_three_different_people(count: int) -> None:
    with pytest.raises(ValueError, match="three"):
        make_recovery([PEOPLE[i % max(count, 1)].recipient for i in range(3)])


def test_a_damaged_pair_file_is_called_damaged() -> None:
    data = RECOVERY.pairs[0, 1]
    with pytest.raises(UserError, check=lambda e: e.code == "DAMAGED"):
        open_recovery(data[:-1], PEOPLE[0].age_secret, PEOPLE[1].age_secret)


def test_a_pair_file_with_something_else_inside_is_refused() -> None:
    data = seal_bytes([PEOPLE[1].recipient], seal_bytes([PEOPLE[0].recipient], b"hello"))
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_KEY"):
        open_recovery(data, PEOPLE[0].age_secret, PEOPLE[1].age_secret)


def test_the_age_command_twice_opens_it_too(tmp_path: Path) -> None:
    tool = shutil.which("age")
    if tool is None:
        pytest.skip("no age here")
    data = RECOVERY.pairs[0, 2]
    for number in (2, 0):
        (tmp_path / "key").write_text(PEOPLE[number].age_secret + "\n")
        data = subprocess.run(
            [tool, "-d", "-i", "key"], cwd=tmp_path, input=data, capture_output=True, check=True
        ).stdout
    assert recipient_of(data.decode().strip()) == RECOVERY.recipient
    assert not list(tmp_path.glob("*.tmp"))


def test_the_secret_does_not_show_in_repr() -> None:
    assert "b'" not in repr(RECOVERY)
