"""Whoever holds a story hears that it was closed, put away or taken back, and nothing else of it; giving it back travels too (CONTRACTS.md 3)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import Sensitivity
from ldp_stories.domain.revisions import Revision
from ldp_stories.errors import Refused
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.edit_record import keep_closed, mark_draft, open_again
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, take_in
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.mark_passages import add_passage, remove_passage
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.read_record import open_record
from ldp_stories.services.release_record import take_back_release
from ldp_stories.services.trash import put_back, throw_away
from ldp_stories.store import ledger, media, records
from tests.services.canaries import search_home
from tests.services.cast import Cast, a_sound, cast, post, send, tell
from tests.services.released import release_read

WORD = "Zwiebelkuchen"
WORDS = f"They draw the curtains and there is {WORD}. I can walk in on my own now."


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def with_joan(made: Cast, *, sound: bool = False) -> str:
    """A story that Joan has, and Amina knows it."""
    record = tell(
        made.amina, words=WORDS, title=f"About {WORD}", sound=a_sound(made.folder) if sound else None
    )
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    return record


def with_priya(made: Cast, *, sound: bool = True) -> str:
    """A story with sound that Priya has, and Joan knows it."""
    record = with_joan(made, sound=sound)
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    return record


def goes(home: Home, to: str) -> list[Revision]:
    """The lines with words of their own that would go now."""
    with home.main.read() as con:
        planned = plan(home, to)
        return [r for r in ledger.revisions(con, planned.revisions) if r.id not in planned.bare]


def state(home: Home, record: str) -> tuple[str, bool, bool]:
    with home.main.read() as con:
        found = records.record(con, record)
    assert found is not None
    return found.sensitivity.value, found.hidden, found.released


def nothing_more(home: Home, to: str) -> bool:
    return plan(home, to).empty


def test_a_closing_after_sending_reaches_the_coordinators_and_nothing_else_of_the_story_does(
    made: Cast,
) -> None:
    record = with_joan(made)
    with made.amina.main.write() as con:
        made.amina.put(con, "record", record, sets={"why_matters": "Because of what he did."})
    keep_closed(made.amina, record)
    (line,) = goes(made.amina, "coordinators")
    assert (line.ent, line.body) == (record, b'{"set":{"sensitivity":"closed"}}')
    planned = plan(made.amina, "coordinators")
    assert (planned.stories, planned.told, planned.stays) == (0, 1, {"closed": 1})
    post(made, made.amina, "coordinators", made.joan)
    assert state(made.joan, record)[0] == "closed"
    with made.joan.main.read() as con:
        assert all(b"what he did" not in (r.body or b"") for r in ledger.revisions(con, ents=[record]))
    post(made, made.joan, made.amina.member, made.amina)
    assert nothing_more(made.amina, "coordinators")


def test_a_closing_goes_on_to_evaluators_who_hold_it_and_opening_it_goes_too(made: Cast) -> None:
    record = with_priya(made)
    keep_closed(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    (line,) = goes(made.joan, "evaluators")
    assert line.body == b'{"set":{"sensitivity":"closed"}}'
    post(made, made.joan, "evaluators", made.priya)
    assert state(made.priya, record)[0] == "closed"
    assert search(made.priya, WORD).rows == ()
    open_again(made.joan, record)
    for to, end in (("evaluators", made.priya), (made.amina.member, made.amina)):
        post(made, made.joan, to, end)
        assert state(end, record)[0] == "careful"
    assert search(made.priya, WORD).rows
    assert len(made.priya.vault.items()) > 0


def test_who_never_had_it_is_told_nothing(made: Cast) -> None:
    record = tell(made.amina, words=WORDS)
    keep_closed(made.amina, record)
    assert plan(made.amina, "coordinators").empty
    other = with_joan(made)
    release_read(made.joan, other)
    keep_closed(made.joan, other)
    assert {r.kind for r in goes(made.joan, "evaluators")} <= {"consent"}


def test_a_story_closed_in_one_breath_with_more_is_said_to_be_closed_alone(made: Cast) -> None:
    record = with_joan(made)
    with made.amina.main.write() as con:
        made.amina.put(con, "record", record, sets={"sensitivity": "closed", "note": "he hit her"})
    assert goes(made.amina, "coordinators") == []
    post(made, made.amina, "coordinators", made.joan)
    assert state(made.joan, record)[0] == "closed"
    with made.joan.main.read() as con:
        assert all(b"hit her" not in (r.body or b"") for r in ledger.revisions(con, ents=[record]))
    with made.amina.main.read() as con:
        before = len(list(ledger.revisions(con, ents=[record])))
    send(made.amina, "coordinators", made.stick)
    with made.amina.main.read() as con:
        assert len(list(ledger.revisions(con, ents=[record]))) == before


def test_a_story_opened_again_and_a_draft_meanwhile_is_still_told_to_be_open(made: Cast) -> None:
    """Closed, opened and closed and opened: whoever holds it ends where the others are, whatever they missed."""
    record = with_joan(made)
    keep_closed(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    open_again(made.joan, record)
    post(made, made.joan, made.amina.member, made.amina)
    mark_draft(made.amina, record)
    assert goes(made.amina, "coordinators") == []  # what Joan wrote she has
    keep_closed(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    assert state(made.joan, record)[0] == "closed"


def test_a_closing_is_let_in_although_somebody_has_said_no_since(made: Cast) -> None:
    record = with_priya(made, sound=False)
    with made.joan.main.write() as con:
        (consent,) = {r.ent for r in ledger.revisions(con) if r.kind == "consent"}
        made.joan.put(con, "consent", consent, sets={"answer:share_team": "no"})
    keep_closed(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    assert plan(made.joan, "evaluators").revisions == ()
    assert state(made.priya, record)[0] == "closed"


def test_a_coordinator_who_was_set_back_still_tells_of_what_was_released(made: Cast) -> None:
    record = with_priya(made, sound=False)
    with made.joan.main.write() as con:
        con.exec_driver_sql(
            "DELETE FROM local_sent_record WHERE sent IN (SELECT num FROM local_sent WHERE \"to\" = 'evaluators')"
        )
        con.exec_driver_sql("UPDATE device_counter SET dev = replace(dev, '.1.w', '.0.w')")
    keep_closed(made.joan, record)
    assert [r.body for r in goes(made.joan, "evaluators")] == [b'{"set":{"sensitivity":"closed"}}']


def test_a_coordinator_who_lost_a_story_by_going_back_tells_evaluators_that_it_was_closed(made: Cast) -> None:
    """Nothing else of it comes to her any more, and who may hold it she cannot know."""
    copy = make_copy(made.joan, made.folder / "copies").folder
    record = with_priya(made, sound=False)
    made.joan.close()
    made.joan = bring_back(made.joan.folder, copy, None, made.joan.machine)
    keep_closed(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    with made.joan.main.read() as con:
        assert [r.body for r in ledger.revisions(con, ents=[record])] == [b'{"set":{"sensitivity":"closed"}}']
    post(made, made.joan, "evaluators", made.priya)
    assert state(made.priya, record)[0] == "closed"


def test_only_a_coordinator_opens_what_is_closed_at_the_door_too(made: Cast) -> None:
    record = with_joan(made)
    keep_closed(made.joan, record)
    post(made, made.joan, made.amina.member, made.amina)
    assert state(made.amina, record)[0] == "closed"
    with pytest.raises(Refused):
        open_again(made.amina, record)
    with made.amina.main.write() as con:
        ledger.put(con, made.amina.author, "record", record, sets={"sensitivity": "normal"}, at_label="x")
    post(made, made.amina, "coordinators", made.joan)
    assert state(made.joan, record)[0] == Sensitivity.CLOSED.value


def test_a_passage_taken_off_is_taken_off_wherever_it_is_and_shown_again_after_undo(made: Cast) -> None:
    record = with_priya(made, sound=False)
    layer = next(x for x in open_record(made.joan, record).layers if x.kind.value == "masked")
    at = layer.text.index(WORD)
    passage = add_passage(made.joan, record, layer=layer.id, start=at, end=at + len(WORD))
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    assert [p.id for p in open_record(made.priya, record).passages] == [passage]
    remove_passage(made.joan, passage)
    post(made, made.joan, "evaluators", made.priya)
    assert open_record(made.priya, record).passages == ()
    post(made, made.priya, "coordinators", made.joan)
    assert nothing_more(made.joan, "evaluators")
    with made.joan.main.write() as con:
        made.joan.put(con, "passage", passage, sets={"hidden": False})
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    (again,) = open_record(made.priya, record).passages
    assert again.text is not None
    assert again.text.quote == WORD


def test_a_passage_taken_off_by_its_researcher_is_taken_off_at_the_coordinators(made: Cast) -> None:
    record = with_joan(made)
    layer = open_record(made.amina, record).layers[0]
    passage = add_passage(made.amina, record, layer=layer.id, start=0, end=4)
    post(made, made.amina, "coordinators", made.joan)
    with made.amina.main.write() as con:  # changed once more, and that was never sent
        made.amina.put(con, "passage", passage, sets={"note": "her secret"})
    remove_passage(made.amina, passage)
    post(made, made.amina, "coordinators", made.joan)
    assert open_record(made.joan, record).passages == ()
    with made.joan.main.read() as con:
        lines = list(ledger.revisions(con, ents=[passage]))
    assert all(b"secret" not in (r.body or b"") for r in lines)
    with made.amina.main.write() as con:
        made.amina.put(con, "passage", passage, sets={"hidden": False})
    post(made, made.amina, "coordinators", made.joan)
    (again,) = open_record(made.joan, record).passages
    with made.joan.main.read() as con:
        assert ledger.entity(con, again.id).get("note") == "her secret"  # type: ignore[union-attr]


def test_a_story_taken_back_from_the_evaluators_goes_with_words_and_sound_and_comes_again(made: Cast) -> None:
    record = with_priya(made)
    with made.priya.main.read() as con:
        before = {r.id: r.body for r in ledger.revisions(con) if r.stream == "w"}
    take_back_release(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    assert search(made.priya, WORD).rows == ()
    assert search_home(made.priya, [WORD]) == []
    assert made.priya.vault.items() == []
    post(made, made.priya, "coordinators", made.joan)
    assert nothing_more(made.joan, "evaluators")
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        now = {r.id: r.body for r in ledger.revisions(con) if r.id in before}
        assert media.all_items(con)
    assert now == before
    assert search(made.priya, WORD).rows


def test_taking_back_and_releasing_again_at_once_takes_nothing(made: Cast) -> None:
    record = with_priya(made)
    take_back_release(made.joan, record)
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    assert search(made.priya, WORD).rows
    assert open_record(made.priya, record).media[0].playable


def test_nobody_counts_on_a_sound_that_was_taken_back(made: Cast) -> None:
    record = with_priya(made)
    with made.joan.main.read() as con:
        held = "SELECT count(*) FROM receipt_media m JOIN receipt c ON c.num = m.receipt WHERE m.held = 1 AND c.device = ?"
        priya = made.priya.author.device
        assert con.exec_driver_sql(held, (priya,)).scalar_one() > 0
    take_back_release(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        last = list(
            con.exec_driver_sql(
                "SELECT m.held FROM receipt_media m WHERE m.receipt = (SELECT max(num) FROM receipt WHERE device = ?)",
                (priya,),
            )
        )
    assert [row.held for row in last] == [0]


def test_a_story_in_the_trash_is_in_the_trash_at_those_who_hold_it_and_comes_back(made: Cast) -> None:
    record = with_priya(made, sound=False)
    post(made, made.joan, made.amina.member, made.amina)
    throw_away(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    assert state(made.joan, record)[1] is True
    post(made, made.joan, "evaluators", made.priya)
    assert state(made.priya, record)[1] is True
    assert search(made.priya, WORD).rows == ()
    put_back(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, "evaluators", made.priya)
    assert [state(h, record)[1] for h in (made.amina, made.joan, made.priya)] == [False] * 3
    assert search(made.priya, WORD).rows


def test_a_story_closed_and_put_away_at_once_is_closed_still_when_it_comes_back(made: Cast) -> None:
    """Whoever holds it hears of both at once."""
    record = with_priya(made, sound=False)
    post(made, made.joan, made.amina.member, made.amina)
    keep_closed(made.amina, record)
    throw_away(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, "evaluators", made.priya)
    assert [state(h, record)[:2] for h in (made.joan, made.priya)] == [("closed", True)] * 2
    put_back(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, "evaluators", made.priya)
    assert [state(h, record)[:2] for h in (made.joan, made.priya)] == [("closed", False)] * 2
    assert search(made.priya, WORD).rows == ()


def test_what_was_put_away_by_a_coordinator_is_told_to_the_researcher(made: Cast) -> None:
    record = with_joan(made)
    with made.joan.main.write() as con:
        made.joan.put(con, "record", record, sets={"note": "not for her yet"})
        made.joan.hide(con, "record", record)
    post(made, made.joan, made.amina.member, made.amina)
    assert state(made.amina, record)[1] is True
    post(made, made.amina, "coordinators", made.joan)
    assert nothing_more(made.joan, made.amina.member)


def test_a_file_says_what_became_of_stories_that_were_here(made: Cast) -> None:
    record = with_priya(made, sound=False)

    def told(act: Callable[[Home, str], None]) -> dict[str, tuple[str, ...]]:
        act(made.joan, record)
        send(made.joan, "evaluators", made.stick)
        (path,) = [p for p in inbox(made.stick) if p.suffix == ".age"]
        heard = take_in(made.priya, path).heard
        for one in made.stick.iterdir():
            one.unlink()
        return {n: v for n in ("closed", "opened", "away", "back", "taken") if (v := getattr(heard, n))}

    assert told(keep_closed) == {"closed": (record,)}
    assert told(open_again) == {"opened": (record,)}
    assert told(take_back_release) == {"taken": (record,)}
