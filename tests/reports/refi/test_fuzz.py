"""Whatever is in the file, reading ends in a project or in a sentence: no crash, no hang, no span outside its text."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.errors import UserError
from ldp_stories.reports.refi.losses import Losses
from ldp_stories.reports.refi.model import Project, SoundSource, TextSource
from ldp_stories.reports.refi.read_codebook import read_codebook
from ldp_stories.reports.refi.read_project import read_project
from ldp_stories.reports.refi.write_xml import codebook_xml, project_xml
from tests.effort import effort
from tests.reports.refi.made import WORDS, guid, small
from tests.reports.refi.test_round_trip import BOOK

REFUSED = {"NOT_AN_EXCHANGE", "EXCHANGE_REFUSED", "EXCHANGE_EMPTY"}
XML = "".join(project_xml(small(), Losses())).encode()
QDC = "".join(codebook_xml(BOOK, Losses())).encode()
numbers = st.integers(-(2**70), 2**70).map(str) | st.sampled_from(["", "x", "1e9", "٣", "0x10", " 7 "])
names = st.sampled_from(
    [
        "Project", "Sources", "TextSource", "PlainTextContent", "PlainTextSelection", "Coding", "CodeRef", "Transcript", "SyncPoint",
        "TranscriptSelection", "AudioSource", "AudioSelection", "CodeBook", "Codes", "Code", "Sets", "Set", "Notes", "Note", "Users", "User",
        "Cases", "Case", "Variables", "Variable", "VariableValue", "VariableRef", "DateValue", "Graphs", "PictureSource", "Surprise",
    ]
)  # fmt: skip
attributes = st.dictionaries(
    st.sampled_from(
        [
            "guid",
            "name",
            "startPosition",
            "endPosition",
            "begin",
            "end",
            "position",
            "timeStamp",
            "fromSyncPoint",
            "targetGUID",
        ]
    ),
    numbers | st.integers(1, 9).map(guid) | st.just("{" + guid(3).upper() + "}"),
    max_size=4,
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    """An element of any name with any attributes and some of the same inside."""
    name, facts = draw(names), draw(attributes)
    inside = "".join(draw(st.lists(elements(depth + 1), max_size=3))) if depth < 3 else ""
    words = draw(st.sampled_from(["", "tea", "چائے 🌷", "2026-13-45"]))
    shown = "".join(f" {key}='{value}'" for key, value in facts.items())
    return f"<{name}{shown}>{words}{inside}</{name}>"


def packed(folder: Path, xml: bytes, text: bytes = b"") -> Path:
    path = folder / "p.qdpx"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("project.qde", xml)
        out.writestr(f"sources/{guid(100)}.txt", text)
    return path


def read(path: Path) -> Project | str:
    try:
        return read_project(path)[0]
    except UserError as error:
        return error.code


def sound(found: Project | str) -> None:
    """Fail when a project holds a span outside its text, or a refusal is an unknown one."""
    if isinstance(found, str):
        assert found in REFUSED
        return
    for source in found.sources:
        if isinstance(source, TextSource):
            assert all(0 <= s.start < s.end <= len(source.text) for s in source.selections)
        if isinstance(source, SoundSource):
            assert all(0 <= s.start < s.end for s in source.selections)
    known = {c.guid for top in found.codes for c, _ in top.walk()}
    assert all(c.code in known for s in found.sources for c in s.codings)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@given(st.lists(elements(), max_size=4))
def test_any_elements_in_any_order_are_read_or_refused(folder: Path, inside: list[str]) -> None:
    sound(read(packed(folder, f"<Project name='P'>{''.join(inside)}</Project>".encode())))


@given(st.integers(0, len(XML) - 1), st.binary(max_size=6), st.integers(0, 40))
def test_a_project_with_a_piece_changed_is_read_or_refused(
    folder: Path, at: int, put: bytes, cut: int
) -> None:
    sound(read(packed(folder, XML[:at] + put + XML[at + cut :], WORDS.encode())))


@given(st.binary(max_size=200))
def test_any_bytes_as_the_text_are_read(folder: Path, text: bytes) -> None:
    sound(read(packed(folder, XML, text)))


@given(st.binary(max_size=400))
def test_any_bytes_as_the_archive_are_refused(folder: Path, data: bytes) -> None:
    path = folder / "any.qdpx"
    path.write_bytes(data)
    assert read(path) in REFUSED


@given(st.integers(0, len(QDC) - 1), st.binary(max_size=6), st.integers(0, 40))
def test_a_codebook_with_a_piece_changed_is_read_or_refused(
    folder: Path, at: int, put: bytes, cut: int
) -> None:
    path = folder / "b.qdc"
    path.write_bytes(QDC[:at] + put + QDC[at + cut :])
    outcome: object
    try:
        outcome = len(read_codebook(path)[0].codes) > 0
    except UserError as error:
        outcome = error.code
    assert outcome is True or outcome in REFUSED


def test_every_single_byte_of_an_archive_may_flip(folder: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("project.qde", XML)
    data = whole.getvalue()
    path = folder / "flip.qdpx"
    for at in range(0, len(data), effort(max(1, len(data) // 120), 1)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        sound(read(path))


def test_what_was_read_can_be_written_again(folder: Path) -> None:
    """A strange project, once read, is a sound one: it can be written, and reads the same."""
    odd: Any = read(
        packed(folder, XML.replace(b"urn:QDA-XML:project:1.0", b"urn:QDA-XML:project:0:10"), WORDS.encode())
    )
    assert isinstance(odd, Project)
    again = "".join(project_xml(odd, Losses())).encode()
    assert read(packed(folder, again, WORDS.encode())) == odd
