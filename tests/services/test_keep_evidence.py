"""What proves an answer goes to who people are, and nothing but "seen, what, when" stays with the story."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Method
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.keep_evidence import (
    drop,
    evidence_of,
    item_of,
    keep_bytes,
    keep_file,
    lock_away,
    locked_item,
    opened,
    waiting,
)
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.open_home import Who, create, identity
from ldp_stories.services.record_encounter import begin, conversation, finish, set_method, stop_and_thank
from ldp_stories.services.record_yes import SpokenYes, spoken
from ldp_stories.services.start_home import open_home
from ldp_stories.store import consent, ledger, order_book, records
from tests.services.homes import PASSPHRASE, code_of, everything_yes

FORM = b"\xff\xd8\xff\xe0 a photo of a signed form with the name Zebedee Canary"


@pytest.fixture
def talk(home: Home) -> str:
    ident = begin(home).id
    everything_yes(home, ident)
    return ident


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "Zebedee Canary signed.jpg"
    path.write_bytes(FORM)
    return path


@pytest.fixture
def spoken_yes(tmp_path: Path) -> Path:
    path = tmp_path / "yes.wav"
    write_voice(path, 1_500)
    return path


def read(home: Home, item: str, key: bytes) -> bytes:
    with opened(home, item, key) as file:
        return file.read()


def consent_id(home: Home, record: str) -> str:
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        return consent.of_encounter(con, told.encounter)[0].id


def everything_in_main(home: Home) -> bytes:
    with home.main.read() as con:
        return b"".join(r.body or b"" for r in ledger.revisions(con))


def test_a_signed_form_waits_sealed_until_the_conversation_is_finished(
    home: Home, talk: str, form: Path
) -> None:
    made = keep_file(home, talk, form)
    assert [e.id for e in waiting(home, talk)] == [made.id]
    assert (made.kind, made.type) == (Method.PAPER.value, "jpg")
    assert read(home, *item_of(home, made.id)) == FORM
    assert FORM not in home.vault.path(item_of(home, made.id)[0]).read_bytes()
    assert lock_away(home) == 0, "an open conversation keeps what it may still drop"


def test_finishing_moves_it_to_who_people_are_and_leaves_only_what_was_seen(
    home: Home, talk: str, form: Path
) -> None:
    set_method(home, talk, Method.PAPER)
    made = keep_file(home, talk, form)
    record = finish(home, talk)
    assert waiting(home) == ()
    answers = consent_id(home, record)
    (kept,) = evidence_of(home, answers)
    assert (kept.id, kept.kind, kept.waits) == (made.id, Method.PAPER.value, False)
    assert read(home, *locked_item(home, made.id)) == FORM
    with home.main.read() as con:
        given = consent.consent(con, answers)
        assert given is not None
        assert (given.evidence, given.evidence_on) == (Method.PAPER.value, "2026-05-10")
        assert ledger.entity(con, made.id) is None
    body = everything_in_main(home)
    for canary in (b"Zebedee", made.id.encode(), locked_item(home, made.id)[0].encode()):
        assert canary not in body


def test_a_signature_on_the_screen_is_kept_the_same_way(home: Home, talk: str) -> None:
    made = keep_bytes(home, talk, b"\x89PNG drawn")
    assert (made.kind, made.type) == (Method.ON_SCREEN.value, "png")
    record = finish(home, talk)
    assert [e.id for e in evidence_of(home, consent_id(home, record))] == [made.id]


@pytest.mark.parametrize(
    ("first", "type"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypisom", "mp4"),
        (b"OggS and OpusHead", "opus"),
        (b"RIFF....WAVE", "wav"),
        (b"RIFF....WEBP", "webp"),
        (b"hello", "bin"),
        (b"", "bin"),
    ],
)
def test_the_type_is_what_the_file_is_not_what_it_is_called(
    home: Home, talk: str, tmp_path: Path, first: bytes, type: str
) -> None:
    path = tmp_path / "form.jpg"
    path.write_bytes(first)
    assert keep_file(home, talk, path).type == type


def test_a_file_that_cannot_be_read_leaves_nothing(home: Home, talk: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        keep_file(home, talk, tmp_path / "gone.jpg")
    assert code_of(caught) == "FILE_UNREADABLE"
    assert waiting(home) == ()
    assert conversation(home, talk).evidence == ""


def test_a_no_takes_the_proof_with_it(home: Home, talk: str, form: Path) -> None:
    made = keep_file(home, talk, form)
    item, _ = item_of(home, made.id)
    stop_and_thank(home, talk)
    assert waiting(home) == ()
    assert not home.vault.path(item).exists()
    assert lock_away(home) == 0


def test_a_piece_can_be_taken_away_and_made_again(home: Home, talk: str, form: Path) -> None:
    drop(home, keep_file(home, talk, form).id)
    assert waiting(home, talk) == ()
    with pytest.raises(UserError) as caught:
        drop(home, "gone")
    assert code_of(caught) == "NO_SUCH_EVIDENCE"


def test_a_spoken_yes_needs_no_yes_to_voice_and_is_no_part_of_the_story(home: Home, spoken_yes: Path) -> None:
    talk = begin(home).id
    recording = SpokenYes(home, talk, source=spoken_yes, fast=True)
    assert recording.wait_source_end(20)
    assert recording.stop() >= 1_400
    (kept,) = spoken(home, talk)
    assert kept.kind == Method.RECORDED.value
    assert conversation(home, talk).takes == ()
    assert conversation(home, talk).evidence == Method.RECORDED.value
    everything_yes(home, talk)
    record = finish(home, talk)
    item, key = locked_item(home, kept.id)
    with home.vault.open(item, key) as reader:
        assert reader.duration_ms >= 1_400
    assert [e.id for e in evidence_of(home, consent_id(home, record))] == [kept.id]


def test_a_grown_ups_spoken_yes_goes_when_the_child_says_no(home: Home, spoken_yes: Path) -> None:
    """AT-9, step 5."""
    talk = begin(home).id
    recording = SpokenYes(home, talk, grown_up=True, source=spoken_yes, fast=True)
    recording.wait_source_end(20)
    recording.stop()
    assert home.vault.path(recording.item).exists()
    stop_and_thank(home, talk)
    assert not home.vault.path(recording.item).exists()
    assert home.vault.items() == []


def test_a_recorder_that_cannot_begin_leaves_nothing(home: Home, talk: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        SpokenYes(home, talk, source=tmp_path / "no such.wav", fast=True)
    assert waiting(home) == ()
    assert home.vault.items() == []


def test_what_a_killed_recorder_left_is_sealed_when_it_is_looked_for(
    home: Home, talk: str, spoken_yes: Path
) -> None:
    recording = SpokenYes(home, talk, source=spoken_yes, fast=True)
    recording.wait_source_end(20)
    recording._client.kill()
    (kept,) = spoken(home, talk)
    with home.vault.open(*item_of(home, kept.id)) as reader:
        assert reader.sealed


def test_an_order_about_the_person_takes_the_proof_key_and_file(home: Home, talk: str, form: Path) -> None:
    made = keep_file(home, talk, form)
    person = conversation(home, talk).participant
    finish(home, talk)
    item, _ = locked_item(home, made.id)
    order = Order(new_id(), OrderKind.ERASE, OrderReason.WITHDRAWAL, person, (), (), "d.1", 1, "")
    order_book.obey(home.main, home.stores.orders, [order])
    again = begin(home).id
    everything_yes(home, again)
    keep_file(home, again, form)
    finish(home, again)
    with pytest.raises(UserError):
        locked_item(home, made.id)
    assert not home.vault.path(item).exists()


@pytest.fixture
def live(tmp_path: Path, machine: Machine, home: Home) -> Iterator[Home]:
    """A real notebook with a passphrase, without a programme."""
    del home
    who = Who("Amina", (Role.RESEARCHER,))
    made = create(tmp_path / "live", machine, who, passphrase=PASSPHRASE, practice=False)
    yield made
    made.close()


def put_by(home: Home) -> str:
    """Evidence of a conversation that is not open any more; its id."""
    from ldp_stories.services import desk_talk

    talk = desk_talk.save_new(home, desk_talk.new_draft("LT-4HN7-KQY", home.label()))
    made = keep_bytes(home, talk.id, b"\x89PNG drawn")
    desk_talk.drop(home, talk.id)
    return made.id


def test_in_a_real_notebook_it_waits_for_the_passphrase(live: Home, machine: Machine) -> None:
    made = put_by(live)
    with pytest.raises(UserError) as caught:
        lock_away(live)
    assert code_of(caught) == "PASSPHRASE_NEEDED"
    assert [e.id for e in waiting(live)] == [made]
    live.close()
    again = open_home(live.folder, PASSPHRASE, machine)
    try:
        assert waiting(again) == ()
        assert locked_item(again, made, PASSPHRASE)
        with identity(again, PASSPHRASE) as store, store.read() as con:
            assert ledger.entity(con, made) is not None
    finally:
        again.close()


def test_nothing_waits_and_nothing_is_opened(live: Home) -> None:
    assert lock_away(live) == 0
    assert not live.place.identity.exists(), "no passphrase is asked for when there is nothing to lock away"


def test_a_yes_that_was_changed_keeps_the_day_it_was_seen(home: Home, talk: str, form: Path) -> None:
    keep_file(home, talk, form)
    assert conversation(home, talk).answers["audio"] is Answer.YES
    record = finish(home, talk)
    with home.main.read() as con:
        view = ledger.entity(con, consent_id(home, record))
        assert view is not None
        assert view.get("evidence_on") == "2026-05-10"


def test_what_was_taken_away_is_not_said_to_have_been_seen(home: Home, talk: str, form: Path) -> None:
    signed = keep_bytes(home, talk, b"\x89PNG drawn")
    drop(home, signed.id)
    assert conversation(home, talk).evidence == ""
    kept = keep_file(home, talk, form)
    drop(home, keep_bytes(home, talk, b"\x89PNG again").id)
    assert conversation(home, talk).evidence == Method.PAPER.value, "the form is still there"
    drop(home, kept.id)
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        (given,) = consent.of_encounter(con, told.encounter)
        assert (given.evidence, given.evidence_on) == ("", "")


class Meanwhile:
    """Somebody does something in the middle of copying."""

    def __init__(self, does: Callable[[], object]) -> None:
        self.does: Callable[[], object] | None = does

    def report(self, _done: int, _total: int, _note: str = "") -> None:
        does, self.does = self.does, None
        if does is not None:
            does()


def test_a_file_counts_as_proof_only_once_it_is_there_whole(home: Home, talk: str, form: Path) -> None:
    def look() -> None:
        assert waiting(home, talk) == (), "a kill here leaves half a file, which proves nothing"
        assert conversation(home, talk).evidence == ""

    keep_file(home, talk, form, progress=Meanwhile(look))
    assert len(waiting(home, talk)) == 1


def test_a_conversation_finished_while_a_large_film_is_copied_has_its_proof(
    home: Home, talk: str, form: Path
) -> None:
    records_made: list[str] = []
    made = keep_file(home, talk, form, progress=Meanwhile(lambda: records_made.append(finish(home, talk))))
    (record,) = records_made
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        (given,) = consent.of_encounter(con, told.encounter)
    assert (given.evidence, given.evidence_on) == (Method.PAPER.value, "2026-05-10")
    assert lock_away(home) == 1
    assert [e.id for e in evidence_of(home, given.id)] == [made.id]


def test_a_no_while_it_is_copied_leaves_nothing_of_it(home: Home, talk: str, form: Path) -> None:
    with pytest.raises(UserError) as caught:
        keep_file(home, talk, form, progress=Meanwhile(lambda: stop_and_thank(home, talk)))
    assert code_of(caught) == "NO_SUCH_CONVERSATION"
    assert (waiting(home), home.vault.items()) == ((), [])
