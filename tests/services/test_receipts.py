"""What came of the bundles: receipts by whom and when, sendings with and without one, and how many copies there are elsewhere."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from ldp_stories.cli import receipts_command
from ldp_stories.cli.out import Out
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import ReceiptResult
from ldp_stories.domain.records import Shown
from ldp_stories.services import edit_record
from ldp_stories.services.bring_in_set import take_set
from ldp_stories.services.find_person import find_person
from ldp_stories.services.import_bundle import inbox, look, take_in
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.receipts import Copies, copies, receipts, sendings
from ldp_stories.services.withdraw import take_everything
from ldp_stories.ui.record.bring_in_words import accepted_words
from tests.services.cast import Cast, a_sound, cast, send, tell


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def there(three: Cast) -> tuple[Path, ...]:
    """Amina's stories go to Joan, who takes them in."""
    paths = send(three.amina, "coordinators", three.stick).paths
    for path in paths:
        take_in(three.joan, path)
    return paths


def back(three: Cast) -> None:
    """Joan's answer comes to Amina."""
    for path in send(three.joan, three.amina.member, three.stick).paths:
        take_in(three.amina, path)


def test_a_notebook_that_sent_nothing_has_no_sendings(joan: object) -> None:
    assert sendings(joan) == ()  # type: ignore[arg-type]
    assert receipts(joan) == ()  # type: ignore[arg-type]


def test_a_sending_without_an_answer_is_not_received(three: Cast) -> None:
    tell(three.amina)
    there(three)
    newest = sendings(three.amina)[0]
    assert (newest.to, newest.on, newest.received) == ("coordinators", "2026-05-10", False)
    assert (newest.part, newest.parts) == (1, 1)
    assert newest.bytes > 0


def test_sendings_come_newest_first(three: Cast) -> None:
    tell(three.amina)
    there(three)
    three.clock.forward(days=2)
    tell(three.amina, title="The second")
    there(three)
    days = [s.on for s in sendings(three.amina)]
    assert days == sorted(days, reverse=True)
    assert days[0] == "2026-05-12"


def test_the_answer_that_came_back_is_a_receipt(three: Cast) -> None:
    tell(three.amina)
    there(three)
    three.clock.forward(days=1)
    back(three)
    newest = receipts(three.amina)[-1]
    assert (newest.by, newest.on, newest.result) == ("Joan", "2026-05-11", ReceiptResult.ACCEPTED)
    assert newest.complete
    assert newest.refused == ()
    assert newest.waiting == 0


def test_a_receipt_marks_its_sending_as_received(three: Cast) -> None:
    tell(three.amina)
    there(three)
    back(three)
    assert all(s.received for s in sendings(three.amina))


def test_a_receipt_counts_the_sound_it_holds(three: Cast, tmp_path: Path) -> None:
    tell(three.amina, sound=a_sound(tmp_path))
    there(three)
    back(three)
    assert receipts(three.amina)[-1].held == 1


def test_receipts_of_others_bundles_are_not_ours(three: Cast) -> None:
    tell(three.amina)
    there(three)
    back(three)
    mine = {s.bundle for s in sendings(three.amina)}
    assert {r.bundle for r in receipts(three.amina)} <= mine


def test_no_stories_are_no_copies(joan: object) -> None:
    assert copies(joan) == Copies(0, 0, None, "")  # type: ignore[arg-type]


def test_a_story_told_and_not_sent_has_no_copy(three: Cast) -> None:
    tell(three.amina)
    known = copies(three.amina)
    assert (known.received, known.total) == (0, 1)


def test_packing_alone_is_no_copy(three: Cast) -> None:
    tell(three.amina)
    there(three)
    assert copies(three.amina).received == 0


def test_a_receipt_makes_it_a_copy_with_who_and_when(three: Cast) -> None:
    tell(three.amina)
    there(three)
    back(three)
    assert copies(three.amina) == Copies(1, 1, 0, "Joan")


def test_the_days_since_the_last_copy_are_counted(three: Cast) -> None:
    tell(three.amina)
    there(three)
    back(three)
    three.clock.forward(days=3)
    assert copies(three.amina).days_since == 3


def test_a_clock_set_back_gives_no_days_below_nothing(three: Cast) -> None:
    tell(three.amina)
    there(three)
    back(three)
    three.clock.forward(days=-20)
    assert copies(three.amina).days_since == 0


def test_drafts_and_closed_stories_count_among_all(three: Cast) -> None:
    tell(three.amina)
    there(three)
    back(three)
    tell(three.amina, ready=False, title="A draft")
    edit_record.keep_closed(three.amina, tell(three.amina, title="Closed"))
    known = copies(three.amina)
    assert (known.received, known.total) == (1, 3)


def test_of_a_story_that_was_taken_back_nothing_is_left_to_copy(three: Cast) -> None:
    kept, gone = tell(three.amina), tell(three.amina)
    person = find_person(three.amina, edit_record.open_record(three.amina, gone).participants[0].code)[0]
    take_everything(three.amina, person, person.code, {})
    assert kept != gone
    assert copies(three.amina).total == 1
    assert [r.shown for r in my_stories(three.amina).rows].count(Shown.TAKEN_BACK) == 1


def test_the_coordinators_own_numbers_count_her_own_stories_only(three: Cast) -> None:
    tell(three.amina)
    there(three)
    assert copies(three.joan).total == 0


def test_ones_own_file_brought_in_again_is_no_copy_elsewhere(three: Cast) -> None:
    tell(three.amina)
    (path,) = send(three.amina, "coordinators", three.stick).paths
    assert take_in(three.amina, path).receipt == ""
    assert copies(three.amina).received == 0
    assert my_stories(three.amina).rows[0].shown is Shown.PACKED
    assert not sendings(three.amina)[0].received


def test_what_ones_role_may_not_write_is_named_to_both_and_the_rest_comes_in(
    three: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A changed program writes a decision in a researcher's name: the story comes in without it, and both people are told."""
    record = tell(three.amina)
    with monkeypatch.context() as bent, three.amina.main.write() as con:
        bent.setattr("ldp_stories.services.home.may_write", lambda *_: True)
        line = three.amina.put(con, "decision", new_id(), sets={"record": record, "what": "accept"}).id
    send(three.amina, "coordinators", three.stick)
    (path,) = inbox(three.stick)
    came = take_in(three.joan, path)
    assert came.refused == ((line, "E_ROLE"),)
    assert came.stories == (record,)
    assert "1 thing was left out: nobody may send that." in accepted_words(came)
    path.unlink()
    send(three.joan, "Amina", three.stick)
    (path,) = (p for p in inbox(three.stick) if p.suffix == ".age")
    told = take_set(
        three.amina, look(three.amina, path), []
    ).whole  # as the window does, which takes one file as a set of one
    assert (told.answers, told.turned_away) == (2, 1)
    assert "1 thing in them was left out: your role may not send it." in accepted_words(told)
    monkeypatch.setattr("ldp_stories.cli.opening.opened", lambda _: nullcontext(three.amina))
    receipts_command.run(Namespace(), Out(as_json=False))
    assert f"  left out: {line} (E_ROLE)\n" in capsys.readouterr().out
