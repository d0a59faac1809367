"""SSHSIG signatures: accepted by ssh-keygen, bound to their namespace, parsed strictly."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.crypto.signing import Namespace, sign, signer_of, verify
from ldp_stories.errors import UserError
from tests.crypto.keys import ANNA, BEN

DATA = b"what is signed\n"
GOOD = sign(ANNA, DATA, Namespace.BUNDLE)
BLOB = base64.b64decode("".join(GOOD.splitlines()[1:-1]))


def armored(blob: bytes) -> str:
    text = base64.b64encode(blob).decode()
    lines = [text[i : i + 70] for i in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


def ssh_keygen() -> str:
    tool = shutil.which("ssh-keygen")
    if tool is None:
        pytest.skip("no ssh-keygen here")
    return tool


@pytest.mark.parametrize("namespace", list(Namespace))
def test_ssh_keygen_accepts_what_we_sign(tmp_path: Path, namespace: Namespace) -> None:
    (tmp_path / "allowed").write_text(f'laptop namespaces="{namespace}" {ANNA.sign_public}\n')
    (tmp_path / "sig").write_text(sign(ANNA, DATA, namespace))
    command = [ssh_keygen(), "-Y", "verify", "-f", "allowed", "-I", "laptop", "-n", namespace, "-s", "sig"]
    done = subprocess.run(command, input=DATA, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    other = subprocess.run(command, input=DATA + b"!", cwd=tmp_path, capture_output=True, check=False)
    assert other.returncode != 0


@pytest.mark.parametrize("hash_name", ["sha512", "sha256"])
def test_we_accept_what_ssh_keygen_signs(tmp_path: Path, hash_name: str) -> None:
    key = tmp_path / "key"
    subprocess.run([ssh_keygen(), "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    command = [
        ssh_keygen(),
        "-Y",
        "sign",
        "-f",
        str(key),
        "-n",
        Namespace.BUNDLE,
        "-O",
        f"hashalg={hash_name}",
    ]
    signature = subprocess.run(command, input=DATA, capture_output=True, check=True).stdout.decode()
    public = key.with_suffix(".pub").read_text()
    assert verify(public, DATA, Namespace.BUNDLE, signature)
    assert public.startswith(signer_of(signature))


def test_a_signature_holds_for_its_key_its_data_and_its_namespace_only() -> None:
    assert verify(ANNA.sign_public, DATA, Namespace.BUNDLE, GOOD)
    assert not verify(BEN.sign_public, DATA, Namespace.BUNDLE, GOOD)
    assert not verify(ANNA.sign_public, DATA + b" ", Namespace.BUNDLE, GOOD)
    assert not verify(ANNA.sign_public, DATA, Namespace.ORDER, GOOD)


def test_the_same_text_gives_the_same_signature_from_keys_or_seed() -> None:
    assert sign(ANNA.sign_seed, DATA, Namespace.BUNDLE) == GOOD


def test_the_signer_can_be_read_from_the_signature() -> None:
    assert signer_of(GOOD) == ANNA.sign_public


def test_a_flipped_bit_in_the_signature_itself_is_no_signature() -> None:
    blob = bytearray(BLOB)
    blob[-1] ^= 1
    assert not verify(ANNA.sign_public, DATA, Namespace.BUNDLE, armored(bytes(blob)))


MALFORMED = {
    "empty": "",
    "no end line": GOOD.rsplit("-----END", 1)[0],
    "no newline at the end": GOOD.rstrip("\n"),
    "leading space": " " + GOOD,
    "carriage returns": GOOD.replace("\n", "\r\n"),
    "an empty line": GOOD.replace("-----\n", "-----\n\n", 1),
    "a long line": armored(BLOB).replace("\n", "").replace("SIGNATURE-----", "SIGNATURE-----\n", 1),
    "a bad character": GOOD.replace("U", "*", 1),
    "missing padding": GOOD.replace("=\n-----END", "\n-----END") if "=\n-----END" in GOOD else GOOD[:-30],
    "very long": armored(BLOB + b"\0" * 4000),
    "trailing bytes": armored(BLOB + b"\0"),
    "cut short": armored(BLOB[:-1]),
    "another magic": armored(b"SSHSIX" + BLOB[6:]),
    "version 2": armored(BLOB[:9] + b"\x02" + BLOB[10:]),
    "a huge length": armored(BLOB[:10] + b"\xff\xff\xff\xff" + BLOB[14:]),
    "another key type": armored(BLOB.replace(b"ssh-ed25519", b"ssh-ed25510")),
    "another hash": armored(BLOB.replace(b"sha512", b"sha1\0\0")),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_signature_is_refused_as_such(name: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SIGNATURE"):
        verify(ANNA.sign_public, DATA, Namespace.BUNDLE, MALFORMED[name])


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(BLOB) - 1), bit=st.integers(0, 7))
def test_no_single_changed_bit_leaves_a_signature_valid(at: int, bit: int) -> None:
    blob = bytearray(BLOB)
    blob[at] ^= 1 << bit
    try:
        valid = verify(ANNA.sign_public, DATA, Namespace.BUNDLE, armored(bytes(blob)))
    except UserError as error:
        valid = error.code != "BAD_SIGNATURE"
    assert not valid
