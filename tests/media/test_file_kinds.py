"""What a file really is: real heads of real formats, and names that lie."""

import io

import pytest
from PIL import Image

from ldp_stories.domain.media import EXTENSIONS
from ldp_stories.media.kinds import HEAD_BYTES, FileKind, kind_of, sniff
from ldp_stories.media.synth import tone
from tests.media.made import sound_file

HEADS = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "docx": b"PK\x03\x04\x14\x00",
    "txt": "Ich heiße Anna. میرا نام".encode(),
    "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    "3gp": b"\x00\x00\x00\x18ftyp3gp4\x00\x00\x00\x00",
    "mov": b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00",
    "mp4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00",
    "aac": b"\xff\xf1\x50\x80\x02\x1f\xfc",
    "amr": b"#!AMR\n\x3c",
    "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86",
}


@pytest.mark.parametrize(
    ("ext", "kind"),
    [
        ("flac", "audio"),
        ("ogg", "audio"),
        ("mp3", "audio"),
        ("wav", "audio"),
        ("opus", "audio"),
        ("m4a", "audio"),
    ],
)
def test_sound_files_are_known_by_their_content(ext: str, kind: str) -> None:
    head = sound_file(ext, tone(500))[:HEAD_BYTES]
    assert sniff(head, f"voice note.{ext.upper()}") == FileKind(ext, kind, matched=True)


@pytest.mark.parametrize("ext", ["jpg", "png", "webp"])
def test_pictures_are_known_by_their_content(ext: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, {"jpg": "JPEG"}.get(ext, ext))
    assert sniff(out.getvalue()[:HEAD_BYTES], f"photo.{ext}") == FileKind(ext, "photo", matched=True)


@pytest.mark.parametrize("ext", HEADS)
def test_other_files_are_known_by_their_first_bytes(ext: str) -> None:
    assert sniff(HEADS[ext], f"a.b.{ext}") == FileKind(ext, kind_of(ext), matched=True)


@pytest.mark.parametrize(("name", "ext"), [("p.jpeg", "jpg"), ("p.JPG", "jpg")])
def test_other_spellings_of_a_name_are_the_same(name: str, ext: str) -> None:
    assert sniff(b"\xff\xd8\xff\xe0", name).ext == ext


@pytest.mark.parametrize("name", ["song.mp3", "film.mp4", "photo.png", "story.pdf", "prog.exe", "x.flac"])
def test_a_name_that_lies_makes_it_bin(name: str) -> None:
    assert sniff(b"MZ\x90\x00\x03\x00\x00\x00\x04", name) == FileKind("bin", "file", matched=False)
    assert sniff(b"", name) == FileKind("bin", "file", matched=False)


@pytest.mark.parametrize(
    ("name", "ext"),
    [("IMG_2.jpg", "heic"), ("film.mp4", "mov"), ("voice.mp3", "amr"), ("IMG_3.png", "heic")],
)
def test_a_picture_or_film_by_a_wrong_name_is_called_by_what_is_in_it(name: str, ext: str) -> None:
    assert sniff(HEADS[ext], name) == FileKind(ext, kind_of(ext), matched=False)


def test_a_text_is_not_taken_for_sound() -> None:
    assert sniff(b"hello there", "voice.mp3").ext == "bin"
    assert sniff(HEADS["txt"][:-1], "story.txt").ext == "txt"
    assert sniff(b"a\x00b", "story.txt").ext == "bin"


def test_a_file_without_a_name_is_called_by_its_content() -> None:
    assert sniff(b"fLaC\x00\x00\x00\x22", "recording").ext == "flac"


def test_every_answer_is_in_the_list_of_the_bundle() -> None:
    answers = {sniff(head, f"x.{ext}").ext for ext, head in HEADS.items()}
    assert answers <= set(EXTENSIONS)
    assert {kind_of(ext) for ext in EXTENSIONS} == {"audio", "video", "photo", "file"}
