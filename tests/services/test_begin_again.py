"""A laptop that was set back whole, token and all, notices from what comes, begins again, and in the end everybody holds the same lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import Shown
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused
from ldp_stories.services.begin_again import begin_again, have_read, told
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.bring_in_set import take_set
from ldp_stories.services.change_codebook import NewTag, Why, add_tag
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, look
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.my_stories import my_stories, story_row
from ldp_stories.services.odd_files import Odd, odd_files
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.review_tags import ask
from ldp_stories.services.start_home import open_home, take_pack
from ldp_stories.store import ledger, numbers, sent, tags
from tests.services.cast import Cast, bring_in, cast, let_in, post, send, tell
from tests.services.homes import pack_of
from tests.services.snapshots import snapshot
from tests.services.test_withdraw import empty
from tests.store.stores import erase


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def set_back(made: Cast, name: str) -> tuple[str, str]:
    """Somebody tells a story, sends it, and the whole laptop is set back to before: (the story, the next one told on it)."""
    home: Home = getattr(made, name)
    kept, home = snapshot(home, made.folder / f"snapshot of {name}")
    setattr(made, name, home)
    lost = tell(home, title="Lost with the disk")
    post(made, home, "coordinators", *(() if name == "joan" else (made.joan,)))
    home = kept.put_back(home)
    setattr(made, name, home)
    return lost, tell(home, title="Told since")


def work(home: Home) -> dict[str, tuple[str, int, bytes | None]]:
    """Every line of work: number and words, by id."""
    with home.main.read() as con:
        return {r.id: (r.dev, r.seq, r.body) for r in ledger.revisions(con) if r.stream == "w"}


def hashes(home: Home, *ents: str) -> list[str | None]:
    with home.main.read() as con:
        return [ledger.entity_hash(con, e) for e in ents]


def tags_of(home: Home) -> set[str]:
    with home.main.read() as con:
        return {t.name for t in tags.codebook(con)}


def titles(home: Home) -> set[str]:
    return {row.title for row in my_stories(home).rows}


def test_a_receipt_says_that_numbers_are_taken_and_the_sender_issues_its_lines_again(made: Cast) -> None:
    lost, since = set_back(made, "amina")
    before = work(made.amina)
    assert made.amina.author.epoch == 1, "nothing on the laptop itself can tell"
    post(made, made.amina, "coordinators", made.joan)
    assert titles(made.joan) == {"Lost with the disk"}
    with made.joan.main.read() as con:
        held = numbers.taken(con)
        said = sent.receipts(con)[-1]
    assert {t.number.device for t in held} == {made.amina.author.device}
    assert set(said.taken) == set(held) != set()
    (odd,) = [o for o in odd_files(made.joan) if o.odd is Odd.TWICE]
    assert (odd.name, odd.count) == ("Amina", len(held))

    post(made, made.joan, made.amina.member, made.amina)
    assert made.amina.author.epoch == 2
    known = told(made.amina)
    assert known is not None
    assert (known.stories, known.lines) == (1, len(before))
    now = work(made.amina)
    assert {i: now[i][2] for i in before} == {i: b for i, (_, _, b) in before.items()}, "the same lines"
    assert {now[t.line][0] for t in held} == {f"{made.amina.author.device}.2.w"}

    for _ in range(2):
        post(made, made.amina, "coordinators", made.joan)
        post(made, made.joan, made.amina.member, made.amina)
    assert titles(made.joan) == titles(made.amina) == {"Lost with the disk", "Told since"}
    assert work(made.joan) == work(made.amina)
    assert hashes(made.joan, lost, since) == hashes(made.amina, lost, since)
    assert [o for o in odd_files(made.joan) if o.odd is Odd.TWICE] == []
    assert made.amina.author.epoch == 2, "once is enough"
    with made.joan.main.read() as con:
        assert numbers.taken(con) == ()
    have_read(made.amina)
    assert told(made.amina) is None


def test_a_file_that_was_looked_at_first_says_of_the_notebook_what_one_brought_in_at_once_says(
    made: Cast,
) -> None:
    set_back(made, "amina")
    post(made, made.amina, "coordinators", made.joan)
    send(made.joan, made.amina.member, made.stick)
    (path,) = (p for p in inbox(made.stick) if p.suffix != ".ldp-pack")
    taken = take_set(made.amina, look(made.amina, path), [])
    assert taken.whole.set_back is not None
    assert taken.whole.set_back == told(made.amina)


def news(made: Cast, start: Home, to: str, *ends: Home) -> None:
    """Post, when there is any."""
    try:
        post(made, start, to, *ends)
    except Refused as error:
        if error.code != "NOTHING_TO_SEND":
            raise


def swap(made: Cast, times: int = 3) -> None:
    """Amina and Joan send each other what they have."""
    for _ in range(times):
        news(made, made.amina, "coordinators", made.joan)
        news(made, made.joan, made.amina.member, made.amina)


def test_until_it_is_sent_again_a_story_that_is_held_apart_is_not_said_to_have_arrived(made: Cast) -> None:
    _, since = set_back(made, "amina")
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    row = story_row(made.amina, since)
    assert row is not None
    assert row.shown is Shown.PACKED
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    row = story_row(made.amina, since)
    assert row is not None
    assert row.shown is Shown.RECEIVED


def test_what_comes_from_others_tells_before_anything_was_sent_under_a_used_number(made: Cast) -> None:
    """Joan carries receipts that Amina's own laptop signed, and it knows nothing of them."""
    kept, made.amina = snapshot(made.amina, made.folder / "snapshot")
    tell(made.amina, title="Lost with the disk")
    swap(made, 2)
    made.amina = kept.put_back(made.amina)
    tell(made.amina, title="Told since")
    ask(made.joan, next(iter(my_stories(made.joan).rows)).id, None, "Which spring?")
    post(made, made.joan, made.amina.member, made.amina)
    assert made.amina.author.epoch == 2
    swap(made)
    assert titles(made.joan) == titles(made.amina) == {"Lost with the disk", "Told since"}
    assert work(made.joan) == work(made.amina)
    with made.joan.main.read() as con:
        assert not any(r.taken for r in sent.receipts(con)), "no number was ever used twice"


def test_a_file_of_the_lost_days_that_comes_late_is_let_in_once_its_numbers_are_free(made: Cast) -> None:
    """Nobody but the coordinator has its lines any more, and she holds them apart until then."""
    kept, made.amina = snapshot(made.amina, made.folder / "snapshot")
    lost = tell(made.amina, title="Under the seat")
    send(made.amina, "coordinators", made.stick)
    late = made.folder / "late"
    made.stick.rename(late)
    made.stick.mkdir()
    made.amina = kept.put_back(made.amina)
    since = tell(made.amina, title="Told since")
    post(made, made.amina, "coordinators", made.joan)
    bring_in(made.joan, late)
    assert titles(made.joan) == {"Told since"}
    post(made, made.joan, made.amina.member, made.amina)
    assert made.amina.author.epoch == 2, "a line of hers that she does not know has a number of hers"
    swap(made)
    assert titles(made.joan) == titles(made.amina) == {"Under the seat", "Told since"}
    assert work(made.joan) == work(made.amina)
    assert hashes(made.joan, lost, since) == hashes(made.amina, lost, since)


def test_what_somebody_says_no_to_meanwhile_stays_outside_when_its_number_is_free(made: Cast) -> None:
    kept, made.amina = snapshot(made.amina, made.folder / "snapshot")
    lost = tell(made.amina, title="Under the seat")
    send(made.amina, "coordinators", made.stick)
    late = made.folder / "late"
    made.stick.rename(late)
    made.stick.mkdir()
    made.amina = kept.put_back(made.amina)
    tell(made.amina, title="Told since")
    post(made, made.amina, "coordinators", made.joan)
    bring_in(made.joan, late)
    with made.joan.main.write() as con:
        order = erase(lost)
        ledger.apply_orders(con, [order])
    swap(made)
    assert titles(made.joan) == {"Told since"}
    with made.joan.main.read() as con:
        assert all(r.body is None for r in ledger.revisions(con, ents=[lost]))


def test_a_story_that_is_held_apart_and_that_its_own_laptop_lost_too_comes_in_whole(made: Cast) -> None:
    """Its answers wait for their numbers, its words for the answers and for numbers of their own: only the coordinator has any of it."""
    kept, made.amina = snapshot(made.amina, made.folder / "snapshot")
    for title in ("In the ledger", "Held apart"):
        tell(made.amina, title=title)
        post(made, made.amina, "coordinators", made.joan)
        made.amina = kept.put_back(made.amina)
    assert titles(made.joan) == {"In the ledger"}
    swap(made, 4)
    assert titles(made.joan) == titles(made.amina) == {"In the ledger", "Held apart"}
    assert work(made.joan) == work(made.amina)
    with made.joan.main.read() as con:
        assert not numbers.any_held(con)


def test_two_coordinators_who_heard_it_in_opposite_orders_end_with_one_view(made: Cast) -> None:
    """Theo got the file of the lost days first, Joan the one of afterwards."""
    theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, made.folder))
    try:
        let_in(made, theo)
        take_pack(made.amina, pack_of(made.joan, made.folder))
        kept, made.amina = snapshot(made.amina, made.folder / "snapshot")
        lost = tell(made.amina, title="First at Theo")
        send(made.amina, "coordinators", made.stick)
        bring_in(theo, made.stick)
        empty(made.stick)
        made.amina = kept.put_back(made.amina)
        since = tell(made.amina, title="First at Joan")
        post(made, made.amina, "coordinators", made.joan)
        for _ in range(4):
            news(made, made.joan, "coordinators", theo)
            news(made, theo, "coordinators", made.joan)
            news(made, made.amina, "coordinators", made.joan, theo)
            news(made, made.joan, made.amina.member, made.amina)
            news(made, theo, made.amina.member, made.amina)
        for home in (made.joan, theo, made.amina):
            assert titles(home) == {"First at Theo", "First at Joan"}
            with home.main.read() as con:
                assert numbers.taken(con) == ()
        assert hashes(made.joan, lost, since) == hashes(theo, lost, since) == hashes(made.amina, lost, since)
        theirs, mine = work(theo), work(made.joan)
        assert (
            {i: mine[i] for i in work(made.amina)}
            == {i: theirs[i] for i in work(made.amina)}
            == work(made.amina)
        )
    finally:
        theo.close()


def test_a_lost_story_that_came_back_is_sent_on_under_its_new_number_to_whoever_brought_it(
    made: Cast,
) -> None:
    """Two stories were lost under the same numbers: Joan has one, Theo the other. Joan's comes back, gets other numbers, and frees Theo's."""
    theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, made.folder))
    try:
        let_in(made, theo)
        take_pack(made.amina, pack_of(made.joan, made.folder))
        kept, made.amina = snapshot(made.amina, made.folder / "snapshot")
        for title, reader in (("Only at Joan", made.joan), ("Only at Theo", theo)):
            tell(made.amina, title=title)
            send(made.amina, "coordinators", made.stick)
            bring_in(reader, made.stick)
            empty(made.stick)
            made.amina = kept.put_back(made.amina)
        for _ in range(5):
            news(made, made.joan, "coordinators", theo)
            news(made, theo, "coordinators", made.joan)
            news(made, made.joan, made.amina.member, made.amina)
            news(made, made.amina, "coordinators", made.joan, theo)
        for home in (made.joan, theo, made.amina):
            assert titles(home) == {"Only at Joan", "Only at Theo"}
        assert work(made.joan) == work(theo) == work(made.amina)
        assert all(plan(h, "coordinators").empty for h in (made.amina, made.joan, theo))
    finally:
        theo.close()


def test_a_coordinator_who_was_set_back_issues_programme_data_again(made: Cast) -> None:
    kept, made.joan = snapshot(made.joan, made.folder / "snapshot")
    add_tag(made.joan, NewTag("Of the lost days", group="D"), Why("because"))
    old = pack_of(made.joan, made.folder)
    take_pack(made.amina, old)
    made.joan = kept.put_back(made.joan)
    add_tag(made.joan, NewTag("Of today", group="D"), Why("because"))
    take_pack(made.amina, pack_of(made.joan, made.folder))
    with made.amina.main.read() as con:
        assert {t.number.stream for t in numbers.taken(con)} == {"p"}
    tell(made.amina, title="Told")
    post(made, made.joan, made.amina.member, made.amina)
    post(made, made.amina, "coordinators", made.joan)
    assert made.joan.author.epoch == 2
    newest = pack_of(made.joan, made.folder)
    take_pack(made.amina, newest)
    both = {"Of the lost days", "Of today"}
    assert both <= tags_of(made.amina)
    assert take_pack(made.joan, old).new > 0, "her own old file brings back what she lost"
    assert both <= tags_of(made.joan)
    with made.amina.main.read() as con:
        assert numbers.taken(con) == ()


def test_a_kill_before_it_began_again_is_made_good_at_the_next_opening(
    made: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_back(made, "amina")
    post(made, made.amina, "coordinators", made.joan)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(numbers, "issue_again", killed)
        with pytest.raises(KeyboardInterrupt):
            post(made, made.joan, made.amina.member, made.amina)
    assert made.amina.author.epoch == 1
    empty(made.stick)
    made.amina.close()
    made.amina = open_home(made.amina.folder, None, made.amina.machine)
    assert made.amina.author.epoch == 2
    swap(made)
    assert work(made.joan) == work(made.amina)


def test_a_laptop_that_went_back_behind_an_epoch_goes_past_it(made: Cast) -> None:
    """It was brought back from a copy and wrote in epoch 2; then the disk of epoch 1 is put in again."""
    kept, made.amina = snapshot(made.amina, made.folder / "snapshot")
    copy = make_copy(made.amina, made.folder / "copies").folder
    made.amina.close()
    made.amina = bring_back(made.amina.folder, copy, None, made.amina.machine)
    assert made.amina.author.epoch == 2
    tell(made.amina, title="In the second")
    post(made, made.amina, "coordinators", made.joan)
    made.amina = kept.put_back(made.amina)
    assert made.amina.author.epoch == 1
    tell(made.amina, title="In the first again")
    swap(made)
    assert made.amina.author.epoch == 3
    assert titles(made.joan) == titles(made.amina) == {"In the second", "In the first again"}
    assert work(made.joan) == work(made.amina)


def test_nothing_begins_again_while_all_is_as_it_should_be(made: Cast) -> None:
    tell(made.amina)
    swap(made)
    tell(made.amina, title="Another")
    swap(made)
    assert (made.amina.author.epoch, made.joan.author.epoch) == (1, 1)
    assert begin_again(made.amina) is begin_again(made.joan) is told(made.amina) is None
