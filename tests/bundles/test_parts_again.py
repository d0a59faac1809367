"""Sharing out again: an earlier cut needs no reading, what the addressee holds is left out, and words have parts of their own."""

import hashlib
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.bundles.parts import Cut, Parts, as_cut, cut_large, payload_room, share_out
from ldp_stories.bundles.plan import MediaItem, MediaSource
from tests.bundles.samples import media, revision

LIMIT = 4 << 20
BIG = os.urandom(7_000_000)


class Never:
    """A source that must not be read."""

    def __call__(self) -> MediaSource:
        raise AssertionError("the file was read again")


def cut_of(item: MediaItem, limit: int = LIMIT) -> Cut:
    pieces, _ = cut_large([item], limit)
    return Cut(tuple((p.sha256, p.size) for p in pieces))


def sizes(parts: Parts) -> list[int]:
    return [sum(item.size for item in part) for part in parts.media]


def test_a_known_cut_is_used_without_reading_the_file() -> None:
    whole = media(BIG, "mp4")
    known = {whole.sha256: cut_of(whole)}
    unread = MediaItem(whole.sha256, "mp4", whole.size, Never())
    parts = share_out([], [unread], LIMIT, known=known)
    assert [i.sha256 for part in parts.media for i in part] == [p for p, _ in known[whole.sha256].pieces]
    assert parts.slices[whole.sha256].pieces == tuple(p for p, _ in known[whole.sha256].pieces)


def test_a_cut_for_larger_parts_is_not_used_for_smaller_ones() -> None:
    whole = media(BIG, "mp4")
    large = {whole.sha256: cut_of(whole, 8 << 20)}
    parts = share_out([], [whole], LIMIT, known=large)
    assert max(item.size for part in parts.media for item in part) <= payload_room(LIMIT)
    assert parts.slices[whole.sha256].pieces != tuple(p for p, _ in large[whole.sha256].pieces)


def test_a_file_that_fits_now_goes_whole_whatever_it_was_cut_into() -> None:
    whole = media(BIG, "mp4")
    parts = share_out([], [whole], 64 << 20, known={whole.sha256: cut_of(whole)})
    assert parts.slices == {}
    assert [i.sha256 for part in parts.media for i in part] == [whole.sha256]


def test_slices_that_are_there_already_are_left_out_and_the_table_stays_whole() -> None:
    whole = media(BIG, "mp4")
    cut = cut_of(whole)
    first = cut.pieces[0][0]
    parts = share_out([], [whole], LIMIT, known={whole.sha256: cut}, held={first})
    sent = [i.sha256 for part in parts.media for i in part]
    assert first not in sent
    assert sent == [p for p, _ in cut.pieces[1:]]
    assert parts.slices[whole.sha256].pieces == tuple(p for p, _ in cut.pieces)


def test_a_whole_file_is_never_left_out_because_its_hash_is_held() -> None:
    """Only slices are left out here; whole files are the planner's business."""
    one = media(b"small")
    parts = share_out([], [one], LIMIT, held={one.sha256})
    assert [i.sha256 for part in parts.media for i in part] == [one.sha256]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_what_fits_together_goes_together(count: int) -> None:
    items = [media(os.urandom(1000)) for _ in range(count)]
    parts = share_out([revision(n) for n in range(1, 4)], items, LIMIT)
    assert len(parts) == 1
    assert len(parts.media[0]) == count


def test_what_does_not_fit_together_has_its_words_alone_in_front() -> None:
    items = [media(os.urandom(1_500_000)) for _ in range(4)]
    parts = share_out([revision(n) for n in range(1, 4)], items, LIMIT)
    assert len(parts.revisions[0]) == 3
    assert parts.media[0] == ()
    assert all(not part for part in parts.revisions[1:])
    assert [len(part) for part in parts.media[1:]] == [2, 2]


def test_without_words_the_first_part_is_not_empty() -> None:
    items = [media(os.urandom(1_500_000)) for _ in range(4)]
    assert sizes(share_out([], items, LIMIT)) == [3_000_000, 3_000_000]


def test_many_words_fill_several_parts_before_any_sound() -> None:
    lines = [revision(n, "word " * 30_000) for n in range(1, 61)]
    parts = share_out(lines, [media(os.urandom(100))], LIMIT)
    with_words = [at for at, part in enumerate(parts.revisions) if part]
    with_sound = [at for at, part in enumerate(parts.media) if part]
    assert with_words == list(range(len(with_words)))
    assert with_sound == [len(parts) - 1]
    assert with_sound[0] >= with_words[-1]


def test_names_of_many_files_take_their_room_too() -> None:
    """Every part names what is in the others: with thousands of files that is no longer nothing."""
    items = [
        MediaItem(hashlib.sha256(str(n).encode()).hexdigest(), "jpg", 200, Never()) for n in range(20_000)
    ]
    room = payload_room(LIMIT)
    parts = share_out([], items, LIMIT)
    for part in parts.media:
        elsewhere = 72 * (len(items) - len(part))
        assert sum(i.size for i in part) + elsewhere <= room


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(1, 3_000_000), max_size=12),
    st.integers(0, 40),
    st.integers(4 << 20, 12 << 20),
)
def test_whatever_the_sizes_everything_goes_once_in_order_and_no_part_is_too_full(
    files: list[int], lines: int, limit: int
) -> None:
    items = [
        MediaItem(hashlib.sha256(f"{n}".encode()).hexdigest(), "wav", size, Never())
        for n, size in enumerate(files)
        if size <= payload_room(limit) * 3 // 4
    ]
    words = [revision(n, "word " * 1000) for n in range(1, lines + 1)]
    parts = share_out(words, items, limit)
    assert [r for part in parts.revisions for r in part] == words
    assert [i.sha256 for part in parts.media for i in part] == [i.sha256 for i in items]
    assert all(size <= payload_room(limit) for size in sizes(parts))
    if len(parts) > 1 and words:
        assert not any(r and m for r, m in zip(parts.revisions, parts.media, strict=True))


@pytest.mark.parametrize("start", [0, 1, 2])
def test_a_slice_opens_at_its_own_place(start: int) -> None:
    whole = media(BIG, "mp4")
    cut = cut_of(whole)
    if start >= len(cut.pieces):
        pytest.skip("the file has fewer slices")
    piece = list(as_cut(whole, cut))[start]
    source = piece.open()
    data = bytearray()
    while more := source.read(100_000):
        data += more
    source.close()
    before = sum(size for _, size in cut.pieces[:start])
    assert bytes(data) == BIG[before : before + piece.size]
    assert hashlib.sha256(data).hexdigest() == piece.sha256
