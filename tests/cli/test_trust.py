"""The command `trust`: wishes, odd files, incidents, things kept long enough, researchers, hand-overs and leavers, looked at and done."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.cli import opening
from ldp_stories.cli.main import main
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import OrderKind
from ldp_stories.services.home import Home
from ldp_stories.services.record_state import keep_closed
from ldp_stories.store import media, records
from tests.services.cast import Cast, bring_in, cast, send
from tests.services.cast import tell as tell_really
from tests.services.house import change, houses, name_id, tell
from tests.services.released import release_read
from tests.services.test_keep_until import STARTER
from tests.services.test_odd_files import came
from tests.services.test_rule_orders import CODE, shown, waits
from tests.services.test_withdraw import empty


@dataclass
class Shell:
    """Types `trust` commands in front of a home that is open already."""

    home: Home
    capture: pytest.CaptureFixture[str]

    def type(self, *words: str) -> tuple[int, str, str]:
        """Status, output, complaints."""
        self.capture.readouterr()
        status = main(["trust", "--home", "here", *words])
        out, err = self.capture.readouterr()
        return status, out, err

    def say(self, *words: str) -> str:
        """Lines for a person, of a command that is done."""
        status, out, err = self.type(*words)
        assert (status, err) == (0, ""), err
        return out

    def ask(self, *words: str) -> Any:
        """The same as data."""
        return json.loads(self.say(*words, "--json"))

    def code(self, *words: str) -> str:
        """The code of a command that is refused."""
        status, _, err = self.type(*words)
        assert status in (1, 2)
        return err.strip().rpartition("[")[2].rstrip("]")


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    with houses(tmp_path, "joan") as (home,):
        for who in ("amina", "joan", "theo", "priya"):
            change(home, "device", name_id(f"{who} laptop"), sign_key=DeviceKeys.new().sign_public)
        yield sitting(home, monkeypatch, capsys)


def sitting(home: Home, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Shell:
    """A shell whose commands open this home and leave it open."""

    @contextmanager
    def opened(_args: argparse.Namespace) -> Iterator[Home]:
        yield home

    patch.setattr(opening, "opened", opened)
    return Shell(home, capture)


def test_a_wish_is_listed_and_done_with_a_reason_and_the_code(shell: Shell) -> None:
    told = tell(shell.home)
    ident = waits(shell.home, told)
    said = shell.say("wishes")
    assert f"{ident}  erase for withdrawal, asked by Priya (evaluator), about {CODE}" in said
    assert "Tea and bulbs  told by 1" in said
    assert shell.code("do", ident, "--confirm", CODE) == "REASON_NEEDED"
    assert shell.code("do", ident, "--why", "She rang.") == "CODE_SLIP"
    assert shown(shell.home, told.record) == "hidden"
    done = shell.ask("do", ident, "--why", "She rang.", "--confirm", CODE)
    assert len(done["orders"]) == 1
    assert shown(shell.home, told.record) == "erased"
    assert shell.ask("wishes")["waiting"] == []
    assert "carried out: She rang." in shell.say("wishes")


def test_a_wish_is_left(shell: Shell) -> None:
    told = tell(shell.home)
    ident = waits(shell.home, told)
    assert "It stays." in shell.say("leave-it", ident, "--why", "Nobody asked.")
    assert shown(shell.home, told.record) == "shown"
    assert shell.code("leave-it", ident, "--why", "again") == "NO_SUCH_WISH"


def test_narrowing_needs_no_code(shell: Shell) -> None:
    ident = waits(shell.home, tell(shell.home), kind=OrderKind.NARROW)
    assert "Done." in shell.say("do", ident, "--why", "She said so.")


@pytest.mark.parametrize("what", ["do", "leave-it", "ask", "wrong", "note", "report", "destroy", "close"])
def test_an_id_is_needed(shell: Shell, what: str) -> None:
    assert shell.code(what) == "USAGE"
    assert shell.code(what, "a", "b") == "USAGE"


def test_odd_files_are_listed_and_asked_for(shell: Shell) -> None:
    came(shell.home, 1)
    came(shell.home, 3)
    (one,) = shell.ask("odd")
    assert (one["odd"], one["numbers"], one["asked"]) == ("missing", [2], False)
    key = shell.say("odd").split("  ")[0]
    assert "Asked. It goes with the next file to R-07." in shell.say("ask", key)
    assert "asked" in shell.say("odd")
    assert shell.code("ask", "x") == "USAGE"


def test_the_researchers_are_told_of_in_four_facts(shell: Shell) -> None:
    came(shell.home, 1)
    with shell.home.main.write() as con:
        sets = {"by": name_id("amina"), "on": "2026-11-20", "wish": "talk"}
        shell.home.put(con, "care", new_id(), sets=sets)
    said = shell.say("researchers")
    assert "R-07  R-07  last file 2026-06-01, 0 questions wait for them, 0 for us" in said
    assert "a heavy conversation on 2026-11-20, wishes to talk" in said


def test_what_is_kept_long_enough_is_listed_and_taken_out(shell: Shell) -> None:
    told = tell(shell.home, sound=True)
    odd = [*STARTER, {"kind": "diaries", "months": 3, "rule": "as the board says"}]
    change(shell.home, "programme", name_id("programme"), retention=odd, ends="2024-01-01")
    said = shell.say("kept")
    assert f"sound:{told.record}  raw recordings  until 2025-01-01  Tea and bulbs" in said
    assert "look yourself: diaries, 3 months as the board says" in said
    assert shell.code("take-out") == "NOTHING_CHOSEN"
    assert shell.ask("take-out", f"sound:{told.record}")["things"] == 1
    with shell.home.main.read() as con:
        assert media.of_record(con, told.record) == ()
    assert "raw recordings  until" not in shell.say("kept")


def test_handing_over_and_the_log(shell: Shell) -> None:
    keep_closed(shell.home, tell(shell.home).record)
    assert shell.ask("hand-over") == []
    said = shell.say("hand-over", name_id("priya"), "--why", "Mondays are for the queue.")
    assert "1 stories stayed with Joan: closed" in said
    assert "Still to send to them: 0 stories, 0 sounds." in said
    assert "2026-11-22  Joan to Priya  Mondays are for the queue." in said
    log = shell.say("people")
    assert "2026-11-22  Joan  handed over  Priya  by Joan" in log
    assert "2026-11-22  Priya  given  coordinator  by Joan" in log
    assert shell.code("hand-over", shell.home.member) == "SAME_MEMBER"


def test_leaving_lists_what_never_came_and_closes(shell: Shell) -> None:
    came(shell.home, 1)
    came(shell.home, 3)
    assert "R-07: files never came [2], parts 0" in shell.say("leaving", name_id("amina"))
    assert "R-07 has left." in shell.say("close", name_id("amina"), "--why", "Moved away.")
    assert shell.ask("leaving", name_id("amina"))["laptops"] == []
    assert shell.code("close", "nobody") == "NO_SUCH_MEMBER"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Cast, str, str]]:
    """Priya has a story that went to her by mistake: (cast, story, bundle)."""
    with cast(tmp_path) as found:
        told = tell_really(found.amina)
        send(found.amina, "coordinators", found.stick)
        bring_in(found.joan, found.stick)
        empty(found.stick)
        release_read(found.joan, told)
        packed = send(found.joan, "evaluators", found.stick)
        bring_in(found.priya, found.stick)
        empty(found.stick)
        yield found, told, packed.bundles[0]


def test_a_wrong_recipient_from_beginning_to_end(
    made: tuple[Cast, str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    everybody, story, bundle = made
    joan = sitting(everybody.joan, monkeypatch, capsys)
    assert f"{bundle}  to Priya, 1 stories" in joan.say("incidents")
    assert joan.code("wrong", "x") == "NO_SUCH_SENDING"
    ident = joan.ask("wrong", bundle)["id"]
    assert "Priya: no answer yet" in joan.say("incidents")
    assert "Written down." in joan.say("note", ident, "--why", "Rang Priya.")
    assert joan.code("note", ident) == "NOTHING_WRITTEN"
    send(everybody.joan, "evaluators", everybody.stick)
    bring_in(everybody.priya, everybody.stick)
    empty(everybody.stick)

    priya = sitting(everybody.priya, monkeypatch, capsys)
    assert priya.code("incidents") == "NOT_YOUR_ROLE"
    (asked,) = priya.ask("asked")
    assert (asked["name"], asked["stories"]) == ("Joan", 1)
    assert "Joan asks, sent 2026-05-10: 1 stories, 0 sounds" in priya.say("asked")
    assert "Gone: 1 stories, 0 sounds." in priya.say("destroy", asked["id"])
    with everybody.priya.main.read() as con:
        gone = records.record(con, story)
    assert gone is None or gone.erased
    assert priya.code("destroy", asked["id"]) == "NO_SUCH_REQUEST"
    send(everybody.priya, "coordinators", everybody.stick)
    bring_in(everybody.joan, everybody.stick)

    joan = sitting(everybody.joan, monkeypatch, capsys)
    assert "Priya: destroyed 2026-05-10" in joan.say("incidents")
    assert joan.code("report", ident) == "WHY_NEEDED"
    assert joan.ask("no-report", ident, "--why", "Destroyed unread.")["decision"] == "do not report"
    assert joan.ask("incidents")["incidents"][0]["done"][0][1] == "Rang Priya."
