"""Take back: nothing happens before the code is typed again; the wish, shared stories, what came of it (AT-3, SCREENS.md 6)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import Status
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find_person import find_person
from ldp_stories.services.keep_answers import form_typed, forms_begun
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.log_output import log_output, set_copies
from ldp_stories.services.rights_log import requests
from ldp_stories.services.settle_wishes import LEFT
from ldp_stories.services.withdraw import stop_uses, take_everything
from ldp_stories.store import ledger
from ldp_stories.ui.coordinator.home_lines import counts
from ldp_stories.ui.record.take_back import ALL, USES, VOICE, TakeBackScreen
from ldp_stories.ui.record.take_back_done import WishCard
from ldp_stories.ui.record.take_back_shared import SharedCard, spans_of
from ldp_stories.ui.text import sentence
from tests.ui.coordinator.desk import Desk
from tests.ui.helpers import button, cut, dressed, walk_names, words_on


def opened(qtbot: QtBot, desk: Desk, what: object = None, **dress: object) -> TakeBackScreen:
    """The screen, shown."""
    screen = TakeBackScreen(desk.context, what)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 760), **dress)  # type: ignore[arg-type]
    return screen


def see(qtbot: QtBot, widget: QWidget, *words: str) -> None:
    """Wait until all of these can be read: what is put into a page that stands is shown a moment later."""
    try:
        qtbot.waitUntil(lambda: all(w in words_on(widget) for w in words), timeout=5_000)
    except qtbot.TimeoutError:
        raise AssertionError(f"{words} not in:\n{words_on(widget)}") from None


def code_of(desk: Desk, record: str) -> str:
    return open_record(desk.home, record).participants[0].code


def look_for(screen: TakeBackScreen, typed: str) -> None:
    screen.code.set_text(typed)
    screen.look()


def wish_for(screen: TakeBackScreen, what: str) -> None:
    screen.what.set_value([what])
    screen.what.chosen.emit([what])


def carry_out(qtbot: QtBot, screen: TakeBackScreen) -> None:
    screen.carry_out()
    qtbot.waitUntil(lambda: not screen.working, timeout=20_000)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("LT-4HN7-KQA", "That code has a slip in it."),
        ("", "That code has a slip in it."),
        ("LT-4HN7-KQY", "No story with that code here."),
    ],
)
def test_a_wrong_code_is_said_beside_the_field(qtbot: QtBot, desk: Desk, typed: str, said: str) -> None:
    screen = opened(qtbot, desk)
    look_for(screen, typed)
    assert said in words_on(screen)
    assert not screen.go_button.isEnabled()


def test_half_a_code_is_there_again_after_a_lock_until_somebody_was_found(qtbot: QtBot, desk: Desk) -> None:
    code = code_of(desk, desk.story(more=False))
    screen = opened(qtbot, desk)
    screen.code.set_text(code[:5])
    screen.settle_and_leave()
    again = opened(qtbot, desk)
    assert again.code.text() == code[:5]
    look_for(again, code)
    again.settle_and_leave()
    assert form_typed(desk.home, "take back") == {}
    assert opened(qtbot, desk, again.about()).person is not None, "one comes back to whom one found"


def test_everything_it_reached_is_shown_before_anything_is_asked(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    record = desk.story()
    ident = log_output(
        desk.home,
        "small report",
        tmp_path / "r.html",
        (),
        subj=[open_record(desk.home, record).participants[0].id],
    )
    set_copies(desk.home, ident, 12)
    screen = opened(qtbot, desk)
    look_for(screen, code_of(desk, record).lower())
    see(qtbot, screen, "Tea and bulbs", "1 recording", "Small report", "12 copies given out", "nobody else")
    assert not screen.go_button.isEnabled()


def test_stopping_some_uses_stands_first_and_deletes_nothing(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk)
    look_for(screen, code_of(desk, record))
    assert [o.label for o in (b.option for b in screen.what._buttons)] == [
        "Only stop some uses",
        "Only my voice",
        "Everything",
    ]
    wish_for(screen, USES)
    assert screen.go_button.text() == "Stop these uses"
    assert not screen.go_button.isEnabled()
    screen.uses.set_value(["quote_anon"])
    screen.uses.chosen.emit(["quote_anon"])
    carry_out(qtbot, screen)
    view = open_record(desk.home, record)
    assert "quote_anon" in view.consents[0].narrowed
    assert view.media != ()
    see(qtbot, screen, "Uses stopped")


def test_nothing_goes_before_the_code_is_typed_again(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    code = code_of(desk, record)
    screen = opened(qtbot, desk)
    look_for(screen, code)
    wish_for(screen, ALL)
    screen.carry_out()
    assert open_record(desk.home, record).words is not None
    screen.again.set_text("LT-4HN7-KQY")
    carry_out(qtbot, screen)
    see(qtbot, screen, "That is not the code of this person.")
    assert open_record(desk.home, record).words is not None


def test_everything_goes_and_the_screen_says_how_far_it_has_come(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    code = code_of(desk, record)
    screen = opened(qtbot, desk)
    look_for(screen, code)
    wish_for(screen, ALL)
    screen.again.set_text(code)
    assert screen.go_button.text() == "Take it out for good"
    carry_out(qtbot, screen)
    see(qtbot, screen, "1 of 1 laptops confirmed")
    assert "Tea and bulbs" not in words_on(screen)
    with pytest.raises(UserError):
        open_record(desk.home, record)
    (row,) = requests(desk.home)
    assert row.outcome == "done"
    look_for(screen, code)
    see(qtbot, screen, "took everything back")


def test_what_was_just_done_stands_once_on_top_and_goes_to_the_others_when_one_goes_on(
    qtbot: QtBot, desk: Desk
) -> None:
    code = code_of(desk, desk.story())
    screen = opened(qtbot, desk)
    look_for(screen, code)
    wish_for(screen, ALL)
    screen.again.set_text(code)
    carry_out(qtbot, screen)

    def cards(part: QWidget) -> int:
        return sum(card.isVisible() for card in part.findChildren(WishCard))

    def stand(on_top: int, below: int) -> None:
        qtbot.waitUntil(lambda: (cards(screen.found), cards(screen.past)) == (on_top, below))
        assert words_on(screen).count("1 of 1 laptops confirmed") == 1

    stand(1, 0)
    screen.refresh(frozenset({"receipt"}))  # the counts are read again, and it still stands once
    stand(1, 0)
    look_for(screen, "")
    stand(0, 1)


def test_the_voice_alone_leaves_the_words(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk)
    look_for(screen, code_of(desk, record))
    wish_for(screen, VOICE)
    see(qtbot, screen, "The written words stay.")
    screen.again.set_text(code_of(desk, record))
    carry_out(qtbot, screen)
    view = open_record(desk.home, record)
    assert view.media == ()
    assert view.words is not None


def test_it_opens_about_the_person_one_came_with(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    person = open_record(desk.home, record).participants[0]
    screen = opened(qtbot, desk, person.id)
    assert screen.code.text() == person.code
    see(qtbot, screen, "Tea and bulbs")


def test_an_unknown_person_is_said_to_be_unknown(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, "nobody")
    see(qtbot, screen, "No story with that code here.")


def test_two_people_under_one_code_are_told_apart_by_day_and_name(qtbot: QtBot, desk: Desk) -> None:
    first, second = desk.story(title="First"), desk.story(title="Second")
    code = code_of(desk, first)
    other = open_record(desk.home, second).participants[0].id
    with desk.home.main.write() as con:
        desk.home.put(con, "participant", other, sets={"code": code}, subj=[other])
        met = open_record(desk.home, second).record.encounter
        desk.home.put(con, "encounter", met, sets={"at": "2026-03-01T10:00"}, subj=[other])
    screen = opened(qtbot, desk)
    look_for(screen, code)
    see(qtbot, screen, "Two people have this code.")
    choose = [w for w in walk_names(screen) if w.startswith("Met on")]
    assert len(choose) == 2
    button(screen, next(w for w in choose if "1 March" in w)).click()
    assert screen.person is not None
    assert screen.person.people == (other,)


def shared_story(desk: Desk) -> tuple[str, str]:
    """A story told by two people: its id, and the code of the first."""
    record, second = desk.story(), desk.story(title="Another")
    one = open_record(desk.home, record).participants[0]
    other = open_record(desk.home, second).participants[0].id
    with desk.home.main.write() as con:
        view = ledger.entity(con, record)
        assert view is not None
        both = [one.id, other]
        desk.home.put(con, "record", record, sets={"participants": both, "status": "ready"}, subj=both)
    return record, one.code


def test_a_shared_story_is_held_until_it_is_decided(qtbot: QtBot, desk: Desk) -> None:
    record, code = shared_story(desk)
    screen = opened(qtbot, desk)
    look_for(screen, code)
    wish_for(screen, ALL)
    screen.again.set_text(code)
    (card,) = screen.shared
    see(qtbot, screen, "was told by several people")
    assert open_record(desk.home, record).record.status is Status.HELD
    assert not screen.go_button.isEnabled()
    card.way.set_value(["keep"])
    card.way.chosen.emit(["keep"])
    assert screen.go_button.isEnabled()
    carry_out(qtbot, screen)
    assert open_record(desk.home, record).record.status is Status.READY


def test_a_story_that_nobody_decided_about_stands_there_with_ways_on(qtbot: QtBot, desk: Desk) -> None:
    record, code = shared_story(desk)
    screen = opened(qtbot, desk)
    look_for(screen, code)
    wish_for(screen, ALL)
    assert counts(desk.home).held == 1
    again = opened(qtbot, desk)  # they looked and left
    see(qtbot, again, "Not decided yet: “Tea and bulbs”", "It goes nowhere until you decide.")
    walk_names(again)
    button(again, f"Decide for {code}").click()
    assert again.person is not None
    assert again.person.code == code
    last = opened(qtbot, desk)
    see(qtbot, last, "Not decided yet")
    button(last, "Nobody takes anything back from “Tea and bulbs”").click()
    assert open_record(desk.home, record).record.status is Status.READY
    qtbot.waitUntil(lambda: "Not decided yet" not in words_on(last))


def test_a_cut_asks_for_the_words_and_the_seconds(qtbot: QtBot, desk: Desk) -> None:
    record, _ = shared_story(desk)
    view = open_record(desk.home, record)
    card = SharedCard(desk.context, view, [view.participants[0].id], voice_only=False)
    dressed(qtbot, card)
    assert card.choice() is None
    assert "What may stay" not in words_on(card)
    card.way.set_value(["cut"])
    card.way.chosen.emit(["cut"])
    see(qtbot, card, "What may stay")
    card.words.set_text("Only the rest.")
    card.name.set_text(" The rest ")
    (field,) = card.silent.values()
    field.set_text("0:00-0:01")
    choice = card.choice()
    assert choice is not None
    assert (choice.words, choice.title) == ("Only the rest.", "The rest")
    assert list(choice.silent.values()) == [((0, 1_000),)]


@pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", "ALSA", extend=True)
def test_the_recording_that_is_to_be_cut_can_be_heard_beside_its_seconds(qtbot: QtBot, desk: Desk) -> None:
    record, _ = shared_story(desk)
    view = open_record(desk.home, record)
    card = SharedCard(desk.context, view, [view.participants[0].id], voice_only=True)
    dressed(qtbot, card, size=(900, 1000))
    (player,) = card.players
    (medium,) = view.media
    assert not player.isVisible()
    card.way.set_value(["cut"])
    card.way.chosen.emit(["cut"])
    assert player.isVisible()
    assert player.link.total_ms == medium.duration_ms, "its time is that of the seconds that are typed"
    player.link.failed.emit(UserError("MEDIA_GONE"))
    see(qtbot, card, sentence(UserError("MEDIA_GONE")))
    assert not cut(card)
    walk_names(card)
    with qtbot.waitSignal(player.link.playing_changed):
        player.link.play()
    assert player.link._sound is not None
    card.leave()
    assert player.link._sound is None, "nothing plays when the page is left"


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("0:10-0:35", ((10_000, 35_000),)),
        ("0:10 - 0:35, 2:00–2:12", ((10_000, 35_000), (120_000, 132_000))),
        ("10-12", ((10_000, 12_000),)),
        ("72:10-1:12:40;", ((4_330_000, 4_360_000),)),
        ("", ()),
        (" , ", ()),
        ("0:35-0:10", None),
        ("all of it", None),
        ("0:10-0:35, 2:00 2:12", None),
        ("0:10 0:35", None),
        ("0:10-0:75", None),
    ],
)
def test_seconds_are_read_as_people_write_them(typed: str, spans: tuple[tuple[int, int], ...] | None) -> None:
    assert spans_of(typed) == spans


@pytest.mark.parametrize("typed", ["0:00-0:01, 0:01 0:02", "0:00 0:01", "5:00-5:10"])
def test_a_slip_in_the_seconds_is_said_and_nothing_goes_or_stays_by_it(
    qtbot: QtBot, desk: Desk, typed: str
) -> None:
    _, code = shared_story(desk)
    screen = opened(qtbot, desk)
    look_for(screen, code)
    wish_for(screen, ALL)
    screen.again.set_text(code)
    (card,) = screen.shared
    card.way.set_value(["cut"])
    card.way.chosen.emit(["cut"])
    assert screen.go_button.isEnabled()
    (field,) = card.silent.values()
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, typed)
    assert not screen.go_button.isEnabled()
    card.name.edit.setFocus()
    see(qtbot, screen, "Write it like 0:10-0:35")
    field.set_text("0:00-0:01")
    assert screen.go_button.isEnabled()


def test_what_is_typed_about_a_shared_story_is_there_again_and_goes_with_it(qtbot: QtBot, desk: Desk) -> None:
    _, code = shared_story(desk)
    screen = opened(qtbot, desk)
    look_for(screen, code)
    wish_for(screen, ALL)
    (card,) = screen.shared
    card.way.set_value(["cut"])
    card.way.chosen.emit(["cut"])
    card.words.edit.selectAll()
    qtbot.keyClicks(card.words.edit, "Only the rest.")
    qtbot.keyClicks(card.name.edit, "The rest")
    qtbot.waitUntil(lambda: bool(forms_begun(desk.home, "cut all")), timeout=15_000)
    (form,) = forms_begun(desk.home, "cut all")
    qtbot.waitUntil(lambda: set(form_typed(desk.home, form)) >= {"way", "words", "title"}, timeout=15_000)

    again = opened(qtbot, desk)  # the laptop died, and somebody begins anew
    look_for(again, code)
    wish_for(again, ALL)
    (card,) = again.shared
    see(qtbot, again, "What may stay")
    assert (card.way.value(), card.words.text(), card.name.text()) == (["cut"], "Only the rest.", "The rest")
    wish_for(again, VOICE)
    assert again.shared[0].way.value() == [], "another wish is another question"
    wish_for(again, ALL)
    (card,) = again.shared
    card.name.set_text("What stays")
    again.settle_and_leave()
    assert form_typed(desk.home, form)["title"] == "What stays"
    again.again.set_text(code)
    carry_out(qtbot, again)
    assert forms_begun(desk.home, "cut ") == ()


def test_what_still_lies_here_is_deleted_by_a_person(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    record = desk.story()
    person = find_person(desk.home, code_of(desk, record))[0]
    path = tmp_path / "clip.flac"
    path.write_bytes(b"sound")
    ident = log_output(desk.home, "clip", path, (), subj=person.people)
    set_copies(desk.home, ident, 12)
    copy = make_copy(desk.home, tmp_path / "stick")
    take_everything(desk.home, person, person.code, {})
    screen = opened(qtbot, desk)
    see(qtbot, screen, "Already issued, 12 copies, do not reissue", str(copy.folder))
    button(screen, "Delete clip.flac").click()
    assert not path.exists()
    assert desk.told[-1] == "The file is deleted."
    button(screen, f"The copy in {copy.folder} is dealt with").click()
    screen.refresh(frozenset({"order"}))
    assert str(copy.folder) not in words_on(screen)


def test_files_of_one_kind_and_day_are_one_line(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    record = desk.story()
    person = find_person(desk.home, code_of(desk, record))[0]
    for name in ("stories.csv", "passages.csv", "tables.xlsx"):
        log_output(desk.home, "tables", tmp_path / name, (), subj=person.people)
    screen = opened(qtbot, desk)
    look_for(screen, person.code)
    see(qtbot, screen, "3 files, given out. It cannot be called back.")
    assert words_on(screen).count("Tables, ") == 1
    wish_for(screen, ALL)
    screen.again.set_text(person.code)
    carry_out(qtbot, screen)
    see(qtbot, screen, "Already issued, 3 files, copies not counted, do not reissue")
    assert words_on(screen).count("do not reissue") == 1


def test_the_page_for_the_teller_goes_where_one_chooses(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    record = desk.story()
    person = find_person(desk.home, code_of(desk, record))[0]
    stop_uses(desk.home, person, ["audio"])
    desk.context = replace(desk.context, pick_folder=lambda _: tmp_path)
    screen = opened(qtbot, desk)
    (card,) = screen.findChildren(WishCard)
    card.page.click()
    assert (tmp_path / "what-we-did.html").exists()
    assert "what-we-did.html" in desk.told[-1]


@pytest.mark.parametrize("wish", [USES, VOICE, ALL])
@pytest.mark.parametrize(("scale", "mode", "rtl"), [(1.0, "light", False), (2.0, "dark", True)])
def test_nothing_is_cut_and_everything_has_a_name(
    qtbot: QtBot, desk: Desk, wish: str, scale: float, mode: str, rtl: bool
) -> None:
    _, code = shared_story(desk)
    screen = opened(qtbot, desk, scale=scale, mode=mode, rtl=rtl)
    look_for(screen, code)
    wish_for(screen, wish)
    qtbot.waitUntil(lambda: not cut(screen), timeout=2_000)
    assert walk_names(screen)


def test_who_asked_reads_that_it_was_not_done_and_why(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    (person,) = find_person(desk.home, code_of(desk, record))
    done = stop_uses(desk.home, person, ["quote_anon"])
    facts = {
        "order": done.orders[0],
        "ruling": LEFT,
        "reason": "She never asked.",
        "on": "2026-05-12",
        "by": desk.home.member,
    }
    with desk.home.main.write() as con:
        desk.home.put(con, "order_ruling", new_id(), sets=facts, stream="p")
    screen = opened(qtbot, desk)
    see(
        qtbot,
        screen,
        "Not taken out, 12 May",
        "looked at what you asked to take back",
        "Why: She never asked.",
    )
    walk_names(screen)
    qtbot.waitUntil(lambda: not cut(screen))
