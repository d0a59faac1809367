"""What proves an answer can be looked at by who kept it, with the passphrase, and leaves no trace on the disk."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Method
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import keep_bytes, keep_file
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.record_encounter import begin, finish
from ldp_stories.services.record_yes import SpokenYes
from ldp_stories.services.show_evidence import proof_bytes, proof_sound, proofs
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
