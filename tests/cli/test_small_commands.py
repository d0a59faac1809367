"""`card`, `trash`, `room`, `settle` and `requests`: each says what stands, does the one thing that was named, and refuses kindly."""

from __future__ import annotations

from pathlib import Path

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, new_revision
from ldp_stories.services import edit_record
from ldp_stories.store import ledger
from tests.cli.terminal import Terminal
from tests.cli.test_review import keep


def test_the_card_of_a_teller_is_shown_and_saved_and_never_over_a_file(
    desk: Terminal, words: Path, tmp_path: Path
) -> None:
    code = keep(desk, "amina", words)["code"]
    shown = desk.ask("amina", "card", code)
    assert shown["card"]["code"] == code
    assert any(code in line for line in shown["card"]["words"])
    assert "en" in shown["languages"]
    said = desk.say("amina", "card", code.lower())
    assert said.startswith(code)
    file = tmp_path / "card.txt"
    assert str(file) in desk.say("amina", "card", code, "--file", file)
    kept = file.read_text(encoding="utf-8")
    assert kept.startswith(code)
    assert shown["card"]["words"][0] in kept
    assert "already" in desk.wrong("amina", "card", code, "--file", file)
    assert file.read_text(encoding="utf-8") == kept
    slip = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert desk.refused("amina", "card", slip).code == "CODE_SLIP"
    assert desk.refused("amina", "card", code, "--file", tmp_path / "away" / "card.txt").code == "NO_FOLDER"


def test_a_story_goes_into_the_trash_and_back(desk: Terminal, words: Path) -> None:
    story = keep(desk, "amina", words)["story"]
    assert desk.ask("amina", "trash") == []
    (row,) = desk.ask("amina", "trash", "--put", story)
    assert (row["id"], row["days_left"], row["sent"]) == (story, 30, False)
    assert story in desk.say("amina", "trash")
    assert desk.ask("amina", "list") == []
    assert desk.ask("amina", "trash", "--back", story) == []
    assert [r["id"] for r in desk.ask("amina", "list")] == [story]
    assert desk.refused("amina", "trash", "--put", new_id()).code == "NO_SUCH_STORY"
    desk.wrong("amina", "trash", "--put", story, "--back", story)


def test_a_closed_story_and_one_put_away_are_listed_and_decided(three: Terminal, words: Path) -> None:
    made = keep(three, "amina", words)
    story = made["story"]

    def on() -> str:
        return three.say("joan", "import", *three.send("amina", "coordinators"))

    on()
    home = three.opened("amina")
    edit_record.keep_closed(home, story)
    home.close()
    assert "closed: 1" in on()
    (row,) = three.ask("joan", "shut")
    assert (row["record"], row["closed"], row["title"]) == (story, True, "")
    assert "closed by" in three.say("joan", "shut")
    assert three.ask("joan", "list") == []
    assert three.refused("amina", "shut", "--open", story).code == "NOT_YOUR_ROLE"
    assert three.ask("joan", "shut", "--open", story) == []
    three.ask("amina", "import", *three.send("joan", "amina"))
    three.ask("amina", "trash", "--put", story)
    assert "put in the trash: 1" in on()
    (row,) = three.ask("joan", "shut")
    assert (row["closed"], row["codes"]) == (False, [made["code"]])
    assert three.refused("joan", "shut", "--out", story, "--code", "LT-4HN7-KQY").code == "CODE_DIFFERS"
    assert three.ask("joan", "shut", "--back", story) == []
    three.wrong("joan", "shut", "--back", story, "--out", story)


def test_no_sound_goes_that_nobody_else_has(desk: Terminal, words: Path, sound: Path) -> None:
    story = keep(desk, "amina", words, "--sound", sound)["story"]
    found = desk.ask("amina", "room")
    assert found["removable"] == []
    assert found["freed"] == 0
    said = "1 story with sound must stay here: too few others have said that they hold the sound."
    assert desk.say("amina", "room").strip() == said
    assert desk.refused("amina", "room", "--remove", story).code == "NOT_TWO_COPIES"
    assert desk.ask("amina", "room", "--all")["freed"] == 0


def test_two_versions_stand_side_by_side_until_one_is_kept(desk: Terminal, words: Path) -> None:
    story = keep(desk, "amina", words)["story"]
    assert desk.ask("amina", "settle") == []
    home = desk.opened("amina")
    with home.main.write() as con:
        first = next(ledger.revisions(con, ents=[story]))
        other = new_revision(
            "record",
            story,
            Change({"title": "Bulbs"}),
            subj=first.subj,
            par=[first.id],
            dev=f"{new_id()}.1.w",
            seq=1,
            at_label="2026-01-01T00:00:00Z",
        )
        ledger.insert(con, [other])
    home.close()
    (row,) = desk.ask("amina", "settle", "--story", story)
    assert row["field"] == "title"
    assert {v["value"] for v in row["versions"]} == {"Tea", "Bulbs"}
    assert other.id in desk.say("amina", "settle")
    assert desk.ask("amina", "settle", "--keep", other.id) == []
    assert desk.ask("amina", "list")[0]["title"] == "Bulbs"
    assert "No open version" in desk.wrong("amina", "settle", "--keep", other.id)


def test_a_lost_part_is_asked_for_seen_sent_again_and_gone(three: Terminal, words: Path, sound: Path) -> None:
    story = keep(three, "amina", words, "--sound", sound)["story"]
    (path,) = three.send("amina", "coordinators")
    damaged = bytearray(path.read_bytes())
    damaged[-1000] ^= 1
    path.write_bytes(damaged)
    three.refused("joan", "import", path)
    assert three.ask("joan", "requests") == {
        "asked": [],
        "coming": [],
        "gaps": [],
        "put_away": [],
        "wishes": [],
    }
    (asked,) = three.ask("joan", "requests", "--part", path)["asked"]
    assert asked["parts"] == [1]
    assert "asked of" in three.say("joan", "requests")
    three.clear_stick()
    (back,) = three.send("joan", "R-01")
    three.ask("amina", "import", back)
    (wish,) = three.ask("amina", "requests")["wishes"]
    assert wish["id"] == asked["id"]
    three.wrong("amina", "requests", "--send", wish["id"])
    made = three.ask("amina", "requests", "--send", wish["id"], "--folder", three.stick)
    three.ask("joan", "import", made["paths"][0])
    assert [r["id"] for r in three.ask("joan", "list")] == [story]
    assert three.ask("joan", "requests")["asked"] == []
    assert (
        three.refused("amina", "requests", "--send", new_id(), "--folder", three.stick).code
        == "NO_SUCH_REQUEST"
    )
    assert three.refused("joan", "requests", "--story", story).code == "NOTHING_MISSING"


EMPTY = {
    "list": "There are no stories here yet.",
    "trash": "The trash is empty.",
    "shut": "Nothing is closed or put away.",
    "settle": "Nothing waits to be settled.",
    "routes": "No way to send is set up here.",
    "requests": "Nothing is asked for, and nothing is missing.",
    "quote": "The quote bank is empty.",
    "publish": "There are no reports yet.",
}


def test_where_there_is_nothing_that_is_said(desk: Terminal) -> None:
    said = {command: desk.say("amina", command).strip() for command in EMPTY}
    assert {c: words[: len(EMPTY[c])] for c, words in said.items()} == EMPTY
    assert desk.say("amina", "find", "zz").strip() == "Nothing was found that may be used for this."
