"""Plain text as the programs of each system leave it."""

import codecs

import pytest

from ldp_stories.domain.text_files import words_in

WORDS = "زینب told us: café\nsecond line\n"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        WORDS.replace("\n", "\r\n").encode(),
        WORDS.encode("utf-8-sig"),  # Notepad, "UTF-8 with BOM"
        WORDS.replace("\n", "\r\n").encode("utf-16"),  # `echo ... > file` in the terminal of Windows 10
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        WORDS.replace("\n", "\r").encode(),
    ],
    ids=["plain", "windows", "notepad", "powershell", "big-endian", "old mac"],
)
def test_the_words_are_the_same_whatever_wrote_them(data: bytes) -> None:
    assert words_in(data) == WORDS


def test_a_mark_inside_the_words_stays() -> None:
    assert words_in("a\N{ZERO WIDTH NO-BREAK SPACE}b".encode()) == "a\N{ZERO WIDTH NO-BREAK SPACE}b"


@pytest.mark.parametrize(
    "data", [b"caf\xe9", codecs.BOM_UTF16_LE + b"a"], ids=["one old code page", "half a letter"]
)
def test_what_is_no_text_is_refused_and_not_guessed(data: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        words_in(data)


def test_no_words_are_no_trouble() -> None:
    assert words_in(b"") == ""
