"""What other programs really write: other ways of counting, marks in front, other line ends, drafts, braces, things twice."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.reports.refi.model import Loss, Project, SoundSource, TextSource
from ldp_stories.reports.refi.offsets import STANDARD, WAYS, Counting, Ruler, Words, best_way, decoded
from ldp_stories.reports.refi.read_project import read_project
from tests.reports.refi.made import guid

TEXT = (
    "Hello 🌷🌷 world.\nShe came three times.\nThe third time I said: come in for tea. 🌷 Then we sat down."
)
SPOKEN = ("world", "three times", "come in for tea", "we sat down")
BOM = b"\xef\xbb\xbf"


def places(way: Counting, *, crlf: bool, bom: bool) -> list[tuple[int, int]]:
    """Where the spoken words stand, as a program that counts this way would write it."""
    raw = TEXT.replace("\n", "\r\n") if crlf else TEXT

    def count(upto: int) -> int:
        before = TEXT[:upto]
        total = len(before.encode("utf-16-le")) // 2 if way.utf16 else len(before)
        if crlf and not way.one_newline:
            total += before.count("\n")
        return total + (1 if bom and way.mark else 0)

    assert raw
    return [(count(TEXT.index(w)), count(TEXT.index(w) + len(w))) for w in SPOKEN]


def project(
    tmp_path: Path,
    spans: list[tuple[int, int]],
    data: bytes,
    *,
    qde: str = "project.qde",
    space: str = "urn:QDA-XML:project:1.0",
    folder: str = "sources",
    extra: str = "",
) -> Path:
    marks = "".join(
        f'<PlainTextSelection guid="{{{guid(50 + i).upper()}}}" startPosition="{a}" endPosition="{b}">'
        f'<Coding guid="{guid(80 + i)}"><CodeRef targetGUID="{guid(10)}"/></Coding></PlainTextSelection>'
        for i, (a, b) in enumerate(spans)
    )
    text = (
        f'<Project xmlns="{space}" name="P"><CodeBook><Codes><Code guid="{guid(10)}" name="D1" isCodable="true"/></Codes>'
        f'</CodeBook><Sources><TextSource guid="{guid(100)}" name="S" plainTextPath="internal://s.txt">{marks}</TextSource>'
        f"{extra}</Sources></Project>"
    )
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(qde, text)
        out.writestr(f"{folder}/s.txt", data)
    return path


def words_of(found: Project) -> list[str]:
    source = found.sources[0]
    assert isinstance(source, TextSource)
    return [source.text[s.start : s.end] for s in source.selections]


@pytest.mark.parametrize("bom", [False, True])
@pytest.mark.parametrize("crlf", [False, True])
@pytest.mark.parametrize("way", WAYS, ids=lambda w: "-".join(w.differences) or "standard")
def test_the_marked_words_are_found_whatever_the_counting(
    tmp_path: Path, way: Counting, crlf: bool, bom: bool
) -> None:
    if (way.one_newline and not crlf) or (way.mark and not bom):
        return  # there is nothing to count in another way
    raw = TEXT.replace("\n", "\r\n") if crlf else TEXT
    data = (BOM if bom else b"") + raw.encode()
    found, lost = read_project(project(tmp_path, places(way, crlf=crlf, bom=bom), data))
    assert words_of(found) == list(SPOKEN)
    assert [one.what for one in lost] == list(way.differences)
    assert "\r" not in found.sources[0].text  # type: ignore[union-attr]


def test_without_any_hint_the_standard_counts() -> None:
    assert best_way([]) == STANDARD
    assert best_way([(Words("plain words", mark=False), [(0, 5)])]) == STANDARD
    assert best_way([(Words("🌷", mark=True), [])]) == STANDARD


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.booleans(), st.sampled_from(WAYS))
def test_every_place_of_a_text_can_be_measured(raw: str, mark: bool, way: Counting) -> None:
    words = Words(raw, mark)
    ruler = Ruler(words, way)
    counted = []
    for place in range(len(raw) * 2 + 3):
        at = ruler.at(place)
        if at is not None:
            counted.append(at)
    assert counted == sorted(counted)
    assert set(range(len(words.text) + 1)) <= set(counted)
    assert ruler.at(-1) is None
    assert ruler.at(len(raw) * 2 + 4) is None


def test_texts_in_other_letters_are_read_and_what_is_not_text_is_counted(tmp_path: Path) -> None:
    assert decoded("چائے".encode("utf-16")) == (Words("چائے", True), True)
    assert decoded(b"tea") == (Words("tea", False), True)
    found, lost = read_project(project(tmp_path, [(0, 3)], b"tea \xff\xfe"))
    assert words_of(found) == ["tea"]
    assert lost == (Loss("foreign_text", 1, "S"),)


@pytest.mark.parametrize("folder", ["Sources", "sources", "SOURCES"])
def test_the_folder_may_be_spelt_in_any_case(tmp_path: Path, folder: str) -> None:
    found, lost = read_project(project(tmp_path, [(0, 5)], TEXT.encode(), folder=folder))
    assert words_of(found) == ["Hello"]
    assert lost == ()


def test_a_project_file_of_another_name_is_read_and_said(tmp_path: Path) -> None:
    found, lost = read_project(project(tmp_path, [(0, 5)], TEXT.encode(), qde="Larkside.qde"))
    assert words_of(found) == ["Hello"]
    assert lost == (Loss("misnamed", 1, "Larkside.qde"),)


@pytest.mark.parametrize(
    "space",
    [
        "urn:QDA-XML:project:0:10",
        "urn:QDA-XML:project:0:4",
        "http://schema.qdasoftware.org/versions/Project/v1.0",
    ],
)
def test_a_draft_of_the_standard_is_read_and_said(tmp_path: Path, space: str) -> None:
    found, lost = read_project(project(tmp_path, [(0, 5)], TEXT.encode(), space=space))
    assert words_of(found) == ["Hello"]
    assert lost == (Loss("draft", 1, space),)


def test_guids_in_braces_and_capitals_are_the_same_guids(tmp_path: Path) -> None:
    found, _ = read_project(project(tmp_path, [(0, 5)], TEXT.encode()))
    source = found.sources[0]
    assert isinstance(source, TextSource)
    assert source.selections[0].guid == guid(50)


def test_marks_on_nothing_and_outside_are_left_out_and_counted(tmp_path: Path) -> None:
    found, lost = read_project(project(tmp_path, [(0, 5), (3, 3), (5, 2), (0, 9999), (-4, 3)], TEXT.encode()))
    assert words_of(found) == ["Hello"]
    assert {one.what: one.count for one in lost} == {"empty_span": 2, "outside": 2}


def test_a_text_that_is_not_there_is_counted(tmp_path: Path) -> None:
    extra = f'<TextSource guid="{guid(101)}" name="Gone" plainTextPath="internal://gone.txt"/>'
    _, lost = read_project(project(tmp_path, [], TEXT.encode(), extra=extra))
    assert lost == (Loss("no_text", 1, "Gone"),)


def test_words_inside_the_project_are_read(tmp_path: Path) -> None:
    inside = (
        f'<TextSource guid="{guid(101)}" name="In"><PlainTextContent>tea &amp; bulbs</PlainTextContent>'
        f'<PlainTextSelection guid="{guid(102)}" startPosition="6" endPosition="11"/></TextSource>'
    )
    found, lost = read_project(project(tmp_path, [], TEXT.encode(), extra=inside))
    source = found.sources[1]
    assert isinstance(source, TextSource)
    assert source.text[source.selections[0].start : source.selections[0].end] == "bulbs"
    assert lost == ()


def test_pictures_are_left_out_and_a_sound_without_its_file_keeps_its_marks(tmp_path: Path) -> None:
    extra = (
        f'<PictureSource guid="{guid(101)}" name="Photo"/><PDFSource guid="{guid(102)}" name="Scan"/>'
        f'<VideoSource guid="{guid(103)}" name="Film" path="absolute:///c:/film.mp4">'
        f'<VideoSelection guid="{guid(104)}" begin="100" end="900"><Coding guid="{guid(105)}"><CodeRef targetGUID="{guid(10)}"/>'
        f"</Coding></VideoSelection></VideoSource>"
    )
    found, lost = read_project(project(tmp_path, [], TEXT.encode(), extra=extra))
    film = found.sources[1]
    assert isinstance(film, SoundSource)
    assert (film.kind, film.file, film.selections[0].end) == ("video", "", 900)
    assert {one.what: one.count for one in lost} == {"picture": 2, "no_sound": 1}


def test_what_stands_twice_or_without_a_name_or_tag_is_counted(tmp_path: Path) -> None:
    extra = (
        f'<TextSource guid="{guid(100)}" name="Again"/>'
        '<TextSource name="Nameless"><PlainTextContent>tea</PlainTextContent></TextSource>'
        f'<TextSource guid="{guid(120)}" name="T"><PlainTextContent>tea</PlainTextContent>'
        f'<Coding guid="{guid(121)}"><CodeRef targetGUID="{guid(999)}"/></Coding></TextSource>'
    )
    found, lost = read_project(project(tmp_path, [], TEXT.encode(), extra=extra))
    assert [s.name for s in found.sources] == ["S", "Nameless", "T"]
    counted = {one.what: one.count for one in lost}
    assert counted["twice"] == 1
    assert counted["no_guid"] == 1
    assert counted["no_code"] == 1
