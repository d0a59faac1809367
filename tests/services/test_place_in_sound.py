"""The seconds of a passage, in the joined take."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.media import Gap, Media
from ldp_stories.errors import UserError
from ldp_stories.services import edit_record
from ldp_stories.services.home import Home
from ldp_stories.services.joined_take import Missing, missing, part_at, placed_parts
from ldp_stories.services.place_in_sound import place_in_sound
from tests.services.cast import WORDS, a_sound, tell
from tests.services.homes import cheap_machine, found


def part(position: int, ms: int, gap: int = 0, kind: str = "audio") -> Media:
    return Media(f"m{position}", "r", kind, "recorded here", ms, position, gap, ())


TWO = [part(1, 2_000, gap=500), part(0, 1_000), part(2, 9_000, kind="photo")]


def test_parts_stand_one_after_the_other_with_the_gap_counted() -> None:
    assert [(p.medium.id, p.begins_ms) for p in placed_parts(TWO)] == [("m0", 0), ("m1", 1_500)]


@pytest.mark.parametrize(
    ("at", "found_part"),
    [(0, "m0"), (999, "m0"), (1_000, None), (1_499, None), (1_500, "m1"), (3_499, "m1"), (3_500, None)],
)
def test_a_millisecond_lies_in_one_part_or_in_a_gap(at: int, found_part: str | None) -> None:
    there = part_at(TWO, at)
    assert (there.medium.id if there else None) == found_part


def test_what_is_missing_between_and_inside_parts_stands_in_the_joined_take() -> None:
    parts = [replace(TWO[0], gaps=(Gap(300, 4_000),)), replace(TWO[1], gaps=(Gap(0, 700),)), TWO[2]]
    assert missing(parts) == (
        Missing(0, 700, counted=False),
        Missing(1_000, 500, counted=True),
        Missing(1_800, 4_000, counted=False),
    )
    assert missing([TWO[1]]) == ()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    from ldp_stories.domain.roles import Role

    made = found(tmp_path / "home", cheap_machine(tmp_path), roles=(Role.COORDINATOR, Role.RESEARCHER))
    yield made
    made.close()


def story(home: Home, tmp_path: Path) -> tuple[str, str]:
    record = tell(home, sound=a_sound(tmp_path, 3_000))
    layer = edit_record.open_record(home, record).layers[0].id
    quote = "They draw the curtains"
    start = WORDS.index(quote)
    return record, edit_record.add_passage(home, record, layer=layer, start=start, end=start + len(quote))


def test_words_and_their_seconds_belong_together(home: Home, tmp_path: Path) -> None:
    record, passage = story(home, tmp_path)
    place_in_sound(home, passage, 1_000, 2_000)
    kept = edit_record.open_record(home, record).passages[0]
    assert kept.text is not None
    assert kept.sound is not None
    assert (kept.text.quote, kept.sound.from_ms, kept.sound.to_ms) == ("They draw the curtains", 1_000, 2_000)


def test_an_end_after_the_sound_is_cut_at_its_end(home: Home, tmp_path: Path) -> None:
    record, passage = story(home, tmp_path)
    place_in_sound(home, passage, 2_000, 99_000)
    sound = edit_record.open_record(home, record).passages[0].sound
    assert sound is not None
    assert sound.to_ms == 3_000


@pytest.mark.parametrize(("begin", "end"), [(5_000, 6_000), (1_000, 1_000), (2_000, 1_000)])
def test_a_place_outside_the_sound_is_refused(home: Home, tmp_path: Path, begin: int, end: int) -> None:
    _, passage = story(home, tmp_path)
    with pytest.raises(UserError) as caught:
        place_in_sound(home, passage, begin, end)
    assert caught.value.code == "OUTSIDE_THE_SOUND"


def test_a_passage_that_is_not_there_is_said(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        place_in_sound(home, "nobody", 0, 1)
    assert caught.value.code == "NO_SUCH_PASSAGE"
