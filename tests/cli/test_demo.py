"""`demo`: the whole way round without a window, into a new folder, with the pictures it is given."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where everything goes."""
    return tmp_path / "round"


def pictured(homes: dict[str, Path], folder: Path) -> list[Path]:
    """Stands for the pictures of the window: one file for each home."""
    folder.mkdir()
    paths = []
    for role, home in sorted(homes.items()):
        assert (home / "main.db").exists()
        path = folder / f"{role}.png"
        path.write_bytes(b"a picture")
        paths.append(path)
    return paths


def test_the_round_leaves_bundles_report_and_pictures(terminal: Terminal, out: Path, sound: Path) -> None:
    answer = terminal.type(
        "demo", "demo", "--headless", "--out", out, "--sound", sound, "--json", home=False, pictures=pictured
    )
    assert (answer.status, answer.err) == (0, "")
    told = answer.data["round"]
    assert len(told["bundles"]) == 4
    assert all(Path(path).parent == out / "stick" and Path(path).exists() for path in told["bundles"])
    assert Path(told["report"]).read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [Path(p).name for p in answer.data["pictures"]] == [
        "coordinator.png",
        "evaluator.png",
        "researcher.png",
    ]
    assert "no permission to publish" in told["clip_refused"]
    assert any("women-only session" in line for line in told["heard"])


def test_the_round_tells_its_story_in_sentences(terminal: Terminal, out: Path, sound: Path) -> None:
    said = terminal.say("demo", "demo", "--headless", "--out", out, "--sound", sound, home=False)
    assert said.splitlines()[0].startswith("Joan founded")
    assert said.count("On the stick: ldp-") == 4
    assert "Report: " in said
    assert "Pictures" not in said


def test_pictures_can_be_left_out(terminal: Terminal, out: Path, sound: Path) -> None:
    words = ("--headless", "--out", out, "--sound", sound, "--no-pictures")
    answer = terminal.type("demo", "demo", *words, home=False, pictures=pictured)
    assert answer.status == 0
    assert not (out / "pictures").exists()


def test_a_folder_with_files_in_it_is_left_alone(terminal: Terminal, out: Path) -> None:
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    refused = terminal.refused("demo", "demo", "--headless", "--out", out, home=False)
    assert refused.code == "FOLDER_NOT_EMPTY"
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_the_folder_must_be_named(terminal: Terminal) -> None:
    terminal.wrong("demo", "demo", "--headless", home=False)
