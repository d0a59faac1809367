"""The founding statement names a programme."""

import hashlib

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.founding import Founding

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ"


def test_the_programme_id_is_the_hash_of_the_statement() -> None:
    founding = Founding("Larkside", KEY, "00ff")
    assert founding.statement == b'{"key":"' + KEY.encode() + b'","name":"Larkside","random":"00ff"}'
    assert founding.programme_id == hashlib.sha256(founding.statement).hexdigest()


def test_two_programmes_of_the_same_name_and_founder_differ() -> None:
    one, other = Founding.new("Larkside", KEY), Founding.new("Larkside", KEY)
    assert one.programme_id != other.programme_id
    assert len(bytes.fromhex(one.random)) == 16


def test_another_name_or_key_makes_another_programme() -> None:
    one = Founding("Larkside", KEY, "aa")
    assert one.programme_id != Founding("Larkside ", KEY, "aa").programme_id
    assert one.programme_id != Founding("Larkside", KEY + "x", "aa").programme_id


def test_the_statement_is_read_back_from_the_pack() -> None:
    founding = Founding.new("Larkside", KEY)
    terms = {"founding": {"name": founding.name, "key": founding.key, "random": founding.random}}
    assert Founding.of(terms) == founding


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        {},
        {"name": "a", "key": "b"},
        {"name": "a", "key": "b", "random": 7},
        {"name": "", "key": "b", "random": "c"},
    ],
)
def test_a_pack_without_a_whole_statement_is_no_pack(value: object) -> None:
    with pytest.raises(UserError) as caught:
        Founding.of({"founding": value})
    assert caught.value.code == "NOT_A_PACK"
