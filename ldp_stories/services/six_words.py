"""The six words that two people compare by voice, from a public key or a founding statement, with the shipped word list."""

from functools import lru_cache
from pathlib import Path

from ldp_stories.crypto.identities import fingerprint_words, read_word_list, six_words
from ldp_stories.services.home import Machine


@lru_cache(maxsize=2)
def _list(path: Path) -> tuple[str, ...]:
    return read_word_list(path.read_text(encoding="utf-8"))


def words_of_key(machine: Machine, key: str) -> tuple[str, ...]:
    """The six words of an `ssh-ed25519` line or an `age1...` recipient."""
    return fingerprint_words(key, _list(machine.resource("words/eff_large_wordlist.txt")))


def words_of(machine: Machine, data: bytes) -> tuple[str, ...]:
    """The six words over any bytes, such as a founding statement."""
    return six_words(data, _list(machine.resource("words/eff_large_wordlist.txt")))
