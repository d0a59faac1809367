"""Tag files of a bag: one way to write them, no other way to be read."""

import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.bundles.bag import (
    BAGIT_TXT,
    BagInfo,
    read_info,
    read_manifest,
    read_tag_manifest,
    write_info,
    write_manifest,
)
from ldp_stories.bundles.names import SIGNERS, TAG_FILES, new_bundle_id
from ldp_stories.errors import UserError

SHA = "ab" * 32
INFO = BagInfo(1234, 2, "2026-11-22", new_bundle_id(), new_bundle_id(), "1 of 3")
HASHES = {"data/orders.jsonl": "00" * 32, f"data/media/ab/{SHA}.flac": SHA}
SUITE = (
    Path(os.environ.get("LDP_BAGIT_VECTORS", Path(__file__).parents[3] / "shared" / "vectors" / "bagit"))
    / "bagit-conformance-data.tar"
)


def test_bag_info_comes_back_as_it_was() -> None:
    assert read_info(write_info(INFO)) == INFO
    assert write_info(INFO).startswith(b"Payload-Oxum: 1234.2\n")


def test_further_labels_of_a_newer_version_are_passed_over() -> None:
    assert read_info(write_info(INFO) + b"Contact-Name: Nadia\n") == INFO


BAD_INFO = {
    "nothing": b"",
    "no newline": write_info(INFO)[:-1],
    "carriage returns": write_info(INFO).replace(b"\n", b"\r\n"),
    "a label twice": write_info(INFO) + b"Bag-Count: 1 of 3\n",
    "a folded line": write_info(INFO) + b"  more\n",
    "no space after the colon": write_info(INFO).replace(b": ", b":"),
    "a leading zero": write_info(INFO).replace(b"1234.2", b"01234.2"),
    "a sign": write_info(INFO).replace(b"1234.2", b"+1234.2"),
    "no number of files": write_info(INFO).replace(b"1234.2", b"1234"),
    "a huge number": write_info(INFO).replace(b"1234.2", b"9" * 15 + b".2"),
    "an accent": write_info(INFO).replace(b"2026", "é".encode()),
    "another profile": write_info(INFO).replace(b"urn:", b"urx:"),
    "a label missing": b"".join(write_info(INFO).splitlines(keepends=True)[1:]),
}


@pytest.mark.parametrize("name", BAD_INFO)
def test_bag_info_written_another_way_is_refused(name: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_BAG"):
        read_info(BAD_INFO[name])


def test_a_manifest_comes_back_in_its_order() -> None:
    assert list(read_manifest(write_manifest(HASHES.items())).items()) == list(HASHES.items())


GOOD = write_manifest(HASHES.items())
BAD_MANIFEST = {
    "no newline": GOOD[:-1],
    "one space": GOOD.replace(b"  ", b" "),
    "a star": GOOD.replace(b"  ", b" *"),
    "a tab": GOOD.replace(b"  ", b"\t"),
    "capitals": GOOD.replace(b"ab", b"AB"),
    "a short hash": GOOD[1:],
    "an empty line": GOOD + b"\n",
    "a name twice": GOOD + GOOD,
    "md5": b"d41d8cd98f00b204e9800998ecf8427e  data/orders.jsonl\n",
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
}


@pytest.mark.parametrize("name", BAD_MANIFEST)
def test_a_manifest_written_another_way_is_refused(name: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_BAG"):
        read_manifest(BAD_MANIFEST[name])


@pytest.mark.parametrize(
    "path",
    ["../x", "data/x.txt", "bagit.txt", "/data/orders.jsonl", "data/orders.jsonl%0A", "data//orders.jsonl"],
)
def test_a_name_that_may_not_be_listed_is_refused(path: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_PATH"):
        read_manifest(write_manifest([(path, SHA)]))


def test_a_tag_manifest_names_the_five_and_in_a_pack_the_signers() -> None:
    for names in (TAG_FILES, (*TAG_FILES, SIGNERS)):
        assert tuple(read_tag_manifest(write_manifest((n, SHA) for n in names))) == names


@pytest.mark.parametrize(
    "names", [(), TAG_FILES[:-1], TAG_FILES[::-1], (SIGNERS, *TAG_FILES), (*TAG_FILES, "fetch.txt")]
)
def test_a_tag_manifest_of_other_files_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_BAG"):
        read_tag_manifest(write_manifest((n, SHA) for n in names))


@given(st.binary(max_size=200))
def test_no_bytes_whatever_end_in_anything_but_a_refusal(data: bytes) -> None:
    for read in (read_info, read_tag_manifest):
        with pytest.raises(UserError):
            read(data)
    if data:
        with pytest.raises(UserError):
            read_manifest(data)


@pytest.mark.skipif(not SUITE.exists(), reason="the BagIt conformance suite is not here")
def test_no_invalid_bag_of_the_conformance_suite_passes_our_profile() -> None:
    seen = 0
    with tarfile.open(SUITE) as suite:
        for member in suite.getmembers():
            if "/invalid/" not in member.name or not member.name.endswith("/bagit.txt"):
                continue
            folder = member.name.rpartition("/")[0]
            data = {
                n: suite.extractfile(f"{folder}/{n}")
                for n in ("bagit.txt", "manifest-sha256.txt")
                if f"{folder}/{n}" in suite.getnames()
            }
            seen += 1
            assert not _passes({n: f.read() for n, f in data.items() if f is not None})
    assert seen > 5


def _passes(files: dict[str, bytes]) -> bool:
    try:
        return files.get("bagit.txt") == BAGIT_TXT and bool(
            read_manifest(files.get("manifest-sha256.txt", b""))
        )
    except UserError:
        return False
