"""A way step by step: whatever step breaks, no half file looks whole, nothing is written over, and the right things are tried again."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldp_stories.bundles.names import new_bundle_id, outer_name
from ldp_stories.bundles.route import PART, PlaceRoute, is_ours
from ldp_stories.bundles.route_folder import FolderPlace
from ldp_stories.errors import Cancelled, UserError

SIZE = 2_500_000


class Shelf:
    """A place in memory whose acts can be made to fail: `broken` maps an act to the codes of its next failures."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.broken: dict[str, list[str]] = {}
        self.acts: list[str] = []
        self.keeps: float = 1.0
        self.closed = False

    def _act(self, name: str) -> None:
        self.acts.append(name)
        if self.broken.get(name):
            raise UserError(self.broken[name].pop(0))

    def names(self) -> list[tuple[str, int]]:
        self._act("names")
        return [(name, len(data)) for name, data in self.files.items()]

    def size(self, name: str) -> int | None:
        self._act("size")
        return len(self.files[name]) if name in self.files else None

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> None:
        data = b""
        for piece in pieces:
            data += piece
            self.files[name] = data
            self._act("write")
        assert len(data) == size
        self.files[name] = data[: int(size * self.keeps)]

    def read(self, name: str) -> Iterator[bytes]:
        data = self.files[name]
        for at in range(0, len(data), 1 << 20):
            self._act("read")
            yield data[at : at + (1 << 20)]

    def move(self, old: str, new: str) -> None:
        self._act("move")
        assert new not in self.files, "something was written over"
        self.files[new] = self.files.pop(old)

    def remove(self, name: str) -> None:
        self._act("remove")
        del self.files[name]

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / outer_name(new_bundle_id(), 1, 2)
    made.write_bytes(os.urandom(SIZE))
    return made


def quiet(done: int, total: int) -> None:
    """Nobody looks."""


def code(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        act()
    return caught.value.code


def test_a_file_is_written_measured_moved_and_measured_again(shelf: Shelf, path: Path) -> None:
    PlaceRoute(shelf, quiet_wait).put(path, quiet)
    assert shelf.files == {path.name: path.read_bytes()}
    order = [a for at, a in enumerate(shelf.acts) if at == 0 or shelf.acts[at - 1] != a]
    assert order == ["size", "write", "size", "move", "size", "names"]


def quiet_wait(seconds: float) -> None:
    """No test waits."""


@pytest.mark.parametrize("act", ["write", "move"])
@pytest.mark.parametrize("trouble", ["ROUTE_FULL", "ROUTE_LOGIN", "ROUTE_FORBIDDEN", "ROUTE_TOO_LARGE"])
def test_a_trouble_that_stays_is_not_tried_again_and_leaves_nothing(
    shelf: Shelf, path: Path, act: str, trouble: str
) -> None:
    shelf.broken = {act: [trouble]}
    waits: list[float] = []
    assert code(lambda: PlaceRoute(shelf, waits.append).put(path, quiet)) == trouble
    assert waits == []
    assert shelf.files == {}


@pytest.mark.parametrize("act", ["write", "move", "size"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_cut_is_tried_again_with_longer_waits(shelf: Shelf, path: Path, act: str, times: int) -> None:
    shelf.broken = {act: ["ROUTE_CUT"] * times}
    waits: list[float] = []
    PlaceRoute(shelf, waits.append).put(path, quiet)
    assert len(waits) <= times
    assert waits == [1.0, 4.0][: len(waits)]
    assert shelf.files == {path.name: path.read_bytes()}


def test_after_three_cuts_it_is_said(shelf: Shelf, path: Path) -> None:
    shelf.broken = {"write": ["ROUTE_CUT"] * 3}
    waits: list[float] = []
    assert code(lambda: PlaceRoute(shelf, waits.append).put(path, quiet)) == "ROUTE_CUT"
    assert waits == [1.0, 4.0]
    assert [name for name in shelf.files if is_ours(name)] == []


def test_a_cut_that_cannot_be_cleaned_up_leaves_only_a_part_name(shelf: Shelf, path: Path) -> None:
    shelf.broken = {"write": ["ROUTE_CUT"] * 3, "remove": ["ROUTE_CUT"] * 3}
    assert code(lambda: PlaceRoute(shelf, quiet_wait).put(path, quiet)) == "ROUTE_CUT"
    assert len(shelf.files) == 3, "each try has a name of its own"
    assert all(n.startswith(path.name + ".") and n.endswith(PART) for n in shelf.files)
    assert PlaceRoute(shelf, quiet_wait).list() == ()


def test_a_part_left_by_a_kill_is_written_anew(shelf: Shelf, path: Path) -> None:
    others = {outer_name(new_bundle_id(), 1, 1) + PART: b"of another"}
    shelf.files = {path.name + PART: b"left", f"{path.name}.0a1b2c3d{PART}": b"too", **others}
    PlaceRoute(shelf, quiet_wait).put(path, quiet)
    assert shelf.files == {path.name: path.read_bytes(), **others}


@pytest.mark.parametrize("trouble", ["ROUTE_NO_FOLDER", "ROUTE_TAKEN", "ROUTE_FORBIDDEN"])
def test_a_file_that_came_whole_from_elsewhere_meanwhile_is_no_trouble(
    shelf: Shelf, path: Path, trouble: str
) -> None:
    """The same file is sent from two laptops at once: whoever is second finds it there."""
    other = path.read_bytes()

    class Quicker(Shelf):
        def move(self, old: str, new: str) -> None:
            self.files[new] = other
            raise UserError(trouble, name=old)

    quicker = Quicker()
    PlaceRoute(quicker, quiet_wait).put(path, quiet)
    assert quicker.files == {path.name: other}
    other = b"not the same"
    assert code(lambda: PlaceRoute(Quicker(), quiet_wait).put(path, quiet)) == trouble


@pytest.mark.parametrize("keeps", [0.0, 0.5, 0.999])
def test_a_place_that_keeps_less_than_it_was_sent_is_found_out(
    shelf: Shelf, path: Path, keeps: float
) -> None:
    shelf.keeps = keeps
    assert code(lambda: PlaceRoute(shelf, quiet_wait).put(path, quiet)) == "ROUTE_SHORT"
    assert shelf.files == {}


def test_a_place_that_loses_bytes_while_moving_is_found_out(shelf: Shelf, path: Path) -> None:
    real = shelf.move

    def losing(old: str, new: str) -> None:
        real(old, new)
        shelf.files[new] = shelf.files[new][:-1]

    shelf.move = losing  # type: ignore[method-assign]
    assert code(lambda: PlaceRoute(shelf, quiet_wait).put(path, quiet)) == "ROUTE_SHORT"
    assert shelf.files == {}


def test_a_file_that_came_there_meanwhile_is_left_alone(shelf: Shelf, path: Path) -> None:
    real = shelf.write

    def slow(name: str, pieces: Iterator[bytes], size: int) -> None:
        real(name, pieces, size)
        shelf.files[path.name] = b"somebody was quicker"

    shelf.write = slow  # type: ignore[method-assign]
    assert code(lambda: PlaceRoute(shelf, quiet_wait).put(path, quiet)) == "ROUTE_TAKEN"
    assert shelf.files == {path.name: b"somebody was quicker"}


@pytest.mark.parametrize("at", [1, 2, 3])
def test_stop_is_heard_between_any_two_pieces(shelf: Shelf, path: Path, at: int) -> None:
    told: list[int] = []

    def stop(done: int, _total: int) -> None:
        told.append(done)
        if len(told) == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        PlaceRoute(shelf, quiet_wait).put(path, stop)
    assert shelf.files == {}


def test_a_fetch_is_whole_or_not_there(shelf: Shelf, path: Path, tmp_path: Path) -> None:
    shelf.files[path.name] = path.read_bytes()
    target = tmp_path / "in" / path.name
    target.parent.mkdir()
    PlaceRoute(shelf, quiet_wait).fetch(path.name, target, quiet)
    assert target.read_bytes() == path.read_bytes()
    target.unlink()
    shelf.broken = {"read": ["ROUTE_CUT"] * 9}
    assert code(lambda: PlaceRoute(shelf, quiet_wait).fetch(path.name, target, quiet)) == "ROUTE_CUT"
    assert list(target.parent.iterdir()) == []


def test_a_fetch_that_was_cut_once_goes_through(shelf: Shelf, path: Path, tmp_path: Path) -> None:
    shelf.files[path.name] = path.read_bytes()
    shelf.broken = {"read": ["ROUTE_CUT"]}
    waits: list[float] = []
    PlaceRoute(shelf, waits.append).fetch(path.name, tmp_path / "back", quiet)
    assert waits == [1.0]
    assert (tmp_path / "back").read_bytes() == path.read_bytes()


def test_fewer_bytes_than_announced_are_no_file(shelf: Shelf, path: Path, tmp_path: Path) -> None:
    shelf.files[path.name] = path.read_bytes()
    shelf.files[path.name] += b"x"
    real = shelf.read
    shelf.read = lambda name: iter([b"".join(real(name))[:-1]])  # type: ignore[method-assign]
    assert code(lambda: PlaceRoute(shelf, quiet_wait).fetch(path.name, tmp_path / "b", quiet)) == "ROUTE_CUT"
    assert not (tmp_path / "b").exists()


def test_progress_never_tells_more_than_all(shelf: Shelf, path: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    route = PlaceRoute(shelf, quiet_wait)
    route.put(path, lambda done, total: told.append((done, total)))
    route.fetch(path.name, tmp_path / "b", lambda done, total: told.append((done, total)))
    assert all(done <= total == SIZE for done, total in told)
    assert told[-1] == (SIZE, SIZE)


def test_hanging_up_is_passed_on(shelf: Shelf) -> None:
    PlaceRoute(shelf, quiet_wait).close()
    assert shelf.closed


A_GROUP = "0123456789abcdefghjkmnpqrs"
"""The same in every process: names of tests are made of it."""


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        (outer_name(A_GROUP, 3, 7), True),
        ("larkside.ldp-pack", True),
        (outer_name(A_GROUP, 3, 7) + PART, False),
        ("ldp-x-1of1.tar.age", False),
        ("holiday.jpg", False),
        ("larkside.ldp-pack" + PART, False),
    ],
)
def test_what_is_ours_is_told_by_its_name(name: str, ours: bool) -> None:
    assert is_ours(name) is ours


@pytest.mark.parametrize(
    ("number", "wanted"),
    [(28, "NO_ROOM_THERE"), (122, "NO_ROOM_THERE"), (13, "STICK_BLOCKED"), (30, "STICK_BLOCKED"), (27, "ROUTE_TOO_LARGE"), (5, "DISK_TROUBLE")],
)  # fmt: skip
def test_what_a_folder_says_is_put_in_plain_words(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, wanted: str
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    place = FolderPlace(there)

    def broken(_self: Path, _mode: str = "r", *_: object) -> object:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", broken)
    assert code(lambda: place.write("x", iter([b"x"]), 1)) == wanted


def test_a_folder_that_went_away_is_said(path: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    route = PlaceRoute(FolderPlace(there), quiet_wait)
    route.put(path, quiet)
    for one in there.iterdir():
        one.unlink()
    there.rmdir()
    assert code(lambda: route.put(path, quiet)) == "NO_FOLDER"
    assert code(lambda: route.fetch(path.name, tmp_path / "x", quiet)) == "NO_FOLDER"
    route.close()
