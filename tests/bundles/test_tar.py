"""The tar: the same bytes for the same files, read by other tools, and exact about its size."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.bundles.tar import BLOCK, END, MAX_MEMBER, Member, TarReader, header, padding, tar_size
from ldp_stories.errors import UserError

LONG_NAME = "ldp-" + "0" * 26 + "/data/media/ab/" + "ab" * 32 + ".slice"


def build(files: dict[str, bytes]) -> bytes:
    return b"".join(header(n, len(d)) + d + padding(len(d)) for n, d in files.items()) + END


def read_all(data: bytes) -> dict[str, bytes]:
    tar = TarReader(io.BytesIO(data))
    files = {}
    while (member := tar.next()) is not None:
        files[member.name] = b"".join(tar.pieces())
    return files


FILES = {"a/b": b"one", LONG_NAME: bytes(1025), "empty": b"", "block": bytes(512)}


def test_files_come_back_as_they_went_in() -> None:
    assert read_all(build(FILES)) == FILES


def test_python_reads_the_same_plain_files() -> None:
    with tarfile.open(fileobj=io.BytesIO(build(FILES))) as tar:
        members = tar.getmembers()
        assert {m.name: tar.extractfile(m).read() for m in members} == FILES  # type: ignore[union-attr]
    assert {(m.mode, m.mtime, m.uid, m.uname, m.type) for m in members} == {
        (0o644, 0, 0, "", tarfile.REGTYPE)
    }


def test_the_size_is_known_before_a_byte_is_written() -> None:
    assert tar_size([Member(n, len(d)) for n, d in FILES.items()]) == len(build(FILES))


@given(
    st.dictionaries(
        st.text("abc/.-", min_size=1, max_size=99).filter(lambda n: n == n.strip("/")),
        st.binary(max_size=1500),
        max_size=4,
    )
)
def test_any_files_come_back(files: dict[str, bytes]) -> None:
    assert read_all(build(files)) == files


def test_a_name_too_long_for_the_format_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="long"):
        header("x" * 101, 0)
    with pytest.raises(ValueError, match="8 GiB"):
        header("x", MAX_MEMBER + 1)


def test_contents_must_be_read_before_the_next_member() -> None:
    tar = TarReader(io.BytesIO(build(FILES)))
    tar.next()
    with pytest.raises(ValueError, match="read"):
        tar.next()


def test_a_small_file_may_not_turn_out_large() -> None:
    tar = TarReader(io.BytesIO(build({"x": bytes(1000)})))
    tar.next()
    with pytest.raises(UserError, check=lambda e: e.code == "TOO_BIG"):
        tar.whole(999)


def test_there_may_be_100_000_members_and_no_more() -> None:
    class Endless:
        def __init__(self) -> None:
            self.block = header("x", 0)

        def read(self, size: int, /) -> bytes:
            return self.block[:size]

    tar = TarReader(Endless())
    for _ in range(100_000):
        assert tar.next() is not None
    with pytest.raises(UserError, check=lambda e: e.code == "TOO_BIG"):
        tar.next()


def test_64_gibibytes_are_the_most() -> None:
    class Huge:
        def read(self, size: int, /) -> bytes:
            return header("x", MAX_MEMBER)[:size]

    tar = TarReader(Huge())

    def skip() -> None:
        tar.next()
        tar._left = tar._pad = 0

    for _ in range(8):
        skip()
    with pytest.raises(UserError, check=lambda e: e.code == "TOO_BIG"):
        skip()


@given(st.binary(max_size=2 * BLOCK))
def test_no_bytes_whatever_end_in_anything_but_a_refusal(data: bytes) -> None:
    if data == END:
        return
    with pytest.raises(UserError, check=lambda e: e.code in {"BAD_TAR", "CUT_SHORT", "BAD_PATH"}):
        read_all(data)


GOOD = build({"a/b": b"one"})


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_every_changed_byte_is_refused_or_changes_what_is_read(at: int, value: int) -> None:
    changed = GOOD[:at] + bytes([GOOD[at] ^ value]) + GOOD[at + 1 :]
    try:
        found = read_all(changed)
    except UserError:
        found = {}
    assert found != {"a/b": b"one"}
