"""WebDAV as a way (Nextcloud, ownCloud, SharePoint): through the webdav4 library, with the size known before the first byte.

The library is loaded when a person presses Send or Fetch, and not before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, cast
from urllib.parse import urlsplit

from ldp_stories.bundles.route import PIECE
from ldp_stories.errors import UserError

_NEAR: Final = {"localhost", "127.0.0.1", "::1"}
_SECONDS: Final = 60.0
_TOO_LARGE, _FULL, _LOGIN, _FORBIDDEN = 413, 507, 401, 403


def check_web_address(address: str) -> None:
    """UserError ROUTE_ADDRESS for something that is no web address, ROUTE_PLAIN for one that would send the password unsealed."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise UserError("ROUTE_ADDRESS", address=address)
    if parts.query or parts.fragment or "?" in address or "#" in address:
        raise UserError("ROUTE_ADDRESS", address=address)
    if parts.scheme == "http" and parts.hostname not in _NEAR:
        raise UserError("ROUTE_PLAIN")


class WebDavPlace:
    """See `route.Place`."""

    def __init__(self, address: str, user: str, secret: str) -> None:
        check_web_address(address)
        from webdav4.client import Client

        self._address = address
        self._host = str(urlsplit(address).hostname)
        self._client: Any = Client(
            address, auth=(user, secret), timeout=_SECONDS, retry=False, chunk_size=PIECE
        )

    def names(self) -> list[tuple[str, int]]:
        """Name and size of every file."""
        found = self._call(lambda: self._client.ls("", detail=True))
        return [(_name(f), int(f.get("content_length") or 0)) for f in found if f["type"] == "file"]

    def size(self, name: str) -> int | None:
        """The size of a file, asked anew."""

        def ask() -> int | None:
            return int(self._client.content_length(name) or 0) if self._client.exists(name) else None

        return cast("int | None", self._call(ask))

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> None:
        """Put a file whose size is said first."""
        source = cast("IO[bytes]", _Pieces(pieces))
        self._call(
            lambda: self._client.upload_fileobj(source, name, overwrite=True, size=size, chunk_size=PIECE)
        )

    def read(self, name: str) -> Iterator[bytes]:
        """The contents of a file."""
        with self._troubles(), self._client.open(name, "rb", chunk_size=PIECE) as file:
            while piece := file.read(PIECE):
                yield piece

    def move(self, old: str, new: str) -> None:
        """Give a file its final name; the server refuses when there is one."""
        self._call(lambda: self._client.move(old, new, overwrite=False))

    def remove(self, name: str) -> None:
        """Take a half file away."""
        self._call(lambda: self._client.remove(name))

    def close(self) -> None:
        """Hang up."""
        self._client.http.close()

    def _call(self, act: Callable[[], Any]) -> Any:
        with self._troubles():
            return act()

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        import httpx
        from webdav4.client import ClientError, HTTPError, InsufficientStorage, ResourceAlreadyExists

        try:
            yield
        except InsufficientStorage as error:
            raise UserError("ROUTE_FULL") from error
        except ResourceAlreadyExists as error:
            raise UserError("ROUTE_TAKEN", name=error.path) from error
        except HTTPError as error:
            raise _of_status(error.status_code, self._address) from error
        except httpx.HTTPStatusError as error:
            raise _of_status(error.response.status_code, self._address) from error
        except httpx.InvalidURL as error:
            raise UserError("ROUTE_ADDRESS", address=self._address) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise UserError("ROUTE_UNPROVED", address=self._host) from error
            raise UserError("ROUTE_AWAY", address=self._host) from error
        except httpx.TransportError as error:
            raise UserError("ROUTE_CUT") from error
        except ClientError as error:
            raise UserError("ROUTE_NO_FOLDER", address=self._address) from error


def _of_status(status: int, address: str) -> UserError:
    codes = {
        _LOGIN: "ROUTE_LOGIN",
        _FORBIDDEN: "ROUTE_FORBIDDEN",
        _FULL: "ROUTE_FULL",
        _TOO_LARGE: "ROUTE_TOO_LARGE",
    }
    if status in (404, 409):
        return UserError("ROUTE_NO_FOLDER", address=address)
    return UserError(codes.get(status, "ROUTE_CUT"))


def _name(found: dict[str, Any]) -> str:
    return str(found["name"]).rstrip("/").rpartition("/")[2]


class _Pieces:
    """Pieces as a file that is only read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:
        """The next piece; the pieces are never larger than what is asked for."""
        del size
        return next(self._pieces, b"")
