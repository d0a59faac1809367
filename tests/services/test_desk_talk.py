"""The desk's copy of a conversation."""

import threading
from dataclasses import replace

import pytest

from ldp_stories.domain.consent import Answer, Route
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import AgeBand
from ldp_stories.errors import UserError
from ldp_stories.services import desk_talk
from ldp_stories.services.conversation import Conversation, NoteRow, Take
from ldp_stories.services.desk_talk import Draft, consent_of, new_draft, with_route
from ldp_stories.services.home import Home
from ldp_stories.store import desk
from ldp_stories.store.notes import Note

CODE = "LT-2222-222"


@pytest.fixture
def draft(home: Home) -> Draft:
    made = new_draft(CODE, home.label())
    desk_talk.save_new(home, made)
    return made


def test_a_draft_has_ids_of_its_own_for_everything_it_will_become() -> None:
    one = new_draft(CODE, "2026-05-10T09:30:00Z", kind="visit")
    idents = {one.talk.id, one.talk.participant, one.consent, one.encounter, one.record}
    assert len(idents) == 5
    assert one.talk.kind == "visit"


def test_a_draft_comes_back_exactly(home: Home, draft: Draft) -> None:
    take = Take(new_id(), 1_234, 5, "sealed")
    note = NoteRow(new_id(), None, "a \u0622\u067e b", True)
    desk_talk.add_take(home, draft.talk.id, take, bytes(range(32)))
    changed = desk_talk.change(
        home,
        draft.talk.id,
        lambda d: replace(
            d,
            talk=replace(
                d.talk, notes=(note,), answers={"audio": Answer.NOT_ASKED}, age_band=AgeBand.FROM_75
            ),
            ended={take.item: 1_764_000_000.25},
        ),
    )
    again = desk_talk.load(home, draft.talk.id)
    assert again == changed
    assert again.keys == {take.item: bytes(range(32)).hex()}
    assert again.talk.takes == (take,)
    assert isinstance(again.talk.age_band, AgeBand)


def test_changing_one_part_leaves_the_others(home: Home, draft: Draft) -> None:
    one, two = Take(new_id(), 10, 0, "sealed"), Take(new_id(), 0, 7, "live")
    for take in (one, two):
        desk_talk.add_take(home, draft.talk.id, take, bytes(32))
    now = desk_talk.change_take(home, draft.talk.id, two.item, ms=99, state="recovered", ended=5.0)
    assert now.talk.takes == (one, Take(two.item, 99, 7, "recovered"))
    assert now.ended == {two.item: 5.0}
    assert now.talk.sound_ms == 10 + 7 + 99
    after = desk_talk.remove_take(home, draft.talk.id, one.item)
    assert [t.item for t in after.talk.takes] == [two.item]
    assert set(after.keys) == {two.item}


def test_two_callers_never_lose_each_others_change(home: Home, draft: Draft) -> None:
    """The window types while the recorder's thread notes a part."""

    def add(number: int) -> None:
        note = NoteRow(str(number), number, "x", False)
        desk_talk.change(
            home, draft.talk.id, lambda d: replace(d, talk=replace(d.talk, notes=(*d.talk.notes, note)))
        )

    def add_ten(first: int) -> None:
        for number in range(first, first + 10):
            add(number)

    threads = [threading.Thread(target=add_ten, args=(100 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({n.id for n in desk_talk.load(home, draft.talk.id).talk.notes}) == 40


def test_a_change_that_fails_leaves_the_draft_as_it_was(home: Home, draft: Draft) -> None:
    def broken(_: Draft) -> Draft:
        raise KeyError

    with pytest.raises(KeyError):
        desk_talk.change(home, draft.talk.id, broken)
    assert desk_talk.load(home, draft.talk.id) == draft


def test_a_draft_that_was_dropped_is_gone(home: Home, draft: Draft) -> None:
    desk_talk.drop(home, draft.talk.id)
    assert desk_talk.load_all(home) == ()
    for call in (desk_talk.load, lambda h, i: desk_talk.change(h, i, lambda d: d)):
        with pytest.raises(UserError) as caught:
            call(home, draft.talk.id)
        assert caught.value.code == "NO_SUCH_CONVERSATION"


def test_erasing_a_person_takes_their_open_conversation_along(home: Home, draft: Draft) -> None:
    """CONTRACTS.md 7: an order reaches what stands on the desk too."""
    other = new_draft("LT-3333-333", home.label())
    desk_talk.save_new(home, other)
    desk_talk.edit_talk(home, draft.talk.id, place="p")
    with home.desk.write() as con:
        assert desk.erase(con, [draft.talk.participant]) == 1
    assert [d.talk.id for d in desk_talk.load_all(home)] == [other.talk.id]


@pytest.mark.parametrize("band", list(AgeBand))
def test_not_being_able_to_consent_stays_whatever_the_age(band: AgeBand) -> None:
    talk = Conversation("i", "p", CODE, "2026-05-10T09:30:00Z", consent_route=Route.NOT_ABLE, age_band=band)
    assert with_route(talk).consent_route is Route.NOT_ABLE


def test_the_grown_ups_relation_counts_only_with_their_yes() -> None:
    base = new_draft(CODE, "2026-05-10T09:30:00Z", age_band=AgeBand.FROM_11, adult_relation="mother")
    for answer, relation in ((None, ""), (Answer.NO, ""), (Answer.NOT_ASKED, ""), (Answer.YES, "mother")):
        answers = {} if answer is None else {"adult_assent": answer}
        assert consent_of(replace(base, talk=replace(base.talk, answers=answers))).adult_relation == relation


def test_the_two_questions_of_the_young_are_not_scopes() -> None:
    base = new_draft(
        CODE,
        "2026-05-10T09:30:00Z",
        answers={"adult_assent": Answer.YES, "child_assent": Answer.YES, "audio": Answer.NO},
    )
    assert dict(consent_of(base).answers) == {"audio": Answer.NO}


def test_a_note_of_the_ledger_looks_like_one_of_the_desk() -> None:
    assert desk_talk.note_row(Note("n", "e", "r", 7, "text", True)) == NoteRow("n", 7, "text", True)
