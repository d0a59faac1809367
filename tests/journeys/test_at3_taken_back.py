"""AT-3, with real windows: a teller takes everything back, then another only the voice; no old stick or copy brings anything back."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.crypto.slots import derive
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services import publish
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import search
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.log_output import issued, set_copies
from ldp_stories.services.start_home import open_home
from ldp_stories.store import backup
from ldp_stories.store.engine import Database
from ldp_stories.ui.record.take_back import ALL, VOICE
from tests.journeys.people import Person, person
from tests.services.canaries import plain, search_home
from tests.services.cast import Cast, a_sound, cast, send
from tests.services.cast import bring_in as take_stick
from tests.services.homes import cheap_machine
from tests.services.test_withdraw import QUOTE, WORD, empty, round_trip

pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", extend=True)


@dataclass
class Stage:
    """Joan and Priya in front of their windows; Amina's story has come to both of them."""

    made: Cast
    joan: Person
    priya: Person
    record: str
    code: str


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    with cast(tmp_path) as made, ExitStack() as windows:
        record = round_trip(made, a_sound(tmp_path))
        code = open_record(made.joan, record).participants[0].code
        people = []
        for name, home in (("c1", made.joan), ("e1", made.priya)):
            one = windows.enter_context(person(qtbot, home.machine, tmp_path / name, made.stick))
            one.window.open_desk(home)
            one._take_stick(home)
            one.rest()
            people.append(one)
        joan, priya = people
        yield Stage(made, joan, priya, record, code)


def priya_used_it(stage: Stage) -> Path:
    """A quote in the bank and a report with twelve printed copies; Joan hears of both."""
    passage = next(p for p in open_record(stage.priya.home, stage.record).passages if p.text)
    publish.add_quote(stage.priya.home, passage.id, "Women together")
    report = publish.small_report(stage.priya.home, stage.made.folder, looked_at=QUESTIONS)
    set_copies(stage.priya.home, issued(stage.priya.home)[0].output, 12)
    send(stage.priya.home, "coordinators", stage.made.stick)
    take_stick(stage.joan.home, stage.made.stick)
    empty(stage.made.stick)
    return report


def joan_finds_them(stage: Stage) -> None:
    """The code mistyped once, then right; everything it reached is shown."""
    joan = stage.joan
    joan.bring_to_front()
    joan.go("take_back")
    slip = stage.code[:-1] + ("A" if stage.code[-1] != "A" else "B")
    joan.type(joan.screen.code, slip)
    joan.press("Find")
    joan.sees("That code has a slip in it.")
    joan.screen.code.set_text("")
    joan.type(joan.screen.code, stage.code.lower())
    joan.press("Find")
    joan.sees("what it reached")


def joan_wishes(stage: Stage, label: str, key: str) -> None:
    """Choose the wish, type the code again, take it out for good."""
    joan = stage.joan
    joan.press(label)
    joan.until(lambda: joan.screen.what.value() == [key], "the wish")
    assert not joan.screen.go_button.isEnabled()
    joan.type(joan.screen.again, stage.code)
    joan.press("Take it out for good")
    joan.sees("Done. It goes to everybody with the next bundle.")
    joan.rest()


def priya_brings_in(stage: Stage, stick: Path) -> None:
    """Choose the stick and add what is on it, looking first."""
    priya = stage.priya
    priya.bring_to_front()
    context = priya.window.context
    assert context is not None
    context.pick_folder = lambda _title: stick
    priya.go("bring_in")
    priya.press("Choose a folder")
    priya.until(lambda: priya.screen.cards, "the files on the stick")
    priya.rest()
    sealed = next(p for p in priya.screen.cards if p.suffix != ".ldp-pack")
    priya.until(lambda: priya.screen.cards[sealed].button.isEnabled(), "the file's button")
    priya.space(priya.screen.cards[sealed].button)
    priya.until(lambda: priya.window.navigator.here.entry.key == "preview", "the preview")  # type: ignore[union-attr]
    priya.rest()
    priya.space(priya.screen.add)
    priya.until(lambda: priya.screen.back.isVisible(), "it to be added")
    priya.rest()


def nothing_left(stage: Stage) -> None:
    """Every file of both homes, every store under its key, the index and the vault."""
    for one in (stage.joan, stage.priya):
        assert search_home(one.home, [WORD, QUOTE, stage.code]) == []
        assert one.home.vault.items() == []
        assert search(one.home, WORD).rows == ()


def test_everything_is_taken_back_and_stays_away(stage: Stage) -> None:
    report = priya_used_it(stage)
    weekly = make_copy(stage.joan.home, stage.made.folder / "copies")
    joan, priya = stage.joan, stage.priya

    joan_finds_them(stage)
    for said in (
        "Tea and bulbs",
        "1 recording",
        "Small report, Priya",
        "12 copies given out",
        "Quote bank, Priya",
    ):
        joan.sees(said)
    joan_wishes(stage, "Everything", ALL)
    joan.sees("1 of 3 laptops confirmed")
    joan.sees("Already issued, 12 copies, do not reissue")
    joan.sees(weekly.folder.name)
    context = joan.window.context
    assert context is not None
    context.pick_folder = lambda _title: stage.made.folder
    joan.press("Make the page for the teller")
    page = (stage.made.folder / "what-we-did.html").read_text(encoding="utf-8")
    assert "12 copies given out" in page
    assert stage.code not in page
    assert WORD not in page

    send(joan.home, "evaluators", stage.made.stick)
    priya_brings_in(stage, stage.made.stick)
    priya.sees("1 wish to take something out was carried out.")
    empty(stage.made.stick)
    nothing_left(stage)
    priya.go("quotes")
    priya.sees("Taken out at the teller's request, 10 May")
    assert QUOTE not in priya.words
    assert report.exists()

    send(priya.home, "coordinators", stage.made.stick)
    take_stick(joan.home, stage.made.stick)
    joan.go("take_back")
    joan.sees("2 of 3 laptops confirmed")

    take_stick(joan.home, stage.made.folder / "devs-stick")
    priya_brings_in(stage, stage.made.folder / "joans-stick")
    priya.sees("left out: their teller took them back")
    nothing_left(stage)
    joans_copy_is_brought_back(stage, weekly.folder)


def joans_copy_is_brought_back(stage: Stage, folder: Path) -> None:
    """Last week's copy in the place of today's notebook: the wish is told to it before anybody sees it."""
    home = stage.joan.home
    place, root, machine = home.place, home.root_key, home.machine
    stage.joan.window.close()
    home.close()

    def open_copy(path: Path) -> Database:
        return Database(path, derive(root, "main.db"), schema="main")

    copy = next(c for c in backup.copies(place, folder.parent) if c.folder == folder)
    book = Database(place.orders, derive(root, "orders.db"), schema="orders")
    backup.restore(place, copy, open_copy, book)
    book.close()
    assert plain(place.path, [WORD, QUOTE]) == []
    back = open_home(place.path, None, machine)
    clean_up(back)
    assert search_home(back, [WORD, QUOTE, stage.code]) == []
    assert back.vault.items() == []
    back.close()


def test_only_the_voice_is_taken_back_and_the_words_stay(stage: Stage) -> None:
    joan, priya = stage.joan, stage.priya
    joan_finds_them(stage)
    joan_wishes(stage, "Only my voice", VOICE)
    send(joan.home, "evaluators", stage.made.stick)
    priya_brings_in(stage, stage.made.stick)
    for one in (joan, priya):
        assert one.home.vault.items() == []
        view = open_record(one.home, stage.record)
        assert view.media == ()
        assert view.words is not None
        assert WORD in view.words.text
    passage = next(p for p in open_record(priya.home, stage.record).passages if p.text)
    publish.add_quote(priya.home, passage.id, "Women together")
    priya.go("quotes")
    priya.sees(QUOTE)
    priya_brings_in(stage, stage.made.folder / "joans-stick")
    assert priya.home.vault.items() == []


def test_a_changed_mind_on_the_story_leads_to_the_same_place(stage: Stage, qtbot: QtBot) -> None:
    """Amina presses "None of it may be used" on her own story; she may take it out herself, and Joan's laptop obeys."""
    amina_home = stage.made.amina
    folder = stage.made.folder / "l1"
    with person(qtbot, cheap_machine(folder), folder, stage.made.stick) as amina:
        amina.window.open_desk(amina_home)
        amina.bring_to_front()
        amina.go("record", stage.record)
        amina.press("They changed their mind")
        amina.press("None of it may be used")
        amina.until(
            lambda: amina.window.navigator.here.entry.key == "take_back",  # type: ignore[union-attr]
            "the way to taking it out",
        )
        amina.sees("what it reached")
        amina.press("Everything")
        amina.type(amina.screen.again, stage.code)
        amina.press("Take it out for good")
        amina.sees("Done. It goes to everybody with the next bundle.")
        amina.rest()
        assert search_home(amina_home, [WORD, QUOTE, stage.code]) == []
        shutil.rmtree(stage.made.stick)
        stage.made.stick.mkdir()
        send(amina_home, "coordinators", stage.made.stick)
    take_stick(stage.joan.home, stage.made.stick)
    assert search_home(stage.joan.home, [WORD, QUOTE, stage.code]) == []
