"""AT-11, the side of bringing in: a film from a phone in the researcher's window, with its size and room said first, stopped, and kept."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.services import edit_record
from ldp_stories.services.find_place import places_for
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.start_home import open_home, practice_home
from ldp_stories.store import media
from ldp_stories.ui.researcher import from_phone
from tests.effort import effort
from tests.journeys.people import Person, person
from tests.media.test_film_places import PLACE, film
from tests.media.test_smaller import moving
from tests.services.homes import cheap_machine, told

FILM = effort(96, 5_200) * 1_000_000
"""Bytes of the film: small on each run, as large as in the scenario with the long command."""
MOST_MB = 400


@pytest.fixture
def amina(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    machine = cheap_machine(tmp_path)
    practice_home(tmp_path / "homes" / "home", machine, name="Amina Khan", stories=False).close()
    with person(qtbot, machine, tmp_path, tmp_path) as made:
        made.window.open_desk(open_home(tmp_path / "homes" / "home", None, machine))
        made.rest()
        yield made


@pytest.fixture
def bsl(tmp_path: Path) -> Path:
    """A film that a phone made, with a place in its head, and a long tail that is never in memory whole."""
    path = tmp_path / "VID_20260531.mp4"
    head = film()
    with path.open("wb") as out:
        out.write(head)
        rest = FILM - len(head) - 8
        out.write(rest.to_bytes(4, "big", signed=False) if rest < 2**32 else bytes(4))
        out.write(b"free")
        out.truncate(FILM)
    return path


def items(home: Home) -> set[str]:
    return {p.name for p in home.vault.folder.iterdir()} if home.vault.folder.exists() else set()


def test_a_film_is_looked_at_stopped_and_kept(amina: Person, bsl: Path) -> None:
    home = amina.home
    story = told(home)
    amina.go("from_phone", story)
    amina.screen.add([bsl])
    amina.sees("VID_20260531.mp4")
    amina.sees(f"{FILM / 10**6:.1f} MB" if FILM < 10**9 else f"{FILM / 10**9:.1f} GB")
    amina.sees("The place will be taken out.")
    amina.sees("They need ")

    before = items(home)
    stopped = {"yes": False}

    def stop(_share: float, _note: str) -> None:
        if not stopped["yes"]:
            stopped["yes"] = True
            amina.window.tasks.stop(amina.window.tasks.running()[0].number)

    amina.window.tasks.changed.connect(lambda: [t.told.connect(stop) for t in amina.window.tasks.running()])
    amina.press("Keep these")
    amina.rest()
    assert stopped["yes"]
    assert items(home) == before
    with home.main.read() as con:
        assert media.of_record(con, story) == ()

    amina.press("Keep these")
    amina.sees("1 thing is kept with the story.")
    with home.main.read() as con:
        (kept,) = media.of_record(con, story)
        facts = media.facts(con, kept.id)
    assert (kept.origin, facts["place_removed"]) == ("phone", True)
    assert [r.bytes for r in kept.renditions] == [FILM]
    assert bsl.exists()


def test_a_film_that_does_not_fit_stays_on_the_phone_and_the_story_goes_without_it(
    amina: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = amina.home
    story = told(home, place=places_for(home)[0].id)
    path = tmp_path / "BSL story.mp4"
    path.write_bytes(moving(320, 240, pictures=6))
    monkeypatch.setattr(from_phone, "free_bytes", lambda _: 64 * 1024**2 + 1_000)
    amina.go("from_phone", story)
    amina.screen.add([path])
    amina.sees("There is not enough room for the whole film.")
    amina.press("Leave it on the phone for now")
    amina.press("Keep these")
    amina.sees("A film is still on the phone: ")
    amina.go("record", story)
    amina.sees("Still on the phone")
    edit_record.mark_ready(home, story)
    assert [r.shown.value for r in my_stories(home).rows if r.id == story] == ["ready"]

    monkeypatch.undo()
    amina.go("from_phone", story)
    assert amina.window.context is not None
    amina.window.context.pick_file = lambda *_: path
    amina.press("Bring it in now")
    amina.sees("1 thing is kept with the story.")
    with home.main.read() as con:
        (kept,) = media.of_record(con, story)
    assert [r.bytes for r in kept.renditions] == [path.stat().st_size]


def test_the_film_is_never_in_memory_whole(tmp_path: Path, bsl: Path) -> None:
    """In a process of its own, so that its memory can be told from ours."""
    code = f"""
import sys
from pathlib import Path
from ldp_stories.services.bring_in_media import keep_media, look
from tests.memory import peak_kib
from tests.services.homes import cheap_machine, found, told
place = Path({str(tmp_path)!r}) / "alone"
home = found(place / "home", cheap_machine(place), name="Amina")
story = told(home)
before = peak_kib()
keep_media(home, story, [look(Path({str(bsl)!r}))])
after = peak_kib()
home.close()
print(before // 1024, after // 1024)
"""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=1800, check=False
    )
    assert done.returncode == 0, done.stderr
    before, after = (int(word) for word in done.stdout.split()[-2:])
    assert after < MOST_MB
    assert after - before < 64
    assert before > 0


def test_what_was_kept_says_no_place(amina: Person, bsl: Path) -> None:
    home = amina.home
    story = told(home)
    amina.go("from_phone", story)
    amina.screen.add([bsl])
    amina.sees("VID_20260531.mp4")
    amina.press("Keep these")
    amina.sees("1 thing is kept with the story.")
    with home.main.read() as con:
        (kept,) = media.of_record(con, story)
        item = str(kept.renditions[0].item)
        key = media.key_of(con, item)
    assert key is not None
    with home.vault.open(item, key) as reader:
        head = reader.read(0, 1 << 16)
    assert PLACE.encode() not in head
    assert b"Kept" in head
