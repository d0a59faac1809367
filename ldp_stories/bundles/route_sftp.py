"""SFTP as a way: through the sshfs library. The key that a server shows the first time is kept, and any other is refused from then on.

Nothing of the person's own SSH settings is used. The library is loaded when a person presses Send or Fetch, and not before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from ldp_stories.bundles.route import PIECE
from ldp_stories.bundles.route_files import FilesPlace
from ldp_stories.errors import UserError

_SECONDS: Final = 30


def _parts(address: str) -> tuple[str, int, str]:
    """Host, port and folder of `sftp://host[:port]/folder`. UserError ROUTE_ADDRESS."""
    parts = urlsplit(address)
    if parts.scheme != "sftp" or not parts.hostname or parts.username or "?" in address or "#" in address:
        raise UserError("ROUTE_ADDRESS", address=address)
    return parts.hostname, parts.port or 22, unquote(parts.path).rstrip("/") or "."


def check_sftp_address(address: str) -> None:
    """UserError ROUTE_ADDRESS for something that is no `sftp://host/folder`."""
    _parts(address)


def server_key(address: str) -> tuple[str, str]:
    """The key that a server shows now, as one line to keep, and its fingerprint for a person to compare. UserError ROUTE_AWAY."""
    import asyncssh
    from fsspec.asyn import get_loop, sync

    host, port, _ = _parts(address)

    async def ask() -> Any:
        return await asyncssh.get_server_host_key(host, port, config=None)

    try:
        key = sync(get_loop(), ask, timeout=_SECONDS)
    except (OSError, asyncssh.Error, TimeoutError) as error:
        raise UserError("ROUTE_AWAY", address=host) from error
    if key is None:
        raise UserError("ROUTE_AWAY", address=host)
    return key.export_public_key("openssh").decode().strip(), str(key.get_fingerprint())


class SftpPlace(FilesPlace):
    """See `route.Place`."""

    def __init__(self, address: str, user: str, secret: str, host_key: str) -> None:
        self._host, self._port, self._folder = _parts(address)
        self._address = address
        with self._troubles():
            import asyncssh
            from sshfs import SSHFileSystem

            self._fs: Any = SSHFileSystem(
                self._host,
                port=self._port,
                username=user,
                password=secret,
                known_hosts=([asyncssh.import_public_key(host_key)], [], []),
                client_keys=None,
                agent_path=None,
                config=None,
                timeout=_SECONDS,
                skip_instance_cache=True,
            )

    def names(self) -> list[tuple[str, int]]:
        """Name and size of every file."""
        return self._files(self._call(lambda: self._fs.ls(self._folder, detail=True)))

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> None:
        """Write a new file."""
        del size
        with self._troubles():
            file = self._fs.open(self._path(name), "wb")
            try:
                for piece in pieces:
                    file.write(piece)
            finally:
                file.close()

    def read(self, name: str) -> Iterator[bytes]:
        """The contents of a file."""
        with self._troubles():
            file = self._fs.open(self._path(name), "rb")
            try:
                while piece := file.read(PIECE):
                    yield piece
            finally:
                file.close()

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        import asyncssh

        try:
            yield
        except (PermissionError, asyncssh.PermissionDenied, asyncssh.SFTPPermissionDenied) as error:
            login = isinstance(error, asyncssh.PermissionDenied) or isinstance(
                error.__cause__, asyncssh.PermissionDenied
            )
            raise UserError("ROUTE_LOGIN" if login else "ROUTE_FORBIDDEN") from error
        except asyncssh.HostKeyNotVerifiable as error:
            raise UserError("ROUTE_OTHER_KEY", address=self._host) from error
        except FileNotFoundError as error:
            raise UserError("ROUTE_NO_FOLDER", address=self._address) from error
        except (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded) as error:
            raise UserError("ROUTE_FULL") from error
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
            raise UserError("ROUTE_CUT") from error
        except asyncssh.SFTPError as error:
            raise UserError("ROUTE_FULL" if _says_full(str(error)) else "ROUTE_CUT") from error
        except (ConnectionRefusedError, TimeoutError) as error:
            raise UserError("ROUTE_AWAY", address=self._host) from error
        except (OSError, asyncssh.Error) as error:
            raise UserError("ROUTE_CUT") from error


def _says_full(words: str) -> bool:
    """Old servers say a full disk in words only."""
    return any(one in words.casefold() for one in ("no space", "quota", "disk full"))
