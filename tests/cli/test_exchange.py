"""`exchange`: a project and a codebook written, a file looked into, and what is refused."""

from pathlib import Path

from tests.cli.terminal import ALL_LOOKED_AT, Terminal


def test_the_codebook_is_written_and_looked_into(practice: Terminal, tmp_path: Path) -> None:
    said = practice.say("amina", "exchange", "--codebook", str(tmp_path))
    assert said.strip() == f"Written: {tmp_path / 'codebook.qdc'}"
    seen = practice.say("amina", "exchange", "--look", str(tmp_path / "codebook.qdc"))
    assert seen.startswith("68 tags, 68 of them in our codebook.")


def test_something_has_to_be_asked(practice: Terminal) -> None:
    assert practice.type("amina", "exchange").status == 2


def test_a_project_without_sound_is_written_and_counted(practice: Terminal, tmp_path: Path) -> None:
    data = practice.ask("amina", "exchange", "--project", str(tmp_path / "out"), "--no-sound", *ALL_LOOKED_AT)
    taken = data["project"]
    assert taken["stories"] > 0
    assert sorted(Path(p).name for p in taken["files"]) == ["READ-ME.txt", "codebook.qdc", "project.qdpx"]


def test_what_is_no_such_file_is_refused(practice: Terminal, tmp_path: Path) -> None:
    (tmp_path / "x.qdpx").write_text("hello")
    answer = practice.type("amina", "exchange", "--look", str(tmp_path / "x.qdpx"))
    assert (answer.status, answer.code) == (1, "NOT_AN_EXCHANGE")


def test_a_project_is_brought_into_ones_own_layer(practice: Terminal, tmp_path: Path) -> None:
    practice.say("amina", "exchange", "--project", str(tmp_path), "--no-sound", *ALL_LOOKED_AT)
    path = str(tmp_path / "project.qdpx")
    only = practice.ask("amina", "exchange", "--bring", path, "--dry-run")["bring"]
    assert (only["tags"], only["marks"]) == (0, 0)
    assert only["lines"][0].startswith("0 new tags")
    said = practice.say("amina", "exchange", "--bring", path)
    assert said.splitlines()[-1] == "Added to your layer: 0 tags, 0 marks."


def test_a_codebook_is_proposed(practice: Terminal, tmp_path: Path) -> None:
    (tmp_path / "theirs.qdc").write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
        '<Code guid="00000000-0000-4000-8000-000000000900" name="Courage" isCodable="true"/></Codes></CodeBook>'
    )
    path = str(tmp_path / "theirs.qdc")
    seen = practice.ask("amina", "exchange", "--propose", path, "--dry-run")["propose"]
    assert seen["lines"] == ["1 new tag, as a proposed one."]
    said = practice.say("amina", "exchange", "--propose", path, "--why", "from the university")
    assert said.splitlines()[-1] == "In the codebook: 1 added as proposed tags, 0 changed."
