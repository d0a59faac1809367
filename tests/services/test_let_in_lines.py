"""Lines come in a few at a time: whatever the size of a bundle or of what is held at once, the same comes in and the same is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles.envelope import Counts, Envelope, Kind, Part, Sender
from ldp_stories.bundles.lines import encode_revision
from ldp_stories.bundles.names import REVISIONS, new_bundle_id
from ldp_stories.bundles.staging import CheckOnly
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.crypto.spool import Spool
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, Revision, new_revision
from ldp_stories.errors import UserError
from ldp_stories.services import let_in_lines
from ldp_stories.services.home import Home
from ldp_stories.services.judge_lines import E_CONSENT, E_CYCLE, E_HEADS, E_ROLE
from ldp_stories.services.let_in_lines import CrowdedError, LetIn, in_chunks, let_in, renditions_of
from ldp_stories.store import ledger, records, search, unread
from ldp_stories.store.ledger_import import HEADS
from tests.services.house import WOMEN, YES, Told, change, houses, name_id, tell

AMINA = name_id("amina laptop")


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Home, Home, Home]]:
    with houses(tmp_path, "amina", "joan", "theo") as (amina, joan, theo):
        yield amina, joan, theo


def written(home: Home) -> list[Revision]:
    """The work of one home, as its bundle would carry it."""
    with home.main.read() as con:
        return [r for r in ledger.revisions(con) if r.stream == "w"]


def a_bundle(folder: Path, lines: Sequence[Revision], device: str = AMINA) -> VerifiedBundle:
    spool = Spool(folder, in_memory=1_000)
    for line in lines:
        spool.write(encode_revision(line) + b"\n")
    envelope = Envelope(
        bundle_id=new_bundle_id(),
        project=new_id(),
        sender=Sender(device, 1, "SHA256:" + "A" * 43),
        kind=Kind.RECORDS,
        practice=True,
        to=(),
        part=Part(new_bundle_id()),
        counts=Counts(revisions=len(lines)),
    )
    return VerifiedBundle(envelope, "0" * 64, "", (), {}, None, {REVISIONS: spool}, CheckOnly())


def bring(home: Home, lines: Sequence[Revision], device: str = AMINA) -> LetIn:
    bundle = a_bundle(home.folder, lines, device)
    with home.main.write() as con:
        came = let_in(con, home, bundle)
    bundle.close()
    return came


def here(home: Home) -> set[str]:
    return {r.id for r in written(home)}


def moved(told: Told, lines: Sequence[Revision]) -> list[Revision]:
    """The same lines with the answers of one person at the very end."""
    ours = [r for r in lines if r.ent == told.consent]
    return [r for r in lines if r.ent != told.consent] + ours


def test_chunks_hold_so_many_lines_or_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    line = new_revision(
        "note", "n", Change({"text": "x" * 100}), subj=(), par=(), dev="d.1.w", seq=1, at_label=""
    )
    monkeypatch.setattr(let_in_lines, "AT_ONCE", 4)
    assert [len(c) for c in in_chunks([line] * 10)] == [4, 4, 2]
    monkeypatch.setattr(let_in_lines, "BYTES_AT_ONCE", 250)
    assert [len(c) for c in in_chunks([line] * 7)] == [3, 3, 1]
    assert list(in_chunks([])) == []
    assert [len(c) for c in in_chunks([replace(line, body=None)] * 5)] == [4, 1]


@pytest.mark.parametrize("at_once", [1, 3, 7, 4_000])
def test_the_same_comes_in_however_few_lines_are_held_at_once(
    three: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    amina, joan, _ = three
    monkeypatch.setattr(let_in_lines, "AT_ONCE", at_once)
    stories = [tell(amina, tags={WOMEN: "A8"}), tell(amina, answers=YES | {"take_part": "no"})]
    lines = written(amina)
    came = bring(joan, lines)
    shut = {
        r.id
        for r in lines
        if r.kind in ("record", "layer", "passage") and r.subj == (stories[1].participant,)
    }
    assert dict(came.refused) == dict.fromkeys(shut, E_CONSENT)
    assert (came.new, came.had, came.lines, came.stories) == (len(lines) - len(shut), 0, len(lines), 2)
    assert came.touched == {stories[0].record}
    assert here(joan) == {r.id for r in lines} - shut
    with joan.main.read() as con:
        assert len(search.search(con, "curtains").hits) == 1
        assert records.record(con, stories[1].record) is None
    again = bring(joan, lines)
    assert (again.new, again.had) == (0, len(lines) - len(shut))


@pytest.mark.parametrize("at_once", [1, 5])
def test_an_answer_at_the_end_of_a_bundle_opens_or_shuts_what_stands_before_it(
    three: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    amina, joan, theo = three
    monkeypatch.setattr(let_in_lines, "AT_ONCE", at_once)
    told = tell(amina)
    lines = moved(told, written(amina))
    assert bring(joan, lines).refused == []
    assert bring(joan, lines).touched == {told.record}
    change(amina, "consent", told.consent, **{"answer:take_part": "no"})
    later = moved(told, written(amina))
    refused = dict(bring(theo, later).refused)
    assert set(refused.values()) == {E_CONSENT}
    assert here(theo) == {r.id for r in later if r.kind in ("consent", "participant", "encounter")}


def test_a_story_told_elsewhere_in_the_same_bundle_is_asked_about_there(
    three: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, joan, _ = three
    monkeypatch.setattr(let_in_lines, "AT_ONCE", 2)
    no = tell(amina, answers=YES | {"take_part": "no"})
    yes = tell(amina)
    change(amina, "record", no.record, encounter=yes.encounter)
    change(amina, "record", yes.record, encounter=no.encounter)
    came = bring(joan, written(amina))
    assert came.touched == {no.record}
    with joan.main.read() as con:
        assert records.record(con, yes.record) is None


def test_who_began_a_thing_counts_across_the_pieces(
    three: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of a story that somebody else began far before it in the bundle is refused, not only within one piece."""
    amina, joan, _ = three
    monkeypatch.setattr(let_in_lines, "AT_ONCE", 2)
    told = tell(joan, sound=False)
    foreign = [
        new_revision(
            kind, ent, Change(sets), subj=(told.participant,), par=(), dev=f"{AMINA}.1.w", seq=at, at_label=""
        )
        for at, (kind, ent, sets) in enumerate(
            [("record", told.record, {"title": "Mine"}), ("layer", told.words, {"text": "Mine"})], 1
        )
    ]
    lines = [*written(joan), *foreign]
    came = bring(amina, lines, device=name_id("joan laptop"))
    assert dict(came.refused) == {r.id: E_ROLE for r in foreign}


@pytest.mark.parametrize("at_once", [1, 2, 4_000])
def test_a_line_before_its_parent_is_refused_and_its_parent_is_not(
    three: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    amina, joan, theo = three
    monkeypatch.setattr(let_in_lines, "AT_ONCE", at_once)
    told = tell(amina)
    change(amina, "layer", told.words, text="second")
    change(amina, "consent", told.consent, method="written")
    lines = written(amina)
    children = [r for r in lines if r.par]
    turned = [*children, *(r for r in lines if not r.par)]
    came = bring(joan, turned)
    assert dict(came.refused) == {r.id: E_CYCLE for r in children}
    assert here(joan) == {r.id for r in lines if not r.par}
    assert bring(theo, lines).refused == []


def test_words_in_a_released_story_are_noted_though_the_release_stands_in_a_later_piece(
    three: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, joan, theo = three
    monkeypatch.setattr(let_in_lines, "AT_ONCE", 1)
    told = tell(amina)
    bring(joan, written(amina))
    change(joan, "record", told.record, released=True, released_by=joan.member, read=[], kept_back=[])
    lines = written(joan)
    bring(theo, lines, device=name_id("joan laptop"))
    with theo.main.read() as con:
        assert unread.waiting(con) == (told.record,)


def test_nothing_stays_when_a_line_far_in_breaks_a_rule(three: tuple[Home, Home, Home]) -> None:
    amina, joan, _ = three
    tell(amina)
    lines = written(amina)
    bundle = a_bundle(joan.folder, lines)
    bundle.texts[REVISIONS].write(b"{}\n")
    with pytest.raises(UserError), joan.main.write() as con:
        let_in(con, joan, bundle)
    bundle.close()
    assert here(joan) == set()


def test_the_sound_of_a_story_that_was_left_out_is_named_apart(three: tuple[Home, Home, Home]) -> None:
    amina, joan, _ = three
    tell(amina, sound=True)
    tell(amina, sound=True, answers=YES | {"take_part": "no"})
    lines = written(amina)
    sounds = [renditions_of(r) for r in lines if r.kind == "media"]
    came = bring(joan, lines)
    assert sorted(map(len, sounds)) == [1, 1]
    assert came.brought == sounds[0]
    assert came.shut == sounds[1]
    assert came.never == set()


def test_a_thing_in_too_many_versions_is_left_out_and_the_rest_comes_in_on_the_second_go(
    three: tuple[Home, Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, joan, _ = three
    monkeypatch.setattr(let_in_lines, "AT_ONCE", 3)
    told = tell(amina)
    lines = written(amina)
    crowd = [
        new_revision(
            "layer",
            told.words,
            Change({"text": f"version {n}"}),
            subj=(told.participant,),
            par=(),
            dev=f"{AMINA}.1.w",
            seq=1_000 + n,
            at_label="",
        )
        for n in range(HEADS + 1)
    ]
    with pytest.raises(CrowdedError) as caught, joan.main.write() as con:
        let_in(con, joan, bundle := a_bundle(joan.folder, [*lines, *crowd]))
    assert caught.value.ents == {told.words}
    assert here(joan) == set()
    with joan.main.write() as con:
        came = let_in(con, joan, bundle, caught.value.ents)
    bundle.close()
    left = {r.id for r in [*lines, *crowd] if r.ent == told.words}
    assert dict(came.refused) == dict.fromkeys(left, E_HEADS)
    assert here(joan) == {r.id for r in lines} - left
