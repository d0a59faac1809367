"""Sealing and opening age files with the age library, behind guards (CONTRACTS.md 9, DESIGN.md 7).

Only the library's streaming calls are used, with reader and writer objects of our own: they give the interpreter back every few kilobytes,
so a window never stalls, and they remember their own failure, which the library would report as something else or not at all. Writes are
collected to 256 KiB. The strict header check of `age_header` comes before the library sees a byte.
"""

import contextlib
import threading
from collections.abc import Sequence
from types import TracebackType

import pyrage

from ldp_stories.crypto.age_header import AgeHeader, Source, read_header
from ldp_stories.crypto.guards import CollectingWriter, CountingReader, Progress, ReplayReader, Sink
from ldp_stories.crypto.identities import load_identity, load_recipient
from ldp_stories.crypto.pipe import BLOCK, Pipe, PipeClosed
from ldp_stories.errors import UserError


def seal(recipients: Sequence[str], src: Source, dst: Sink, progress: Progress | None = None) -> int:
    """Seal everything in `src` to all `recipients` ("age1...") into `dst`; returns the size of the sealed file in bytes.

    Success means that every byte was taken by `dst` and that the size is the exact one; the caller still syncs and reads back. An error of
    `src`, `dst` or `progress` is raised as it was. UserError BAD_KEY, NEEDS_NEWER for a recipient, ValueError for none.
    """
    if not recipients:
        raise ValueError("a file is sealed to somebody")
    keys = [load_recipient(r) for r in dict.fromkeys(recipients)]
    reader = CountingReader(src, progress)
    writer = CollectingWriter(dst)
    try:
        pyrage.encrypt_io(reader, writer, keys)
    except (OSError, pyrage.EncryptError) as error:
        raise (reader.error or writer.error or error) from None
    failure = reader.error or writer.error
    if failure is not None:
        raise failure
    writer.flush()
    expected = writer.header().sealed_size(reader.count)
    if writer.count != expected:
        raise OSError(f"the sealed file has {writer.count} bytes instead of {expected}")
    return writer.count


def sealed_size_at_most(recipients: int, plain: int) -> int:
    """An upper bound for the size of `plain` bytes sealed to so many recipients (the header has random padding of its own)."""
    return AgeHeader((), 4096 + 128 * recipients).sealed_size(plain)


class SealedWriter:
    """Seals what is written to it, on a thread of its own, so that the caller can read and hash the next piece meanwhile.

    `close` returns the size of the sealed file and is the only success; leaving the `with` block by an error abandons the file.
    """

    def __init__(self, recipients: Sequence[str], dst: Sink) -> None:
        self._recipients = recipients
        self._dst = dst
        self._pipe = Pipe()
        self._size = 0
        self._error: BaseException | None = OSError("the sealing ended early")
        self._thread = threading.Thread(target=self._work, name="seal", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> int:
        """Take plain bytes; raises what went wrong in `dst` or in sealing."""
        try:
            self._pipe.push(data)
        except PipeClosed:
            self._thread.join()
            raise (self._error or OSError("the sealing has ended")) from None
        return len(data)

    def close(self) -> int:
        """Seal the rest; the size of the sealed file. Raises like `seal`."""
        self._pipe.finish()
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._size

    def abandon(self) -> None:
        """Stop; what was written so far is no whole file."""
        self._pipe.finish(PipeClosed())
        self._pipe.close()
        self._thread.join()

    def __enter__(self) -> "SealedWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.abandon()

    def _work(self) -> None:
        try:
            self._size = seal(self._recipients, self._pipe, self._dst)
            self._error = None
        except (OSError, UserError, PipeClosed, ValueError) as error:
            self._error = error
        finally:
            self._pipe.close()


class SealedReader:
    """The opened contents of an age file as a stream. Everything read is authentic, but only reading to the end proves it whole.

    Reading raises UserError: DAMAGED (altered or cut short), NOT_FOR_US (sealed to other keys); an error of the underlying file as it was.
    """

    def __init__(self, header: AgeHeader, identities: Sequence[str], src: Source, head: bytes) -> None:
        self.header = header
        self._pipe = Pipe()
        self._reader = ReplayReader(head, src)
        self._keys = [load_identity(i) for i in identities]
        self._thread = threading.Thread(target=self._work, name="unseal", daemon=True)
        self._thread.start()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, at least one; b"" only after the whole file was found sound."""
        return self._pipe.read(size)

    def peek(self) -> bool:
        """Wait for the first byte; False at a sound end. Raises like `read`."""
        return self._pipe.peek()

    def close(self) -> None:
        """Stop opening; what was not read is thrown away."""
        self._pipe.close()
        self._thread.join()

    def __enter__(self) -> "SealedReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _work(self) -> None:
        writer = CollectingWriter(_PipeSink(self._pipe))
        # Until the library has said that all is well, the end of the stream is an error; so the reader never waits for nothing.
        failure: BaseException | None = UserError("DAMAGED")
        try:
            pyrage.decrypt_io(self._reader, writer, self._keys)
            failure = self._reader.error
        except pyrage.DecryptError as error:
            failure = self._reader.error or _reason(str(error))
        except OSError:
            failure = self._reader.error or UserError("DAMAGED")
        finally:
            # What was deciphered before the fault is authentic: it goes on, and the error comes after it.
            with contextlib.suppress(PipeClosed):
                writer.flush()
            self._pipe.finish(failure)


def open_sealed(identities: Sequence[str], src: Source) -> SealedReader:
    """Open an age file with these identities ("AGE-SECRET-KEY-1..."); the first bytes are deciphered before this returns.

    UserError: NOT_SEALED, BAD_SEAL, NEEDS_NEWER, SEALED_WITH_PASSPHRASE from the header; NOT_FOR_US, DAMAGED from the library.
    """
    header, head = check_sealed(src)
    reader = SealedReader(header, identities, src, head)
    try:
        reader.peek()
    except BaseException:
        reader.close()
        raise
    return reader


def check_sealed(src: Source) -> tuple[AgeHeader, bytes]:
    """The strict header check without any key: the header and all bytes read so far. Errors: the first four of `open_sealed`."""
    header, head = read_header(src)
    kinds = header.kinds()
    if "scrypt" in kinds:
        raise UserError("SEALED_WITH_PASSPHRASE")
    if "X25519" not in kinds:
        raise UserError("NEEDS_NEWER", what="file")
    return header, head


def _reason(text: str) -> UserError:
    return UserError("NOT_FOR_US" if "No matching keys" in text else "DAMAGED")


class _PipeSink:
    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe

    def write(self, data: bytes, /) -> int:
        self._pipe.push(data)
        return len(data)


def seal_bytes(recipients: Sequence[str], data: bytes) -> bytes:
    """Seal a small value (a key, never a bundle) held in memory."""
    out = _Bytes()
    seal(recipients, _Once(data), out)
    return bytes(out.data)


def open_bytes(identities: Sequence[str], data: bytes, limit: int = 1 << 20) -> bytes:
    """Open a small value; errors as `open_sealed`, and TOO_BIG above `limit` bytes."""
    out = bytearray()
    with open_sealed(identities, _Once(data)) as reader:
        while piece := reader.read(BLOCK):
            out += piece
            if len(out) > limit:
                raise UserError("TOO_BIG")
    return bytes(out)


class _Once:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def read(self, size: int, /) -> bytes:
        piece = self._data[self._at : self._at + size]
        self._at += len(piece)
        return piece


class _Bytes:
    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> int:
        self.data += data
        return len(data)
