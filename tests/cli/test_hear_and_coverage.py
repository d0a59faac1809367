"""`hear` and `coverage`: what came back and is answered, and who nobody has heard from, in words."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.terminal import Terminal
from tests.cli.test_review import keep


def test_a_question_and_a_decision_come_back_and_are_answered_once(three: Terminal, words: Path) -> None:
    story = keep(three, "amina", words)["story"]
    assert three.ask("amina", "hear") == []
    three.ask("joan", "import", *three.send("amina", "coordinators"))
    decide = ("review", "--story", story, "--tag")
    three.ask("joan", *decide, "D1", "--decision", "ask", "--reason", "Who else was there?")
    three.ask("joan", *decide, "A8", "--decision", "not this tag", "--reason", "Somebody else said it.")
    (path,) = three.send("joan", "Amina")
    three.ask("amina", "import", path)
    heard = {one["kind"]: one for one in three.ask("amina", "hear")}
    question, decided = heard["question"], heard["not this tag"]
    assert (question["text"], question["answered"]) == ("Who else was there?", False)
    assert decided["reason"] == "Somebody else said it."
    lines = three.say("amina", "hear").splitlines()
    assert lines[0].startswith("question")
    assert question["comment"] in lines[0]
    assert three.wrong("amina", "hear", "--answer", question["comment"])
    after = three.ask("amina", "hear", "--answer", question["comment"], "--text", "Her sister.")
    assert [one["answered"] for one in after if one["kind"] == "question"] == [True]
    back = three.ask("amina", "hear", "--write-back", decided["decision"], "--text", "She said it twice.")
    assert [one["replied"] for one in back if one["kind"] == "not this tag"] == ["She said it twice."]
    again = three.refused("amina", "hear", "--write-back", decided["decision"], "--text", "Once more.")
    assert again.code == "REPLIED_ALREADY"
    assert three.refused("amina", "hear", "--answer", "nothing", "--text", "x").code == "NO_SUCH_COMMENT"


def test_who_is_missing_is_said_in_words_and_saved_as_a_table(
    desk: Terminal, words: Path, tmp_path: Path
) -> None:
    before = desk.ask("amina", "coverage")
    assert {level for row in before["rows"] for level in row["levels"]} == {"none"}
    keep(desk, "amina", words, "--route", "café/Share Shack")
    assert "nobody yet" in desk.say("amina", "coverage")
    found = desk.ask("amina", "coverage", "--by", "route", "--folder", tmp_path)
    told = [row for row in found["rows"] if set(row["levels"]) != {"none"}]
    assert [set(row["levels"]) for row in told] == [{"none", "few"}], "one person is few, never a number"
    assert f"{told[0]['place']}  few: " in desk.say("amina", "coverage", "--by", "route")
    assert "Nobody anywhere: " in desk.say("amina", "coverage", "--by", "route")
    with Path(found["file"]).open(encoding="utf-8-sig", newline="") as file:
        head, *table = csv.reader(file)
    assert head[2:] == [c["label"] for c in found["columns"]]
    assert [line[0] for line in table] == [row["place"] for row in found["rows"]]
    in_the_way = tmp_path / "a file"
    in_the_way.write_bytes(b"x")
    assert desk.refused("amina", "coverage", "--folder", in_the_way / "in it").code == "FOLDER_REFUSED"
