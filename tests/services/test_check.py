"""Checking: a whole home is well, and each kind of damage is found, named without a person's words, and changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import Cancelled
from ldp_stories.services.check import CheckLine, CheckReport, check, self_test
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.publish import add_quote
from ldp_stories.services.review_tags import accept_all
from ldp_stories.store import backup, media
from tests.services.house import WOMEN, Told, change, houses, machine, open_house, pass_on, tell
from tests.services.released import release_read

ALL = ["main", "desk", "orders", "ledger", "projection", "search", "vault", "slots", "backups"]


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def full(home: Home) -> Told:
    """A story that has been through everything."""
    told = tell(home, tags={WOMEN: "D1"}, sound=True)
    accept_all(home, told.record)
    mask(home, told.record, "Mrs Patel", "[headteacher]")
    release_read(home, told.record)
    add_quote(home, told.passages[WOMEN])
    change(home, "record", told.record, title="Another title")
    return told


def line(report: CheckReport, what: str) -> CheckLine:
    return next(x for x in report.lines if x.what == what)


def sql(home: Home, statement: str, *values: object) -> None:
    with home.main.write() as con:
        con.exec_driver_sql(statement, values)


def test_a_whole_home_is_well(joan: Home) -> None:
    full(joan)
    report = check(joan)
    assert report.ok
    assert [x.what for x in report.lines] == ALL
    assert line(report, "ledger").count > 30
    assert line(report, "vault").count == 1
    assert line(report, "slots").count == 1


def test_an_empty_home_and_one_with_two_versions_are_well(joan: Home, tmp_path: Path) -> None:
    assert check(joan).ok
    with houses(tmp_path / "more", "amina") as (amina,):
        told = tell(amina)
        pass_on(amina, joan)
        change(amina, "record", told.record, title="One")
        change(joan, "record", told.record, title="Two")
        pass_on(amina, joan)
    assert check(joan).ok


def test_checking_tells_nobody_that_anything_changed(joan: Home) -> None:
    full(joan)
    heard: list[frozenset[str]] = []
    joan.on_change(heard.append)
    check(joan)
    assert not any("record" in changes for changes in heard)


def test_a_projection_that_differs_is_found_and_kept_as_it_is_without_rebuild(joan: Home) -> None:
    told = full(joan)
    sql(joan, "UPDATE record SET title = 'wrong' WHERE id = ?", told.record)
    for _ in range(2):
        report = check(joan)
        assert not report.ok
        assert line(report, "projection").trouble == ("record differed",)
    check(joan, rebuild=True)
    assert check(joan).ok
    assert search(joan, "women").rows[0].title == "Another title"


def test_a_rebuild_keeps_what_no_revision_holds(joan: Home) -> None:
    told = full(joan)
    before = media_items(joan)
    check(joan, rebuild=True)
    assert media_items(joan) == before
    assert search(joan, "women").rows[0].record == told.record


def media_items(home: Home) -> frozenset[str]:
    with home.main.read() as con:
        return media.all_items(con)


def test_a_line_of_the_ledger_that_was_altered_is_found(joan: Home) -> None:
    told = full(joan)
    sql(joan, "UPDATE revision SET body = ? WHERE ent = ? AND par = '[]'", b'{"set":{}}', told.words)
    found = line(check(joan), "ledger")
    assert not found.ok
    assert len(found.trouble) == 1
    assert found.trouble[0].endswith("is damaged")


def test_an_index_that_lost_a_text_is_found(joan: Home) -> None:
    full(joan)
    sql(joan, "DELETE FROM words_index_docsize WHERE id = (SELECT min(num) FROM words)")
    assert not line(check(joan), "search").ok


@pytest.mark.parametrize(("harm", "word"), [("remove", "gone"), ("spoil", "damaged")])
def test_a_recording_that_is_gone_or_damaged_is_found(joan: Home, harm: str, word: str) -> None:
    full(joan)
    path = joan.vault.path(next(iter(media_items(joan))))
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(bytes(path.stat().st_size))
    found = line(check(joan), "vault")
    assert not found.ok
    assert found.trouble[0].endswith(word)


def test_a_recording_whose_bytes_are_not_the_ones_recorded_is_found(joan: Home) -> None:
    full(joan)
    sql(joan, "UPDATE local_vault_key SET sha256 = ?", "00" * 32)
    assert line(check(joan), "vault").trouble[0].endswith("changed")


def test_a_spoilt_slot_is_found(joan: Home) -> None:
    slots = json.loads(joan.place.keyslots.read_bytes())
    slots["practice"]["memory_kib"] = 7
    joan.place.keyslots.write_text(json.dumps(slots))
    assert line(check(joan), "slots").trouble == ("the slot practice is damaged",)
    joan.place.keyslots.write_text("{}")
    assert line(check(joan), "slots").trouble == ("there is none",)


def test_a_damaged_copy_is_found(joan: Home) -> None:
    full(joan)
    copy = backup.make(joan.place, joan.stores, at_label=joan.label())
    assert line(check(joan), "backups") == CheckLine("backups", True, 1)
    (copy.folder / "main.db").write_bytes(b"no")
    assert line(check(joan), "backups").trouble == ("the copy of 2026-11-22 is damaged",)


def test_no_words_of_anybody_are_in_a_report(joan: Home) -> None:
    told = full(joan)
    sql(joan, "UPDATE record SET title = 'wrong'")
    sql(joan, "UPDATE revision SET body = ? WHERE ent = ?", b'{"set":{}}', told.words)
    shown = repr(check(joan))
    for word in ("women", "Patel", "LT-4HN7", "Another title"):
        assert word not in shown


def test_stop_between_two_steps_leaves_everything_as_it_was(joan: Home) -> None:
    full(joan)

    class Stop:
        def report(self, done: int, total: int, note: str = "") -> None:
            if note == "projection":
                raise Cancelled

    with pytest.raises(Cancelled):
        check(joan, rebuild=True, progress=Stop())
    assert check(joan).ok


def test_a_store_that_cannot_be_read_is_a_finding_and_the_rest_is_still_checked(joan: Home) -> None:
    full(joan)
    joan.main.checkpoint()
    with joan.main.path.open("r+b") as file:
        for page in range(1, 40):
            file.seek(page * 4096 + 100)
            file.write(b"rot" * 50)
    report = check(joan)
    assert not line(report, "main").ok
    assert [x.what for x in report.lines] == ALL
    assert line(report, "desk").ok


def test_progress_goes_through_every_step(joan: Home) -> None:
    steps: list[tuple[int, int, str]] = []

    class Watch:
        def report(self, done: int, total: int, note: str = "") -> None:
            steps.append((done, total, note))

    check(joan, progress=Watch())
    assert [note for _, _, note in steps] == [*ALL, ""]
    assert steps[-1][:2] == (len(ALL), len(ALL))


def test_the_self_test_goes_the_whole_way_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    report = self_test(machine(tmp_path))
    assert report.ok, report
    assert [x.what for x in report.lines] == [*ALL, "find", "queue", "reports", "sound"]
    assert all(line(report, what).count > 0 for what in ("ledger", "find", "queue"))
    assert list((tmp_path / "temporary").iterdir()) == []
