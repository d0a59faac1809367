"""Versions that were written down travel, are withheld and are erased like all words; a machine's words stay a machine's on every laptop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.sync import SyncPoint
from ldp_stories.services import transcribe
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.transcribe import Draft
from ldp_stories.store import desk
from tests.services.house import Told, erase, houses, pass_on, send_to_evaluator, tell

P = SyncPoint
T, X, R = LayerKind.TRANSCRIPT, LayerKind.TRANSLATION, LayerKind.READING
SYNC = (P(0, 1_200), P(9, 4_000))


@pytest.fixture
def people(tmp_path: Path) -> Iterator[tuple[Home, Home, Home]]:
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        yield amina, joan, priya


@pytest.fixture
def told(people: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr(transcribe, "may_write_down", lambda *_: True)
    return tell(people[0])


def write(home: Home, told: Told, kind: LayerKind, text: str, *sync: SyncPoint, language: str = "en") -> None:
    transcribe.keep_draft(home, told.record, Draft(kind, language, text, sync))
    assert transcribe.write_drafts(home, told.record)


def layers(home: Home, told: Told) -> dict[tuple[str, str], tuple[str, tuple[SyncPoint, ...], str]]:
    return {
        (x.kind.value, x.machine): (x.text, x.sync, x.language)
        for x in open_record(home, told.record).layers
        if x.kind in (T, X, R)
    }


def test_words_times_and_the_machines_mark_arrive_as_they_left(
    people: tuple[Home, Home, Home], told: Told
) -> None:
    amina, joan, _ = people
    write(amina, told, T, "We drew, they drew", *SYNC)
    write(amina, told, X, "Rysowaliśmy", P(0, 1_200), language="pl")
    transcribe.keep_machine_words(
        amina, told.record, "we dew may true", (P(0, 1_100),), machine="pocketsphinx", language="en"
    )
    pass_on(amina, joan)
    assert (
        layers(joan, told)
        == layers(amina, told)
        == {
            ("transcript", ""): ("We drew, they drew", SYNC, "en"),
            ("translation", ""): ("Rysowaliśmy", (P(0, 1_200),), "pl"),
            ("transcript", "pocketsphinx"): ("we dew may true", (P(0, 1_100),), "en"),
        }
    )
    assert search(joan, "dew may").rows == ()


def test_an_evaluator_without_clearance_gets_neither_the_persons_words_nor_the_machines(
    people: tuple[Home, Home, Home], told: Told
) -> None:
    amina, joan, priya = people
    write(amina, told, T, "We drew, they drew", *SYNC)
    transcribe.keep_machine_words(
        amina, told.record, "we dew may true", (), machine="pocketsphinx", language="en"
    )
    pass_on(amina, joan)
    send_to_evaluator(joan, priya)
    with priya.main.read() as con:
        here = con.exec_driver_sql("SELECT kind FROM layer").scalars().all()
    assert not {"transcript", "verbatim"} & set(here)


def test_two_people_who_write_down_the_same_sound_have_two_layers_and_the_same_one_counts_everywhere(
    people: tuple[Home, Home, Home], told: Told
) -> None:
    amina, joan, _ = people
    pass_on(amina, joan)
    write(amina, told, T, "as Amina heard it")
    write(joan, told, T, "as Joan heard it")
    pass_on(amina, joan, n=2)
    pass_on(joan, amina)
    both = [
        sorted(x.text for x in open_record(home, told.record).layers if x.kind is T) for home in (amina, joan)
    ]
    assert both == [["as Amina heard it", "as Joan heard it"]] * 2
    one, other = (transcribe.open_draft(home, told.record, T, "en") for home in (amina, joan))
    assert one == other


def test_a_mask_goes_through_what_was_written_from_the_sound_and_never_through_a_machines_words(
    people: tuple[Home, Home, Home], told: Told
) -> None:
    amina, joan, _ = people
    write(amina, told, R, "Mrs Patel drew the curtains", P(0, 500), P(10, 900))
    transcribe.keep_machine_words(
        amina, told.record, "Mrs Patel drew", (), machine="pocketsphinx", language="en"
    )
    pass_on(amina, joan)
    mask(joan, told.record, "Mrs Patel", "[a teacher]")
    found = layers(joan, told)
    assert found[("reading", "")] == ("[a teacher] drew the curtains", (P(0, 500), P(12, 900)), "en")
    assert found[("transcript", "pocketsphinx")][0] == "Mrs Patel drew"


def test_what_is_taken_back_is_gone_from_the_desk_and_from_every_version(
    people: tuple[Home, Home, Home], told: Told
) -> None:
    amina = people[0]
    write(amina, told, T, "zyzzyva from the sound", *SYNC)
    transcribe.keep_machine_words(
        amina, told.record, "zyzzyva by machine", (), machine="pocketsphinx", language="en"
    )
    transcribe.keep_draft(amina, told.record, Draft(X, "pl", "zyzzyva typed just now"))
    with amina.desk.read() as con:
        assert desk.rows(con, "layer:")
    erase(amina, told)
    with amina.desk.write() as con:
        desk.erase(con, [told.record])
        assert desk.rows(con, "layer:") == ()
    with amina.main.read() as con:
        texts = con.exec_driver_sql("SELECT text FROM words").scalars().all()
    assert not [t for t in texts if "zyzzyva" in t]
