"""A no after a story went out: it leaves the evaluators' laptops with the next sending, and comes back only after a new yes (CONTRACTS.md 3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ldp_stories.domain.consent import Answer, Consent, Scope
from ldp_stories.domain.records import Record
from ldp_stories.domain.review import Why
from ldp_stories.services import permission
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.mark_passages import add_passage
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.queue_work import first_rows, queue, reasons_for
from ldp_stories.services.read_record import open_record
from ldp_stories.services.record_state import changed_mind, complete_route, correct_person, mark_draft
from ldp_stories.store import ledger, media, records
from tests.services.canaries import search_home
from tests.services.cast import Cast, a_sound, bring_in, cast, send, tell
from tests.services.released import release_read

WORD = "Zwiebelkuchen"
WORDS = f"They draw the curtains and there is {WORD}. I can walk in on my own now."


def post(made: Cast, start: Home, to: str, end: Home) -> None:
    """One sends, the other brings it in, and the stick is empty again."""
    send(start, to, made.stick)
    bring_in(end, made.stick)
    for path in made.stick.iterdir():
        path.unlink()


def shared(folder: Path, made: Cast) -> str:
    """A story with sound that Priya has."""
    record = tell(made.amina, words=WORDS, title=f"About {WORD}", sound=a_sound(folder))
    post(made, made.amina, "coordinators", made.joan)
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    return record


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def say(home: Home, scope: str, word: str) -> None:
    with home.main.write() as con:
        (consent,) = {r.ent for r in ledger.revisions(con) if r.kind == "consent"}
        home.put(con, "consent", consent, sets={f"answer:{scope}": word})


def test_a_no_to_sharing_takes_the_story_off_evaluators_and_leaves_it_with_the_others(made: Cast) -> None:
    record = shared(made.folder, made)
    assert search(made.priya, WORD).rows
    layer = next(x for x in open_record(made.priya, record).layers)
    at = layer.text.index(WORD)
    add_passage(made.priya, record, layer=layer.id, start=at, end=at + len(WORD))
    make_copy(made.priya)
    say(made.amina, "share_team", "no")
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, "evaluators", made.priya)
    assert search(made.priya, WORD).rows == ()
    assert search_home(made.priya, [WORD]) == []
    assert made.priya.vault.items() == []
    with made.priya.main.read() as con:
        skeletons = list(ledger.revisions(con, ents=[record]))
    assert skeletons
    assert {r.erased_by for r in skeletons} == {ledger.WITHHELD}
    for home in (made.amina, made.joan):
        with home.main.read() as con:
            assert all(r.body is not None for r in ledger.revisions(con, ents=[record]))


@pytest.mark.parametrize("scope", ["take_part", "share_team"])
def test_a_new_yes_brings_all_of_it_back(made: Cast, scope: str) -> None:
    record = shared(made.folder, made)
    with made.priya.main.read() as con:
        before = {r.id: r.body for r in ledger.revisions(con) if r.stream == "w" and r.kind != "consent"}
    for word in ("no", "yes"):
        say(made.joan, scope, word)
        post(made, made.joan, "evaluators", made.priya)
        post(made, made.priya, "coordinators", made.joan)
        with made.priya.main.read() as con:
            now = {r.id: r.body for r in ledger.revisions(con) if r.id in before}
        assert (now == before) is (word == "yes")
    assert open_record(made.priya, record).media[0].playable


def test_a_no_to_the_voice_takes_the_sound_and_leaves_the_words(made: Cast) -> None:
    record = shared(made.folder, made)
    say(made.joan, "share_media_team", "no")
    post(made, made.joan, "evaluators", made.priya)
    assert made.priya.vault.items() == []
    with made.priya.main.read() as con:
        assert media.all_items(con) == frozenset()
    assert search(made.priya, WORD).rows
    assert open_record(made.priya, record).words is not None


def test_a_no_to_written_words_takes_them_and_leaves_the_sound(made: Cast) -> None:
    shared(made.folder, made)
    say(made.joan, "transcript", "no")
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        assert [r.kind for r in ledger.revisions(con) if r.kind == "layer" and r.body is not None] == []
    assert len(made.priya.vault.items()) > 0


def test_an_answer_that_changes_nothing_of_this_takes_nothing(made: Cast) -> None:
    shared(made.folder, made)
    say(made.joan, "quote_anon", "no")
    post(made, made.joan, "evaluators", made.priya)
    assert search(made.priya, WORD).rows
    assert len(made.priya.vault.items()) > 0


def test_a_coordinator_who_does_not_know_who_has_it_passes_the_no_on(made: Cast) -> None:
    """Set back to a copy from before she sent it, or another coordinator: the release is known, the sending is not."""
    shared(made.folder, made)
    with made.joan.main.write() as con:
        con.execute(text("DELETE FROM local_sent_record"))
    say(made.joan, "share_team", "no")
    post(made, made.joan, "evaluators", made.priya)
    assert search(made.priya, WORD).rows == ()
    assert search_home(made.priya, [WORD]) == []


@pytest.mark.parametrize("back", [True, False])
def test_written_words_do_not_leave_after_a_no_to_them_and_come_back_after_a_new_yes(
    made: Cast, *, back: bool
) -> None:
    record = shared(made.folder, made)
    say(made.joan, "transcript", "no")
    with made.joan.main.read() as con:
        kinds = {r.kind for r in ledger.revisions(con, plan(made.joan, "evaluators").revisions)}
    assert "consent" in kinds
    assert kinds.isdisjoint({"layer", "passage", "coding"})
    post(made, made.joan, "evaluators", made.priya)
    assert open_record(made.priya, record).layers == ()
    if back:
        post(made, made.priya, "coordinators", made.joan)
    say(made.joan, "transcript", "yes")
    post(made, made.joan, "evaluators", made.priya)
    assert [x.text for x in open_record(made.priya, record).layers] == [WORDS]


def test_words_that_were_refused_from_the_start_never_leave_the_coordinator(made: Cast) -> None:
    record = tell(made.amina, words=WORDS, title="About a cake", no=("transcript",))
    post(made, made.amina, "coordinators", made.joan)
    release_read(made.joan, record)
    with made.joan.main.read() as con:
        lines = list(ledger.revisions(con, plan(made.joan, "evaluators").revisions))
    assert "record" in {r.kind for r in lines}
    assert [r.kind for r in lines if r.body and WORD.encode() in r.body] == []


def test_a_no_to_being_recorded_takes_the_recording_from_where_it_went_and_a_new_yes_brings_it(
    made: Cast,
) -> None:
    """The team may still hear recordings, but of this one they said no to it being made at all."""
    record = shared(made.folder, made)
    say(made.joan, "audio", "no")
    assert plan(made.joan, "evaluators").recordings == 0
    post(made, made.joan, "evaluators", made.priya)
    assert made.priya.vault.items() == []
    assert search(made.priya, WORD).rows, "the words stay"
    post(made, made.priya, "coordinators", made.joan)
    assert plan(made.joan, "evaluators").empty, "and are not sent a second time"
    say(made.joan, "audio", "yes")
    post(made, made.joan, "evaluators", made.priya)
    assert open_record(made.priya, record).media[0].playable


def test_a_no_to_being_recorded_before_it_went_keeps_the_recording_at_home(made: Cast) -> None:
    record = tell(made.amina, words=WORDS, title=f"About {WORD}", sound=a_sound(made.folder))
    say(made.amina, "audio", "no")
    assert (plan(made.amina, "coordinators").recordings, plan(made.amina, "coordinators").stories) == (0, 1)
    post(made, made.amina, "coordinators", made.joan)
    assert made.joan.vault.items() == []
    assert open_record(made.joan, record).words is not None


@pytest.mark.parametrize("scope", ["video", "photo"])
def test_a_no_to_what_was_never_made_changes_nothing(made: Cast, scope: str) -> None:
    shared(made.folder, made)
    say(made.joan, scope, "no")
    post(made, made.joan, "evaluators", made.priya)
    assert len(made.priya.vault.items()) > 0
    post(made, made.priya, "coordinators", made.joan)
    assert plan(made.joan, "evaluators").empty


@pytest.mark.parametrize("draft", [False, True])
def test_a_no_to_taking_part_reaches_everybody_who_has_the_story(made: Cast, draft: bool) -> None:
    """Nothing else of it goes to the coordinators any more, and they are to let it go all the same."""
    record = shared(made.folder, made)
    post(made, made.joan, made.amina.member, made.amina)
    if draft:
        mark_draft(made.amina, record)
    changed_mind(made.amina, record, "take_part", Answer.NO)
    post(made, made.amina, "coordinators", made.joan)
    assert not permission.asker(made.joan).gate(*asked(made.joan, record)).open
    post(made, made.joan, "evaluators", made.priya)
    assert search(made.priya, WORD).rows == ()
    assert search_home(made.priya, [WORD]) == []
    post(made, made.joan, made.amina.member, made.amina)
    assert plan(made.amina, "coordinators").empty


def asked(home: Home, record: str) -> tuple[Record, tuple[Consent, ...], Scope]:
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        return found, permission.consents_of(con, found), Scope.TAKE_PART


def test_who_said_no_before_it_was_ever_sent_is_spoken_of_to_nobody(made: Cast) -> None:
    record = tell(made.amina, words=WORDS)
    changed_mind(made.amina, record, "take_part", Answer.NO)
    assert plan(made.amina, "coordinators").empty


def why_shut(home: Home, record: str) -> str:
    """Why a story may not be used in a home; empty while it may."""
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        return permission.asker(home).gate(found, permission.consents_of(con, found), Scope.TAKE_PART).why


def test_an_age_put_right_after_a_story_went_out_shuts_it_with_everybody_who_has_it(made: Cast) -> None:
    record = shared(made.folder, made)
    (who,) = open_record(made.amina, record).participants
    (consent,) = open_record(made.amina, record).consents
    correct_person(made.amina, who.id, age_band="11-15")
    assert not plan(made.amina, "coordinators").waits
    post(made, made.amina, "coordinators", made.joan)
    assert why_shut(made.joan, record) == "adult_first"
    for rows in (queue(made.joan), first_rows(made.joan)):
        assert [(r.record, r.reasons[0].what) for r in rows] == [(record, ("adult_first",))]
    assert [r.what for r in reasons_for(made.joan, record)] == [("adult_first",)]
    post(made, made.joan, "evaluators", made.priya)
    assert why_shut(made.priya, record) == "adult_first"
    complete_route(made.amina, consent.id, adult_relation="mother", child_assent=Answer.YES)
    post(made, made.amina, "coordinators", made.joan)
    assert all(r.why is not Why.CONSENT for r in reasons_for(made.joan, record))
    release_read(made.joan, record)  # who said yes for them is typed: it is read before it goes on
    post(made, made.joan, "evaluators", made.priya)
    assert [why_shut(home, record) for home in (made.amina, made.joan, made.priya)] == ["", "", ""]
    assert search(made.priya, WORD).rows
