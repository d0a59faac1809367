"""To settle: both versions side by side with names; one is kept, the other stays in the history, the focus goes on."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.services.edit_record import open_record, set_fields
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.settle_versions import unsettled
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.coordinator.settle import SettleScreen, to_settle
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.round import Round
from tests.ui.helpers import button, cut, dressed, walk_names, words_on


def opened(qtbot: QtBot, desk: Desk, what: object = None, **dress: object) -> SettleScreen:
    """The screen, shown."""
    screen = SettleScreen(desk.context, what)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700), **dress)  # type: ignore[arg-type]
    return screen


@pytest.fixture
def two(trip: Round) -> tuple[Round, str]:
    """Amina and Joan both changed the title and the note of the same story without knowing of each other."""
    record = trip.let_in("amina", Role.RESEARCHER)
    set_fields(trip.homes["amina"], record, title="Bulbs in spring", note="She laughed.")
    path = trip.send("amina")
    set_fields(trip.desk.home, record, title="Tea with the neighbour", note="She was tired.")
    take_in(trip.desk.home, path)
    return trip, record


def test_with_nothing_to_settle_it_says_so(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert "Nothing to settle." in words_on(screen)
    assert to_settle(desk.home) == 0


def test_both_versions_stand_side_by_side_with_names(qtbot: QtBot, two: tuple[Round, str]) -> None:
    trip, _ = two
    screen = opened(qtbot, trip.desk)
    words = words_on(screen)
    for said in (
        "Bulbs in spring",
        "Tea with the neighbour",
        "She laughed.",
        "She was tired.",
        "Amina",
        "Joan",
    ):
        assert said in words
    assert to_settle(trip.desk.home) == 2
    assert any(name.startswith("Keep the version of Amina: The title") for name in walk_names(screen))


def test_keeping_one_settles_it_and_the_focus_goes_to_the_next(qtbot: QtBot, two: tuple[Round, str]) -> None:
    trip, record = two
    screen = opened(qtbot, trip.desk)
    title = next(u for u in unsettled(trip.desk.home) if u.field == "title")
    keep = next(v for v in title.versions if v.value == "Bulbs in spring")
    screen.buttons[title.entity, "title", keep.rev].click()
    assert open_record(trip.desk.home, record).title == "Bulbs in spring"
    assert [u.field for u in unsettled(trip.desk.home)] == ["note"]
    assert "1 more to settle." in trip.desk.told[-1]
    qtbot.waitUntil(lambda: any(b.hasFocus() for b in screen.buttons.values()))


def test_after_the_last_one_it_is_empty(qtbot: QtBot, two: tuple[Round, str]) -> None:
    trip, _ = two
    screen = opened(qtbot, trip.desk)
    while screen.buttons:
        next(iter(screen.buttons.values())).click()
    assert not unsettled(trip.desk.home)
    assert screen.empty.isVisible()
    assert trip.desk.told[-1].endswith("Nothing to settle.")


def test_one_story_shows_only_its_own(qtbot: QtBot, two: tuple[Round, str]) -> None:
    trip, record = two
    assert opened(qtbot, trip.desk, record).buttons
    assert not opened(qtbot, trip.desk, "another").buttons


def test_what_was_settled_elsewhere_says_so_and_goes(qtbot: QtBot, two: tuple[Round, str]) -> None:
    trip, _ = two
    screen = opened(qtbot, trip.desk)
    one = unsettled(trip.desk.home)[0]
    screen.keep(one, one.versions[0])
    screen.keep(one, one.versions[1])
    assert "settled already" in screen.trouble.text()
    screen.refresh(frozenset({"record"}))
    assert len({field for _, field, _ in screen.buttons}) == 1


def test_the_story_can_be_read_first(qtbot: QtBot, two: tuple[Round, str]) -> None:
    trip, record = two
    screen = opened(qtbot, trip.desk)
    qtbot.waitUntil(lambda: "Read the story" in words_on(screen))
    button(screen, "Read the story").click()
    assert trip.desk.went == [("record", record)]


def test_a_review_shows_two_versions_as_a_banner_that_leads_here(
    qtbot: QtBot, two: tuple[Round, str]
) -> None:
    trip, record = two
    screen = ReviewScreen(trip.desk.context, (record,))
    trip.desk.watch(screen)
    dressed(qtbot, screen, size=(1366, 700))
    banner = next(b for b in screen.top.banners if "two versions" in b.label.text())
    banner.button.click()
    assert trip.desk.went == [("settle", record)]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_words_are_cut(qtbot: QtBot, two: tuple[Round, str], scale: float) -> None:
    trip, _ = two
    screen = opened(qtbot, trip.desk, scale=scale)
    qtbot.waitUntil(lambda: not cut(screen))
