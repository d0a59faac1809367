"""What every server has in common: names and sizes, moving and removing, each trouble in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

import pytest

from ldp_stories.bundles.route_files import FilesPlace
from ldp_stories.errors import UserError


class Library:
    """A file system of a library, in memory."""

    def __init__(self) -> None:
        self.files = {"in/one.age": 10, "in/two.age": 20}
        self.asked: list[dict[str, Any]] = []

    def info(self, path: str, **how: Any) -> dict[str, Any]:
        self.asked.append(how)
        if path not in self.files:
            raise FileNotFoundError(path)
        return {"size": str(self.files[path])}

    def mv(self, old: str, new: str) -> None:
        self.files[new] = self.files.pop(old)

    def rm_file(self, path: str) -> None:
        del self.files[path]


class Invented(FilesPlace):
    _asked_anew = MappingProxyType({"refresh": True})

    def __init__(self) -> None:
        self._fs, self._folder = Library(), "in"

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except KeyError as error:
            raise UserError("ROUTE_CUT") from error


def test_sizes_are_asked_anew_and_a_file_that_is_not_there_has_none() -> None:
    place = Invented()
    assert place.size("one.age") == 10
    assert place.size("none.age") is None
    assert place._fs.asked == [{"refresh": True}] * 2


def test_files_are_moved_and_removed_inside_their_folder() -> None:
    place = Invented()
    place.move("one.age", "three.age")
    place.remove("two.age")
    assert place._fs.files == {"in/three.age": 10}


@pytest.mark.parametrize("act", ["move", "remove"])
def test_the_librarys_troubles_come_out_in_our_words(act: str) -> None:
    place = Invented()
    names = ("none.age", "new.age") if act == "move" else ("none.age",)
    with pytest.raises(UserError) as caught:
        getattr(place, act)(*names)
    assert caught.value.code == "ROUTE_CUT"


def test_a_listing_names_files_only_and_a_size_that_is_not_told_is_nought() -> None:
    found = [
        {"name": "in/one.age", "size": 10, "type": "file"},
        {"name": "in/more", "size": 0, "type": "directory"},
        {"name": "plain.age", "size": None, "type": "file"},
    ]
    assert Invented()._files(found) == [("one.age", 10), ("plain.age", 0)]


def test_hanging_up_lets_go_of_the_library() -> None:
    place = Invented()
    place.close()
    assert place._fs is None
