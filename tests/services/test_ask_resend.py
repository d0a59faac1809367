"""Asking again: whom, for what, once; carried with the next file, closed when it has come, and never an order to anybody."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import (
    ask_for_media,
    ask_for_part,
    ask_for_parts,
    asked,
    have_read_of,
    leave_wish,
    put_away,
    wishes,
)
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.note_answers import LEFT, note_left
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.send_again import send_again
from ldp_stories.services.set_aside import let_go, waiting
from ldp_stories.store import requests, sent
from ldp_stories.store.requests import Asked
from tests.bench.telling import tell_with_file
from tests.services.cast import Cast, cast, send, tell


@dataclass
class Begun:
    """Amina has packed three films in four parts; Joan has the first."""

    three: Cast
    records: list[str]
    paths: tuple[Path, ...]
    group: str

    @property
    def joan(self) -> Home:
        return self.three.joan

    @property
    def amina(self) -> Home:
        return self.three.amina


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    folder = tmp_path_factory.mktemp("asking")
    with cast(folder) as three:
        records = []
        for number in range(3):
            film = folder / f"film-{number}"
            film.write_bytes(os.urandom(2 << 20))
            records.append(tell_with_file(three.amina, film))
        word = recipient_named(three.amina, "coordinators").words[0]
        made = pack(three.amina, "coordinators", three.stick, first_word=word, part_bytes=4 << 20)
        taken = take_in(three.joan, made.paths[0])
        with three.joan.main.read() as con:
            came = sent.received(con, taken.bundle)
        assert came is not None
        yield Begun(three, records, made.paths, came.group)


@pytest.fixture(autouse=True)
def nothing_asked(begun: Begun) -> Iterator[None]:
    """No test sees the wishes of another."""
    yield
    for home in (begun.joan, begun.amina):
        with home.main.write() as con:
            con.exec_driver_sql("DELETE FROM local_request")


def code(caught: "pytest.ExceptionInfo[UserError]") -> str:
    return caught.value.code


def test_a_part_whose_beginning_can_be_read_is_known_with_its_sounds(begun: Begun, tmp_path: Path) -> None:
    broken = tmp_path / "renamed by somebody.age"
    data = bytearray(begun.paths[1].read_bytes())
    data[-5] ^= 1
    broken.write_bytes(data)
    wish = ask_for_part(begun.joan, broken)
    assert (wish.name, wish.parts, wish.of, wish.sounds) == ("Amina", (2,), 4, 1)


def test_a_part_that_says_nothing_is_known_by_its_name(begun: Begun, tmp_path: Path) -> None:
    broken = tmp_path / begun.paths[2].name
    broken.write_bytes(b"nothing at all")
    wish = ask_for_part(begun.joan, broken)
    assert (wish.name, wish.parts, wish.sounds, wish.why) == ("Amina", (3,), 0, "damaged")


def test_a_file_of_nobody_cannot_be_asked_for(begun: Begun, tmp_path: Path) -> None:
    broken = tmp_path / "x.age"
    broken.write_bytes(b"nothing at all")
    with pytest.raises(UserError) as caught:
        ask_for_part(begun.joan, broken)
    assert code(caught) == "NOBODY_TO_ASK"
    with pytest.raises(UserError) as caught:
        ask_for_part(begun.joan, tmp_path / "gone")
    assert code(caught) == "FILE_UNREADABLE"
    assert asked(begun.joan) == ()


def test_a_sending_of_which_nothing_came_cannot_be_asked_for(begun: Begun) -> None:
    with pytest.raises(UserError) as caught:
        ask_for_parts(begun.joan, "0" * 26)
    assert code(caught) == "NOBODY_TO_ASK"


def test_asking_twice_is_one_wish(begun: Begun) -> None:
    first = ask_for_parts(begun.joan, begun.group)
    assert ask_for_parts(begun.joan, begun.group).id == first.id
    assert [w.id for w in asked(begun.joan)] == [first.id]
    assert first.parts == (2, 3, 4)


def test_what_came_damaged_is_not_said_to_have_never_come(begun: Begun, tmp_path: Path) -> None:
    for number, why in ((2, "missing, some damaged"), (3, "missing, some damaged"), (4, "damaged")):
        broken = tmp_path / begun.paths[number - 1].name
        data = bytearray(begun.paths[number - 1].read_bytes())
        data[-5] ^= 1
        broken.write_bytes(data)
        with pytest.raises(UserError):
            take_in(begun.joan, broken)
        wish = ask_for_parts(begun.joan, begun.group)
        assert (wish.parts, wish.why) == ((2, 3, 4), why)
        with begun.joan.main.write() as con:
            con.exec_driver_sql("DELETE FROM local_request")
    for one in waiting(begun.joan):
        let_go(begun.joan, one.bundle)


def test_ones_own_story_has_nobody_to_ask(begun: Begun) -> None:
    record = tell(begun.amina, ready=False)
    with pytest.raises(UserError) as caught:
        ask_for_media(begun.amina, record)
    assert code(caught) == "NOTHING_MISSING"


def test_a_wish_names_the_story_it_is_about(begun: Begun) -> None:
    wish = ask_for_media(begun.joan, begun.records[0])
    assert wish.stories == ("Tea and bulbs",)
    assert wish.sounds == 1


def test_a_wish_alone_is_worth_a_file_and_is_sent_once(begun: Begun) -> None:
    if not plan(begun.joan, begun.amina.member).empty:
        send(begun.joan, begun.amina.member, begun.three.stick)
    ask_for_parts(begun.joan, begun.group)
    path = send(begun.joan, begun.amina.member, begun.three.stick).paths[0]
    take_in(begun.amina, path)
    take_in(begun.amina, path)
    assert len(wishes(begun.amina)) == 1
    leave_wish(begun.amina, wishes(begun.amina)[0].id)
    assert wishes(begun.amina) == ()


def carry(begun: Begun, giver: Home, to: str, taker: Home) -> None:
    """What one has to say goes to the other."""
    for path in send(giver, to, begun.three.stick).paths:
        take_in(taker, path)


def test_who_asked_reads_that_it_was_put_away_and_may_ask_again(begun: Begun) -> None:
    first = ask_for_parts(begun.joan, begun.group)
    carry(begun, begun.joan, begun.amina.member, begun.amina)
    leave_wish(begun.amina, first.id)
    leave_wish(begun.amina, first.id)  # pressed twice says it once
    assert wishes(begun.amina) == ()
    assert put_away(begun.joan) == ()
    carry(begun, begun.amina, "coordinators", begun.joan)
    (left,) = put_away(begun.joan)
    assert (left.id, left.name, left.parts) == (first.id, "Amina", (2, 3, 4))
    assert asked(begun.joan) == ()
    again = ask_for_parts(begun.joan, begun.group)
    assert again.id != first.id
    carry(begun, begun.joan, begun.amina.member, begun.amina)
    assert [w.id for w in wishes(begun.amina)] == [again.id]
    tell(begun.amina)
    carry(begun, begun.amina, "coordinators", begun.joan)  # the old answer comes once more
    assert [w.id for w in asked(begun.joan)] == [again.id]
    have_read_of(begun.joan, first.id)
    have_read_of(begun.joan, again.id)  # what waits is not read away
    assert put_away(begun.joan) == ()
    assert [w.id for w in asked(begun.joan)] == [again.id]


def test_a_stranger_to_the_wish_ends_nothing(begun: Begun) -> None:
    """Only who was asked can say that it was put away, and an answer to something else ends nothing."""
    wish = ask_for_parts(begun.joan, begun.group)
    with begun.joan.main.write() as con:
        (mine,) = requests.all_of(con, ours=True)
        about = (mine.request.bundle, mine.request.parts, mine.request.media)
        said = Request(new_id(), RequestWhat.CONFIRM, *about, LEFT)
        note_left(con, begun.joan.author.device, [said])
        note_left(con, "0" * 8, [said])
        note_left(con, mine.device, [replace(said, parts=(2,)), replace(said, note_code="destroyed")])
    assert [w.id for w in asked(begun.joan)] == [wish.id]
    assert put_away(begun.joan) == ()


@pytest.mark.parametrize("what", [RequestWhat.DESTROY, RequestWhat.CONFIRM])
def test_other_wishes_are_not_among_those_to_send_again(begun: Begun, what: RequestWhat) -> None:
    one = Request(new_id(), what, "0" * 26, (), (), "wrong")
    with begun.amina.main.write() as con:
        requests.put(
            con,
            Asked(one, begun.joan.author.device, ours=False, at_label="2026-05-10T00:00:00Z", state="open"),
        )
    assert wishes(begun.amina) == ()


def kept(begun: Begun, request: Request, home: Home | None = None) -> str:
    """A wish of Joan's (or another's) stands in Amina's notebook."""
    device = (home or begun.joan).author.device
    with begun.amina.main.write() as con:
        requests.put(con, Asked(request, device, ours=False, at_label="2026-05-10T00:00:00Z", state="open"))
    return request.id


def test_a_wish_for_what_was_never_sent_makes_nothing(begun: Begun, tmp_path: Path) -> None:
    ident = kept(begun, Request(new_id(), RequestWhat.RESEND, "0" * 26, (2,), (), "missing"))
    with pytest.raises(UserError) as caught:
        send_again(begun.amina, ident, tmp_path)
    assert code(caught) == "NOTHING_LEFT_TO_SEND"
    assert list(tmp_path.iterdir()) == []


def test_somebody_who_may_have_nothing_gets_nothing(begun: Begun, tmp_path: Path) -> None:
    """Priya evaluates: a researcher never sends to her, whatever she asks for."""
    wish = Request(new_id(), RequestWhat.RESEND, begun.group, (2,), (), "missing")
    ident = kept(begun, wish, begun.three.priya)
    with pytest.raises(UserError) as caught:
        send_again(begun.amina, ident, tmp_path)
    assert code(caught) == "NO_SUCH_REQUEST"
    assert list(tmp_path.iterdir()) == []


def test_a_wish_that_is_not_there_or_a_folder_that_is_not(begun: Begun, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        send_again(begun.amina, "none", tmp_path)
    assert code(caught) == "NO_SUCH_REQUEST"
    with pytest.raises(UserError) as caught:
        send_again(begun.amina, "none", tmp_path / "gone")
    assert code(caught) == "NO_FOLDER"


def test_several_parts_are_made_again_each_as_it_was(begun: Begun, tmp_path: Path) -> None:
    ident = kept(begun, Request(new_id(), RequestWhat.RESEND, begun.group, (2, 4), (), "missing"))
    made = send_again(begun.amina, ident, tmp_path)
    assert [p.name for p in made.paths] == [begun.paths[1].name, begun.paths[3].name]
    assert made.name == "Joan"
    assert made.bytes > 4 << 20


def test_a_part_can_be_handed_on_instead_of_left_in_the_folder(begun: Begun, tmp_path: Path) -> None:
    ident = kept(begun, Request(new_id(), RequestWhat.RESEND, begun.group, (3,), (), "missing"))
    seen: list[str] = []
    send_again(begun.amina, ident, tmp_path, deliver=lambda path: seen.append(path.name))
    assert seen == [begun.paths[2].name]
    assert list(tmp_path.iterdir()) == []
