"""Filters by tag, own tag, kind, sound and review: each a pill, each taken off again, and the library follows."""

from __future__ import annotations

import pytest

from ldp_stories.services.code_own import code, make_tag
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.library_filters import Chosen
from ldp_stories.ui.evaluator.filters import Filters
from ldp_stories.ui.evaluator.library import LibraryScreen
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import button, cut, words_on
from tests.ui.on_screen import Desk


def shown(desk: Desk, screen: LibraryScreen) -> list[str]:
    desk.settle()
    return [one.title for one in screen.list.found]


def pick(filters: Filters, name: str, key: str) -> None:
    combo = filters.combos[name]
    combo.set_value(key)
    combo.chosen.emit(key)


def test_nothing_chosen_takes_everything(desk: Desk, home: Home) -> None:
    del home
    filters = Filters(desk.context)
    assert filters.chosen() == Chosen(None, None, None)


def test_a_tag_of_the_codebook_is_a_filter_of_the_library(desk: Desk, home: Home) -> None:
    released(home, title="With it")
    released(home, title="Without it", tag="")
    screen = LibraryScreen(desk.context)
    desk.show(screen)
    tag = next(t.id for t in codebook(home) if t.code == "B7")
    pick(screen.filters, "tag", tag)
    desk.until(lambda: shown(desk, screen) == ["With it"])
    assert "B7" in words_on(screen.filters.pills)
    button(screen, "Take off the filter " + screen.filters.combos["tag"].shown()).click()
    desk.until(lambda: len(shown(desk, screen)) == 2)


def test_an_own_tag_is_a_filter_too(desk: Desk, home: Home) -> None:
    record, _ = released(home, title="Coded")
    released(home, title="Not coded")
    own = make_tag(home, "Walking in")
    layer = next(x for x in open_record(home, record).layers if x.kind.value == "masked")
    code(home, record, own, layer=layer.id, start=0, end=5)
    screen = LibraryScreen(desk.context)
    desk.show(screen)
    pick(screen.filters, "tag", own)
    assert screen.filters.chosen().having == {}
    desk.until(lambda: shown(desk, screen) == ["Coded"])


@pytest.mark.parametrize(
    ("name", "key", "having"),
    [
        ("kind", "interview", {"kind": "interview"}),
        ("more", "sound", {"sound": "yes"}),
        ("more", "reviewed", {"reviewed": "yes"}),
    ],
)
def test_kind_sound_and_review_are_filters(
    desk: Desk, home: Home, name: str, key: str, having: dict[str, str]
) -> None:
    released(home)
    screen = LibraryScreen(desk.context)
    desk.show(screen)
    pick(screen.filters, name, key)
    assert screen.filters.chosen().having == having
    desk.until(lambda: shown(desk, screen) == [])


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_the_lists_are_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    released(home)
    screen = LibraryScreen(desk.context)
    desk.show(screen, **look)  # type: ignore[arg-type]
    screen.filters.add.click()
    desk.until(lambda: not cut(screen))
