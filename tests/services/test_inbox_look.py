"""The inbox: a file that is still being copied does not count as come, whatever its clock says; what is left of a cut sending is tidied up."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.bundles.names import new_bundle_id, outer_name
from ldp_stories.bundles.route import PlaceRoute
from ldp_stories.bundles.route_folder import FolderPlace
from ldp_stories.errors import UserError
from ldp_stories.services import send_by_route as module
from ldp_stories.services.fetch_files import RESTING_S, fetched_folder, look_at_inbox
from ldp_stories.services.home import Home
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.routes import INBOX, save_route
from ldp_stories.services.send_by_route import send_by_route
from tests.services.cast import Cast, cast, tell
from tests.services.homes import cheap_machine, found

NOW = 1_800_000_000.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("inbox")
    made = found(folder / "joan", cheap_machine(folder))
    yield made
    made.close()


@pytest.fixture
def inbox(home: Home, tmp_path: Path) -> Path:
    save_route(home, kind=INBOX, name="In", address=str(tmp_path))
    return tmp_path


def put(folder: Path, size: int, *, ago: float, name: str = "") -> Path:
    path = folder / (name or outer_name(new_bundle_id(), 1, 1))
    path.write_bytes(bytes(size))
    os.utime(path, (NOW - ago, NOW - ago))
    return path


def test_a_file_written_a_moment_ago_is_still_coming_and_then_there(home: Home, inbox: Path) -> None:
    path = put(inbox, 10, ago=1.0)
    first = look_at_inbox(home, clock=lambda: NOW)
    assert (first.new, first.coming, dict(first.sizes)) == ((), (path,), {path: 10})
    second = look_at_inbox(home, first.sizes, clock=lambda: NOW + RESTING_S)
    assert (second.new, second.coming) == ((path,), ())


def test_a_share_that_went_away_is_named_until_it_is_back(home: Home, inbox: Path, tmp_path: Path) -> None:
    path = put(inbox, 10, ago=60.0)
    assert look_at_inbox(home, clock=lambda: NOW).away == ""
    shelf = tmp_path.parent / f"{tmp_path.name} elsewhere"
    inbox.rename(shelf)
    gone = look_at_inbox(home, clock=lambda: NOW)
    assert (gone.new, gone.coming, gone.away) == ((), (), "In")
    shelf.rename(inbox)
    back = look_at_inbox(home, clock=lambda: NOW)
    assert (back.new, back.away) == ((path,), "")


@pytest.mark.parametrize("ago", [3_600.0, -3_600.0])
def test_a_file_that_grows_is_coming_whatever_its_clock_says(home: Home, inbox: Path, ago: float) -> None:
    path = put(inbox, 10, ago=ago)
    sizes = look_at_inbox(home, clock=lambda: NOW).sizes
    put(inbox, 20, ago=ago, name=path.name)
    grown = look_at_inbox(home, sizes, clock=lambda: NOW)
    assert (grown.new, grown.coming) == ((), (path,))
    assert look_at_inbox(home, grown.sizes, clock=lambda: NOW).new == (path,)


def test_what_is_none_of_ours_is_not_there_and_what_was_fetched_is_whole(home: Home, inbox: Path) -> None:
    put(inbox, 10, ago=0.0, name="shopping.txt")
    put(inbox, 10, ago=0.0, name=outer_name(new_bundle_id(), 1, 2) + ".part")
    fetched = put(fetched_folder(home), 10, ago=0.0)
    assert look_at_inbox(home, clock=lambda: NOW).new == (fetched,)
    fetched.unlink()


class Cut(FolderPlace):
    """A server whose line is cut for good while a file is written, until it is mended."""

    cut = True

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> None:
        if not self.cut:
            super().write(name, pieces, size)
            return
        super().write(name, iter([next(pieces)[:100]]), size)
        raise UserError("ROUTE_CUT")

    def remove(self, name: str) -> None:
        if self.cut:
            raise UserError("ROUTE_AWAY", address="there")
        super().remove(name)


def test_what_a_cut_left_on_a_server_goes_with_the_next_sending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    theirs = put(there, 5, ago=0.0, name=outer_name(new_bundle_id(), 1, 1) + ".abcd.part")
    monkeypatch.setattr(
        module, "open_route", lambda _saved, wait: PlaceRoute(Cut(there), wait or (lambda _: None))
    )
    with cast(tmp_path / "cast") as three:
        _send_twice(three, monkeypatch)
    whole = [p for p in there.iterdir() if p != theirs]
    assert len(whole) == 1
    assert whole[0].suffix == ".age"
    assert theirs.exists(), "what somebody else is putting there is theirs"


def _send_twice(three: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(three.amina)
    way = save_route(three.amina, kind="sftp", name="S", address="sftp://there/x").id
    word = recipient_named(three.amina, "coordinators").words[0]
    with pytest.raises(UserError) as caught:
        send_by_route(three.amina, "coordinators", way, first_word=word, wait=lambda _: None)
    assert caught.value.code == "ROUTE_CUT"
    monkeypatch.setattr(Cut, "cut", False)
    send_by_route(three.amina, "coordinators", way, first_word=word, wait=lambda _: None)
