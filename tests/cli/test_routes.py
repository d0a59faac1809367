"""`routes`: folders and servers are set up, tried and forgotten; a password never appears; `pack --way` sends there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldp_stories.cli import routes_command
from tests.cli.terminal import Terminal
from tests.cli.test_review import keep


def test_a_folder_is_set_up_tried_and_forgotten(desk: Terminal, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    assert desk.ask("amina", "routes") == []
    (row,) = desk.ask("amina", "routes", "add", "--name", "Team", "--address", shared, "--part-mb", "16")
    assert (row["kind"], row["name"], row["part_bytes"]) == ("folder", "Team", 16 << 20)
    assert "Team  folder" in desk.say("amina", "routes")
    assert "It works. 0 files" in desk.say("amina", "routes", "try", "--name", "Team")
    assert desk.ask("amina", "routes", "forget", "--name", "Team") == []
    assert desk.refused("amina", "routes", "forget", "--name", "Team").code == "NO_SUCH_ROUTE"
    assert desk.refused("amina", "routes", "add", "--address", tmp_path / "away").code == "NO_FOLDER"
    desk.wrong("amina", "routes", "add")


def test_a_password_comes_from_a_file_and_never_appears(desk: Terminal, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("wisteria lane\nsecond line\n", encoding="utf-8")
    server = ("--kind", "webdav", "--address", "https://files.larkside.example/in", "--user", "amina")
    desk.ask("amina", "routes", "add", "--name", "Cloud", *server, "--secret-file", secret)
    desk.say("amina", "routes")
    home = desk.opened("amina")
    from ldp_stories.services.routes import route_named

    assert route_named(home, "Cloud").secret == "wisteria lane"
    home.close()
    secret.write_text("wisteria close", encoding="utf-8")
    desk.say("amina", "routes", "password", "--name", "Cloud", "--secret-file", secret)
    desk.wrong("amina", "routes", "password", "--name", "Cloud")
    home = desk.opened("amina")
    changed = route_named(home, "Cloud")
    assert (changed.secret, changed.user) == ("wisteria close", "amina")
    home.close()
    assert all("wisteria" not in printed for printed in desk.printed)
    assert (
        desk.refused("amina", "routes", "add", *server[:2], "--address", "http://plain.example").code
        == "ROUTE_PLAIN"
    )
    desk.wrong("amina", "routes", "add", *server, "--secret-file", tmp_path / "none.txt")


def test_a_server_is_trusted_only_by_the_fingerprint_that_was_told(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes_command, "first_key", lambda _: ("ssh-ed25519 AAAA", "SHA256:right"))
    desk.ask(
        "amina", "routes", "add", "--name", "Box", "--kind", "sftp", "--address", "sftp://box.example/in"
    )
    assert "SHA256:right" in desk.wrong(
        "amina", "routes", "trust", "--name", "Box", "--fingerprint", "SHA256:other"
    )
    desk.wrong("amina", "routes", "trust", "--name", "Box")
    desk.ask("amina", "routes", "trust", "--name", "Box", "--fingerprint", "SHA256:right")
    home = desk.opened("amina")
    from ldp_stories.services.routes import route_named

    assert route_named(home, "Box").host_key == "ssh-ed25519 AAAA"
    home.close()


def test_a_bundle_goes_by_a_way_that_is_set_up(three: Terminal, words: Path, tmp_path: Path) -> None:
    story = keep(three, "amina", words)["story"]
    shared = tmp_path / "shared"
    shared.mkdir()
    three.ask("amina", "routes", "add", "--name", "Team", "--address", shared)
    home = three.opened("amina")
    from ldp_stories.services.recipients import recipient_named

    word = recipient_named(home, "coordinators").words[0]
    home.close()
    to = ("pack", "--to", "coordinators", "--first-word", word)
    three.wrong("amina", *to)
    three.wrong("amina", *to, "--way", "Team", "--folder", tmp_path)
    said = three.say("amina", *to, "--way", "Team")
    (path,) = shared.iterdir()
    assert path.name in said
    three.ask("joan", "import", path)
    assert [r["id"] for r in three.ask("joan", "list")] == [story]
