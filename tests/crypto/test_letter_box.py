"""The letter box of the identity store: an age key that only the identity key gives again."""

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.crypto.identities import recipient_of
from ldp_stories.crypto.letter_box import _bech32, _polymod, letter_box
from ldp_stories.crypto.sealing import open_bytes, seal_bytes
from ldp_stories.errors import UserError

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def test_the_same_identity_key_gives_the_same_letter_box() -> None:
    assert letter_box(bytes(range(32))) == letter_box(bytes(range(32)))


def test_another_identity_key_gives_another() -> None:
    assert letter_box(bytes(32)) != letter_box(bytes([1, *bytes(31)]))


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        letter_box(bytes(size))


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_what_is_put_in_opens_with_the_secret_and_with_no_other(key: bytes) -> None:
    secret, box = letter_box(key)
    assert recipient_of(secret) == box
    sealed = seal_bytes([box], key)
    assert key not in sealed
    assert open_bytes([secret], sealed) == key
    with pytest.raises(UserError):
        open_bytes([str(pyrage.x25519.Identity.generate())], sealed)


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=40))
def test_the_letters_say_the_bytes_and_check_themselves(data: bytes) -> None:
    """Read back by the rules of BIP 173: the checksum is right, and any one changed letter breaks it."""
    written = _bech32("age-secret-key-", data)
    prefix, _, tail = written.rpartition("1")
    values = [LETTERS.index(c) for c in tail]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    assert _polymod([*expanded, *values]) == 1
    bits = "".join(f"{v:05b}" for v in values[:-6])
    assert bytes(int(bits[at : at + 8], 2) for at in range(0, len(data) * 8, 8)) == data
    changed = [*values[:-1], values[-1] ^ 1]
    assert _polymod([*expanded, *changed]) != 1
