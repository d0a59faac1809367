"""Parts and slices: nothing is lost, no part grows too large, and a slice is verified alone."""

import hashlib
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.bundles.envelope import Part
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.parts import DEFAULT_PART, MAIL_PART, STICK_PART, cut_large, payload_room, share_out
from ldp_stories.bundles.plan import MediaItem
from tests.bundles.samples import PLAN, Chunked, Kept, media, read, revision, write

LIMIT = 4 << 20
BIG = os.urandom(9_000_000)


def test_text_stands_first_and_everything_is_sent_once() -> None:
    revisions = [revision(i, "word " * 20_000) for i in range(1, 81)]
    items = [media(os.urandom(600_000)) for _ in range(12)]
    parts = share_out(revisions, items, LIMIT)
    assert [r for part in parts.revisions for r in part] == revisions
    assert [m.sha256 for part in parts.media for m in part] == [m.sha256 for m in items]
    last_text = max(i for i, part in enumerate(parts.revisions) if part)
    assert all(not part for part in parts.media[:last_text])
    assert len(parts) > 3


def test_little_fits_in_one_part() -> None:
    parts = share_out([revision()], [media(b"x")], DEFAULT_PART)
    assert len(parts) == 1
    assert parts.slices == {}


def test_nothing_at_all_is_still_one_part() -> None:
    assert len(share_out([], [], MAIL_PART)) == 1


def test_no_part_grows_over_its_limit(tmp_path: Path) -> None:
    group = new_bundle_id()
    parts = share_out(
        [revision(i, "word " * 9000) for i in range(1, 60)], [media(BIG, "mp4"), *PLAN.media], LIMIT
    )
    for index in range(len(parts)):
        part = Part(group, index + 1, len(parts))
        facts = {"revisions": parts.revisions[index], "media": parts.media[index], "slices": parts.slices}
        written = write(tmp_path, replace(PLAN, part=part, **facts))  # type: ignore[arg-type]
        assert written.size <= LIMIT


def test_a_large_file_travels_in_slices_and_is_joined_in_order(tmp_path: Path) -> None:
    parts = share_out([], [media(BIG, "mp4")], LIMIT)
    arrived: dict[str, bytes] = {}
    for index in range(len(parts)):
        plan = replace(PLAN, part=Part(new_bundle_id()), media=parts.media[index], slices=parts.slices)
        staging = Kept(tmp_path)
        bundle = read(write(tmp_path, plan).path, staging)
        arrived.update(staging.kept)
        assert {m.ext for m in bundle.media} == {"slice"}
        table = bundle.envelope.slices
    (whole, entry), *rest = table.items()
    assert rest == []
    joined = b"".join(arrived[piece] for piece in entry.pieces)
    assert hashlib.sha256(joined).hexdigest() == whole == hashlib.sha256(BIG).hexdigest()
    assert (entry.ext, entry.bytes) == ("mp4", len(BIG))


def test_a_source_that_can_seek_is_not_read_from_the_start() -> None:
    reads: list[int] = []

    class Seeking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            reads.append(self.tell())
            return super().read(size)

    item = MediaItem(hashlib.sha256(BIG).hexdigest(), "mp4", len(BIG), lambda: Seeking(BIG))
    pieces, _ = cut_large([item], LIMIT)
    reads.clear()
    source = pieces[1].open()
    data = source.read(1000)
    source.close()
    assert BIG[pieces[0].size :].startswith(data)
    assert min(reads) == pieces[0].size


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 9_000_000))
def test_slices_of_any_size_join_to_the_whole(size: int) -> None:
    data = BIG[:size]
    item = MediaItem(hashlib.sha256(data).hexdigest(), "mov", size, lambda: Chunked(data))
    pieces, tables = cut_large([item], LIMIT)
    joined = b"".join(_read(p) for p in pieces)
    assert joined == data
    assert all(hashlib.sha256(_read(p)).hexdigest() == p.sha256 and len(_read(p)) == p.size for p in pieces)
    assert bool(tables) == (len(pieces) > 1)


def _read(item: MediaItem) -> bytes:
    source = item.open()
    data = bytearray()
    while piece := source.read(300_000):
        data += piece
    source.close()
    return bytes(data)


@pytest.mark.parametrize("limit", [DEFAULT_PART, STICK_PART, MAIL_PART])
def test_what_is_needed_around_the_payload_is_small(limit: int) -> None:
    assert 0.97 * limit < payload_room(limit) < limit


def test_a_part_too_small_for_anything_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="too small"):
        share_out([], [], 1 << 20)


def test_a_stick_part_fits_on_an_old_stick() -> None:
    assert STICK_PART < 2**32 - 1
    assert MAIL_PART * 4 / 3 < 25_000_000
