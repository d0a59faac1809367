"""The command `rights`: requests with their clock, a person's copy, a fact put right, two codes of one person."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.cli import opening
from ldp_stories.cli.main import main
from ldp_stories.domain.people import AgeBand
from ldp_stories.services.find_code import new_card
from ldp_stories.services.home import Home
from ldp_stories.services.rights_log import requests
from ldp_stories.store import people
from tests.services.house import houses, tell

FIRST, SECOND = "BS-7Q2K-9TD", "LT-4HN7-KQY"


@dataclass
class Shell:
    """Types `rights` commands in front of Joan's home."""

    home: Home
    capture: pytest.CaptureFixture[str]

    def type(self, *words: object) -> tuple[int, str, str]:
        """Status, output, complaints."""
        self.capture.readouterr()
        status = main(["rights", "--home", "here", *map(str, words)])
        out, err = self.capture.readouterr()
        return status, out, err

    def say(self, *words: object) -> str:
        """Lines for a person, of a command that is done."""
        status, out, err = self.type(*words)
        assert (status, err) == (0, ""), err
        return out

    def ask(self, *words: object) -> Any:
        """The same as data."""
        return json.loads(self.say(*words, "--json"))


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    with houses(tmp_path, "joan") as (joan,):

        @contextmanager
        def already(_: object) -> Iterator[Home]:
            yield joan

        monkeypatch.setattr(opening, "opened", already)
        yield Shell(joan, capsys)


def test_a_request_is_written_down_told_and_answered(shell: Shell) -> None:
    tell(shell.home, code=FIRST)
    noted = shell.ask("note", "correction", "--code", FIRST, "--on", "2026-11-01")
    assert (noted["due"], noted["days_left"]) == ("2026-12-01", 9)
    said = shell.say()
    assert f"correction  {FIRST}  asked 2026-11-01  answer by 2026-12-01 (9 days left)" in said
    assert "not told yet that it came" in said
    assert shell.ask("told", noted["id"])["acknowledged"] == "2026-11-22"
    assert "told on 2026-11-22" in shell.say("list")
    refused = shell.type("answer", noted["id"], "--outcome", "refused")
    assert refused[0] == 1
    assert "REASON_NEEDED" in refused[2]
    shell.say("answer", noted["id"], "--outcome", "refused", "--why", "it is another person")
    assert "refused on 2026-11-22: it is another person" in shell.say()
    assert [r.outcome for r in requests(shell.home)] == ["refused"]


def test_the_copy_of_a_person_hides_other_names_and_overwrites_nothing(shell: Shell, tmp_path: Path) -> None:
    tell(shell.home, code=FIRST)
    said = shell.say("copy", FIRST)
    assert "They draw the curtains" in said
    assert "[a name]" in said.split("hidden, look at it:", maxsplit=1)[0]
    assert "hidden, look at it: Mrs Patel" in said
    file = tmp_path / "copy.txt"
    shell.say("copy", FIRST, "--file", file)
    assert "Patel" not in file.read_text(encoding="utf-8")
    assert "curtains" in file.read_text(encoding="utf-8")
    before = file.read_bytes()
    assert shell.type("copy", FIRST, "--file", file)[0] == 2
    assert file.read_bytes() == before
    assert "NO_FOLDER" in shell.type("copy", FIRST, "--file", tmp_path / "none" / "copy.txt")[2]


def test_two_codes_are_one_person_and_two_again(shell: Shell) -> None:
    tell(shell.home, code=FIRST, title="One")
    tell(shell.home, code=SECOND, title="Other")
    assert set(shell.ask("link", FIRST, SECOND)["codes"]) == {FIRST, SECOND}
    copies = shell.ask("copy", SECOND)["copies"]
    assert {s["title"] for c in copies for s in c["stories"]} == {"One", "Other"}
    assert shell.ask("unlink", SECOND, FIRST)["codes"] == [SECOND]
    assert "no link stood" in shell.type("unlink", SECOND, FIRST)[2]
    assert "SAME_PERSON" in shell.type("link", FIRST, FIRST)[2]


def test_a_fact_about_a_person_is_put_right(shell: Shell) -> None:
    told = tell(shell.home, code=FIRST)
    shell.say("correct", FIRST, "--age", "60-74")
    with shell.home.main.read() as con:
        person = people.participant(con, told.participant)
    assert person is not None
    assert person.age_band is AgeBand("60-74")
    assert "say what is to be put right" in shell.type("correct", FIRST)[2]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("note",), "needs 1"),
        (("link", FIRST), "needs 2"),
        (("told", "no-such"), "no request has this id"),
        (("note", "favour"), "a request is one of"),
        (("note", "copy", "--on", "2030-01-01"), "NOT_A_DAY"),
        (("copy", "LT-4HN7-KQA"), "CODE_SLIP"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(
    shell: Shell, words: tuple[str, ...], why: str
) -> None:
    status, _, err = shell.type(*words)
    assert status in (1, 2)
    assert why in err
    assert requests(shell.home) == ()


def test_two_people_with_one_code_are_told_until_one_has_a_new_card(shell: Shell) -> None:
    assert "Two people" not in shell.say()
    tell(shell.home, code=SECOND, at="2026-05-01T10:00")
    newer = tell(shell.home, code=SECOND, at="2026-05-09T10:00")
    said = f"Two people have the code {SECOND}, met by Joan (2026-05-01) and Joan (2026-05-09)"
    assert said in shell.say()
    new_card(shell.home, newer.participant)
    assert "Two people" not in shell.say()
