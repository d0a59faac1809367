"""A bundle that was proved from end to end: only now are its lines turned into domain objects."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from ldp_stories.bundles.envelope import Envelope
from ldp_stories.bundles.lines import (
    MAX_LINE,
    MAX_LINES,
    decode_order,
    decode_receipt,
    decode_request,
    decode_revision,
    kind_in,
    line_id,
)
from ldp_stories.bundles.names import ORDERS, RECEIPTS, REQUESTS, REVISIONS
from ldp_stories.bundles.staging import Staging, TextStore
from ldp_stories.domain.orders import Order
from ldp_stories.domain.receipts import Receipt, Request
from ldp_stories.domain.revisions import Revision, is_whole
from ldp_stories.errors import UserError

_Line = TypeVar("_Line")


@dataclass(frozen=True, slots=True)
class MediaEntry:
    """A media file that came with the bundle and whose hash was right; `ext` "slice" is a piece of a larger file."""

    sha256: str
    ext: str
    size: int


@dataclass(slots=True)
class VerifiedBundle:
    """What a proved bundle holds. Its lines are read while they are iterated, as often as wanted, until `close`.

    A line that breaks the rules of JSON raises UserError BAD_LINE or BAD_JSON while iterating: the bundle is then refused whole, so import
    in one transaction. A line that is well-formed but wrong by itself is left out and named in `refused` as (id, code):
    E_COMMIT a body that is not the one committed to, E_NEWER an order, receipt or request with fields this version does not know.
    """

    envelope: Envelope
    tagmanifest_sha256: str
    signer_key: str
    media: tuple[MediaEntry, ...]
    slots: Mapping[str, bytes]
    allowed_signers: str | None
    texts: Mapping[str, TextStore]
    staging: Staging
    refused: list[tuple[str, str]] = field(default_factory=list)
    _wrong: set[int] | None = field(default=None, init=False, repr=False)
    """Which revisions do not hold their commitment, by number; None until all were read once."""
    _kinds: frozenset[str] = field(default=frozenset(), init=False, repr=False)
    """The kinds of all revisions that may be read; known once all were read."""
    late: frozenset[str] = field(default=frozenset(), init=False)
    """The revisions that come after one naming them as its parent; known once all were read."""

    def orders(self) -> Iterator[Order]:
        """Every order the sender knew; their own signatures are still to be checked."""
        return self._read(ORDERS, decode_order, self.envelope.counts.orders)

    def receipts(self) -> Iterator[Receipt]:
        """Receipts being carried; their own signatures are still to be checked."""
        return self._read(RECEIPTS, decode_receipt, self.envelope.counts.receipts)

    def requests(self) -> Iterator[Request]:
        """Requests, to be shown to a person."""
        return self._read(REQUESTS, decode_request, self.envelope.counts.requests)

    def revisions(self) -> Iterator[Revision]:
        """Revisions, parents before children as far as the sender knew them. Every rule is checked the first time they are all read.

        The text stands in a spool of ours that nobody else can write, so what held once holds again.
        """
        proved = self._wrong is not None
        wrong = set(self._wrong or ())
        named: set[str] = set()
        late: set[str] = set()
        kinds: set[str] = set()
        decode = partial(decode_revision, proved=proved)
        for number, revision in enumerate(self._read(REVISIONS, decode, self.envelope.counts.revisions)):
            if not proved:
                if revision.body is not None and not is_whole(revision):
                    wrong.add(number)
                    self._refuse(revision.id, "E_COMMIT")
                if revision.id in named and number not in wrong:
                    late.add(revision.id)
                named.update(revision.par)
                kinds.add(revision.kind)
            if number not in wrong:
                yield revision
        if not proved:
            self._wrong, self.late, self._kinds = wrong, frozenset(late), frozenset(kinds)

    def revisions_of(self, kinds: frozenset[str], *, others: bool = False) -> Iterator[Revision]:
        """Those of some kinds (or of all `others`), in their order; to be asked once all were proved. Most of the rest are not read at all."""
        wrong = self._wrong
        if wrong is None:
            raise RuntimeError("a bundle is proved before a part of it is read")
        wanted = self._kinds - kinds if others else self._kinds & kinds
        text = self.texts.get(REVISIONS) if wanted else None
        all_of_them = wanted == self._kinds
        for number, line in enumerate(text.lines(MAX_LINE) if text is not None else ()):
            kind = "" if all_of_them else kind_in(line)
            if number in wrong or (kind and kind not in wanted):
                continue
            revision = decode_revision(line, proved=True)
            if revision.kind in wanted:
                yield revision

    def prove(self) -> None:
        """Read every revision once, unless that was done, so that what is known of all of them is known."""
        if self._wrong is None:
            for _ in self.revisions():
                pass

    def close(self) -> None:
        """Throw the text away; media belong to whoever staged them."""
        for text in self.texts.values():
            text.close()

    def discard(self) -> None:
        """Refuse the bundle after all: text and media are forgotten."""
        self.close()
        self.staging.discard()

    def _read(self, path: str, decode: Callable[[bytes], _Line], expected: int) -> Iterator[_Line]:
        number = 0
        for line in self.texts[path].lines(MAX_LINE) if path in self.texts else ():
            number += 1
            if number > min(expected, MAX_LINES):
                raise UserError("BAD_LINE", why="more lines than announced")
            try:
                yield decode(line)
            except UserError as error:
                if "unknown field" not in str(error.facts.get("why", "")):
                    raise
                self._refuse(line_id(line), "E_NEWER")
        if number != expected:
            raise UserError("BAD_LINE", why="fewer lines than announced")

    def _refuse(self, name: str, code: str) -> None:
        if (name, code) not in self.refused:
            self.refused.append((name, code))
