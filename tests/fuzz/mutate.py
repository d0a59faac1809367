"""Spoils bytes in the ways that break parsers, always in the same way for the same seed: the short variant of fuzzing that every run can afford."""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Final

ODD: Final[tuple[bytes, ...]] = (
    b"\0",
    b"\xff",
    b"\n",
    b"\r\n",
    b'"',
    b"\\",
    b"{",
    b"[" * 40,
    b"]",
    b"-1",
    b"0",
    b"18446744073709551616",
    b"9" * 4400,
    b"1e999",
    b"NaN",
    b"null",
    b"true",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\xef\xbb\xbf",
    "\u202e".encode(),
    "١".encode(),
    b"../",
    b"%n%s",
    b" " * 300,
)
"""What parsers stumble over: ends, depths, numbers too large, letters that are none."""
LONGEST: Final = 1 << 18
Act = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def _place(rng: random.Random, data: bytearray) -> int:
    return rng.randrange(len(data) + 1)


def _flip(rng: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _other(rng: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)


def _cut(rng: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    del data[_place(rng, data) :]


def _lose(rng: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    at = _place(rng, data)
    del data[at : at + rng.choice((1, 2, 8, 64, 512))]


def _twice(rng: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    at = _place(rng, data)
    piece = data[at : at + rng.choice((1, 16, 100, 512))]
    data[at:at] = piece * rng.choice((1, 1, 1, 30))


def _odd(rng: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    at = _place(rng, data)
    data[at : at + rng.choice((0, 0, 1, 4))] = rng.choice(ODD)


def _number(rng: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    """Another digit where one stands, or a whole word of four bytes at its ends."""
    digits = [i for i, byte in enumerate(data[:4096]) if 48 <= byte <= 57]
    if digits and rng.random() < 0.7:
        data[rng.choice(digits)] = rng.choice(b"0123456789-.e")
        return
    at = _place(rng, data)
    data[at : at + 4] = rng.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0"))


def _join(rng: random.Random, data: bytearray, seeds: Sequence[bytes]) -> None:
    """The head of this and the tail of another."""
    other = rng.choice(seeds)
    data[_place(rng, data) :] = other[rng.randrange(len(other) + 1) :]


ACTS: Final[tuple[Act, ...]] = (_flip, _flip, _other, _cut, _lose, _twice, _odd, _odd, _number, _join)


def mutated(seeds: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Spoilt inputs without end, made from the seeds; first each seed as it is, for a parser that refuses everything proves nothing."""
    rng = random.Random(seed)
    for number in count():
        data = bytearray(seeds[number % len(seeds)])
        if number >= len(seeds):
            for _ in range(rng.choice((1, 1, 2, 4))):
                rng.choice(ACTS)(rng, data, seeds)
        yield bytes(data[:LONGEST])
