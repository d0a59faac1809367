"""What proves an answer can be looked at by who kept it, with the passphrase, and leaves no trace on the disk."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Method
from ldp_stories.errors import UserError
from ldp_stories.media.synth import tone
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import keep_bytes, keep_file
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.record_encounter import begin, finish
from ldp_stories.services.record_yes import SpokenYes
from ldp_stories.services.show_evidence import proof_bytes, proof_sound, proofs
from tests.media.made import silent_film, sound_file
from tests.services.homes import code_of, everything_yes

FORM = b"\xff\xd8\xff\xe0 a signed form, Zebedee Canary"


def consents(home: Home, record: str) -> list[str]:
    return [c.id for c in open_record(home, record).consents]


def test_a_form_a_signature_and_a_spoken_yes_can_be_looked_at(home: Home, tmp_path: Path) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    form, voice = tmp_path / "form.jpg", tmp_path / "yes.wav"
    form.write_bytes(FORM)
    write_voice(voice, 800)
    keep_file(home, talk, form)
    keep_bytes(home, talk, b"\x89PNG drawn")
    said = SpokenYes(home, talk, source=voice, fast=True)
    said.wait_source_end(20)
    said.stop()
    record = finish(home, talk)
    form.unlink()
    found = {p.evidence.kind: p for p in proofs(home, consents(home, record))}
    assert found.keys() == {Method.PAPER.value, Method.ON_SCREEN.value, Method.RECORDED.value}
    assert proof_bytes(home, found[Method.PAPER.value]) == FORM
    assert found[Method.PAPER.value].picture
    assert found[Method.ON_SCREEN.value].picture
    spoken = found[Method.RECORDED.value]
    assert (spoken.spoken, spoken.picture) == (True, False)
    assert 700 <= spoken.ms <= 900
    reader = proof_sound(home, spoken)
    try:
        assert reader.io.read(4) == b"RIFF"
        assert reader.duration_ms == spoken.ms
    finally:
        reader.close()
    assert all(b"Zebedee" not in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert spoken.key.hex() not in repr(spoken)


def test_a_film_and_a_voice_note_from_a_phone_can_be_heard_and_stay_whole(home: Home, tmp_path: Path) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    files = {
        "mp4": sound_file("mp4", tone(800), video=True),
        "opus": sound_file("opus", tone(800)),
        "mp3": b"ID3 what no player opens",
    }
    for ext, data in files.items():
        path = tmp_path / f"yes.{ext}"
        path.write_bytes(data)
        keep_file(home, talk, path, Method.RECORDED.value)
        path.unlink()
    found = {p.evidence.type: p for p in proofs(home, consents(home, finish(home, talk)))}
    assert found.keys() == files.keys()
    assert [found[ext].film for ext in files] == [True, False, False]
    assert [found[ext].spoken for ext in files] == [True, True, False]
    assert found["mp3"].sounding, "it is kept, and said to be what cannot be played"
    for ext, data in files.items():
        assert proof_bytes(home, found[ext]) == data
    for ext in ("mp4", "opus"):
        reader = proof_sound(home, found[ext])
        try:
            assert reader.io.read(4) == b"RIFF"
            reader.io.seek(20_000)
            assert any(reader.io.read(4_000) or b"")
        finally:
            reader.close()


def test_a_film_of_somebody_who_signs_has_nothing_to_hear(home: Home, tmp_path: Path) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    path = tmp_path / "signed.mp4"
    path.write_bytes(silent_film())
    keep_file(home, talk, path, Method.RECORDED.value)
    (found,) = proofs(home, consents(home, finish(home, talk)))
    assert (found.film, found.spoken) == (True, False)


def test_without_proof_there_is_nothing_and_anothers_proof_is_not_shown(home: Home) -> None:
    with_form, without = begin(home).id, begin(home).id
    for talk in (with_form, without):
        everything_yes(home, talk)
    keep_bytes(home, with_form, b"\x89PNG drawn")
    one, other = finish(home, with_form), finish(home, without)
    assert proofs(home, consents(home, other)) == ()
    assert len(proofs(home, consents(home, one))) == 1


def test_a_real_notebook_asks_for_the_passphrase(home: Home) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    keep_bytes(home, talk, b"\x89PNG drawn")
    record = finish(home, talk)
    home.practice = False
    with pytest.raises(UserError) as caught:
        proofs(home, consents(home, record))
    assert code_of(caught) == "PASSPHRASE_NEEDED"
