"""The strict header check: what it lets through, what it refuses, and how little it reads."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.crypto.age_header import MAX_HEADER, parse_header, read_header
from ldp_stories.crypto.sealing import seal_bytes
from ldp_stories.errors import UserError
from tests.crypto.keys import ANNA, BEN, Bytes

SEALED = seal_bytes([ANNA.recipient, BEN.recipient], b"words")
HEADER, READ = read_header(Bytes(SEALED))
TEXT = SEALED[: HEADER.size]
INTRO = b"age-encryption.org/v1\n"
MAC = b"--- " + b"A" * 43 + b"\n"


def b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


SHARE = b64(bytes(range(9, 41)))
BODY = b64(bytes(32))
STANZA = b"-> X25519 " + SHARE + b"\n" + BODY + b"\n"
SCRYPT = b"-> scrypt " + b64(bytes(16)) + b" 10\n" + BODY + b"\n"


def test_the_header_of_a_sealed_file_names_its_stanzas() -> None:
    assert [s.kind for s in HEADER.stanzas].count("X25519") == 2
    assert READ.startswith(TEXT)
    assert HEADER.sealed_size(5) == len(SEALED)


def test_a_hand_made_header_is_accepted() -> None:
    header = parse_header(INTRO + STANZA + b"-> grease ~!x\n" + b"A" * 64 + b"\n\n" + MAC)
    assert header.stanzas[1].args == ("~!x",)
    assert len(header.stanzas[1].body) == 48


@pytest.mark.parametrize(
    ("plain", "size"), [(0, 16), (1, 17), (65536, 65552), (65537, 65569), (131072, 131104)]
)
def test_the_exact_size_of_a_sealed_file_is_known(plain: int, size: int) -> None:
    assert HEADER.sealed_size(plain) == HEADER.size + 16 + size


REFUSED = {
    "nothing": (b"", "NOT_SEALED"),
    "another file": (b"PK\x03\x04 a zip", "NOT_SEALED"),
    "armored": (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "NOT_SEALED"),
    "a newer version": (b"age-encryption.org/v2\n" + STANZA + MAC, "NEEDS_NEWER"),
    "carriage returns": (TEXT.replace(b"\n", b"\r\n"), "BAD_SEAL"),
    "no stanza": (INTRO + MAC, "BAD_SEAL"),
    "no MAC": (INTRO + STANZA, "BAD_SEAL"),
    "a short MAC": (INTRO + STANZA + b"--- AAAA\n", "BAD_SEAL"),
    "a padded MAC": (INTRO + STANZA + b"--- " + b"A" * 43 + b"=\n", "BAD_SEAL"),
    "a MAC with a space after it": (INTRO + STANZA + MAC[:-1] + b" \n", "BAD_SEAL"),
    "no newline at the end": (TEXT[:-1], "BAD_SEAL"),
    "a stanza without body": (INTRO + b"-> grease\n" + MAC, "BAD_SEAL"),
    "a body without short last line": (INTRO + b"-> grease\n" + b"A" * 64 + b"\n" + MAC, "BAD_SEAL"),
    "a body line too long": (INTRO + b"-> grease\n" + b"A" * 68 + b"\n" + MAC, "BAD_SEAL"),
    "a padded body": (INTRO + b"-> grease\nAA==\n" + MAC, "BAD_SEAL"),
    "a body that is not canonical": (INTRO + b"-> grease\nAB\n" + MAC, "BAD_SEAL"),
    "two spaces": (INTRO + b"-> grease  x\n\n" + MAC, "BAD_SEAL"),
    "a control character": (INTRO + b"-> grease \x07\n\n" + MAC, "BAD_SEAL"),
    "an accent": (INTRO + "-> grease é\n\n".encode() + MAC, "BAD_SEAL"),
    "no type": (INTRO + b"-> \n\n" + MAC, "BAD_SEAL"),
    "a stray line": (INTRO + b"hello\n" + STANZA + MAC, "BAD_SEAL"),
    "two shares": (INTRO + STANZA.replace(SHARE, SHARE + b" x") + MAC, "BAD_SEAL"),
    "a short share": (INTRO + STANZA.replace(SHARE, SHARE[:-4]) + MAC, "BAD_SEAL"),
    "a short file key": (INTRO + STANZA.replace(BODY, b64(bytes(31))) + MAC, "BAD_SEAL"),
    "a share of low order": (INTRO + STANZA.replace(SHARE, b64(bytes(32))) + MAC, "BAD_SEAL"),
    "low order with the high bit": (
        INTRO + STANZA.replace(SHARE, b64(bytes(31) + b"\x80")) + MAC,
        "BAD_SEAL",
    ),
    "a passphrase beside a key": (INTRO + SCRYPT + STANZA + MAC, "BAD_SEAL"),
    "a work factor of 19": (INTRO + SCRYPT.replace(b" 10\n", b" 19\n") + MAC, "BAD_SEAL"),
    "a work factor of 010": (INTRO + SCRYPT.replace(b" 10\n", b" 010\n") + MAC, "BAD_SEAL"),
    "a short salt": (INTRO + SCRYPT.replace(b64(bytes(16)), b64(bytes(15))) + MAC, "BAD_SEAL"),
    "1,025 stanzas": (INTRO + b"-> x\n\n" * 1025 + MAC, "BAD_SEAL"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_malformed_header_is_refused_with_its_code(name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(UserError, check=lambda e: e.code == code):
        parse_header(data)


@pytest.mark.parametrize("name", REFUSED)
def test_the_same_holds_when_it_is_read_from_a_file(name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(UserError, check=lambda e: e.code == code):
        read_header(Bytes(data + bytes(64) if name not in {"no newline at the end"} else data))


def test_1024_stanzas_are_the_most() -> None:
    assert len(parse_header(INTRO + b"-> x\n\n" * 1024 + MAC).stanzas) == 1024


def test_a_header_without_end_is_given_up_after_a_megabyte() -> None:
    src = Bytes(INTRO + b"-> x\n" + (b"A" * 64 + b"\n") * (4 * MAX_HEADER // 65))
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SEAL"):
        read_header(src)
    assert src.at <= MAX_HEADER + 3 * 65536


def test_a_file_that_ends_inside_the_nonce_is_refused() -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SEAL"):
        read_header(Bytes(TEXT + bytes(15)))


@given(st.binary(max_size=300))
def test_no_bytes_whatever_end_in_anything_but_a_refusal(data: bytes) -> None:
    for start in (b"", INTRO, INTRO + STANZA):
        with pytest.raises(UserError):
            read_header(Bytes(start + data))


@given(st.integers(0, len(TEXT) - 1), st.integers(0, 255))
def test_a_changed_header_byte_is_refused_or_parsed_into_as_many_bytes(at: int, value: int) -> None:
    changed = bytearray(TEXT)
    changed[at] = value
    try:
        size = parse_header(bytes(changed)).size
    except UserError as error:
        size = {"BAD_SEAL": len(TEXT), "NOT_SEALED": len(TEXT), "NEEDS_NEWER": len(TEXT)}[error.code]
    assert size == len(TEXT)
