"""A line whose older words are withheld: a skeleton that names no order, strict all the same."""

from dataclasses import replace

import pytest

from ldp_stories.bundles.lines import decode_revision, encode_revision
from ldp_stories.domain.revisions import Change, blanked, new_revision
from ldp_stories.errors import UserError

ENT = "10000000-0000-4000-8000-00000000000e"
DEV = "10000000-0000-4000-8000-000000000001.1.w"
WHOLE = new_revision(
    "record", ENT, Change({"title": "Mrs Okonkwo"}), subj=(), par=(), dev=DEV, seq=1, at_label="2026-05-10T10:00:00Z"
)  # fmt: skip
SKELETON = blanked(WHOLE, "withheld")


def test_a_withheld_line_comes_back_as_it_was_sent() -> None:
    assert decode_revision(encode_revision(SKELETON)) == SKELETON


def test_it_says_nothing_but_that_there_was_something() -> None:
    line = encode_revision(SKELETON)
    assert b"Okonkwo" not in line
    assert b"salt" not in line
    assert b"at_label" not in line
    assert line.endswith(b'"erased_by":"withheld"}')
    assert WHOLE.commit.encode() in line


@pytest.mark.parametrize("word", ["Withheld", "withheld ", "withheld\n", "held", "", "a" * 63])
def test_no_other_word_stands_for_an_order(word: str) -> None:
    with pytest.raises(UserError) as caught:
        decode_revision(encode_revision(replace(SKELETON, erased_by=word)))
    assert caught.value.code == "BAD_LINE"


def test_a_line_with_its_words_cannot_call_them_withheld() -> None:
    with pytest.raises(UserError) as caught:
        decode_revision(encode_revision(replace(WHOLE, erased_by="withheld")))
    assert caught.value.code == "BAD_LINE"


@pytest.mark.parametrize("field", ["id", "ent"])
def test_withheld_is_no_id_of_anything_else(field: str) -> None:
    line = encode_revision(SKELETON).replace(
        f'"{field}":"{getattr(SKELETON, field)}"'.encode(), f'"{field}":"withheld"'.encode()
    )
    with pytest.raises(UserError):
        decode_revision(line)
