"""Looking into many files at once takes no more room than one of them: what is large is put down and read again when it is added."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services import bring_in_all
from ldp_stories.services.bring_in_all import Looked, add_all, look_at_all, put_all_down
from ldp_stories.services.edit_record import my_stories
from ldp_stories.services.half_kept import FOLDER
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import Preview, look, put_down
from tests.services.cast import Cast, cast, send, tell


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


@pytest.fixture
def files(three: Cast) -> tuple[Path, ...]:
    """Three files of Amina's, each with one story more."""
    for title in ("Tea", "Bulbs", "Bread"):
        tell(three.amina, title=title)
        (three.stick / title).mkdir()
        send(three.amina, "coordinators", three.stick / title)
    return tuple(path for title in ("Tea", "Bulbs", "Bread") for path in (three.stick / title).iterdir())


def staged(home: Home) -> int:
    return len(list((home.folder / FOLDER).iterdir()))


def stories(home: Home) -> int:
    return len(my_stories(home).rows)


def test_small_files_stay_staged_and_are_not_read_again(
    three: Cast, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = look_at_all(three.joan, files)
    assert [one.staged for one in found] == [True] * 3
    monkeypatch.delattr(bring_in_all, "look")
    assert [one.error for one in add_all(three.joan, found)] == [None] * 3


def test_what_is_too_large_to_stay_is_put_down_at_once_and_added_all_the_same(
    three: Cast, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = [path.stat().st_size for path in files]
    monkeypatch.setattr(bring_in_all, "MOST_STAGED", sizes[0])
    before = stories(three.joan)
    found = look_at_all(three.joan, files)
    assert [one.staged for one in found] == [True, False, False]
    assert [one.preview is not None for one in found] == [True] * 3
    done = add_all(three.joan, found)
    assert [one.error for one in done] == [None] * 3
    assert stories(three.joan) == before + 3
    assert staged(three.joan) == 0


def test_with_room_for_one_only_each_is_looked_into_after_the_one_before_has_gone(
    three: Cast, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Preview] = []

    def narrow(home: Home, path: Path) -> Preview:
        if held:
            raise UserError("NO_ROOM_THERE", folder="here")
        held.append(look(home, path))
        return held[0]

    def down(preview: Preview) -> None:
        held.remove(preview)
        put_down(preview)

    monkeypatch.setattr(bring_in_all, "look", narrow)
    monkeypatch.setattr(bring_in_all, "put_down", down)
    found = look_at_all(three.joan, files)
    assert [one.error for one in found] == [None] * 3
    assert [one.staged for one in found] == [False, False, True]
    put_all_down(found)
    assert held == []
    assert staged(three.joan) == 0


def test_one_that_has_no_room_even_alone_says_so(
    three: Cast, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def narrow(home: Home, path: Path) -> Preview:
        if path == files[1]:
            raise UserError("NO_ROOM_THERE", folder="here")
        return look(home, path)

    monkeypatch.setattr(bring_in_all, "look", narrow)
    found = look_at_all(three.joan, files)
    assert [one.error.code if one.error else "" for one in found] == ["", "NO_ROOM_THERE", ""]
    put_all_down(found)


def test_another_file_under_the_same_name_is_not_added_unseen(
    three: Cast, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bring_in_all, "MOST_STAGED", 0)
    before = stories(three.joan)
    found = look_at_all(three.joan, files[:1])
    files[0].write_bytes(files[1].read_bytes())
    (one,) = add_all(three.joan, found)
    assert one.error is not None
    assert (one.error.code, one.accepted) == ("OTHER_FILE", None)
    assert stories(three.joan) == before
    assert staged(three.joan) == 0


def test_one_whose_stick_was_taken_out_meanwhile_is_named_and_the_others_come_in(
    three: Cast, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bring_in_all, "MOST_STAGED", 0)
    found = look_at_all(three.joan, files)
    files[1].unlink()
    codes = [one.error.code if one.error else "" for one in add_all(three.joan, found)]
    assert codes == ["", "FILE_UNREADABLE", ""]


def test_nothing_was_looked_into_is_nothing_to_add(three: Cast) -> None:
    assert add_all(three.joan, [Looked(Path("x"), None, UserError("DAMAGED"))]) == ()
