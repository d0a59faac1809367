"""What is written is read again: nothing lost that the standard can hold, valid by its schema, the same bytes each time."""

import tempfile
import zipfile
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given

from ldp_stories.errors import UserError
from ldp_stories.reports.refi.losses import Losses, sentence
from ldp_stories.reports.refi.model import (
    Code,
    Codebook,
    CodeSet,
    Loss,
    Project,
    SoundSource,
    TextSource,
    Value,
)
from ldp_stories.reports.refi.read_codebook import read_codebook
from ldp_stories.reports.refi.read_project import read_project
from ldp_stories.reports.refi.write import write_codebook, write_project
from ldp_stories.reports.refi.write_xml import codebook_xml, project_xml
from tests.reports.refi.made import HOME, PLACES, TRUST, WORDS, guid, projects, small

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "refi"
SOUND = b"not really sound"


def sounds(project: Project) -> dict[str, object]:
    def fill(out: IO[bytes]) -> None:
        out.write(SOUND)

    return {s.file: fill for s in project.sources if isinstance(s, SoundSource) and s.file}


def written(project: Project, folder: Path) -> Path:
    path, _ = write_project(project, folder, "project", sounds(project))  # type: ignore[arg-type]
    return path


def xml(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("project.qde")


def valid(data: bytes, schema: str) -> None:
    """Fail with the schema's own words when the XML is not valid by it."""
    from lxml import etree

    found = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    found.assertValid(etree.fromstring(data))


published = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the published schemas are not beside this checkout"
)


def test_a_project_comes_back_whole(tmp_path: Path) -> None:
    found, lost = read_project(written(small(), tmp_path))
    assert found == small()
    assert lost == ()


@given(projects())
def test_any_project_comes_back_whole(project: Project) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found, _ = read_project(written(project, Path(folder)))
    assert found == project


@published
@given(projects())
def test_any_project_is_valid_by_the_published_schema(project: Project) -> None:
    valid("".join(project_xml(project, Losses())).encode(), "Project.xsd")


@published
def test_the_small_project_is_valid_by_both_published_schemas(tmp_path: Path) -> None:
    path = written(small(), tmp_path)
    valid(xml(path), "Project.xsd")
    valid(xml(path), "Project-mrt2019.xsd")


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = written(small(), tmp_path / "a"), written(small(), tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()


def test_the_archive_has_the_shape_the_standard_asks_for(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(small(), tmp_path)) as archive:
        names = archive.namelist()
        assert archive.read(f"sources/{guid(110)}.m4a") == SOUND
        assert archive.read(f"sources/{guid(100)}.txt").decode() == WORDS
    assert names[0] == "project.qde"
    assert all(n.startswith("sources/") and n.count("/") == 1 for n in names[1:])
    assert names[1:4] == sorted(names[1:4])


def test_no_empty_list_is_written() -> None:
    text = "".join(project_xml(Project("P"), Losses()))
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="P"></Project>\n'
    )


def test_no_path_of_this_laptop_is_written(tmp_path: Path) -> None:
    data = xml(written(small(), tmp_path))
    assert b"basePath" not in data
    assert b"currentPath" not in data
    assert str(tmp_path).encode() not in data


def test_letters_xml_cannot_hold_are_shown_as_boxes_and_counted() -> None:
    losses = Losses()
    text = "".join(project_xml(Project("a\x00b\x1fc", description="\ud800"), losses))
    assert 'name="a\ufffdb\ufffdc"' in text
    assert losses.all() == (Loss("control", 3),)
    assert sentence(losses.all()[0]).startswith("3 hidden letters")


@pytest.mark.parametrize("value", [None, True, False, 7, -1, 2.5, "", "Millbrook <ward>"])
def test_a_value_of_each_type_comes_back(tmp_path: Path, value: str | float | bool | None) -> None:
    source = TextSource(guid(1), "s", "words", values=(Value(guid(2), value),))
    found, _ = read_project(written(Project("P", sources=(source,)), tmp_path))
    assert found.sources[0].values == (Value(guid(2), value),)
    assert type(found.sources[0].values[0].value) is type(value)


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    def full(_: IO[bytes]) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(UserError) as caught:
        write_project(small(), tmp_path, "project", {f"{guid(110)}.m4a": full})
    assert caught.value.code == "NO_ROOM_THERE"
    assert list(tmp_path.iterdir()) == []


BOOK = Codebook(small().codes, (CodeSet(guid(400), "Close", "near", (TRUST, HOME)),), "LDP Stories")


def test_a_codebook_comes_back_whole_and_the_same_each_time(tmp_path: Path) -> None:
    path, lost = write_codebook(BOOK, tmp_path, "codebook")
    assert path.name == "codebook.qdc"
    assert read_codebook(path) == (BOOK, ())
    assert lost == ()
    again, _ = write_codebook(BOOK, tmp_path / "again", "codebook")
    assert again.read_bytes() == path.read_bytes()


@published
def test_a_codebook_is_valid_by_the_published_schema() -> None:
    valid("".join(codebook_xml(BOOK, Losses())).encode(), "Codebook.xsd")


def test_a_codebook_without_tags_is_not_written() -> None:
    with pytest.raises(ValueError, match="at least one"):
        list(codebook_xml(Codebook(()), Losses()))


def test_a_tree_is_walked_with_its_depth() -> None:
    assert [(c.guid, depth) for c, depth in BOOK.codes[0].walk()] == [(PLACES, 0), (TRUST, 1)]
    assert [c.guid for c, _ in Code("x", "x").walk()] == ["x"]
