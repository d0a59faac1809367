"""`copies`, `recovery` and `close` in the terminal."""

from pathlib import Path

from ldp_stories.crypto.identities import DeviceKeys
from tests.cli.terminal import Terminal
from tests.cli.test_review import keep


def test_a_copy_is_made_checked_and_brought_back(practice: Terminal, tmp_path: Path) -> None:
    before = practice.ask("amina", "list")
    made = practice.ask("amina", "copies", "make", "--to", tmp_path)
    assert made["with_sound"] is True
    assert "whole" in practice.say("amina", "copies", "check", "--folder", tmp_path)
    assert "whole" in practice.say("amina", "copies", "check", "--folder", tmp_path, home=False)
    assert "--home is needed" in practice.wrong("amina", "copies", "check", home=False)
    assert practice.ask("amina", "copies", "list")["elsewhere"] == [[made["folder"], made["at"][:10]]]
    practice.say("amina", "copies", "restore", "--copy", made["folder"])
    assert practice.ask("amina", "list") == before


def test_restore_needs_a_copy(practice: Terminal, tmp_path: Path) -> None:
    assert practice.type("amina", "copies", "restore").code == "USAGE"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert (
        practice.say("amina", "copies", "check", "--folder", empty) == f"There is no safe copy in {empty}.\n"
    )
    assert practice.type("amina", "copies", "restore", "--copy", tmp_path).code == "NO_COPY"


def test_recovery_is_made_opened_and_tested(three: Terminal, tmp_path: Path) -> None:
    keepers = [DeviceKeys.new() for _ in range(3)]
    words = [word for k in keepers for word in ("--custodian", k.recipient)]
    made = three.ask("joan", "recovery", "make", "--folder", tmp_path, *words)
    assert len(made["shares"]) == 3
    files = []
    for n, keeper in enumerate(keepers[:2]):
        files.append(tmp_path / f"keeper-{n}.txt")
        files[-1].write_text(f"{keeper.age_secret}\n", encoding="utf-8")
    opened = tmp_path / "opened.txt"
    identities = [word for f in files for word in ("--identity", f)]
    three.ask(
        "joan", "recovery", "open", "--share", tmp_path / "recovery-1-2.age", *identities, "--file", opened
    )
    for share in ("recovery-1-3.age", "recovery-2-3.age"):
        refused = three.type(
            "joan",
            "recovery",
            "open",
            "--share",
            tmp_path / share,
            *identities,
            "--file",
            tmp_path / "none.txt",
        )
        assert refused.code == "NOT_THEIR_SHARE"
    assert not (tmp_path / "none.txt").exists()
    said = three.say("joan", "recovery", "test", "--file", opened)
    assert "opens; tested on" in said
    other = three.type("joan", "recovery", "test", "--file", files[0])
    assert other.code == "WRONG_RECOVERY_KEY"
    assert three.type("joan", "recovery", "test").code == "USAGE"


def test_close_says_what_is_only_here_and_does_nothing_by_itself(desk: Terminal, words: Path) -> None:
    practice = desk
    keep(desk, "amina", words)
    said = practice.say("amina", "close")
    assert "only here" in said
    assert "Nothing was changed." in said
    assert practice.type("amina", "close", "--shred").code == "STILL_ONLY_HERE"
    assert practice.ask("amina", "list") != []
    assert "The keys are gone." in practice.say("amina", "close", "--shred", "--yes")
    assert practice.type("amina", "list").code == "NO_HOME"


def test_a_passphrase_is_changed_and_sticks_that_keep_the_old_one_are_named(
    three: Terminal, tmp_path: Path
) -> None:
    old, new, short = (tmp_path / name for name in ("old", "new", "short"))
    for path, words in ((old, "four plain words here"), (new, "four other words here"), (short, "tiny")):
        path.write_text(f"{words}\n", encoding="utf-8")
    now = ("--passphrase-file", old)
    three.say("mary", "enrol", *now, "--found", "Hillside", "--name", "Mary", "--role", "coordinator")
    stick = tmp_path / "sticks"
    stick.mkdir()
    three.say("mary", "copies", "make", *now, "--to", stick)
    change = ("key", "change", "--passphrase-file")
    assert three.type("mary", *change, old, "--new-passphrase-file", short).code == "PASSPHRASE_SHORT"
    assert three.type("mary", *change, new, "--new-passphrase-file", new).code == "WRONG_PASSPHRASE"
    assert three.type("mary", *change, old).code == "USAGE"
    said = three.say("mary", *change, old, "--new-passphrase-file", new)
    assert "The passphrase is changed." in said
    assert f"in {next(stick.iterdir())} still opens with the old one" in said
    assert three.type("mary", "list", *now).code == "WRONG_PASSPHRASE"
    assert three.type("mary", "list", "--passphrase-file", new).status == 0
