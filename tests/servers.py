"""Real servers on this machine for the tests of sending: WebDAV, SFTP, S3, and a line between that can be cut."""

import asyncio
import gc
import logging
import socket
import ssl
import subprocess
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

USER, SECRET = "amina", "a word for the server"
HOST = "127.0.0.1"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Server:
    """A running server. `fault`: "" or "truncate" (keeps half of each upload), "full", "too large", "clock" (S3), set while it runs."""

    def __init__(self, port: int, folder: Path, scheme: str) -> None:
        self.port, self.folder, self.scheme = port, folder, scheme
        self.fault = ""
        self.puts = 0
        self.callers: list[Any] = []

    def address(self, path: str = "", port: int = 0) -> str:
        """Where it is to be found; `port` of a line in front of it."""
        return f"{self.scheme}://{HOST}:{port or self.port}/{path}"


class Faulty:
    """A WSGI application with a fault: uploads are cut in half, or refused."""

    def __init__(self, app: Wsgi, server: Server, refusals: dict[str, tuple[str, bytes]]) -> None:
        self.app, self.server, self.refusals = app, server, refusals

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "PUT" or environ.get("HTTP_X_AMZ_COPY_SOURCE"):
            return self.app(environ, start)
        self.server.puts += 1
        if self.server.fault in self.refusals:
            status, body = self.refusals[self.server.fault]
            _drain(environ)
            start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
            return [body]
        if self.server.fault == "truncate":
            half = int(environ["CONTENT_LENGTH"]) // 2
            kept = environ["wsgi.input"].read(half)
            environ = {**environ, "wsgi.input": _Kept(kept), "CONTENT_LENGTH": str(len(kept))}
            return list(self.app(environ, start))
        return self.app(environ, start)


class _Kept:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        size = len(self._data) if size < 0 else size
        piece, self._data = self._data[:size], self._data[size:]
        return piece

    def readline(self) -> bytes:
        """All that is left."""
        return self.read()


def _drain(environ: dict[str, Any]) -> None:
    left = int(environ.get("CONTENT_LENGTH") or 0)
    while left and (piece := environ["wsgi.input"].read(min(left, 65536))):
        left -= len(piece)


def _sweep() -> None:
    """What the libraries leave open of a cut line is swept up here, not in somebody else's test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@contextmanager
def _serving(app: Wsgi) -> Iterator[int]:
    from cheroot.wsgi import Server as Cheroot

    server = Cheroot((HOST, 0), app, numthreads=4, shutdown_timeout=1)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield int(server.bind_addr[1])
    finally:
        server.stop()
        thread.join(10)
        _sweep()


@contextmanager
def dav_server(folder: Path) -> Iterator[Server]:
    """A WebDAV server over a folder, with one person who may come in."""
    from wsgidav.wsgidav_app import WsgiDAVApp

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stories").mkdir(exist_ok=True)
    config = {
        "provider_mapping": {"/": str(folder)},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": SECRET}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "verbose": 0,
        "logging": {"enable": False},
        "lock_storage": True,
        "property_manager": None,
    }
    made = Server(0, folder / "stories", "http")
    refusals = {"full": ("507 Insufficient Storage", b""), "too large": ("413 Request Entity Too Large", b"")}
    with _serving(Faulty(WsgiDAVApp(config), made, refusals)) as port:
        made.port = port
        yield made


@contextmanager
def s3_server(folder: Path) -> Iterator[Server]:
    """An S3 server with a bucket "stories" that only one key opens."""
    import boto3
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    made = Server(0, folder, "http")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    error = '<?xml version="1.0"?><Error><Code>{}</Code><Message>no</Message></Error>'
    refusals = {
        "full": ("507 Insufficient Storage", error.format("QuotaExceeded").encode()),
        "too large": ("400 Bad Request", error.format("EntityTooLarge").encode()),
    }
    app = Faulty(DomainDispatcherApplication(create_backend_app), made, refusals)

    def locked(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if made.fault == "clock":
            return _too_early(environ, start, error.format("RequestTimeTooSkewed").encode())
        if f"Credential={USER}/" in environ.get("HTTP_AUTHORIZATION", ""):
            return app(environ, start)
        _drain(environ)
        body = error.format("InvalidAccessKeyId").encode()
        start("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
        return [body if environ["REQUEST_METHOD"] != "HEAD" else b""]

    with _serving(locked) as port:
        made.port = port
        client = boto3.client(
            "s3",
            endpoint_url=made.address(),
            aws_access_key_id=USER,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
        )
        client.create_bucket(Bucket="stories")
        yield made


def _too_early(environ: dict[str, Any], start: Callable[..., Any], body: bytes) -> list[bytes]:
    """The answer of a store whose clock is three hours ahead, to what was signed with the time of this machine."""
    _drain(environ)
    date = format_datetime(datetime.now(UTC) + timedelta(hours=3), usegmt=True)
    head = environ["REQUEST_METHOD"] == "HEAD"
    start(
        "403 Forbidden",
        [("Date", date), ("Content-Type", "application/xml"), ("Content-Length", str(len(body)))],
    )
    return [b"" if head else body]


@contextmanager
def unproved_server(folder: Path) -> Iterator[int]:
    """The port of a server behind a certificate that nobody vouches for."""
    made = subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ed25519",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-days",
            "2",
            "-keyout",
            "-",
            "-out",
            "-",
        ],
        check=True,
        capture_output=True,
    )
    (folder / "both.pem").write_bytes(made.stdout)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    door = socket.create_server((HOST, 0))

    def answer() -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return
            with suppress(OSError), context.wrap_socket(near, server_side=True) as sealed:
                sealed.recv(1)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield int(door.getsockname()[1])
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(10)
        _sweep()


def _door(made: Server) -> Any:
    """One person may come in, with a password."""
    import asyncssh

    class Door(asyncssh.SSHServer):
        def connection_made(self, conn: Any) -> None:
            made.callers.append(conn)

        def begin_auth(self, username: str) -> bool:
            del username
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, SECRET)

    return Door


def _files(made: Server, root: Path) -> Any:
    """The files of a folder, with the server's faults."""
    import asyncssh

    class Files(asyncssh.SFTPServer):
        def __init__(self, channel: Any) -> None:
            super().__init__(channel, chroot=str(root).encode())

        def write(self, file_obj: Any, offset: int, data: bytes) -> Any:
            made.puts += 1
            if made.fault == "full":
                raise asyncssh.SFTPFailure("No space left on device")
            if made.fault == "truncate" and offset:
                return len(data)
            return super().write(file_obj, offset, data)

    return Files


async def _listen(made: Server, root: Path, ready: threading.Event) -> Any:
    import asyncssh

    key = asyncssh.generate_private_key("ssh-ed25519")
    listener = await asyncssh.create_server(
        _door(made), HOST, 0, server_host_keys=[key], sftp_factory=_files(made, root)
    )
    made.port = listener.get_port()
    ready.set()
    return listener


async def _end(listener: Any, callers: list[Any]) -> None:
    listener.close()
    await listener.wait_closed()
    for one in callers:
        one.abort()
        await one.wait_closed()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@contextmanager
def sftp_server(folder: Path) -> Iterator[Server]:
    """An SFTP server over a folder, with a key of its own and one person who may come in."""
    (folder / "stories").mkdir(parents=True, exist_ok=True)
    made = Server(0, folder / "stories", "sftp")
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    def run() -> None:
        listener = loop.run_until_complete(_listen(made, folder, ready))
        loop.run_forever()
        loop.run_until_complete(_end(listener, made.callers))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(30), "the SFTP server did not start"
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        _sweep()


class Line:
    """A line to a server that can be cut: the first `cuts` connections that carry more than `after` bytes upwards end there."""

    def __init__(self, to: int, after: int, cuts: int) -> None:
        self.to, self.after, self.cuts = to, after, cuts
        self.cut = 0
        self._door = socket.create_server((HOST, 0))
        self.port = int(self._door.getsockname()[1])
        self._ended = False
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """No more connections."""
        self._ended = True
        self._door.close()

    def _accept(self) -> None:
        while not self._ended:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            far = socket.create_connection((HOST, self.to))
            threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, start: socket.socket, end: socket.socket, up: bool) -> None:
        carried = 0
        with suppress(OSError):
            while data := start.recv(65536):
                carried += len(data)
                if up and carried > self.after and self.cut < self.cuts:
                    self.cut += 1
                    break
                end.sendall(data)
        for one in (start, end):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def line(to: int, *, after: int = 300_000, cuts: int = 1) -> Iterator[Line]:
    """A line that is closed at the end."""
    made = Line(to, after, cuts)
    try:
        yield made
    finally:
        made.close()
