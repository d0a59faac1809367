"""`check` and `key`: whether everything is whole, and keys that are written to files only."""

import stat
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.services.contact_cards import keep_card
from ldp_stories.services.identity_session import open_session
from ldp_stories.services.start_home import open_home
from tests.cli.terminal import SECRET, Terminal, codes

LINES = ["main", "desk", "orders", "ledger", "projection", "search", "vault", "slots", "backups"]


def test_a_new_notebook_is_well(practice: Terminal) -> None:
    report = practice.ask("amina", "check")
    assert codes(report["lines"], "what") == LINES
    assert all(line["ok"] for line in report["lines"])
    said = practice.say("amina", "check").splitlines()
    assert len(said) == len(LINES)
    assert all(line.startswith("well ") for line in said)


def test_rebuilding_keeps_every_story(practice: Terminal) -> None:
    before = practice.ask("amina", "list")
    assert all(line["ok"] for line in practice.ask("amina", "check", "--rebuild")["lines"])
    assert practice.ask("amina", "list") == before


def test_what_is_not_well_is_named_with_status_1(practice: Terminal) -> None:
    home = practice.opened("amina")
    with home.main.write() as con:
        con.exec_driver_sql("UPDATE record SET title = 'something else' WHERE num = 5")
    home.close()
    answer = practice.refused("amina", "check")
    assert answer.code == "CHECK_FAILED"
    assert "projection" in answer.err
    assert "NOT WELL  projection" in answer.out
    practice.type("amina", "check", "--rebuild")
    assert all(line["ok"] for line in practice.ask("amina", "check")["lines"])


def test_a_damaged_store_is_a_sentence(practice: Terminal) -> None:
    store = practice.home("amina") / "main.db"
    data = bytearray(store.read_bytes())
    data[:4096] = bytes(4096)
    store.write_bytes(data)
    assert practice.refused("amina", "check").code == "STORE_DAMAGED"


def test_the_self_test_tries_the_installation_and_leaves_nothing(terminal: Terminal) -> None:
    before = sorted(terminal.folder.iterdir())
    report = terminal.ask("amina", "check", "--self-test", home=False)
    assert {"find", "queue", "reports", "sound"} <= set(codes(report["lines"], "what"))
    assert all(line["ok"] for line in report["lines"]), report
    assert sorted(terminal.folder.iterdir()) == before


def test_check_needs_a_home_or_the_self_test(terminal: Terminal) -> None:
    assert "--home or --self-test" in terminal.wrong("amina", "check", home=False)


def test_the_key_of_a_home_goes_into_a_private_file(practice: Terminal) -> None:
    target = practice.folder / "amina.key"
    said = practice.say("amina", "key", "export", "--file", target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    key = target.read_text(encoding="utf-8").strip()
    assert key.startswith("AGE-SECRET-KEY-")
    assert key not in said


def test_a_key_is_never_written_over_a_file(practice: Terminal) -> None:
    target = practice.folder / "amina.key"
    target.write_text("something of mine")
    assert practice.refused("amina", "key", "export", "--file", target).code == "FILE_EXISTS"
    assert target.read_text() == "something of mine"


@pytest.fixture
def custodians(tmp_path: Path) -> list[DeviceKeys]:
    """Three people who keep the programme's recovery key, with their age identities in files."""
    keys = [DeviceKeys.new() for _ in range(3)]
    for number, one in enumerate(keys):
        (tmp_path / f"custodian-{number}.key").write_text(f"# created: today\n{one.age_secret}\n")
    return keys


@pytest.fixture
def recoverable(
    terminal: Terminal, custodians: list[DeviceKeys], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """Joan has founded a live programme and shared its recovery key."""
    monkeypatch.setenv("LDP_STORIES_PASSPHRASE", SECRET)
    terminal.ask("joan", "enrol", "--found", "Millbrook", "--name", "Joan")
    shares = terminal.folder / "shares"
    shares.mkdir()
    options = [word for one in custodians for word in ("--custodian", one.recipient)]
    made = terminal.ask("joan", "key", "make", "--folder", shares, *options)
    assert made["recipient"].startswith("age1")
    assert len(made["shares"]) == 3
    return terminal


def opened_identity(terminal: Terminal, first: int, second: int) -> Path:
    """Two custodians open their share."""
    target = terminal.folder / f"recovery-{first}{second}.key"
    share = terminal.folder / "shares" / f"recovery-{first + 1}-{second + 1}.age"
    identities = [w for n in (first, second) for w in ("--identity", terminal.folder / f"custodian-{n}.key")]
    terminal.ask("joan", "key", "open", "--share", share, "--file", target, *identities, home=False)
    return target


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 2), (1, 2)])
def test_any_two_custodians_open_a_forgotten_notebook(
    recoverable: Terminal, monkeypatch: pytest.MonkeyPatch, first: int, second: int
) -> None:
    identity = opened_identity(recoverable, first, second)
    monkeypatch.setenv("LDP_STORIES_PASSPHRASE", "another four plain words")
    recoverable.ask("joan", "key", "recover", "--file", identity)
    assert recoverable.ask("joan", "list") == []
    monkeypatch.setenv("LDP_STORIES_PASSPHRASE", SECRET)
    assert recoverable.refused("joan", "list").code == "WRONG_PASSPHRASE"


def test_another_recovery_key_opens_nothing(recoverable: Terminal, custodians: list[DeviceKeys]) -> None:
    wrong = recoverable.folder / "custodian-0.key"
    stranger = recoverable.folder / "stranger.key"
    stranger.write_text(custodians[0].age_secret)
    assert wrong.exists()
    refused = recoverable.refused("joan", "key", "recover", "--file", stranger)
    assert refused.code == "WRONG_RECOVERY_KEY"
    assert recoverable.ask("joan", "list") == []


def test_a_notebook_that_was_never_given_to_a_recovery_key_says_so(
    practice: Terminal, custodians: list[DeviceKeys]
) -> None:
    refused = practice.refused("amina", "key", "recover", "--file", practice.folder / "custodian-0.key")
    assert refused.code in {"NO_RECOVERY_SLOT", "WRONG_RECOVERY_KEY"}


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        (("export",), "--file"),
        (("make",), "--folder"),
        (("make", "--folder", "."), "--custodian"),
        (("recover",), "--file"),
        (("open",), "--share"),
    ],
)
def test_what_is_lacking_is_named(practice: Terminal, words: tuple[str, ...], lacking: str) -> None:
    assert lacking in practice.wrong("amina", "key", *words)


def test_a_share_needs_two_custodians(recoverable: Terminal) -> None:
    share = recoverable.folder / "shares" / "recovery-1-2.age"
    one = recoverable.folder / "custodian-0.key"
    target = recoverable.folder / "out.key"
    recoverable.wrong(
        "joan", "key", "open", "--share", share, "--file", target, "--identity", one, home=False
    )
    assert not target.exists()


def test_private_cards_are_begun_anew_after_a_recovery_and_the_old_ones_come_back(
    recoverable: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_home(recoverable.home("joan"), SECRET, recoverable.laptop("joan"))
    with home.main.write() as con:
        home.put(con, "participant", "p1", sets={"code": "p1"}, subj=["p1"])
    keep_card(open_session(home, SECRET), "p1", name="Zebulonia Quillfeather")
    home.close()
    assert recoverable.ask("joan", "cards") == {"people": 1, "open": True, "old_kept": 0, "back": 0}
    assert recoverable.refused("joan", "cards", "--begin-anew", "yes").code == "CARDS_OPEN"

    identity = opened_identity(recoverable, 0, 1)
    monkeypatch.setenv("LDP_STORIES_PASSPHRASE", "another four plain words")
    recoverable.ask("joan", "key", "recover", "--file", identity)
    said = recoverable.say("joan", "cards")
    assert "Only the old passphrase opens these cards, of 1 people." in said
    assert "Zebulonia" not in said
    assert recoverable.refused("joan", "cards", "--begin-anew", "maybe").code == "CARDS_YES"
    begun = recoverable.ask("joan", "cards", "--begin-anew", "yes")
    assert begun == {"people": 0, "open": True, "old_kept": 1, "back": 0}
    assert "Old cards are kept locked." in recoverable.say("joan", "cards")

    old = recoverable.folder / "old.txt"
    old.write_text("not these words\n")
    assert recoverable.refused("joan", "cards", "--old-passphrase-file", old).code == "WRONG_PASSPHRASE"
    old.write_text(f"{SECRET}\n")
    back = recoverable.ask("joan", "cards", "--old-passphrase-file", old)
    assert back == {"people": 1, "open": True, "old_kept": 0, "back": 1}
    recoverable.wrong("joan", "cards", "--begin-anew", "yes", "--old-passphrase-file", old)
