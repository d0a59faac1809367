"""S3 as a way (a bucket at any provider): through the s3fs library, with the keys given here and none from the surroundings.

The library is loaded when a person presses Send or Fetch, and not before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from ldp_stories.bundles.route import PIECE
from ldp_stories.bundles.route_files import FilesPlace
from ldp_stories.bundles.route_webdav import check_web_address
from ldp_stories.errors import UserError

_BLOCK: Final = 8 << 20
_FULL: Final = (
    "QuotaExceeded",
    "InsufficientStorage",
    "InsufficientCapacity",
    "StorageFull",
    "XMinioStorageFull",
)
_LOGIN: Final = (
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "AuthFailure",
    "InvalidClientTokenId",
    "ExpiredToken",
)

_CLOCK: Final = ("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture")
_MOST_MINUTES: Final = 10
"""So far may the clocks of two machines lie apart; a store refuses what was signed more than fifteen minutes before or after."""


def _is_skewed(error: Any) -> bool:
    """Whether the clock of the server that refused stands far from the one here; an answer to "is it there" says no more than "no"."""
    told = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    try:
        there = parsedate_to_datetime(told)
        apart = abs(datetime.now(UTC) - there.astimezone(UTC))
    except (TypeError, ValueError):
        return False
    return apart > timedelta(minutes=_MOST_MINUTES)


class S3Place(FilesPlace):
    """See `route.Place`. `address` is `https://host/bucket[/folder]`; `user` and `secret` are the access key and its secret."""

    _asked_anew = MappingProxyType({"refresh": True})

    def __init__(self, address: str, user: str, secret: str) -> None:
        check_web_address(address)
        from s3fs import S3FileSystem

        parts = urlsplit(address)
        self._host, self._folder = str(parts.hostname), unquote(parts.path).strip("/")
        if not self._folder:
            raise UserError("ROUTE_ADDRESS", address=address)
        self._address = address
        self._fs: Any = S3FileSystem(
            key=user,
            secret=secret,
            endpoint_url=f"{parts.scheme}://{parts.netloc}",
            config_kwargs={"retries": {"max_attempts": 1}, "connect_timeout": 15, "read_timeout": 60},
            client_kwargs={"region_name": "us-east-1"},
            use_listings_cache=False,
            skip_instance_cache=True,
        )
        self._fs.retries = 1

    def names(self) -> list[tuple[str, int]]:
        """Name and size of every file."""

        def ask() -> Any:
            try:
                return self._fs.ls(self._folder, detail=True, refresh=True)
            except FileNotFoundError:
                if self._fs.exists(self._folder.partition("/")[0]):
                    return []  # an empty folder is nothing at all
                raise

        return self._files(self._call(ask))

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> None:
        """Write a new object; broken off, none comes to be."""
        del size
        with self._troubles():
            file = self._fs.open(self._path(name), "wb", block_size=_BLOCK)
            try:
                for piece in pieces:
                    file.write(piece)
            except BaseException:
                file.closed = True  # so that it is not finished behind our back
                file.discard()
                raise
            file.close()

    def read(self, name: str) -> Iterator[bytes]:
        """The contents of an object."""
        with self._troubles(), self._fs.open(self._path(name), "rb", block_size=_BLOCK) as file:
            while piece := file.read(PIECE):
                yield piece

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
            ConnectTimeoutError,
            EndpointConnectionError,
            SSLError,
        )

        try:
            yield
        except ClientError as error:
            raise self._of_code(error) from error
        except (EndpointConnectionError, ConnectTimeoutError) as error:
            raise UserError("ROUTE_AWAY", address=self._host) from error
        except SSLError as error:
            raise UserError("ROUTE_UNPROVED", address=self._host) from error
        except OSError as error:
            cause = error.__cause__
            if isinstance(cause, ClientError):
                raise self._of_code(cause) from error
            if isinstance(error, FileNotFoundError):
                raise UserError("ROUTE_NO_FOLDER", address=self._address) from error
            raise UserError(
                "ROUTE_FORBIDDEN" if isinstance(error, PermissionError) else "ROUTE_CUT"
            ) from error
        except BotoCoreError as error:
            raise UserError("ROUTE_CUT") from error

    def _of_code(self, error: Any) -> UserError:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        if code in _CLOCK or (status == 403 and _is_skewed(error)):
            return UserError("ROUTE_CLOCK")
        if code in _LOGIN or (status == 403 and code in ("403", "Forbidden")):
            return UserError("ROUTE_LOGIN")
        if code in _FULL or status == 507:
            return UserError("ROUTE_FULL")
        if code == "EntityTooLarge":
            return UserError("ROUTE_TOO_LARGE")
        if status == 404:
            return UserError("ROUTE_NO_FOLDER", address=self._address)
        return UserError("ROUTE_FORBIDDEN" if status == 403 else "ROUTE_CUT")
