"""Safe copies: once a day, verified, three kept, and one on a stick that holds the sound too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.errors import Cancelled, UserError
from ldp_stories.services import keep_copies
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import copy_if_due, copy_is_due, make_copy, safe_copies
from ldp_stories.store import backup
from tests.services.cast import a_sound, tell
from tests.services.homes import Clock, cheap_machine, found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path, clock: Clock) -> Iterator[Home]:
    made = found(tmp_path / "home", cheap_machine(tmp_path, clock), roles=(Role.COORDINATOR, Role.RESEARCHER))
    yield made
    made.close()


def test_a_new_notebook_gets_its_first_copy_at_once(home: Home) -> None:
    assert safe_copies(home) == ()
    assert copy_is_due(home)
    made = copy_if_due(home)
    assert made is not None
    assert (made.on, made.with_sound) == ("2026-05-10", False)
    assert safe_copies(home) == (made,)


@pytest.mark.parametrize(
    ("hours", "due"),
    [(1, False), (23, False), (24, True), (72, True), (-1, False), (-23, False), (-100, True)],
)
def test_a_copy_is_due_once_a_day_and_once_for_a_clock_that_jumped_back_days(
    home: Home, clock: Clock, hours: int, due: bool
) -> None:
    copy_if_due(home)
    clock.forward(hours=hours)
    assert copy_is_due(home) is due
    assert (copy_if_due(home) is not None) is due


def test_three_copies_are_kept_and_the_oldest_goes(home: Home, clock: Clock) -> None:
    for _ in range(5):
        make_copy(home)
        clock.forward(days=1)
    assert [c.on for c in safe_copies(home)] == ["2026-05-14", "2026-05-13", "2026-05-12"]


def test_a_clock_that_fell_back_for_good_still_gets_a_copy_a_day_and_keeps_the_last_three(
    home: Home, clock: Clock
) -> None:
    for _ in range(3):
        assert copy_if_due(home) is not None
        clock.forward(days=1)
    clock.forward(days=-9_000)  # an empty clock battery: 2001
    days = []
    for _ in range(4):
        made = copy_if_due(home)
        assert made is not None
        assert safe_copies(home)[0] == made, "the copy just made is the first, whatever its date says"
        assert copy_if_due(home) is None
        days.append(made.on)
        clock.forward(days=1)
    assert [c.on for c in safe_copies(home)] == days[:0:-1]


def test_a_clock_that_was_a_year_ahead_for_an_hour_stops_no_copies(home: Home, clock: Clock) -> None:
    copy_if_due(home)
    clock.forward(days=400)
    assert copy_if_due(home) is not None
    clock.forward(days=-399)
    assert copy_if_due(home) is not None
    assert copy_if_due(home) is None
    clock.forward(days=1)
    assert copy_if_due(home) is not None


def test_copies_of_one_second_go_in_the_order_of_their_making(home: Home) -> None:
    made = [make_copy(home) for _ in range(6)]
    assert safe_copies(home) == tuple(reversed(made[-3:]))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"at": "x"}', b'{"at": "x", "bytes": "y"}', b"\xff"])
def test_a_copy_whose_list_is_spoilt_does_not_count_and_stops_nothing(home: Home, content: bytes) -> None:
    spoilt = make_copy(home)
    (spoilt.folder / "copy.json").write_bytes(content)
    assert safe_copies(home) == ()
    assert copy_is_due(home)
    made = copy_if_due(home)
    assert safe_copies(home) == (made,)


def test_a_copy_on_a_stick_holds_the_sound_and_is_never_cleared_away(
    home: Home, clock: Clock, tmp_path: Path
) -> None:
    tell(home, sound=a_sound(tmp_path, 2_000))
    stick = tmp_path / "stick"
    stick.mkdir()
    for _ in range(5):
        made = make_copy(home, stick)
        assert made.with_sound
        clock.forward(days=1)
    assert len(list(stick.iterdir())) == 5
    assert safe_copies(home) == ()


def test_no_word_of_a_story_can_be_read_in_a_copy(home: Home) -> None:
    tell(home, title="Zebedee in the yard", words="Zebedee said it to the wall.")
    made = make_copy(home)
    for path in made.folder.rglob("*"):
        if path.is_file():
            assert b"Zebedee" not in path.read_bytes()


def test_stopping_a_copy_leaves_no_half_of_one(home: Home) -> None:
    class Stopped:
        def report(self, done: int, total: int, note: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_copy(home, progress=Stopped())
    assert safe_copies(home) == ()
    assert list(home.place.backups.glob("*")) == []


@pytest.mark.parametrize("code", ["NO_ROOM", "DISK_TROUBLE"])
def test_a_full_stick_is_not_called_a_full_laptop(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise UserError(code, reason="x")

    monkeypatch.setattr(backup, "make", full)
    with pytest.raises(UserError) as caught:
        make_copy(home, tmp_path)
    assert caught.value.code == ("NO_ROOM_THERE" if code == "NO_ROOM" else code)
    with pytest.raises(UserError) as caught:
        make_copy(home)
    assert caught.value.code == code
    assert keep_copies.copies_elsewhere(home) == ()
