"""Private cards: in the identity store only, open for two minutes, given to custodians alone, gone with an erasure."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.bundles.orders import sign_order
from ldp_stories.crypto.identities import recipient_of
from ldp_stories.crypto.letter_box import letter_box
from ldp_stories.crypto.sealing import open_bytes, seal_bytes
from ldp_stories.domain.consent import Answer, ContactFor, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import contact_cards, import_bundle
from ldp_stories.services.contact_cards import card_rows, keep_card, keep_name, names_of, read_card
from ldp_stories.services.edit_record import changed_mind, open_record
from ldp_stories.services.hand_over import custodians, hand_over
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import OPEN_FOR, IdentitySession, open_session, put_away
from ldp_stories.services.keep_copies import make_copy, safe_copies
from ldp_stories.services.open_home import Who, create, identity
from ldp_stories.services.record_encounter import (
    answer,
    begin,
    conversation,
    finish,
    set_facts,
    use_code,
)
from ldp_stories.services.story import read_story
from ldp_stories.store import desk, ledger, letters, order_book, people, programme
from ldp_stories.store import identity as identity_store
from tests.journeys.unsealed import found_in, inside
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.homes import everything_yes
from tests.services.test_words_to_evaluators import kept

NAME = "Zebulonia Quillfeather"
CARD = {
    "name": NAME,
    "phone": "Qanary 01632 960001",
    "address": "Qanary 3 Corner Row",
    "safe_to_contact": "Qanary never after six",
    "not_by": ["text"],
    "guardian": "Qanary Shazia",
}
SECRET = [v for v in CARD.values() if isinstance(v, str)]


class Ticks:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    with cast(tmp_path_factory.mktemp("cards")) as made:
        yield made


def teller(home: Home, record: str) -> str:
    with home.main.read() as con:
        return read_story(con, record).record.participants[0]


@pytest.fixture
def person(three: Cast) -> str:
    return teller(three.amina, tell(three.amina))


def make_custodian(home: Home, member: str) -> None:
    """Joan gives a member the right to look after private cards."""
    with home.main.write() as con:
        roles: list[dict[str, Any]] = [
            {**term, "extra": ["custodian"]}
            for term in ledger.entity(con, member).get("roles")  # type: ignore[union-attr]
        ]
        home.put(con, "member", member, sets={"roles": roles})


def test_a_card_is_kept_and_read_again(three: Cast, person: str) -> None:
    session = open_session(three.amina)
    assert not read_card(session, person).exists
    keep_card(session, person, **CARD)
    card = read_card(session, person)
    assert (card.name, card.phone, card.not_by, card.guardian) == (
        NAME,
        CARD["phone"],
        ("text",),
        "Qanary Shazia",
    )
    keep_card(session, person, phone="Qanary 01632 960002", not_by=[])
    assert read_card(session, person).phone == "Qanary 01632 960002"
    assert read_card(session, person).not_by == ()
    contact_cards.throw_away(session, person)
    assert not read_card(session, person).exists
    with pytest.raises(UserError) as caught:
        contact_cards.throw_away(session, person)
    assert caught.value.code == "NO_CARD"


def test_the_main_store_knows_only_that_a_card_exists(three: Cast, person: str) -> None:
    session = open_session(three.amina)
    assert {r.participant: r.has_card for r in card_rows(three.amina)}[person] is False
    keep_card(session, person, **CARD)
    assert {r.participant: r.has_card for r in card_rows(three.amina)}[person] is True
    assert found_in(kept(three.amina), SECRET) == []
    with identity(three.amina) as store, store.read() as con:
        assert identity_store.contact_card(con, person) is not None


def test_it_locks_itself_after_two_minutes_and_forgets_the_key(three: Cast, person: str) -> None:
    ticks = Ticks()
    session = open_session(three.amina, clock=ticks)
    assert (session.seconds_left, OPEN_FOR) == (120, 120.0)
    ticks.now += 119.5
    assert session.is_open
    keep_card(session, person, name=NAME)
    ticks.now += 0.5
    assert (session.seconds_left, session.is_open) == (0, False)
    for act in (lambda: read_card(session, person), lambda: keep_card(session, person, name="x")):
        with pytest.raises(UserError) as caught:
            act()
        assert caught.value.code == "IDENTITY_CLOSED"
    ticks.now -= 60  # the key is gone, whatever the clock says then
    assert not session.is_open


def test_closing_it_locks_it_at_once(three: Cast) -> None:
    session = open_session(three.amina)
    session.close()
    assert (session.is_open, session.seconds_left) == (False, 0)


def test_a_real_notebook_asks_for_the_passphrase(tmp_path: Path, three: Cast) -> None:
    home = create(
        tmp_path / "real", three.amina.machine, Who("Amina", [Role.RESEARCHER]), passphrase="four good words here", practice=False
    )  # fmt: skip
    try:
        for typed, code in ((None, "PASSPHRASE_NEEDED"), ("not these words", "WRONG_PASSPHRASE")):
            with pytest.raises(UserError) as caught:
                open_session(home, typed)
            assert caught.value.code == code
        assert open_session(home, "four good words here").is_open
    finally:
        home.close()


def test_phone_and_address_are_hidden_without_a_yes_to_being_asked_again(three: Cast) -> None:
    record = tell(three.amina)
    person = teller(three.amina, record)
    session = open_session(three.amina)
    keep_card(session, person, **CARD)
    assert contact_cards.may_contact(three.amina, person) == (True, "")
    changed_mind(three.amina, record, Scope.RECONTACT.value, Answer.NO)
    card = read_card(session, person)
    assert (card.phone, card.address, card.may_contact, card.why) == ("", "", False, "no")
    assert (card.safe_to_contact, card.not_by) == (CARD["safe_to_contact"], ("text",))


def test_what_somebody_may_be_asked_again_for_is_on_their_card(three: Cast) -> None:
    record = tell(three.amina)
    person = teller(three.amina, record)
    session = open_session(three.amina)
    assert read_card(session, person).contact_for is None, "nobody asked what for"
    changed_mind(three.amina, record, "recontact:check", Answer.YES)
    changed_mind(three.amina, record, "recontact:talk", Answer.NO)
    card = read_card(session, person)
    assert (card.may_contact, card.contact_for) == (True, (ContactFor.CHECK,))
    changed_mind(three.amina, record, Scope.RECONTACT.value, Answer.NO)
    card = read_card(session, person)
    assert (card.may_contact, card.contact_for) == (False, ())
    changed_mind(three.amina, record, "recontact:hear", Answer.YES)
    card = read_card(session, person)
    assert (card.may_contact, card.contact_for) == (True, (ContactFor.HEAR,)), "the earlier yes stays gone"


def test_a_later_talk_says_what_for_where_an_earlier_one_did_not_ask(three: Cast) -> None:
    record = tell(three.amina)
    person = teller(three.amina, record)
    code = open_record(three.amina, record).participants[0].code
    talk = begin(three.amina).id
    use_code(three.amina, talk, code)
    everything_yes(three.amina, talk)
    answer(three.amina, talk, ("recontact:check", "recontact:hear"), Answer.YES)
    answer(three.amina, talk, ("recontact:talk",), Answer.NO)
    finish(three.amina, talk)
    card = read_card(open_session(three.amina), person)
    assert card.contact_for == (ContactFor.CHECK, ContactFor.HEAR)
    changed_mind(three.amina, record, "recontact:check", Answer.NO)
    assert read_card(open_session(three.amina), person).why == "no", (
        "a no to all that was asked there closes it"
    )
    changed_mind(three.amina, record, "recontact:hear", Answer.YES)
    assert read_card(open_session(three.amina), person).contact_for == (ContactFor.HEAR,)


SAFE = "Text only, not after six"


def met(home: Home, *, again: Answer = Answer.YES, safe_way: str = SAFE) -> tuple[str, str]:
    """A conversation in which a safe way was asked: the record and the person."""
    talk = begin(home).id
    everything_yes(home, talk)
    answer(home, talk, ("recontact",), again)
    set_facts(home, talk, safe_way=safe_way)
    person = conversation(home, talk).participant
    return finish(home, talk), person


def test_a_safe_way_that_was_asked_stands_on_the_card_and_nowhere_else(three: Cast) -> None:
    _, person = met(three.amina)
    with three.amina.main.read() as con:
        assert not any(SAFE.encode() in (r.body or b"") for r in ledger.revisions(con))
    with three.amina.desk.read() as con:
        assert not [key for key, value in desk.rows(con, "") if SAFE in str(value)]
    card = read_card(open_session(three.amina), person)
    assert (card.safe_to_contact, card.exists, card.name) == (SAFE, True, "")
    assert person in {row.participant for row in card_rows(three.amina) if row.has_card}


def test_a_safe_way_is_added_to_a_card_that_is_there_and_takes_nothing_from_it(three: Cast) -> None:
    record = tell(three.amina)
    person = teller(three.amina, record)
    session = open_session(three.amina)
    keep_card(session, person, **CARD)
    for way in (SAFE, SAFE, str(CARD["safe_to_contact"])):
        put_away(three.amina, "contact_card", {"participant": person, "safe_to_contact": way}, [person])
    card = read_card(session, person)
    assert card.safe_to_contact == f"{CARD['safe_to_contact']} / {SAFE}"
    assert (card.name, card.not_by) == (CARD["name"], ("text",))
    with session.store() as store, store.read() as con:
        assert len(identity_store.cards_of(con, person)) == 1


def test_without_a_yes_to_being_contacted_no_card_begins(three: Cast) -> None:
    for again, way in ((Answer.NO, SAFE), (Answer.YES, "  ")):
        _, person = met(three.amina, again=again, safe_way=way)
        assert not read_card(open_session(three.amina), person).exists


def test_only_who_met_them_or_a_custodian_sees_a_card(three: Cast, person: str) -> None:
    session = open_session(three.joan)
    for act in (lambda: read_card(session, person), lambda: keep_card(session, person, name="x")):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "NOT_YOUR_ROLE"


@pytest.mark.parametrize("wrong", [{"birthday": "1990"}, {"not_by": ["pigeon"]}])
def test_a_card_has_no_other_fields(three: Cast, person: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a field of a card"):
        keep_card(open_session(three.amina), person, **wrong)


def test_what_is_put_away_while_locked_is_in_place_at_the_next_opening(three: Cast, person: str) -> None:
    put_away(three.amina, "file_name", {"media": "m1", "name": "Qanary Zebulonia.m4a"}, [person])
    with three.amina.main.read() as con:
        assert len(letters.all_letters(con)) == 1
    assert found_in(kept(three.amina), ["Qanary Zebulonia"]) == []
    with open_session(three.amina).store() as store, store.read() as con:
        names = [f["name"] for _, f in programme.raw(con, "file_name")]
    assert names == ["Qanary Zebulonia.m4a"]
    with three.amina.main.read() as con:
        assert letters.all_letters(con) == ()


def test_a_letter_is_put_in_once_however_often_it_is_opened(three: Cast, person: str) -> None:
    """A power cut after the letter was put in and before it was thrown away repeats harmlessly."""
    put_away(
        three.amina, "evidence", {"consent": "c1", "kind": "signed paper photo", "media": "m9"}, [person]
    )
    with three.amina.main.read() as con:
        waiting = letters.all_letters(con)
    with open_session(three.amina).store():
        pass
    with three.amina.main.write() as con:
        for _, sealed in waiting:
            letters.put(con, [person], sealed)
    with open_session(three.amina).store() as store, store.read() as con:
        assert len(identity_store.evidence(con, "c1")) == 1


def test_the_letter_box_is_an_age_key_that_the_identity_key_gives_again() -> None:
    key = bytes(range(32))
    secret, box = letter_box(key)
    assert letter_box(key) == (secret, box)
    assert recipient_of(secret) == box
    assert open_bytes([secret], seal_bytes([box], b"hello")) == b"hello"
    assert letter_box(bytes(32))[1] != box


def test_names_of_a_meeting_are_kept_for_using_again(three: Cast) -> None:
    record, other = tell(three.amina), tell(three.amina)
    with three.amina.main.read() as con:
        here, there = (read_story(con, r).record.encounter for r in (record, other))
    session = open_session(three.amina)
    keep_name(session, here, "Mrs Patel", "[headteacher]")
    keep_name(session, here, "Mrs Patel", "[a teacher]")
    keep_name(session, there, "Karim", "[her son]")
    assert names_of(session, here) == (("Mrs Patel", "[a teacher]"), ("Karim", "[her son]"))
    assert names_of(session, there)[0] == ("Karim", "[her son]")
    with pytest.raises(Refused):
        keep_name(session, here, "  ", "[x]")
    assert found_in(kept(three.amina), ["[a teacher]", "Karim"]) == []


def test_a_card_goes_to_a_custodian_and_to_nobody_else(three: Cast, person: str, tmp_path: Path) -> None:
    amina, joan, priya = three.amina, three.joan, three.priya
    session = open_session(amina)
    keep_card(session, person, **CARD)
    with pytest.raises(UserError) as caught:
        hand_over(session, [person], joan.member, tmp_path)
    assert caught.value.code == "NO_CUSTODIAN"
    for home in (amina, joan):
        make_custodian_everywhere(home, joan)
    (found,) = custodians(amina)
    assert (found.member, found.new) == (joan.member, True)
    with pytest.raises(Refused) as refused:
        hand_over(session, [person], joan.member, tmp_path, first_word="wrong")
    assert refused.value.code == "FIRST_WORD"
    done = hand_over(session, [person], joan.member, tmp_path, first_word=found.words[0])
    assert done.people == 1
    with pytest.raises(UserError):
        inside(done.path, priya)
    assert found_in(inside(done.path, joan), SECRET) == sorted(SECRET)
    import_bundle.take_in(joan, done.path)
    assert found_in(kept(joan), SECRET) == []
    card = read_card(open_session(joan), person)
    assert (card.name, card.not_by) == (NAME, ("text",))
    assert read_card(session, person).handed_to == (joan.member,)
    send(joan, amina.member, three.stick)
    bring_in(amina, three.stick)
    with pytest.raises(Refused) as refused:
        hand_over(session, [person], joan.member, tmp_path)
    assert refused.value.code == "NOTHING_TO_SEND"


def make_custodian_everywhere(home: Home, joan: Home) -> None:
    """The roster as the next pack would bring it."""
    with home.main.read() as con:
        known = list(ledger.revisions(con, ents=[joan.member]))
    if home is joan:
        make_custodian(joan, joan.member)
        return
    if not any(b"custodian" in (r.body or b"") for r in known):
        make_custodian(joan, joan.member)
        with joan.main.read() as con:
            lines = list(ledger.revisions(con, ents=[joan.member]))
        with home.main.write() as con:
            ledger.insert(con, lines)


def test_at_the_door_somebody_who_is_no_custodian_is_refused(
    three: Cast, person: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a file that was sealed to the wrong laptop puts no card on it."""
    amina, priya = three.amina, three.priya
    session = open_session(amina)
    keep_card(session, person, **CARD)
    with amina.main.read() as con:
        member = next(m for m in people.members(con) if m.id == priya.member)
    monkeypatch.setattr("ldp_stories.services.hand_over._looks_after", lambda _home, m: m.id == member.id)
    (found,) = custodians(amina)
    done = hand_over(session, [person], priya.member, tmp_path, first_word=found.words[0])
    with pytest.raises(UserError) as caught:
        import_bundle.take_in(priya, done.path)
    assert caught.value.code == "NOT_CUSTODIAN"
    with priya.main.read() as con:
        assert letters.all_letters(con) == ()
        assert letters.have_card(con) == frozenset()


def test_an_erasure_takes_card_letters_and_mark_with_it(three: Cast, person: str) -> None:
    amina = three.amina
    session = open_session(amina)
    keep_card(session, person, **CARD)
    put_away(amina, "file_name", {"media": "m2", "name": "Qanary.m4a"}, [person])
    plain = Order(
        new_id(), OrderKind.ERASE, OrderReason.WITHDRAWAL, person, (), (), f"{amina.author.device}.1", 900, ""
    )
    order = sign_order(plain, amina.keys)
    order_book.obey(amina.main, amina.stores.orders, [order], without_right=[])
    with amina.main.read() as con:
        assert letters.all_letters(con) == ()
        assert person not in letters.have_card(con)
    with session.store() as store, store.read() as con:
        assert identity_store.contact_card(con, person) is None
        bodies = b"".join(r.body or b"" for r in ledger.revisions(con) if person in r.subj)
    assert found_in(bodies, SECRET) == []
    with pytest.raises(UserError):
        keep_card(session, person, name="again")


def test_a_local_copy_holds_the_identity_store_too(three: Cast, person: str) -> None:
    session = open_session(three.amina)
    keep_card(session, person, **CARD)
    make_copy(three.amina)
    assert safe_copies(three.amina)
    assert [p.name for p in three.amina.place.backups.rglob("identity.db")] == ["identity.db"]


def test_nothing_of_a_card_is_in_a_bundle_of_stories(three: Cast, person: str) -> None:
    session: IdentitySession = open_session(three.amina)
    keep_card(session, person, **CARD)
    (path,) = send(three.amina, "coordinators", three.stick).paths
    assert found_in(inside(path, three.joan), SECRET) == []
