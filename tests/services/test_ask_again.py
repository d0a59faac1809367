"""Answers run out: showing and contacting rest, analysis goes on, and asking again makes them stand until another day."""

import pytest

from ldp_stories.domain.consent import Answer, Channel, Scope
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.ask_again import asked_again, lapsed
from ldp_stories.services.edit_record import changed_mind, open_record
from ldp_stories.services.home import Home
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.store import ledger, records
from tests.services.cast import cast, tell
from tests.services.homes import Clock, code_of, told

LATE = 500


@pytest.fixture
def record(home: Home) -> str:
    """A story told under a programme that ends late."""
    with home.main.write() as con:
        home.put(
            con, "programme", home.programme_entity, sets={"review_date": "2040-01-01", "review_months": 12}
        )
    return told(home)


def gate(home: Home, record: str, scope: Scope, channel: Channel | None = None) -> str:
    with home.main.read() as con:
        known = records.record(con, record)
        assert known is not None
        found = asker(home).gate(known, consents_of(con, known), scope, channel)
    return "open" if found.open else found.why


def test_what_ran_out_rests_and_what_did_not_goes_on(home: Home, clock: Clock, record: str) -> None:
    assert lapsed(home) == ()
    clock.forward(days=LATE)
    assert gate(home, record, Scope.PUBLISH_CLIP, Channel.REPORT) == "lapsed"
    assert gate(home, record, Scope.RECONTACT) == "lapsed"
    for scope in (Scope.SHARE_TEAM, Scope.QUOTE_ANON, Scope.AUDIO, Scope.ARCHIVE):
        assert gate(home, record, scope) == "open"


def test_the_one_whose_answers_ran_out_is_named_by_code(home: Home, clock: Clock, record: str) -> None:
    clock.forward(days=LATE)
    (person,) = open_record(home, record).participants
    (old,) = lapsed(home)
    assert (old.person, old.code, old.since) == (person.id, person.code, "2027-05-10")
    assert lapsed(home, person.id) == (old,)
    assert lapsed(home, "somebody else") == ()


def test_asking_again_opens_what_rested_and_notes_the_day(home: Home, clock: Clock, record: str) -> None:
    clock.forward(days=LATE)
    (old,) = lapsed(home)
    assert asked_again(home, old.consent) == "2028-09-22"
    assert gate(home, record, Scope.RECONTACT) == "open"
    assert lapsed(home) == ()
    with home.main.read() as con:
        view = ledger.entity(con, old.consent)
    assert view is not None
    assert view.get("asked_again_on") == "2027-09-22"


def test_asking_again_opens_nothing_that_was_a_no(home: Home, clock: Clock, record: str) -> None:
    changed_mind(home, record, "recontact", Answer.NO)
    clock.forward(days=LATE)
    (old,) = lapsed(home)
    asked_again(home, old.consent)
    assert gate(home, record, Scope.RECONTACT) == "no"


def test_no_answer_outlives_the_programme(home: Home, clock: Clock) -> None:
    told(home)
    clock.forward(days=900)
    (old,) = lapsed(home)
    with pytest.raises(Refused) as caught:
        asked_again(home, old.consent)
    assert code_of(caught) == "PACK_OUT_OF_DATE"


def test_unknown_answers_are_refused(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        asked_again(home, "nothing")
    assert code_of(caught) == "NO_CONSENT"


def test_one_asks_again_only_those_one_has_met(tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    with cast(tmp_path) as they:
        tell(they.amina)
        they.clock.forward(days=900)
        assert len(lapsed(they.amina)) == 1
        assert lapsed(they.joan) == ()
