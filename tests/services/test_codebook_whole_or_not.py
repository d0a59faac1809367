"""A change of the codebook is whole or not at all: when writing breaks off anywhere, everything is as it was."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.services import change_codebook as book
from ldp_stories.services.change_codebook import NewTag, Why
from ldp_stories.services.codebook_exchange import ForeignTag, preview_codebook, take_codebook
from ldp_stories.services.codebook_history import history, undo, version_now
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.review_tags import readings
from ldp_stories.services.split_tag import decide_split, open_split
from ldp_stories.services.tag_chat import make_tag, tag_chat
from tests.services.house import BULBS, WOMEN, Told, change, name_id, open_house, tell

WHY = Why("because")
Act = Callable[[Home], object]


class BrokeOff(Exception):  # noqa: N818 - not an error of ours: the power went
    """The power went."""


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


@pytest.fixture
def told(joan: Home) -> Told:
    made = tell(joan, tags={WOMEN: "D1", BULBS: "A8"})
    ident = name_id("own words")
    change(joan, "suggestion", ident, record=made.record, by=joan.member, words="Tea afterwards", sure="sure")
    return made


def breaking(monkeypatch: pytest.MonkeyPatch, home: Home, after: int) -> None:
    """Let the power go before the write number `after` of what comes next."""
    put, count = home.put, iter(range(1000))

    def put_or_not(*args: Any, **kwargs: Any) -> Any:
        if next(count) >= after:
            raise BrokeOff
        return put(*args, **kwargs)

    monkeypatch.setattr(home, "put", put_or_not)


def split_it(home: Home) -> object:
    return book.split(home, name_id("A8"), (NewTag("Room"), NewTag("Quiet")), WHY)


def bring_in(home: Home) -> object:
    incoming = [ForeignTag("x", "Hope"), ForeignTag("y", "Fear", "x"), ForeignTag(name_id("D1"), "Trust")]
    return take_codebook(home, preview_codebook(home, incoming), WHY)


def make_one(home: Home) -> object:
    return make_tag(home, tag_chat(home).no_fit[0], NewTag("Tea afterwards", "B"), WHY)


@pytest.mark.parametrize(
    ("act", "writes"),
    [
        (lambda h: book.add_tag(h, NewTag("Hope", "D"), WHY), 2),
        (lambda h: book.edit_tag(h, name_id("D1"), {"name": "Trust"}, WHY), 2),
        (lambda h: book.merge(h, name_id("A8"), name_id("B7"), WHY), 2),
        (lambda h: book.retire(h, name_id("A8"), WHY), 2),
        (split_it, 4),
        (bring_in, 5),
        (make_one, 3),
    ],
    ids=["add", "edit", "merge", "retire", "split", "bring in", "own words"],
)
def test_a_change_is_whole_or_not_at_all(
    joan: Home, told: Told, monkeypatch: pytest.MonkeyPatch, act: Act, writes: int
) -> None:
    before, version = codebook(joan, retired=True), version_now(joan)
    standing = [r.tags for r in readings(joan, told.record)]
    for at in range(writes):
        with monkeypatch.context() as broken:
            breaking(broken, joan, at)
            with pytest.raises(BrokeOff):
                act(joan)
        assert codebook(joan, retired=True) == before
        assert version_now(joan) == version
        assert history(joan) == ()
        assert [r.tags for r in readings(joan, told.record)] == standing
    act(joan)
    assert version_now(joan) != version
    assert len(history(joan)) >= 1


def test_undoing_a_split_with_its_decisions_is_whole_or_not_at_all(
    joan: Home, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    split = str(split_it(joan))
    (item,) = open_split(joan, name_id("A8")).items
    decide_split(joan, item.suggestion, [open_split(joan, name_id("A8")).into[0].id])
    before, standing = codebook(joan, retired=True), [r.tags for r in readings(joan, told.record)]
    for at in range(5):
        with monkeypatch.context() as broken:
            breaking(broken, joan, at)
            with pytest.raises(BrokeOff):
                undo(joan, split)
        assert codebook(joan, retired=True) == before
        assert [r.tags for r in readings(joan, told.record)] == standing
    undo(joan, split)
    assert [t.code for t in codebook(joan)] == ["A8", "B7", "D1"]


def test_a_decision_after_a_split_is_one_write(
    joan: Home, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    split_it(joan)
    found = open_split(joan, name_id("A8"))
    with monkeypatch.context() as broken:
        breaking(broken, joan, 0)
        with pytest.raises(BrokeOff):
            decide_split(joan, found.items[0].suggestion, [found.into[0].id])
    assert open_split(joan, name_id("A8")) == found
