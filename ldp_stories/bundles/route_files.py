"""What servers have in common that a library shows as a file system: names, sizes, moving and removing, every trouble in our own words."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any


class FilesPlace:
    """The half of a `route.Place` that does not depend on the server. `_fs` is the library's file system, `_troubles` turns its errors."""

    _fs: Any
    _folder: str
    _asked_anew: Mapping[str, bool] = MappingProxyType({})
    """What the library must be told so that it does not answer from memory."""

    def size(self, name: str) -> int | None:
        """The size of a file, asked anew."""
        with self._troubles():
            try:
                return int(self._fs.info(self._path(name), **self._asked_anew)["size"])
            except FileNotFoundError:
                return None

    def move(self, old: str, new: str) -> None:
        """Give a file its final name."""
        self._call(lambda: self._fs.mv(self._path(old), self._path(new)))

    def remove(self, name: str) -> None:
        """Take a half file away."""
        self._call(lambda: self._fs.rm_file(self._path(name)))

    def close(self) -> None:
        """Hang up."""
        self._fs = None  # the library ends its connections with its last reference

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _call(self, act: Callable[[], Any]) -> Any:
        with self._troubles():
            return act()

    def _files(self, found: Any) -> list[tuple[str, int]]:
        """Name and size of the files among what a listing says."""
        return [
            (str(f["name"]).rpartition("/")[2], int(f["size"] or 0)) for f in found if f["type"] == "file"
        ]

    def _troubles(self) -> AbstractContextManager[None]:
        """Inside, every error of the library comes out as a UserError ROUTE_..."""
        raise NotImplementedError
