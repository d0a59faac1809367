"""The six words of a key: always the same, plain words of the list, and others for another key."""

from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys, read_word_list
from ldp_stories.services.home import WORD_LIST
from ldp_stories.services.six_words import words_of_key
from tests.services.homes import cheap_machine


def test_a_key_has_six_words_of_the_list(tmp_path: Path) -> None:
    machine = cheap_machine(tmp_path)
    known = set(read_word_list(machine.resource(WORD_LIST).read_text(encoding="utf-8")))
    words = words_of_key(machine, DeviceKeys.new().sign_public)
    assert len(words) == 6
    assert set(words) <= known


def test_the_same_key_has_the_same_words_on_every_laptop(tmp_path: Path) -> None:
    key = DeviceKeys.new().sign_public
    assert words_of_key(cheap_machine(tmp_path), key) == words_of_key(cheap_machine(tmp_path), key)


def test_a_comment_after_the_key_changes_no_word(tmp_path: Path) -> None:
    machine, key = cheap_machine(tmp_path), DeviceKeys.new().sign_public
    assert words_of_key(machine, f"{key} amina") == words_of_key(machine, key)


def test_another_key_has_other_words(tmp_path: Path) -> None:
    machine = cheap_machine(tmp_path)
    made = {words_of_key(machine, DeviceKeys.new().sign_public) for _ in range(20)}
    assert len(made) == 20


@pytest.mark.parametrize("key", ["sign_public", "recipient"])
def test_both_kinds_of_key_have_words(tmp_path: Path, key: str) -> None:
    assert len(words_of_key(cheap_machine(tmp_path), getattr(DeviceKeys.new(), key))) == 6
