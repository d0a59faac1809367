"""The letter box of an identity store: a sealing key derived from the store's own, so that things can be put in while it is locked."""

from typing import Final

from ldp_stories.crypto.identities import recipient_of
from ldp_stories.crypto.slots import derive

_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PREFIX: Final = "age-secret-key-"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def letter_box(identity_key: bytes) -> tuple[str, str]:
    """(age identity that opens the letters, age recipient to seal them to): the same for the same identity key, always."""
    secret = _bech32(_PREFIX, derive(identity_key, "letter box")).upper()
    return secret, recipient_of(secret)


def _bech32(prefix: str, data: bytes) -> str:
    """Bytes as Bech32 (BIP 173), the form in which age writes its keys."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = _polymod([*expanded, *values, *[0] * 6]) ^ 1
    values += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(_LETTERS[v] for v in values)


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            check ^= term if top >> bit & 1 else 0
    return check
