"""Stories told by several people: cut the part of one, remove all, or keep; held back from every exit until it is decided."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pytest

from ldp_stories.domain.audience import Addressee, audience
from ldp_stories.domain.consent import Gate, Scope, all_keys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import Status
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused
from ldp_stories.media.decode import pcm
from ldp_stories.services.cut_shared import Choice, What, derived, silenced
from ldp_stories.services.find_person import FoundPerson, find_person
from ldp_stories.services.home import Home
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.read_record import open_record
from ldp_stories.services.sound import open_sound
from ldp_stories.services.story import the_record
from ldp_stories.services.withdraw import take_everything, take_voice
from ldp_stories.store import encounters, ledger, media, records
from ldp_stories.store.dossiers import dossiers
from tests.services.canaries import search_home
from tests.services.house import Told, houses, tell

CODE, OTHER = "LT-4HN7-KQY", "BS-7Q2K-9TD"
HERS = "Zwiebelkuchen is my mother's."
HIS = "I only came for the chairs."
STORY = f"{HERS} {HIS}"


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (joan,):
        yield joan


@pytest.fixture
def pair(joan: Home) -> tuple[Told, str]:
    """One story told by two: the first person's `Told`, and the second person's id."""
    other = tell(joan, "Something of his own.", code=OTHER, marked=())
    told = tell(joan, STORY, marked=(HERS,), sound=True)
    both = [told.participant, other.participant]
    with joan.main.write() as con:
        for kind, ent in (
            ("record", told.record),
            ("layer", told.words),
            ("media", told.media),
            ("encounter", told.encounter),
            ("passage", told.passages[HERS]),
        ):
            sets: dict[str, object] = {"participants": both} if kind in ("record", "encounter") else {}
            view = ledger.entity(con, ent)
            assert view is not None
            kept = {n: view.get(n) for n in view.fields} | sets
            joan.put(con, kind, ent, sets=kept, subj=both)
        yes = {"participant": other.participant, "encounter": told.encounter, "status": "given"}
        answers = {f"answer:{key}": "yes" for key in all_keys()}
        joan.put(con, "consent", new_id(), sets=yes | answers, subj=[other.participant])
    return told, other.participant


def person(home: Home, code: str = CODE) -> FoundPerson:
    return find_person(home, code)[0]


def status(home: Home, record: str) -> Status:
    with home.main.read() as con:
        found = records.record(con, record)
    assert found is not None
    return found.status


def sent_to_coordinators(home: Home) -> tuple[str, ...]:
    with home.main.read() as con:
        reach = audience(dossiers(con, None, home.today()), Addressee(Role.COORDINATOR))
    return reach.records


def samples(home: Home, medium: str) -> bytes:
    sound = open_sound(home, medium)
    try:
        return b"".join(pcm(cast("IO[bytes]", sound.io)))
    finally:
        sound.close()


def test_until_it_is_decided_nothing_goes_and_nothing_leaves(joan: Home, pair: tuple[Told, str]) -> None:
    told, _ = pair
    assert told.record in sent_to_coordinators(joan)
    with pytest.raises(Refused) as caught:
        take_everything(joan, person(joan), CODE, {})
    assert caught.value.code == "SHARED_UNDECIDED"
    assert caught.value.facts["records"] == (told.record,)
    assert status(joan, told.record) is Status.HELD
    assert told.record not in sent_to_coordinators(joan)
    with joan.main.read() as con:
        held = the_record(con, told.record)
        assert asker(joan).gate(held, consents_of(con, held), Scope.QUOTE_ANON) == Gate(False, "held")
    assert search_home(joan, ["Zwiebelkuchen"]) != []


def test_keeping_lets_the_story_out_again_and_takes_the_rest(joan: Home, pair: tuple[Told, str]) -> None:
    told, _ = pair
    alone = tell(joan, "Only mine: Rosinenbrot.", person=told.participant, marked=())
    take_everything(joan, person(joan), CODE, {told.record: Choice(What.KEEP)})
    assert status(joan, told.record) is Status.READY
    assert open_record(joan, told.record).words is not None
    assert search_home(joan, ["Rosinenbrot"]) == []
    with joan.main.read() as con:
        gone = records.record(con, alone.record)
    assert gone is not None
    assert gone.erased


def test_removing_all_takes_the_shared_story_with_its_sound(joan: Home, pair: tuple[Told, str]) -> None:
    told, other = pair
    take_everything(joan, person(joan), CODE, {told.record: Choice(What.REMOVE)})
    assert search_home(joan, ["Zwiebelkuchen", "the chairs"]) == []
    assert joan.vault.items() == []
    assert find_person(joan, OTHER)[0].people == (other,)
    assert find_person(joan, OTHER)[0].stories == 1


def test_cutting_makes_a_story_without_their_part_first(joan: Home, pair: tuple[Told, str]) -> None:
    told, other = pair
    before = samples(joan, told.media)
    choice = Choice(What.CUT, words=f"[…] {HIS}", title="Chairs", silent={told.media: ((200, 600),)})
    take_everything(joan, person(joan), CODE, {told.record: choice})
    made = derived(told.record, "story")
    view = open_record(joan, made)
    assert view.title == "Chairs"
    assert view.record.participants == (other,)
    assert view.record.released is False
    assert view.words is not None
    assert (view.words.kind.value, view.words.text) == ("masked", f"[…] {HIS}")
    assert view.passages == ()
    (sound,) = view.media
    after = samples(joan, sound.id)
    assert len(after) == len(before)
    assert after[: 200 * 96] == before[: 200 * 96]
    assert after[600 * 96 :] == before[600 * 96 :]
    assert set(after[200 * 96 : 600 * 96]) == {0}
    assert search_home(joan, ["Zwiebelkuchen"]) == []
    with joan.main.read() as con:
        old = records.record(con, told.record)
        assert media.media(con, told.media) is None
    assert old is not None
    assert old.erased
    assert len(joan.vault.items()) == 1


def test_the_meeting_no_longer_names_them(joan: Home, pair: tuple[Told, str]) -> None:
    told, other = pair
    choice = Choice(What.CUT, words=HIS, title="")
    take_everything(joan, person(joan), CODE, {told.record: choice})
    with joan.main.read() as con:
        meeting = encounters.encounter(con, told.encounter)
    assert meeting is not None
    assert meeting.participants == (other,)


def test_sound_that_nobody_listened_to_is_not_kept(joan: Home, pair: tuple[Told, str]) -> None:
    told, _ = pair
    take_everything(joan, person(joan), CODE, {told.record: Choice(What.CUT, words=HIS)})
    assert open_record(joan, derived(told.record, "story")).media == ()
    assert joan.vault.items() == []


def test_cutting_twice_makes_one_story(joan: Home, pair: tuple[Told, str]) -> None:
    """As after a kill between the cut and the order: the wish is carried out again from the start."""
    from ldp_stories.services.cut_shared import carry_out

    told, _ = pair
    choice = Choice(What.CUT, words=HIS, silent={told.media: ((0, 100),)})
    first = carry_out(joan, [told.participant], {told.record: choice}, voice_only=False)
    second = carry_out(joan, [told.participant], {told.record: choice}, voice_only=False)
    assert first.made == second.made
    assert first.targets == second.targets
    take_everything(joan, person(joan), CODE, {told.record: choice})
    view = open_record(joan, derived(told.record, "story"))
    assert len(view.media) == 1
    assert len(view.layers) == 1


def test_of_the_voice_alone_the_words_of_all_stay(joan: Home, pair: tuple[Told, str]) -> None:
    told, _ = pair
    take_voice(joan, person(joan), CODE, {told.record: Choice(What.REMOVE)})
    view = open_record(joan, told.record)
    assert view.media == ()
    assert view.words is not None
    assert HERS in view.words.text
    assert view.record.status is Status.READY
    assert joan.vault.items() == []


def test_of_the_voice_alone_a_part_can_be_made_silent(joan: Home, pair: tuple[Told, str]) -> None:
    told, _ = pair
    choice = Choice(What.CUT, silent={told.media: ((0, 500),)})
    take_voice(joan, person(joan), CODE, {told.record: choice})
    (sound,) = open_record(joan, told.record).media
    assert sound.id == derived(told.media, "sound")
    after = samples(joan, sound.id)
    assert set(after[: 500 * 96]) == {0}
    assert set(after[500 * 96 :]) != {0}


def test_what_was_a_draft_stays_one(joan: Home, pair: tuple[Told, str]) -> None:
    told, other = pair
    with joan.main.write() as con:
        joan.put(con, "record", told.record, sets={"status": "draft"}, subj=(told.participant, other))
    take_everything(joan, person(joan), CODE, {told.record: Choice(What.KEEP)})
    assert status(joan, told.record) is Status.DRAFT


BLOCK = bytes(range(1, 97))


@pytest.mark.parametrize(
    ("spans", "quiet"),
    [
        ((), []),
        (((0, 1),), [0]),
        (((1, 3),), [1, 2]),
        (((0, 1), (3, 4)), [0, 3]),
        (((0, 10_000),), [0, 1, 2, 3]),
        (((9, 12),), []),
    ],
)
@pytest.mark.parametrize("size", [96, 192, 384, 7])
def test_silence_is_exact_however_the_sound_is_cut_into_blocks(
    spans: tuple[tuple[int, int], ...], quiet: list[int], size: int
) -> None:
    sound = BLOCK * 4
    blocks = [sound[at : at + size] for at in range(0, len(sound), size)]
    out = b"".join(silenced(blocks, spans))
    assert len(out) == len(sound)
    for ms in range(4):
        piece = out[ms * 96 : ms * 96 + 96]
        assert piece == (bytes(96) if ms in quiet else BLOCK)


def test_what_is_made_from_a_thing_always_has_the_same_id() -> None:
    assert derived("a", "story") == derived("a", "story")
    assert len({derived("a", "story"), derived("a", "words"), derived("b", "story")}) == 3
