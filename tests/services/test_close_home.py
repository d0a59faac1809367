"""Closing a home: nothing goes while something is only here, and afterwards nothing opens it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import Refused, UserError
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.close_home import before_closing, close_for_good, shred
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.record_encounter import begin
from ldp_stories.services.set_up_programme import found_programme, make_recovery
from ldp_stories.services.start_home import open_home
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.homes import PASSPHRASE, cheap_machine, code_of


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as three:
        yield three


def confirmed(made: Cast) -> None:
    """Amina's story is with Joan, and Amina has heard so."""
    tell(made.amina, title="Bulbs")
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    send(made.joan, made.amina.member, made.stick)
    bring_in(made.amina, made.stick)


def test_a_story_that_nobody_confirmed_is_listed(made: Cast) -> None:
    tell(made.amina, title="Bulbs")
    standing = before_closing(made.amina)
    assert standing.only_here == ("Bulbs",)
    assert (standing.confirmed, standing.nothing_lost) == (0, False)
    send(made.amina, "coordinators", made.stick)
    assert before_closing(made.amina).only_here == ("Bulbs",)


def test_with_a_receipt_nothing_is_lost(made: Cast) -> None:
    confirmed(made)
    standing = before_closing(made.amina)
    assert (standing.only_here, standing.confirmed, standing.nothing_lost) == ((), 1, True)


def test_an_unfinished_conversation_counts_as_only_here(made: Cast) -> None:
    confirmed(made)
    begin(made.amina)
    assert before_closing(made.amina).talks == 1
    assert not before_closing(made.amina).nothing_lost


@pytest.mark.parametrize("typed", ["", "no", "y", "yes please"])
def test_what_is_only_here_holds_the_home_open(made: Cast, typed: str) -> None:
    tell(made.amina)
    with pytest.raises(Refused) as caught:
        close_for_good(made.amina, typed)
    assert code_of(caught) == "STILL_ONLY_HERE"
    assert not made.amina.closed
    assert made.amina.place.exists


def test_a_typed_yes_lets_it_go(made: Cast) -> None:
    tell(made.amina)
    folder = made.amina.folder
    assert close_for_good(made.amina, " Yes ").only_here == ("Tea and bulbs",)
    assert not folder.exists()


def test_afterwards_nothing_of_it_is_on_this_laptop(made: Cast) -> None:
    confirmed(made)
    home = made.amina
    make_copy(home)
    token = home.machine.state_folder / f"{home.author.device}.json"
    assert token.exists()
    close_for_good(home)
    assert not home.folder.exists()
    assert not token.exists()
    with pytest.raises(UserError) as caught:
        open_home(home.folder, None, home.machine)
    assert code_of(caught) == "NO_HOME"


def test_the_keys_are_written_over_before_anything_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = cheap_machine(tmp_path)
    home = live(tmp_path, machine_folder=tmp_path)
    make_copy(home)
    home.close()
    monkeypatch.setattr(shutil, "rmtree", lambda *_a, **_k: None)  # the power goes here
    shred(home.place)
    left = [p for p in home.folder.rglob("*") if p.is_file()]
    assert (home.folder / "main.db") in left
    assert not [p for p in left if p.name in ("keyslots.json", "recovery.age")]
    with pytest.raises(UserError):
        open_home(home.folder, PASSPHRASE, machine)
    monkeypatch.undo()
    shred(home.place)
    assert not home.folder.exists()


def live(folder: Path, machine_folder: Path) -> Home:
    home = found_programme(
        folder / "live",
        cheap_machine(machine_folder),
        content="starter",
        name="Joan",
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
    )
    make_recovery(home)
    return home


def test_a_copy_on_a_stick_is_named_and_still_opens_with_the_passphrase(tmp_path: Path) -> None:
    home = live(tmp_path, machine_folder=tmp_path)
    made = make_copy(home, tmp_path / "stick")
    standing = close_for_good(home)
    assert standing.copies == ((str(made.folder), standing.copies[0][1]),)
    bring_back(tmp_path / "again", made.folder, PASSPHRASE, cheap_machine(tmp_path)).close()
