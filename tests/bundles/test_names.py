"""Names: one allow-list for everything inside, and an outer name that tells nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.bundles import names
from ldp_stories.errors import UserError

ID = "0123456789abcdefghjkmnpqrs"
SHA = "ab" * 32


def test_ids_are_26_characters_and_never_the_same() -> None:
    ids = {names.new_bundle_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(re.fullmatch(names.ID_PATTERN, i) for i in ids)
    assert all(i[0] in "01234567" for i in ids)


def test_an_outer_name_can_be_read_back() -> None:
    assert names.outer_name(ID, 2, 7) == f"ldp-{ID}-2of7.tar.age"
    assert names.read_outer_name(names.outer_name(ID, 2, 7)) == (ID, 2, 7)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x.tar.age",
        f"ldp-{ID}.tar.age",
        f"ldp-{ID}-0of1.tar.age",
        f"ldp-{ID}-1of1.tar.age.part",
        f"LDP-{ID}-1of1.tar.age",
    ],
)
def test_a_renamed_file_has_no_part_number(name: str) -> None:
    assert names.read_outer_name(name) is None


ALLOWED = [*names.TAG_FILES, "allowed_signers", "tagmanifest-sha256.txt.sig", "data/orders.jsonl"]
ALLOWED += [names.media_path(SHA, "slice"), names.slot_path("0" * 8 + "-0000-0000-0000-" + "0" * 12)]


@pytest.mark.parametrize("path", ALLOWED)
def test_the_names_of_the_specification_are_allowed(path: str) -> None:
    assert names.split_member(f"ldp-{ID}/{path}") == (ID, path)


@pytest.mark.parametrize(
    "name",
    ["", "/", "bagit.txt", f"ldp-{ID}", f"ldp-{ID}/", f"ldp-{ID}/x", f"ldp-{ID}//bagit.txt", f"./ldp-{ID}/bagit.txt", f"ldp-{ID.upper()}/bagit.txt",
     f"ldp-{ID}/bagit.txt/", f"ldp-{ID}/bagit.txt\n", f"ldp-{ID}/data/media/{SHA}.jpg", f"ldp-{ID}/data/media/cd/{SHA}.jpg",
     f"ldp-{ID}/data/media/ab/{SHA}.JPG", f"ldp-{ID}/data/media/ab/{SHA}", f"ldp-{ID}/data/media/ab/{SHA}.jpg.exe", f"ldp-{ID}/data/slots/x.age",
     f"ldp-{ID}/data/../bagit.txt", f"ldp-{ID}i/bagit.txt", f"ldp-{ID[:-1]}o/bagit.txt"],
)  # fmt: skip
def test_every_other_name_is_refused(name: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_PATH"):
        names.split_member(name)


@given(st.text(max_size=60))
def test_no_name_made_up_is_allowed(text: str) -> None:
    for name in (text, f"ldp-{ID}/{text}", f"ldp-{ID}/data/{text}"):
        with pytest.raises(UserError):
            names.split_member(name)


def test_media_and_slot_paths_tell_what_they_hold() -> None:
    device = "0" * 8 + "-0000-0000-0000-" + "0" * 12
    assert names.read_media_path(names.media_path(SHA, "flac")) == (SHA, "flac")
    assert names.read_slot_path(names.slot_path(device)) == device
    assert names.read_media_path(names.slot_path(device)) is None
    assert names.read_slot_path("data/orders.jsonl") is None


def test_the_extensions_are_those_of_the_contract() -> None:
    assert len(set(names.EXTENSIONS)) == len(names.EXTENSIONS) == 22
    assert {"flac", "slice", "bin"} <= set(names.EXTENSIONS)
