"""The library's ways out, its further filters, and searches kept under a name."""

from __future__ import annotations

import pytest

from ldp_stories.domain.consent import Channel, Scope
from ldp_stories.services.home import Home
from ldp_stories.services.library_filters import keep_search, kept_searches
from ldp_stories.services.trace_quote import chain
from ldp_stories.ui.evaluator.filter_lists import LISTS
from ldp_stories.ui.evaluator.library import LibraryScreen
from ldp_stories.ui.record.chain_card import came_words, chain_rows, consent_words
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_filters_by_more import pick, shown
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk


def library(desk: Desk, **look: object) -> LibraryScreen:
    made = LibraryScreen(desk.context)
    desk.show(made, **look)  # type: ignore[arg-type]
    return made


def purpose(desk: Desk, screen: LibraryScreen, key: str, channel: str = "") -> None:
    screen.purpose.set_value(key)
    screen.purpose.chosen.emit(key)
    if channel:
        screen.channel.set_value(channel)
        screen.channel.chosen.emit(channel)
    desk.settle()


def test_where_it_will_be_shown_is_asked_only_when_something_is_published(desk: Desk, home: Home) -> None:
    released(home, title="Everybody", no=())
    screen = library(desk)
    assert not screen.channel.isVisible()
    purpose(desk, screen, "publish")
    assert screen.channel.isVisible()
    assert [p.option.key for p in screen.channel._parts] == [c.value for c in Channel]
    purpose(desk, screen, "analyse")
    assert not screen.channel.isVisible()


def test_a_kept_search_gets_another_name_and_stays_the_same_search(desk: Desk, home: Home) -> None:
    released(home, title="Curtains")
    first = keep_search(home, "Curtains", words="curtains", filters={"kind": "story"})
    keep_search(home, "On the web", words="tea")
    screen = library(desk)
    kept = screen.kept
    assert not kept.rename.isVisible()
    kept.pick.set_value(first.id)
    kept.pick.chosen.emit(first.id)
    kept.rename.click()
    assert kept.name.text() == "Curtains"
    kept.leave.click()
    kept.rename.click()
    desk.type(kept.name, "On the web")
    kept.save.click()
    found = {s.name: (s.id, s.words, dict(s.filters)) for s in kept_searches(home)}
    assert found["On the web 2"] == (first.id, "curtains", {"kind": "story"}), "another search has that name"
    assert len(found) == 2
    assert kept.pick.shown() == "On the web 2"
    kept.keep.click()
    assert kept.name.text() == "", "a new search begins without the name of the old one"


def test_a_search_is_kept_reopened_and_forgotten(desk: Desk, home: Home) -> None:
    released(home, title="Curtains")
    screen = library(desk)
    kept = screen.kept
    assert not kept.pick.isVisible()
    purpose(desk, screen, "publish", "website")
    screen.search.set_text("curtains")
    pick(screen.filters, "kind", "story")
    kept.keep.click()
    assert not kept.save.isEnabled()
    desk.type(kept.name, "Curtains on the web")
    kept.save.click()
    (one,) = kept_searches(home)
    assert (one.words, one.purpose, one.filters) == ("curtains", "publish:website", {"kind": "story"})
    assert kept.pick.shown() == "Curtains on the web"

    again = library(desk)
    again.kept.pick._picked(one.id)
    assert again.search.text() == "curtains"
    assert (again.purpose.value(), again.channel.value()) == ("publish", "website")
    assert again.channel.isVisible()
    assert again.filters.state() == {"kind": "story"}
    desk.settle()
    again.filters.changed.emit()
    assert again.kept.pick.value() == ""
    again.kept.pick._picked(one.id)
    again.kept.drop.click()
    assert kept_searches(home) == ()
    assert not again.kept.pick.isVisible()
    desk.settle()


def test_leaving_the_name_keeps_nothing(desk: Desk, home: Home) -> None:
    screen = library(desk)
    screen.kept.keep.click()
    desk.type(screen.kept.name, "x")
    screen.kept.leave.click()
    assert kept_searches(home) == ()
    assert screen.kept.keep.hasFocus()


def test_every_filter_is_on_the_screen_and_has_rows(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.filters.add.click()
    desk.settle()
    names = {n.split(",")[0] for n in walk_names(screen.filters.lists)}
    assert {one.words for one in LISTS} <= names
    for one in LISTS:
        if one.key != "bundle":
            assert screen.filters.combos[one.key]._options, one.key


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("direction", "worse", []),
        ("level", "system", []),
        ("until", "2020-01-31", []),
        ("may", "quote_anon", ["Yes"]),
    ],
)
def test_each_further_filter_is_followed(
    desk: Desk, home: Home, key: str, value: str, found: list[str]
) -> None:
    released(home, title="Yes")
    released(home, title="No quotes", no=(Scope.QUOTE_ANON,))
    screen = library(desk)
    pick(screen.filters, key, value)
    desk.until(lambda: shown(desk, screen) == found)


def test_a_kept_search_says_who_its_researcher_is(desk: Desk, home: Home) -> None:
    released(home)
    kept = keep_search(home, "Mine", filters={"researcher": home.member})
    screen = library(desk)
    screen.kept.pick._picked(kept.id)
    desk.until(lambda: "Researcher" in words_on(screen.filters.pills))
    desk.settle()
    assert len(screen.list.found) == 1


def test_where_a_passage_comes_from_names_its_kind_its_bundle_and_what_consent_changed(
    desk: Desk, home: Home
) -> None:
    released(home)
    screen = library(desk)
    found = chain(home, screen.list.found[0].record)
    said = dict(chain_rows(home, found))
    assert (said["Kind"], said["Came with"], said["Consent"]) == ("Story", "Made here", "Same then and now")
    object.__setattr__(found, "bundle", "3")
    object.__setattr__(found, "passed_on_by", "Joan")
    assert came_words(found) == "Bundle 3, passed on by Joan"
    assert consent_words(found) == "Same then and now"
    then = tuple((k, "yes" if k == "quote_anon" else v) for k, v in found.consent_then)
    now = tuple((k, "no" if k == "quote_anon" else v) for k, v in found.consent_now)
    object.__setattr__(found, "consent_then", then)
    object.__setattr__(found, "consent_now", now)
    assert consent_words(found) == "Changed since. Quote, no name: yes then, no now"


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}])
def test_nothing_is_cut_with_all_filters_open(desk: Desk, home: Home, look: dict[str, object]) -> None:
    released(home)
    keep_search(home, "Mine")
    screen = library(desk, **look)
    screen.filters.add.click()
    screen.kept.keep.click()
    purpose(desk, screen, "publish")
    assert cut(screen) == []
    assert button(screen, "Leave it").isVisible()
