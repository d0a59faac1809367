"""Every bag of the public BagIt suite, as one of ours: what the suite calls invalid is refused, and what it calls valid is taken or is a
named exception of our stricter form (resources/spec/bundle.md, "Stricter than BagIt")."""

import hashlib
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ldp_stories.bundles.bag import BAGIT_TXT
from ldp_stories.bundles.head import read_head
from ldp_stories.bundles.tar import END, TarReader, header, padding
from ldp_stories.crypto.signing import Namespace
from ldp_stories.errors import UserError
from tests.bundles.forge import Forge
from tests.bundles.samples import Chunked, Kept, read
from tests.bundles.test_bag import SUITE

SPEC = Path(__file__).parents[2] / "resources" / "spec" / "bundle.md"
TOP = "ldp-" + "0" * 26
Files = dict[str, bytes]


def tag(name: str, change: Callable[[bytes], bytes]) -> Forge:
    """One tag file otherwise, listed and signed as it is."""
    return Forge(tags=lambda files: {**files, name: change(files[name])})


def without_tag(name: str) -> Forge:
    return Forge(tags=lambda files: {n: d for n, d in files.items() if n != name})


def more_tag(name: str, data: bytes) -> Forge:
    return Forge(tags=lambda files: {**files, name: data})


def listed(path: str) -> Forge:
    """A payload file of that name, there and in the manifest."""
    return Forge(payload={"data/orders.jsonl": b"", path: b"hello\n"})


def line(change: Callable[[bytes], bytes]) -> Forge:
    return Forge(manifest=change)


def spoilt(name: str) -> Forge:
    """One byte more in a file than when it was listed and signed."""
    return Forge(after_signing=lambda files: {**files, name: files[name] + b"x"})


def extra() -> Forge:
    return Forge(
        members=lambda members: [*members, (f"{members[0][0].split('/')[0]}/data/requests.jsonl", b"")]
    )


def again(data: bytes) -> bytes:
    """The first line twice."""
    return data.splitlines(keepends=True)[0] + data


def other_hash(data: bytes) -> bytes:
    return data + b"00" * 32 + data.splitlines(keepends=True)[0][64:]


FETCH = b"http://localhost/hello.txt 6 data/hello.txt\n"
BOM = b"\xef\xbb\xbf"
VALID: dict[str, tuple[Forge, str]] = {
    "basic-bag": (Forge(), ""),
    "basicBag": (Forge(), ""),
    "minimal-bag": (Forge(payload={"data/orders.jsonl": b""}), ""),
    "ISO-8859-1-encoded-tag-files": (tag("bagit.txt", lambda d: d.replace(b"UTF-8", b"ISO-8859-1")), "BAD_BAG"),
    "UTF-16-encoded-tag-files": (tag("bag-info.txt", lambda d: d.decode().encode("utf-16")), "BAD_BAG"),
    "bag-in-a-bag": (listed("data/bag/bagit.txt"), "BAD_PATH"),
    "bag-with-encoded-names": (listed("data/%7Etest1.txt"), "BAD_PATH"),
    "bag-with-escapable-characters": (listed("data/dir1/test file.txt"), "BAD_PATH"),
    "bag-with-leading-dot-slash-in-manifest": (line(lambda d: d.replace(b"  data", b"  ./data")), "BAD_PATH"),
    "bag-with-space": (listed("data/test 1.txt"), "BAD_PATH"),
    "duplicate-metadata-entries": (tag("bag-info.txt", lambda d: d + b"Contact-Name: A\nContact-Name: B\n"), "BAD_BAG"),
    "holey-bag": (more_tag("fetch.txt", FETCH), "BAD_PATH"),
    "uncommon-metadata-separators": (tag("bag-info.txt", lambda d: d.replace(b": ", b"\t:  ")), "BAD_BAG"),
}  # fmt: skip
WARNING: dict[str, tuple[Forge, str]] = {
    "duplicate-file-with-different-case": (listed("data/ORDERS.jsonl"), "BAD_PATH"),
    "made-with-md5sum-tools": (line(lambda d: d.replace(b"  ", b" *")), "BAD_BAG"),
    "relative-path": (line(lambda d: d.replace(b"  data", b"  ./data")), "BAD_PATH"),
    "same-filename-listed-twice-with-different-normalization": (line(lambda d: d + d[:66] + "data/Núñez\n".encode()), "BAD_BAG"),
    "same-filename-listed-twice-with-the-same-hash": (line(again), "BAD_BAG"),
    "special-system-files": (listed("data/.DS_Store"), "BAD_PATH"),
}  # fmt: skip
INVALID: dict[str, tuple[Forge, str]] = {
    "bagit-with-invalid-whitespace": (tag("bagit.txt", lambda d: d.replace(b": 1.0", b" : 1.0")), "BAD_BAG"),
    "baginfo-missing-encoding": (tag("bagit.txt", lambda d: d.splitlines(keepends=True)[0]), "BAD_BAG"),
    "bom-in-bagit.txt": (tag("bagit.txt", lambda d: BOM + d), "BAD_BAG"),
    "corrupt-data-file": (spoilt("data/revisions.jsonl"), "DAMAGED"),
    "corrupt-tag-file": (spoilt("bag-info.txt"), "DAMAGED"),
    "extra-file-in-bag": (extra(), "NOT_LISTED"),
    "invalid-version-number": (tag("bagit.txt", lambda d: d.replace(b"1.0", b"1,0")), "BAD_BAG"),
    "missing-baginfo": (without_tag("bag-info.txt"), "BAD_BAG"),
    "missing-bagit.txt": (without_tag("bagit.txt"), "BAD_BAG"),
    "notAllManifestsListAllFiles": (more_tag("manifest-sha512.txt", b""), "BAD_PATH"),
    "same-filename-listed-twice-with-different-hashes": (line(other_hash), "BAD_BAG"),
    "same-filename-listed-twice-with-the-same-hash": (line(again), "BAD_BAG"),
    "out-of-scope-file-paths-using-dot-notation": (listed("data/../../hello.txt"), "BAD_PATH"),
    "out-of-scope-file-paths-using-absolute-path": (listed("/tmp/hello.txt"), "BAD_PATH"),
    "out-of-scope-file-paths-using-shortcut": (listed("~/hello.txt"), "BAD_PATH"),
    "out-of-scope-file-paths-using-shortcut-username": (listed("~root/hello.txt"), "BAD_PATH"),
    "out-of-scope-file-paths-using-unc": (listed("\\\\host\\share\\hello.txt"), "BAD_PATH"),
}  # fmt: skip


def judged(forge: Forge, folder: Path) -> str:
    """The code a bag is refused with, "" when it is read to its end."""
    path = folder / "in.tar.age"
    path.write_bytes(forge.make())
    try:
        found = read(path, Kept(folder))
        found.prove()
        found.close()
    except UserError as error:
        return error.code
    return ""


@pytest.mark.parametrize("name", VALID)
def test_a_valid_bag_is_read_or_is_a_named_exception(name: str, tmp_path: Path) -> None:
    forge, code = VALID[name]
    assert judged(forge, tmp_path) == code


@pytest.mark.parametrize("name", WARNING)
def test_a_bag_that_deserves_a_warning_is_refused(name: str, tmp_path: Path) -> None:
    forge, code = WARNING[name]
    assert judged(forge, tmp_path) == code


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_bag_is_refused(name: str, tmp_path: Path) -> None:
    forge, code = INVALID[name]
    assert judged(forge, tmp_path) == code


def test_the_words_of_a_fetch_list_do_not_matter(tmp_path: Path) -> None:
    for place in ("../hello.txt", "/etc/hello.txt", "~/hello.txt", "data/hello.txt"):
        forge = more_tag("fetch.txt", f"http://localhost/x 6 {place}\n".encode())
        assert judged(forge, tmp_path) == "BAD_PATH"


def test_each_exception_stands_in_the_specification() -> None:
    told = SPEC.read_text(encoding="utf-8").partition("Stricter than BagIt")[2].partition("\n## ")[0]
    for what in ("fetch.txt", "sub-folder", "space", "./", "twice", "other letters", "other manifests", "*"):
        assert what in told, what


def suite() -> dict[str, Files]:
    """The bags of the suite: `version/expectation/name` to its files."""
    found: dict[str, Files] = {}
    with tarfile.open(SUITE) as held:
        for member in held.getmembers():
            parts = member.name.split("/", 3)
            data = held.extractfile(member) if member.isfile() else None
            if data is not None and len(parts) == 4:
                found.setdefault("/".join(parts[:3]), {})[parts[3]] = data.read()
    return found


@pytest.mark.skipif(not SUITE.exists(), reason="the BagIt conformance suite is not here")
def test_every_bag_of_the_suite_has_its_like_here() -> None:
    known = {"valid": VALID, "warning": WARNING, "invalid": INVALID, "linux-only": INVALID, "windows-only": INVALID}  # fmt: skip
    names = [name.split("/") for name in suite()]
    assert len(names) > 50
    for _, expected, name in names:
        assert name.removesuffix("-for-fetch") in known[expected]


@pytest.mark.skipif(not SUITE.exists(), reason="the BagIt conformance suite is not here")
def test_no_bag_of_the_suite_itself_is_taken_for_one_of_ours() -> None:
    """They are other bags, without our signature: refused by the first thing that differs, and never with anything but a refusal."""
    for name, files in suite().items():
        ordered = sorted(files, key=lambda n: (n != "bagit.txt", n.startswith("data/"), n))
        blocks = []
        for path in ordered:
            if path.isascii() and len(path) < 90:
                blocks.append(
                    header(f"{TOP}/{path}", len(files[path])) + files[path] + padding(len(files[path]))
                )
        with pytest.raises(UserError) as caught:
            read_head(TarReader(Chunked(b"".join(blocks) + END)), Namespace.BUNDLE)
        assert caught.value.code in {"BAD_BAG", "BAD_PATH"}, name


def test_a_bag_of_ours_is_a_bag_of_version_one(tmp_path: Path) -> None:
    assert BAGIT_TXT == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    path = tmp_path / "plain.tar"
    path.write_bytes(Forge().make_tar())
    with tarfile.open(path) as bag:
        inside = {m.name.split("/", 1)[1]: _bytes(bag, m) for m in bag.getmembers()}
    assert {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"} <= set(inside)
    for listing in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for row in inside[listing].decode().splitlines():
            digest, name = row.split("  ")
            assert hashlib.sha256(inside[name]).hexdigest() == digest


def _bytes(bag: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = bag.extractfile(member)
    assert file is not None
    return file.read()
