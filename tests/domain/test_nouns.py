"""The small nouns: media, encounters, programme, receipts."""

from dataclasses import replace

import pytest

from ldp_stories.domain.encounters import Encounter
from ldp_stories.domain.media import Media, Rendition, RenditionKind
from ldp_stories.domain.programme import REQUIRED, Member, missing_parts
from ldp_stories.domain.receipts import Receipt, ReceiptResult
from ldp_stories.domain.records import PROTECTED_LAYERS, LayerKind, is_protected


def rendition(kind: RenditionKind, item: str | None) -> Rendition:
    return Rendition(f"sha-{kind.value}", kind, 10, "flac", item)


def test_the_best_rendition_that_is_here_is_played() -> None:
    medium = Media(
        "m",
        "r",
        "audio",
        "recorded here",
        1000,
        0,
        0,
        (rendition(RenditionKind.OPUS, "i2"), rendition(RenditionKind.MASTER, None)),
    )
    assert medium.playable == rendition(RenditionKind.OPUS, "i2")
    assert medium.master == rendition(RenditionKind.MASTER, None)
    whole = replace(
        medium, renditions=(rendition(RenditionKind.OPUS, "i2"), rendition(RenditionKind.MASTER, "i1"))
    )
    assert whole.playable == rendition(RenditionKind.MASTER, "i1")


def test_a_medium_that_has_not_come_cannot_be_played() -> None:
    waiting = Media(
        "m",
        "r",
        "audio",
        "phone",
        0,
        0,
        0,
        (rendition(RenditionKind.ORIGINAL, None), rendition(RenditionKind.PREVIEW, "i")),
    )
    assert waiting.playable is None
    assert waiting.master == rendition(RenditionKind.ORIGINAL, None)
    assert replace(waiting, renditions=()).master is None


def test_the_day_of_an_encounter_is_read_from_its_label() -> None:
    told = Encounter(
        "e", "2026-05-14T10:15:00+01:00", "one-to-one", None, "", None, "", "", "m1", (), None, "d1"
    )
    assert told.day == "2026-05-14"


@pytest.mark.parametrize("part", REQUIRED)
def test_each_missing_part_is_named(part: str) -> None:
    found = dict.fromkeys(REQUIRED, True)
    assert missing_parts(found) == ()
    assert missing_parts({**found, part: False}) == (part,)
    del found[part]
    assert missing_parts(found) == (part,)


def test_a_member_is_shown_by_the_work_name_or_else_the_code() -> None:
    assert Member("1", "R-07", "", "", ()).shown == "R-07"
    assert Member("2", "C-01", "Joan", "", ()).shown == "Joan"


@pytest.mark.parametrize(
    ("result", "waiting", "complete"),
    [
        (ReceiptResult.ACCEPTED, (), True),
        (ReceiptResult.PARTIAL, (), True),
        (ReceiptResult.ACCEPTED, ("sha",), False),
        (ReceiptResult.QUARANTINED, (), False),
    ],
)
def test_a_story_counts_as_received_only_when_nothing_is_waited_for(
    result: ReceiptResult, waiting: tuple[str, ...], complete: bool
) -> None:
    receipt = Receipt("1", "b", "t", "dev.3", result, (), waiting, 0, 1, (), (), "")
    assert receipt.complete is complete
    assert receipt.device == "dev"


@pytest.mark.parametrize(
    "kind", [*sorted(PROTECTED_LAYERS), None, "", 7, [1, None, {}], {"a": 1}, "a newer kind"]
)
def test_a_layer_of_no_kind_we_know_counts_as_protected(kind: object) -> None:
    assert is_protected(kind)


@pytest.mark.parametrize("kind", ["masked", "reading", LayerKind.TRANSLATION])
def test_copies_made_from_the_words_are_open(kind: object) -> None:
    assert not is_protected(kind)
