"""A foreign archive is looked at with suspicion: bombs, paths that lead out, links, secrets and damage are refused, and nothing is written."""

import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.reports.refi import archive
from ldp_stories.reports.refi.archive import Reading
from ldp_stories.reports.refi.read_codebook import read_codebook
from ldp_stories.reports.refi.read_project import read_project

QDE = b'<Project xmlns="urn:QDA-XML:project:1.0" name="P"/>'
Make = Callable[[zipfile.ZipFile], None]


def packed(path: Path, make: Make, *, qde: bytes | None = QDE) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        if qde is not None:
            out.writestr("project.qde", qde)
        make(out)
    return path


def nothing(_: zipfile.ZipFile) -> None:
    """An archive with its project only."""


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_project(path)
    return caught.value.code


def link(out: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("sources/x.txt")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    out.writestr(info, "/etc/passwd")


def bomb(out: zipfile.ZipFile) -> None:
    out.writestr("sources/x.txt", b"\0" * (16 * 1024 * 1024))


@pytest.mark.parametrize(
    "name",
    ["../x.txt", "/x.txt", "sources/../../x", "C:x.txt", "\\\\host\\x", "sources\\..\\x", "a\x01b"],
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "p.qdpx", lambda out: out.writestr(name, "x"))
    assert refused(path) == "EXCHANGE_REFUSED"
    assert [p.name for p in tmp_path.iterdir()] == ["p.qdpx"]


@pytest.mark.parametrize("make", [link, bomb])
def test_links_and_bombs_are_refused(tmp_path: Path, make: Make) -> None:
    assert refused(packed(tmp_path / "p.qdpx", make)) == "EXCHANGE_REFUSED"


def test_a_member_without_a_name_is_refused(tmp_path: Path) -> None:
    """Others write such archives; the library that reads them falls over the missing name."""
    path = packed(tmp_path / "x.qdpx", lambda out: out.writestr("zqz", b"tea"))
    path.write_bytes(path.read_bytes().replace(b"zqz", b"\0qz"))
    assert refused(path) == "EXCHANGE_REFUSED"


def test_one_name_in_two_cases_is_refused(tmp_path: Path) -> None:
    def twice(out: zipfile.ZipFile) -> None:
        out.writestr("sources/a.txt", "1")
        out.writestr("Sources/A.txt", "2")

    assert refused(packed(tmp_path / "p.qdpx", twice)) == "EXCHANGE_REFUSED"


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.qdpx", nothing)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02") + 8
    data[at : at + 2] = struct.pack("<H", 1)
    path.write_bytes(data)
    assert refused(path) == "EXCHANGE_REFUSED"


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)

    def three(out: zipfile.ZipFile) -> None:
        for i in range(3):
            out.writestr(f"sources/{i}", "")

    path = packed(tmp_path / "p.qdpx", three)
    assert refused(path) == "EXCHANGE_REFUSED"


def test_a_project_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_XML", len(QDE) - 1)
    assert refused(packed(tmp_path / "p.qdpx", nothing)) == "EXCHANGE_REFUSED"


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE Project SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_entities_and_outside_grammars_are_refused(tmp_path: Path, head: bytes) -> None:
    assert refused(packed(tmp_path / "p.qdpx", nothing, qde=head + QDE)) == "EXCHANGE_REFUSED"


@pytest.mark.parametrize("data", [b"", b"PK", b"hello", QDE, b"\0" * 4096])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(data)
    assert refused(path) == "NOT_AN_EXCHANGE"


@pytest.mark.parametrize("qde", [None, b"", b"<Project", b"<html/>", b"<CodeBook/>", b"\xff\xfe"])
def test_an_archive_without_a_project_is_said_to_be_none(tmp_path: Path, qde: bytes | None) -> None:
    assert refused(packed(tmp_path / "p.qdpx", nothing, qde=qde)) == "NOT_AN_EXCHANGE"


def test_a_missing_file_is_said_to_be_none(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.qdpx") == "NOT_AN_EXCHANGE"


@pytest.mark.parametrize("at", range(0, 200, 9))
def test_a_damaged_archive_is_refused_or_reads_the_same(tmp_path: Path, at: int) -> None:
    path = packed(tmp_path / "p.qdpx", lambda out: out.writestr("sources/a.txt", "words " * 9))
    whole, _ = read_project(path)
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0x41
    path.write_bytes(data)
    outcome: object
    try:
        outcome = read_project(path)[0]
    except UserError as error:
        outcome = error.code
    assert outcome in ("NOT_AN_EXCHANGE", "EXCHANGE_REFUSED", whole)


def test_a_path_is_found_whatever_its_spelling(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.qdpx", lambda out: out.writestr("Sources/A.TXT", "words"))
    with Reading(path) as reading:
        for name in ("internal://a.txt", "a.txt", "sources/a.txt", "relative:///a.txt", "x/y/a.txt"):
            assert reading.source(name) == b"words"
        assert reading.source("internal://b.txt") is None
        assert reading.source("") is None


def deep(levels: int) -> bytes:
    code = "".join(
        f'<Code guid="{i:08x}-0000-4000-8000-000000000000" name="c" isCodable="true">' for i in range(levels)
    )
    return f"<CodeBook><Codes>{code}{'</Code>' * levels}</Codes></CodeBook>".encode()


def test_a_bottomless_codebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.qdc").write_bytes(deep(220))
    with pytest.raises(UserError) as caught:
        read_codebook(tmp_path / "deep.qdc")
    assert caught.value.code == "EXCHANGE_REFUSED"
    (tmp_path / "fine.qdc").write_bytes(deep(60))
    assert len(list(read_codebook(tmp_path / "fine.qdc")[0].codes[0].walk())) == 60


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<CodeBook><Codes/></CodeBook>", "EXCHANGE_EMPTY"),
        (b"<CodeBook/>", "EXCHANGE_EMPTY"),
        (b"<Project/>", "NOT_AN_EXCHANGE"),
        (b"tags", "NOT_AN_EXCHANGE"),
    ],
)
def test_a_codebook_that_is_none_is_said_to_be_none(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "x.qdc").write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_codebook(tmp_path / "x.qdc")
    assert caught.value.code == code


def test_a_codebook_that_is_not_there_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError) as caught:
        read_codebook(tmp_path / "none.qdc")
    assert caught.value.code == "FILE_UNREADABLE"
    monkeypatch.setattr("ldp_stories.reports.refi.read_codebook.MOST_BYTES", 10)
    (tmp_path / "x.qdc").write_bytes(deep(1))
    with pytest.raises(UserError) as caught:
        read_codebook(tmp_path / "x.qdc")
    assert caught.value.code == "EXCHANGE_REFUSED"
