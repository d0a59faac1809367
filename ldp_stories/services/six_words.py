"""The six words of a key, that two people compare by voice before they trust each other's laptops (CONTRACTS.md 8)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from ldp_stories.crypto.identities import fingerprint_words, read_word_list
from ldp_stories.services.home import WORD_LIST, Machine


@lru_cache(maxsize=2)
def _list(path: Path) -> tuple[str, ...]:
    return read_word_list(path.read_text(encoding="utf-8"))


def words_of_key(machine: Machine, key: str) -> tuple[str, ...]:
    """The six words of an `ssh-ed25519` line or an `age1...` recipient."""
    return fingerprint_words(key, _list(machine.resource(WORD_LIST)))


def same_words(words: Sequence[str], typed: str) -> bool:
    """Whether the words that somebody typed are these; case, commas, dashes between words and extra spaces do not matter."""
    return _plain(typed) == _plain(" ".join(words))


def _plain(words: str) -> list[str]:
    return re.findall(r"[a-z]+", words.lower())
