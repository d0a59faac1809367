"""Taking back, in services: by code, some uses, the voice or everything, at every laptop, for good (AT-3)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import publish
from ldp_stories.services.clean_up import is_due
from ldp_stories.services.confirmed import wish
from ldp_stories.services.edit_record import add_passage, open_record
from ldp_stories.services.find import search
from ldp_stories.services.find_person import FoundPerson, find_person
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, leave, look, take_in
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.log_output import issued, set_copies
from ldp_stories.services.mask_words import mask
from ldp_stories.services.reach_of import reach_of
from ldp_stories.services.review_tags import ask
from ldp_stories.services.rights_log import requests
from ldp_stories.services.withdraw import stop_uses, take_everything, take_voice
from ldp_stories.store import media, orders
from tests.services.canaries import search_home
from tests.services.cast import Cast, a_sound, bring_in, cast, send, tell
from tests.services.released import release_read

WORD = "Zwiebelkuchen"
WORDS = f"They draw the curtains and it is only women. {WORD} on the table, and Mrs Patel knows she does."
QUOTE = "it is only women"


def person_of(home: Home, record: str) -> FoundPerson:
    code = open_record(home, record).participants[0].code
    (found,) = find_person(home, code)
    return found


def round_trip(made: Cast, sound: Path) -> str:
    """Amina tells, Joan reviews and passes on, Priya quotes and makes a report; the record's id."""
    record = tell(made.amina, sound=sound, words=WORDS)
    view = open_record(made.amina, record)
    start = WORDS.index(QUOTE)
    add_passage(made.amina, record, layer=view.layers[0].id, start=start, end=start + len(QUOTE))
    send(made.amina, "coordinators", made.stick)
    old = made.folder / "devs-stick"
    shutil.copytree(made.stick, old)
    bring_in(made.joan, made.stick)
    mask(made.joan, record, "Mrs Patel", "[a neighbour]")
    release_read(made.joan, record)
    empty(made.stick)
    send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    shutil.copytree(made.stick, made.folder / "joans-stick")
    empty(made.stick)
    return record


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def test_everything_goes_everywhere_and_nothing_brings_it_back(made: Cast) -> None:
    record = round_trip(made, a_sound(made.folder))
    passage = next(p for p in open_record(made.priya, record).passages if p.text)
    publish.add_quote(made.priya, passage.id, "Women together")
    report = publish.small_report(made.priya, made.folder, looked_at=QUESTIONS)
    (copy,) = issued(made.priya)
    set_copies(made.priya, copy.output, 12)
    send(made.priya, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    empty(made.stick)
    make_copy(made.joan)
    person = person_of(made.joan, record)

    reach = reach_of(made.joan, person.people)
    assert [s.id for s in reach.stories] == [record]
    assert len(reach.recordings) == 1
    assert reach.passages == 1
    assert [(o.type, o.copies, o.issued) for o in reach.outputs] == [
        ("small report", 12, True),
        ("quote bank", 0, False),
    ]
    assert {"Priya"} < set(reach.recipients)

    with pytest.raises(Refused, match="not the code"):
        take_everything(made.joan, person, "LT-4HN7-KQY", {})
    done = take_everything(made.joan, person, person.code, {})
    assert not done.waiting
    assert not is_due(made.joan)
    assert search_home(made.joan, [WORD, QUOTE, person.code]) == []

    send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    empty(made.stick)
    assert search(made.priya, WORD).rows == ()
    assert search_home(made.priya, [WORD, QUOTE, person.code]) == []
    (gap,) = publish.quotes(made.priya)
    assert (gap.gap, gap.text, gap.gap_on) == ("erased", "", "2026-05-10")
    assert wish(made.priya, done.orders).issued == (("small report", "2026-05-10", 12),)
    assert wish(made.priya, done.orders).files == ((copy.output, report),)

    send(made.priya, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    told = wish(made.joan, done.orders)
    assert (told.confirmed, told.total) == (2, 3)
    assert told.issued == (("small report", "2026-05-10", 12),)
    (row,) = requests(made.joan)
    assert (row.what, row.done, row.outcome) == ("withdrawal", "2026-05-10", "done")

    for home, stick in ((made.joan, "devs-stick"), (made.priya, "joans-stick")):
        for path in inbox(made.folder / stick):
            if path.suffix != ".ldp-pack":
                seen = look(home, path)
                assert (seen.stories, seen.titles, seen.people, seen.consent) == (0, (), 0, {})
                assert seen.taken_back > 0, "what stays out is said, and not shown"
                leave(home, seen)
                assert take_in(home, path).taken_back > 0
        assert search_home(home, [WORD, QUOTE]) == []
    with pytest.raises(UserError, match="took everything back"):
        find_person(made.joan, person.code)


def test_the_voice_goes_and_the_words_stay(made: Cast) -> None:
    record = round_trip(made, a_sound(made.folder))
    person = person_of(made.joan, record)
    done = take_voice(made.joan, person, person.code, {})
    assert len(done.orders) == 2
    view = open_record(made.joan, record)
    assert view.media == ()
    assert view.words is not None
    assert WORD in view.words.text
    assert made.joan.vault.items() == []
    send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    there = open_record(made.priya, record)
    assert there.media == ()
    assert there.words is not None
    assert there.words.kind is LayerKind.MASKED
    assert made.priya.vault.items() == []
    with made.priya.main.read() as con:
        assert media.all_items(con) == frozenset()
    assert "audio" in there.consents[0].narrowed
    for path in inbox(made.folder / "joans-stick"):
        if path.suffix != ".ldp-pack":
            take_in(made.priya, path)
    assert made.priya.vault.items() == []


def test_some_uses_stop_and_nothing_is_deleted(made: Cast) -> None:
    record = round_trip(made, a_sound(made.folder))
    person = person_of(made.joan, record)
    with pytest.raises(Refused, match="Nothing was chosen"):
        stop_uses(made.joan, person, [])
    stop_uses(made.joan, person, ["quote_anon", "quote_named"])
    assert len(open_record(made.joan, record).media) == 1
    send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    passage = next(p for p in open_record(made.priya, record).passages if p.text)
    with pytest.raises(Refused):
        publish.add_quote(made.priya, passage.id)


def test_a_researcher_takes_back_for_their_own_people(made: Cast) -> None:
    record = round_trip(made, a_sound(made.folder))
    person = person_of(made.amina, record)
    done = take_everything(made.amina, person, person.code, {})
    assert not done.waiting
    assert search_home(made.amina, [WORD, QUOTE]) == []
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    assert search_home(made.joan, [WORD, QUOTE, person.code]) == []
    assert wish(made.joan, done.orders).confirmed == 2


def test_a_researcher_takes_back_what_has_been_masked_and_asked_about_and_nobody_has_to_decide(
    made: Cast,
) -> None:
    """The coordinator's masked words, mask and question came back to the researcher before the person changed their mind."""
    record = round_trip(made, a_sound(made.folder))
    ask(made.joan, record, None, "Was Mrs Patel there too?")
    send(made.joan, made.amina.member, made.stick)
    bring_in(made.amina, made.stick)
    empty(made.stick)
    assert search_home(made.amina, ["a neighbour", "Was Mrs Patel"]) != []
    person = person_of(made.amina, record)
    done = take_everything(made.amina, person, person.code, {})
    assert not done.waiting
    gone = [WORD, QUOTE, "a neighbour", "Was Mrs Patel"]
    assert search_home(made.amina, gone) == []
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    assert search_home(made.joan, [*gone, person.code]) == []
    with made.joan.main.read() as con:
        assert orders.waiting_orders(con) == ()


def test_a_wish_without_the_right_to_it_hides_and_waits(made: Cast) -> None:
    record = round_trip(made, a_sound(made.folder))
    person = person_of(made.priya, record)
    done = take_everything(made.priya, person, person.code, {})
    assert done.waiting
    with pytest.raises(UserError):
        open_record(made.priya, record)
    send(made.priya, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    assert search_home(made.joan, [WORD]) != []
    with pytest.raises(UserError):
        open_record(made.joan, record)
    assert find_person(made.joan, person.code)[0].people == person.people


def test_a_coordinator_carries_out_what_waits_by_their_own_order(made: Cast) -> None:
    record = round_trip(made, a_sound(made.folder))
    person = person_of(made.priya, record)
    take_everything(made.priya, person, person.code, {})
    send(made.priya, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    empty(made.stick)
    (found,) = find_person(made.joan, person.code)
    assert [s.hidden for s in reach_of(made.joan, found.people).stories] == [True]
    done = take_everything(made.joan, found, found.code, {})
    assert not done.waiting
    assert search_home(made.joan, [WORD, QUOTE, person.code]) == []
    send(made.joan, "evaluators", made.stick)
    bring_in(made.priya, made.stick)
    assert search_home(made.priya, [WORD, QUOTE, person.code]) == []
    assert wish(made.joan, done.orders).issued == ()
