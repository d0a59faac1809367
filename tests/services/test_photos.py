"""The photos of a story come from the vault to be looked at; those of the practice programme are drawn when they are first wanted."""

from pathlib import Path

import pytest

from ldp_stories.domain.records import RecordKind
from ldp_stories.domain.review import Why
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.photos import photo_bytes
from ldp_stories.services.queue_work import reasons_for
from ldp_stories.services.read_record import open_record


def with_photo(home: Home) -> tuple[str, str]:
    """The story with the two goals, and its photo."""
    (record,) = [
        row.id
        for row in my_stories(home, limit=100).rows
        if row.kind is RecordKind.OBSERVATION and row.title == "Two goals on a wall"
    ]
    (photo,) = open_record(home, record).media
    assert photo.kind == "photo"
    return record, photo.id


def test_a_practice_photo_is_drawn_once_and_is_here_from_then_on(practice: Home) -> None:
    record, photo = with_photo(practice)
    assert Why.WAITING in {r.why for r in reasons_for(practice, record)}
    data, type_ = photo_bytes(practice, photo)
    assert (data[:2], type_) == (b"\xff\xd8", "jpg")
    assert photo_bytes(practice, photo) == (data, "jpg")
    (kept,) = open_record(practice, record).media
    assert len(kept.renditions) == 1
    assert Why.WAITING not in {r.why for r in reasons_for(practice, record)}


def test_a_photo_that_is_not_here_says_so(practice: Home) -> None:
    with pytest.raises(UserError) as found:
        photo_bytes(practice, "no-such-medium")
    assert found.value.code == "MEDIA_GONE"


def test_no_plain_file_is_left_of_it(practice: Home, tmp_path: Path) -> None:
    data, _ = photo_bytes(practice, with_photo(practice)[1])
    some = data[2000:2040]
    assert not [p for p in practice.folder.rglob("*") if p.is_file() and some in p.read_bytes()]


def test_a_locked_photo_is_not_opened(practice: Home) -> None:
    (record,) = [row.id for row in my_stories(practice, limit=100).rows if row.title == "The corner after"]
    (photo,) = open_record(practice, record).media
    with pytest.raises(UserError) as found:
        photo_bytes(practice, photo.id)
    assert found.value.code == "PHOTO_LOCKED"
    assert open_record(practice, record).media[0].renditions == ()
