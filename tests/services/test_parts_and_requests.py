"""A sending in parts: text first, resumed after an interruption, one damaged part asked for and packed again alone, large files in slices."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import Shown
from ldp_stories.errors import Cancelled, UserError
from ldp_stories.services import edit_record
from ldp_stories.services.ask_resend import (
    ask_for_media,
    ask_for_part,
    ask_for_parts,
    asked,
    leave_wish,
    wishes,
)
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import accept, look, outside, take_in
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.pack_bundle import Packed, begin_anew, pack, unfinished
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.receipts import receipts
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.send_again import send_again
from ldp_stories.services.still_to_come import gaps, still_to_come
from ldp_stories.store import ledger, media, sent, slices
from tests.bench.telling import tell_with_file
from tests.services.cast import Cast, a_sound, cast, send, tell

PART = 4 << 20
"""A gigabyte, scaled down: the least a part may have."""


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def a_film(folder: Path, megabytes: int, name: str = "film.bin") -> Path:
    path = folder / name
    path.write_bytes(os.urandom(megabytes << 20))
    return path


def send_parts(home: Home, stick: Path, **how: object) -> Packed:
    word = recipient_named(home, "coordinators").words[0]
    return pack(home, "coordinators", stick, first_word=word, part_bytes=PART, **how)  # type: ignore[arg-type]


def three_films(three: Cast) -> list[str]:
    """Three stories with a file of 2 MB each: a part with the words and three with a file."""
    return [tell_with_file(three.amina, a_film(three.folder, 2, f"film-{n}.bin")) for n in range(3)]


def answer(three: Cast) -> None:
    """Joan's answer goes home to Amina."""
    for path in send(three.joan, three.amina.member, three.stick).paths:
        take_in(three.amina, path)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_words_go_first_in_a_small_part_of_their_own(three: Cast) -> None:
    records = three_films(three)
    paths = send_parts(three.amina, three.stick).paths
    assert [outside(p).part for p in paths] == [1, 2, 3, 4]
    assert all(p.stat().st_size <= PART for p in paths)
    assert paths[0].stat().st_size < 100_000
    taken = take_in(three.joan, paths[0])
    assert set(taken.stories) == set(records)
    assert taken.waiting == 3
    assert {r.shown for r in my_stories(three.joan).rows} == {Shown.WAITING}


def test_parts_come_in_any_order_and_the_last_makes_the_sending_whole(three: Cast) -> None:
    three_films(three)
    for path in reversed(send_parts(three.amina, three.stick).paths):
        take_in(three.joan, path)
    assert {r.shown for r in my_stories(three.joan).rows} == {Shown.RECEIVED}
    answer(three)
    assert {r.shown for r in my_stories(three.amina).rows} == {Shown.RECEIVED}
    assert plan(three.amina, "coordinators").empty


def test_received_is_said_only_when_nothing_waits_any_more(three: Cast) -> None:
    three_films(three)
    first, *rest = send_parts(three.amina, three.stick).paths
    take_in(three.joan, first)
    answer(three)
    assert {r.shown for r in my_stories(three.amina).rows} == {Shown.WAITING}
    for path in rest:
        take_in(three.joan, path)
    answer(three)
    assert {r.shown for r in my_stories(three.amina).rows} == {Shown.RECEIVED}
    by_bundle = {r.bundle: r for r in receipts(three.amina)}
    assert all(r.complete for r in by_bundle.values())
    assert sum(r.held for r in by_bundle.values()) >= 3


class StopAt:
    """A person who presses Stop when so much is done."""

    def __init__(self, share: float) -> None:
        self.share = share

    def report(self, done: int, total: int, note: str = "") -> None:
        if total and done / total >= self.share:
            raise Cancelled


def test_packing_that_was_stopped_goes_on_with_the_parts_that_are_left(three: Cast) -> None:
    three_films(three)
    with pytest.raises(Cancelled):
        send_parts(three.amina, three.stick, progress=StopAt(0.6))
    first = sorted(p.name for p in three.stick.iterdir())
    assert len(first) == 2
    assert not [n for n in first if n.endswith(".part")]
    begun = unfinished(three.amina, "coordinators")
    assert begun is not None
    assert (begun.done, begun.parts, begun.profile) == (2, 4, "stick")
    rest = send_parts(three.amina, three.stick)
    assert [outside(p).part for p in rest.paths] == [3, 4]
    assert rest.parts == 4
    assert unfinished(three.amina, "coordinators") is None
    assert len(list(three.stick.iterdir())) == 4
    for path in three.stick.iterdir():
        take_in(three.joan, path)
    assert {r.shown for r in my_stories(three.joan).rows} == {Shown.RECEIVED}


def test_what_was_begun_can_be_given_up_and_begun_anew(three: Cast) -> None:
    three_films(three)
    with pytest.raises(Cancelled):
        send_parts(three.amina, three.stick, progress=StopAt(0.6))
    begin_anew(three.amina, "coordinators")
    assert unfinished(three.amina, "coordinators") is None
    other = three.folder / "other"
    other.mkdir()
    assert [outside(p).part for p in send_parts(three.amina, other).paths] == [1, 2, 3, 4]


def test_what_was_taken_back_meanwhile_is_not_carried_on(three: Cast) -> None:
    from ldp_stories.domain.consent import Answer

    records = three_films(three)
    with pytest.raises(Cancelled):
        send_parts(three.amina, three.stick, progress=StopAt(0.3))
    for record in records:
        edit_record.changed_mind(three.amina, record, "take_part", Answer.NO)
    planned = plan(three.amina, "coordinators")
    assert (planned.stories, planned.recordings, planned.renditions) == (0, 0, ())
    with three.amina.main.read() as con:
        assert {r.kind for r in ledger.revisions(con, planned.revisions)} == {"consent"}, (
            "the first part may be read already: the no goes after it, and nothing else"
        )
    send_parts(three.amina, three.stick)
    assert plan(three.amina, "coordinators").stories == 0


def test_a_damaged_part_is_asked_for_and_made_again_alone(three: Cast) -> None:
    three_films(three)
    paths = send_parts(three.amina, three.stick).paths
    damage(paths[2])
    for path in (paths[0], paths[1], paths[3]):
        take_in(three.joan, path)
    with pytest.raises(UserError) as caught:
        look(three.joan, paths[2])
    assert caught.value.code == "DAMAGED"
    wish = ask_for_part(three.joan, paths[2])
    assert (wish.name, wish.parts, wish.of, wish.why) == ("Amina", (3,), 4, "damaged")
    assert ask_for_part(three.joan, paths[2]).id == wish.id
    (awaited,) = still_to_come(three.joan)
    assert (awaited.name, awaited.parts, awaited.of, awaited.sounds, awaited.asked) == (
        "Amina",
        (3,),
        4,
        1,
        (3,),
    )
    path = send(three.joan, three.amina.member, three.stick).paths[0]
    preview = look(three.amina, path)
    assert (preview.answers, preview.wishes, preview.new) == (4, 1, 0), (
        "one more than the parts: the file she joined with"
    )
    taken = accept(three.amina, preview)
    assert (taken.answers, taken.wishes, taken.new) == (4, 1, 0), (
        "one more than the parts: the file she joined with"
    )
    assert (take_in(three.amina, path).answers, take_in(three.amina, path).wishes) == (0, 0)
    (shown,) = wishes(three.amina)
    assert (shown.name, shown.parts, shown.of) == ("Joan", (3,), 4)
    assert len(list(three.stick.glob("ldp-*3of4*"))) == 1
    again = send_again(three.amina, shown.id, three.stick)
    assert len(again.paths) == 1
    assert again.paths[0] != paths[2]
    assert wishes(three.amina) == ()
    taken = take_in(three.joan, again.paths[0])
    assert (taken.held, taken.waiting) == (1, 0)
    assert still_to_come(three.joan) == ()
    assert gaps(three.joan) == ()
    assert asked(three.joan) == ()
    assert {r.shown for r in my_stories(three.joan).rows} == {Shown.RECEIVED}


def test_a_part_that_never_came_is_asked_for_beside_one_that_was_damaged(three: Cast) -> None:
    three_films(three)
    paths = send_parts(three.amina, three.stick).paths
    damage(paths[2])
    for path in paths[:2]:
        take_in(three.joan, path)
    ask_for_part(three.joan, paths[2])
    (awaited,) = still_to_come(three.joan)
    assert (awaited.parts, awaited.asked, awaited.not_asked) == ((3, 4), (3,), (4,))
    wish = ask_for_parts(three.joan, awaited.group)
    assert (wish.parts, wish.why) == ((4,), "missing")
    (awaited,) = still_to_come(three.joan)
    assert (awaited.asked, awaited.not_asked) == ((3, 4), ())
    answer(three)
    assert sorted((w.parts, w.why) for w in wishes(three.amina)) == [((3,), "damaged"), ((4,), "missing")]
    for wish in wishes(three.amina):
        (again,) = send_again(three.amina, wish.id, three.stick).paths
        take_in(three.joan, again)
    assert still_to_come(three.joan) == ()
    assert {r.shown for r in my_stories(three.joan).rows} == {Shown.RECEIVED}


def test_a_wish_is_never_acted_on_by_itself_and_can_be_left(three: Cast) -> None:
    three_films(three)
    paths = send_parts(three.amina, three.stick).paths
    take_in(three.joan, paths[0])
    wish = ask_for_parts(three.joan, still_to_come(three.joan)[0].group)
    assert wish.parts == (2, 3, 4)
    before = set(three.stick.iterdir())
    answer(three)
    (shown,) = wishes(three.amina)
    assert {p for p in three.stick.iterdir() if "of4" in p.name} <= before
    leave_wish(three.amina, shown.id)
    assert wishes(three.amina) == ()
    with three.amina.main.read() as con:
        assert len(sent.all_sent(con)) == 5


def test_sound_that_never_came_is_asked_for_from_the_story(three: Cast) -> None:
    record = three_films(three)[0]
    paths = send_parts(three.amina, three.stick).paths
    take_in(three.joan, paths[0])
    wish = ask_for_media(three.joan, record)
    assert (wish.sounds, wish.parts, wish.name) == (1, (), "Amina")
    answer(three)
    again = send_again(three.amina, wishes(three.amina)[0].id, three.stick)
    take_in(three.joan, again.paths[0])
    assert edit_record.open_record(three.joan, record).media[0].playable is not None
    with pytest.raises(UserError) as caught:
        ask_for_media(three.joan, record)
    assert caught.value.code == "NOTHING_MISSING"


def test_nobody_can_be_asked_for_a_file_that_says_nothing(three: Cast) -> None:
    path = three.stick / "ldp-00000000000000000000000000-2of4.tar.age"
    path.write_bytes(os.urandom(1000))
    with pytest.raises(UserError) as caught:
        ask_for_part(three.joan, path)
    assert caught.value.code == "NOBODY_TO_ASK"


def test_a_file_larger_than_a_part_travels_in_slices_and_is_joined(three: Cast) -> None:
    film = a_film(three.folder, 9)
    record = tell_with_file(three.amina, film)
    paths = send_parts(three.amina, three.stick).paths
    assert len(paths) > 3
    assert all(p.stat().st_size <= PART for p in paths)
    last = None
    for path in reversed(paths):
        last = take_in(three.joan, path)
    assert last is not None
    medium = edit_record.open_record(three.joan, record).media[0]
    assert medium.playable is not None
    with three.joan.main.read() as con:
        key = media.key_of(con, medium.playable.item or "")
        assert slices.complete(con) == ()
        assert len(media.all_items(con)) == 1
    assert key is not None
    with three.joan.vault.open(medium.playable.item or "", key) as reader:
        assert reader.file().readall() == film.read_bytes()
    assert len(three.joan.vault.items()) == 1
    answer(three)
    assert {r.shown for r in my_stories(three.amina).rows} == {Shown.RECEIVED}


def test_a_slice_counts_alone_and_only_the_lost_one_goes_again(three: Cast) -> None:
    record = tell_with_file(three.amina, a_film(three.folder, 9))
    paths = send_parts(three.amina, three.stick).paths
    for path in paths[:-1]:
        take_in(three.joan, path)
    assert edit_record.open_record(three.joan, record).media[0].playable is None
    assert {r.shown for r in my_stories(three.joan).rows} == {Shown.WAITING}
    wish = ask_for_media(three.joan, record)
    answer(three)
    assert wishes(three.amina)[0].id == wish.id
    again = send_again(three.amina, wish.id, three.stick)
    assert again.bytes < 4 << 20
    assert len(again.paths) == 1
    take_in(three.joan, again.paths[0])
    assert edit_record.open_record(three.joan, record).media[0].playable is not None
    assert {r.shown for r in my_stories(three.joan).rows} == {Shown.RECEIVED}


def test_after_a_receipt_for_some_slices_only_the_others_are_packed(three: Cast) -> None:
    tell_with_file(three.amina, a_film(three.folder, 9))
    paths = send_parts(three.amina, three.stick).paths
    for path in paths[:3]:
        take_in(three.joan, path)
    answer(three)
    rest = send_parts(three.amina, three.stick)
    assert len(rest.paths) < len(paths)
    for path in rest.paths:
        take_in(three.joan, path)
    assert {r.shown for r in my_stories(three.joan).rows} == {Shown.RECEIVED}


def test_slices_of_something_taken_back_go_too(three: Cast) -> None:
    tell_with_file(three.amina, a_film(three.folder, 9))
    paths = send_parts(three.amina, three.stick).paths
    for path in paths[:3]:
        take_in(three.joan, path)
    with three.joan.main.write() as con:
        medium = str(con.exec_driver_sql("SELECT id FROM media").scalar())
        gone = media.shred(con, medias=[medium])
    assert len(gone) == 2
    with three.joan.main.read() as con:
        assert media.all_items(con) == frozenset()


def test_mail_sends_a_video_whole_and_never_only_its_sound(three: Cast) -> None:
    tell_with_file(three.amina, a_film(three.folder, 1))
    planned = plan(three.amina, "coordinators", "mail")
    packed = send(three.amina, "coordinators", three.stick, "mail")
    assert packed.recordings == planned.recordings == 1
    assert packed.bytes > 1 << 20


def test_a_stick_that_cannot_be_written_says_what_to_do(three: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from ldp_stories.bundles import files

    tell(three.amina, sound=a_sound(three.folder))
    for number, code in ((errno.EROFS, "STICK_BLOCKED"), (errno.EIO, "STICK_OUT")):

        def broken(_self: object, _data: bytes, number: int = number) -> int:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(files.FlushingFile, "write", broken)
        with pytest.raises(UserError) as caught:
            send(three.amina, "coordinators", three.stick)
        assert caught.value.code == code
        assert list(three.stick.iterdir()) == []
