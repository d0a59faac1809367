"""The command `apart`: what was refused is listed with its reason, tried again, thrown away."""

from pathlib import Path

from tests.cli.terminal import Terminal
from tests.cli.test_pack_import import tell


def test_nothing_at_first(practice: Terminal) -> None:
    assert practice.say("amina", "apart").strip() == "Nothing is kept apart."
    assert practice.ask("amina", "apart") == []


def spoilt(three: Terminal) -> tuple[Path, bytes]:
    """A file that Joan refuses, and what it was before one byte was changed."""
    (path,) = three.send("amina", "coordinators")
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    assert three.refused("joan", "import", path).code == "DAMAGED"
    return path, whole


def test_a_refused_file_is_listed_with_its_reason_and_thrown_away(three: Terminal, words: Path) -> None:
    tell(three, words)
    path, _ = spoilt(three)
    said = three.say("joan", "apart")
    assert path.name in said
    assert "DAMAGED: That file is damaged" in said
    (one,) = three.ask("joan", "apart")
    assert three.refused("joan", "apart", "again", one["bundle"]).code == "DAMAGED"
    assert "thrown away" in three.say("joan", "apart", "throw-away", one["bundle"])
    assert three.ask("joan", "apart") == []
    assert path.exists()


def test_one_that_is_whole_by_now_comes_in(three: Terminal, words: Path) -> None:
    tell(three, words)
    _, whole = spoilt(three)
    (one,) = three.ask("joan", "apart")
    Path(one["path"]).write_bytes(whole)
    assert "It came in: " in three.say("joan", "apart", "again", one["bundle"])
    assert three.ask("joan", "apart") == []


def test_a_programme_file_is_kept_and_comes_in_when_it_is_sent_once_more(three: Terminal) -> None:
    pack = next(three.stick.glob("*.ldp-pack"))
    whole = pack.read_bytes()
    at = len(whole) // 2
    pack.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert three.refused("amina", "import", pack).code == "DAMAGED"
    (one,) = three.ask("amina", "apart")
    assert (one["why"], one["pack"], one["file"]) == ("DAMAGED", True, pack.name)
    assert three.refused("amina", "apart", "again", one["bundle"]).code == "DAMAGED"
    pack.write_bytes(whole)
    three.say("amina", "import", pack)
    assert three.ask("amina", "apart") == []


def test_an_id_is_needed_and_must_be_one_of_the_list(practice: Terminal) -> None:
    assert "an id is needed" in practice.wrong("amina", "apart", "again")
    assert practice.refused("amina", "apart", "throw-away", "x").code == "NO_SUCH_JOINER"
