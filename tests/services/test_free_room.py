"""Making room: never before two other laptops hold every master, a coordinator's among them; what is removed can come back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.bundles.receipts import Outcome, make_receipt
from ldp_stories.domain.records import Shown
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import edit_record
from ldp_stories.services.ask_resend import ask_for_media, asked, wishes
from ldp_stories.services.free_room import remove_copies, room_to_make
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.keep_sound import make_small
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.renew_receipts import renew, take_back
from ldp_stories.services.send_again import send_again
from ldp_stories.services.start_home import take_pack
from ldp_stories.store import let_go, media, sent
from tests.services.cast import Cast, a_sound, cast, let_in, send, tell
from tests.services.homes import pack_of


@dataclass
class Four:
    """Amina, Joan and Priya, and Theo who coordinates as well; one story with sound that Joan has brought in."""

    cast: Cast
    theo: Home
    record: str

    @property
    def amina(self) -> Home:
        return self.cast.amina

    @property
    def sha256(self) -> str:
        master = edit_record.open_record(self.amina, self.record).media[0].master
        assert master is not None
        return master.sha256


@pytest.fixture
def four(tmp_path: Path) -> Iterator[Four]:
    with cast(tmp_path) as three:
        theo = three.join("Theo", Role.COORDINATOR, pack_of(three.joan, three.folder))
        let_in(three, theo)
        for home in (three.amina, three.priya):
            take_pack(home, pack_of(three.joan, three.folder))
        record = tell(three.amina, sound=a_sound(three.folder, 4_000))
        yield Four(three, theo, record)
        theo.close()


def confirms(four: Four, by: Home, *, held: bool = True, bundle: str = "") -> None:
    """Amina has a receipt of this laptop for the sound."""
    with four.amina.main.read() as con:
        made = sent.all_sent(con)[-1]
    outcome = Outcome(held=[four.sha256]) if held else Outcome(waiting=[four.sha256])
    author = f"{by.author.device}.{by.author.epoch}"
    receipt = make_receipt(bundle or made.bundle, made.tagmanifest, outcome, by=author, keys=by.keys)
    with four.amina.main.write() as con:
        sent.add_receipts(con, [receipt], four.amina.label())


def sent_to_coordinators(four: Four) -> Path:
    send(four.amina, "coordinators", four.cast.stick)
    return next(iter(four.cast.stick.glob("ldp-*")))


def test_nothing_may_go_while_nobody_has_answered(four: Four) -> None:
    sent_to_coordinators(four)
    room = room_to_make(four.amina)
    assert (room.removable, room.must_stay, room.bytes) == ((), 1, 0)
    with pytest.raises(Refused) as caught:
        remove_copies(four.amina, four.record)
    assert caught.value.code == "NOT_TWO_COPIES"
    assert edit_record.open_record(four.amina, four.record).media[0].playable is not None


@pytest.mark.parametrize(
    ("holders", "may"),
    [
        (("joan",), False),
        (("joan", "amina"), False),
        (("priya", "amina"), False),
        (("joan", "joan"), False),
        (("joan", "priya"), True),
        (("joan", "theo"), True),
    ],
)
def test_it_takes_two_other_laptops_one_of_them_a_coordinators(
    four: Four, holders: tuple[str, ...], may: bool
) -> None:
    homes = {"joan": four.cast.joan, "theo": four.theo, "priya": four.cast.priya, "amina": four.amina}
    sent_to_coordinators(four)
    for one in holders:
        confirms(four, homes[one])
    assert bool(room_to_make(four.amina).removable) is may


def test_what_goes_is_the_sound_and_never_the_words(four: Four) -> None:
    sent_to_coordinators(four)
    confirms(four, four.cast.joan)
    confirms(four, four.theo)
    (one,) = room_to_make(four.amina).removable
    assert (one.title, set(one.holders)) == ("Tea and bulbs", {"Joan", "Theo"})
    before = four.amina.vault.bytes_used()
    freed = remove_copies(four.amina, four.record)
    assert freed == one.bytes > 0
    assert four.amina.vault.bytes_used() < before - freed // 2
    view = edit_record.open_record(four.amina, four.record)
    assert view.layers[0].text
    assert view.media[0].playable is None
    assert view.media[0].master is not None
    assert room_to_make(four.amina).removable == ()
    with four.amina.main.read() as con:
        assert list(let_go.when(con, [view.media[0].id])) == [view.media[0].id]
        assert media.to_remove(con) == ()


def test_a_story_whose_sound_was_removed_here_is_still_received(four: Four) -> None:
    sent_to_coordinators(four)
    confirms(four, four.cast.joan)
    confirms(four, four.theo)
    remove_copies(four.amina, four.record)
    assert [r.shown for r in my_stories(four.amina).rows] == [Shown.RECEIVED]


def test_a_small_copy_stays_and_still_plays(four: Four) -> None:
    medium = edit_record.open_record(four.amina, four.record).media[0].id
    sent_to_coordinators(four)
    assert make_small(four.amina, medium)
    confirms(four, four.cast.joan)
    confirms(four, four.theo)
    remove_copies(four.amina, four.record)
    left = edit_record.open_record(four.amina, four.record).media[0]
    assert left.playable is not None
    assert left.playable.kind.value == "opus"
    with four.amina.main.read() as con:
        assert let_go.when(con, [medium]) == {}


def test_the_newest_word_of_a_laptop_counts(four: Four) -> None:
    sent_to_coordinators(four)
    confirms(four, four.cast.joan)
    confirms(four, four.theo)
    confirms(four, four.theo, held=False)
    assert room_to_make(four.amina).removable == ()


def test_a_lost_laptop_does_not_count(four: Four) -> None:
    sent_to_coordinators(four)
    confirms(four, four.cast.joan)
    confirms(four, four.theo)
    assert room_to_make(four.amina).removable
    with four.amina.main.write() as con:
        con.exec_driver_sql("UPDATE device SET status = 'lost' WHERE id = ?", (four.theo.author.device,))
    assert room_to_make(four.amina).removable == ()


def test_a_recording_that_has_no_master_yet_is_not_among_them(four: Four) -> None:
    """It must stay, for nobody can hold it yet."""
    assert (room_to_make(four.amina).removable, room_to_make(four.amina).must_stay) == ((), 1)
    sent_to_coordinators(four)
    assert room_to_make(four.amina).must_stay == 1


def test_one_who_removes_what_was_confirmed_says_so_in_a_new_receipt(four: Four) -> None:
    joan = four.cast.joan
    path = sent_to_coordinators(four)
    taken = take_in(joan, path)
    with joan.main.read() as con:
        first = sent.receipts(con, taken.bundle)[-1]
    assert four.sha256 in first.held
    assert take_back(joan, [four.sha256]) == 1
    assert take_back(joan, ["0" * 64]) == 0
    with joan.main.read() as con:
        last = sent.receipts(con, taken.bundle)[-1]
        assert four.sha256 in last.waiting
        assert joan.author.device not in sent.holders(con, four.sha256)
    assert (last.had, last.new, last.refused) == (first.had, first.new, first.refused)
    assert renew(joan) == 1  # the bytes are in fact still here
    with joan.main.read() as con:
        assert four.sha256 in sent.receipts(con, taken.bundle)[-1].held


def test_what_was_removed_comes_back_with_a_bundle_that_holds_it(four: Four) -> None:
    joan = four.cast.joan
    path = sent_to_coordinators(four)
    take_in(joan, path)
    with joan.main.write() as con:
        gone = media.shred(con, sha256s=[four.sha256])
        let_go.note(con, [edit_record.open_record(four.amina, four.record).media[0].id], joan.label())
    for item in gone:
        joan.vault.remove(item)
    assert edit_record.open_record(joan, four.record).media[0].playable is None
    take_in(joan, send(four.amina, "coordinators", four.cast.stick).paths[0])
    medium = edit_record.open_record(joan, four.record).media[0]
    assert medium.playable is not None
    with joan.main.read() as con:
        assert let_go.when(con, [medium.id]) == {}


def test_what_was_removed_here_is_asked_for_and_fetched_back_from_a_coordinator(four: Four) -> None:
    take_in(four.cast.joan, sent_to_coordinators(four))
    take_in(four.amina, send(four.cast.joan, four.amina.member, four.cast.stick).paths[0])
    with pytest.raises(UserError) as caught:
        ask_for_media(four.amina, four.record)
    assert caught.value.code == "NOTHING_MISSING"
    confirms(four, four.cast.priya)
    remove_copies(four.amina, four.record)
    assert edit_record.open_record(four.amina, four.record).media[0].playable is None
    wish = ask_for_media(four.amina, four.record)
    assert (wish.name, wish.sounds, wish.stories) == ("Joan", 1, ("Tea and bulbs",))
    take_in(four.cast.joan, send(four.amina, "coordinators", four.cast.stick).paths[0])
    (shown,) = wishes(four.cast.joan)
    (again,) = send_again(four.cast.joan, shown.id, four.cast.stick).paths
    assert take_in(four.amina, again).held == 1
    assert edit_record.open_record(four.amina, four.record).media[0].playable is not None
    assert asked(four.amina) == ()


def test_when_nobody_holds_it_nobody_is_asked(four: Four) -> None:
    sent_to_coordinators(four)
    lost = four.sha256
    with four.amina.main.write() as con:
        media.shred(con, sha256s=[lost])
    with pytest.raises(UserError) as caught:
        ask_for_media(four.amina, four.record)
    assert caught.value.code == "NOBODY_TO_ASK"
