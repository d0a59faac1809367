"""`exchange`: a project and a codebook written, a file looked into, and what is refused."""

from pathlib import Path

from tests.cli.terminal import Terminal


def test_the_codebook_is_written_and_looked_into(practice: Terminal, tmp_path: Path) -> None:
    said = practice.say("amina", "exchange", "--codebook", str(tmp_path))
    assert said.strip() == f"Written: {tmp_path / 'codebook.qdc'}"
    seen = practice.say("amina", "exchange", "--look", str(tmp_path / "codebook.qdc"))
    assert seen.startswith("68 tags, 68 of them in our codebook.")


def test_something_has_to_be_asked(practice: Terminal) -> None:
    assert practice.type("amina", "exchange").status == 2


def test_a_project_without_sound_is_written_and_counted(practice: Terminal, tmp_path: Path) -> None:
    data = practice.ask("amina", "exchange", "--project", str(tmp_path / "out"), "--no-sound")
    taken = data["project"]
    assert taken["stories"] > 0
    assert sorted(Path(p).name for p in taken["files"]) == ["READ-ME.txt", "codebook.qdc", "project.qdpx"]


def test_what_is_no_such_file_is_refused(practice: Terminal, tmp_path: Path) -> None:
    (tmp_path / "x.qdpx").write_text("hello")
    answer = practice.type("amina", "exchange", "--look", str(tmp_path / "x.qdpx"))
    assert (answer.status, answer.code) == (1, "NOT_AN_EXCHANGE")
