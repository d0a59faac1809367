"""Device keys, fingerprints and the six words."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import (
    DeviceKeys,
    fingerprint,
    fingerprint_words,
    load_recipient,
    raw_public,
    read_word_list,
    recipient_of,
    six_words,
    ssh_public,
)
from ldp_stories.errors import UserError

WORD_FILE = Path(__file__).parents[2] / "resources" / "words" / "eff_large_wordlist.txt"
WORDS = read_word_list(WORD_FILE.read_text("ascii"))


def test_the_word_list_is_the_published_one() -> None:
    digest = hashlib.sha256(WORD_FILE.read_bytes()).hexdigest()
    assert digest == "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
    assert len(set(WORDS)) == 7776
    assert (WORDS[0], WORDS[-1]) == ("abacus", "zoom")


def test_keys_come_back_from_their_json_and_never_show_in_repr() -> None:
    keys = DeviceKeys.new()
    assert DeviceKeys.from_json(keys.to_json()) == keys
    assert keys.age_secret not in repr(keys)
    assert keys.sign_seed.hex() not in repr(keys)


@pytest.mark.parametrize(
    "text", ['{"sign_seed": "00", "age_secret": "AGE-SECRET-KEY-1X"}', '{"sign_seed": "", "age_secret": "x"}']
)
def test_json_that_holds_no_keys_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not the keys"):
        DeviceKeys.from_json(text)


def test_two_devices_never_share_a_key() -> None:
    one, two = DeviceKeys.new(), DeviceKeys.new()
    assert one.sign_public != two.sign_public
    assert one.recipient != two.recipient


def test_the_fingerprint_is_the_one_ssh_keygen_shows(tmp_path: Path) -> None:
    tool = shutil.which("ssh-keygen")
    if tool is None:
        pytest.skip("no ssh-keygen here")
    keys = DeviceKeys.new()
    (tmp_path / "key.pub").write_text(keys.sign_public + "\n")
    shown = subprocess.run(
        [tool, "-l", "-f", str(tmp_path / "key.pub")], capture_output=True, text=True, check=True
    ).stdout
    assert shown.split()[1] == keys.fingerprint == fingerprint(keys.sign_public + " a comment")


def test_the_recipient_is_the_one_of_the_identity() -> None:
    keys = DeviceKeys.new()
    assert recipient_of(keys.age_secret) == recipient_of(f" {keys.age_secret}\n") == keys.recipient


@pytest.mark.parametrize(
    "text",
    ["", "ssh-rsa AAAA", "ssh-ed25519", "ssh-ed25519 ####", "ssh-ed25519 AAAA", "ssh-ed25519 " + "A" * 68],
)
def test_a_line_that_is_no_signing_key_is_refused(text: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_KEY"):
        raw_public(text)


def test_a_raw_key_survives_the_ssh_form() -> None:
    raw = bytes(range(32))
    assert raw_public(ssh_public(raw)) == raw


@pytest.mark.parametrize(
    ("text", "code"),
    [("age1xyz", "BAD_KEY"), ("", "BAD_KEY"), ("ssh-ed25519 AAAA", "BAD_KEY"), ("age1pq1xyz", "NEEDS_NEWER")],
)
def test_a_recipient_of_another_kind_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == code):
        load_recipient(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("AGE-SECRET-KEY-PQ-1XYZ", "NEEDS_NEWER"), ("AGE-SECRET-KEY-1XYZ", "BAD_KEY"), ("", "BAD_KEY")],
)
def test_an_identity_of_another_kind_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == code):
        recipient_of(text)


def test_six_words_stand_for_the_first_77_bits() -> None:
    data = b"a founding statement"
    number = int.from_bytes(hashlib.sha256(data).digest(), "big") >> 179
    words = six_words(data, WORDS)
    back = 0
    for word in words:
        back = back * 7776 + WORDS.index(word)
    assert back == number
    assert len(words) == 6


def test_the_six_words_of_this_text_never_change() -> None:
    assert " ".join(six_words(b"", WORDS)) == "poplar mummify scotch arbitrate escalate footsore"
    assert six_words(b"one", WORDS) != six_words(b"two", WORDS)


def test_a_shortened_word_list_is_refused() -> None:
    with pytest.raises(ValueError, match="7775"):
        six_words(b"", WORDS[1:])


def test_the_words_of_a_key_do_not_depend_on_its_comment() -> None:
    keys = DeviceKeys.new()
    assert fingerprint_words(keys.sign_public, WORDS) == fingerprint_words(
        keys.sign_public + " laptop 3", WORDS
    )
    assert fingerprint_words(keys.recipient, WORDS) != fingerprint_words(keys.sign_public, WORDS)
