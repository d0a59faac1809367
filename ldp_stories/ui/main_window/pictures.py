"""Pictures of the main screens, written without a display: for the README, for reviews, and for whoever has no window at hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ldp_stories.domain.records import Shown
from ldp_stories.domain.report import ReportType
from ldp_stories.domain.review import Why
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.library_filters import looking_at
from ldp_stories.services.look_across import By, compare_people
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.publish import quotes
from ldp_stories.services.queue_work import queue
from ldp_stories.services.read_record import open_record
from ldp_stories.services.record_encounter import open_conversations, set_facts
from ldp_stories.services.start_home import open_home
from ldp_stories.services.write_report import add_passage, begin_report, reports
from ldp_stories.settings import Settings
from ldp_stories.ui.main_window.navigator import Place
from ldp_stories.ui.main_window.sweeper import Sweeper
from ldp_stories.ui.main_window.window import Window, apply_settings
from ldp_stories.ui.widgets.theme import theme

_LIMIT_MS = 5_000


@dataclass(frozen=True)
class View:
    """One picture to take: a role's screen, what it is about (found in the home when the time comes), and the screen one comes from."""

    name: str
    role: str
    key: str
    what: Callable[[Home], object] = lambda _: None
    through: str = ""


def _first_story(home: Home) -> object:
    rows = my_stories(home, limit=1).rows
    return rows[0].id if rows else None


def _first_teller(home: Home) -> object:
    """Somebody whose story is here."""
    rows = my_stories(home, limit=1).rows
    people = open_record(home, rows[0].id).participants if rows else ()
    return people[0].id if people else None


def _sitting(home: Home) -> object:
    waiting = sorted(queue(home), key=lambda one: (Why.TAGS not in one.why, len(one.why)))
    return tuple(one.record for one in waiting[:15]) or None


def _at_step(step: str) -> Callable[[Home], object]:
    """An open conversation, put at one of its steps; the demonstration leaves one open for this."""

    def find(home: Home) -> object:
        talks = open_conversations(home)
        if not talks:
            return None
        set_facts(home, talks[0].id, step=step)
        return talks[0].id

    return find


def _not_sent_yet(home: Home) -> object:
    """A story of one's own that is a draft or ready to send; else the first."""
    rows = my_stories(home).rows
    waiting = [row.id for row in rows if row.shown in (Shown.DRAFT, Shown.READY)]
    return waiting[0] if waiting else _first_story(home)


def _with_sound(home: Home) -> object:
    """A story with a recording; else the first."""
    rows = my_stories(home).rows
    return next((row.id for row in rows if row.sound_ms), _first_story(home))


def _words_of(name: str) -> Callable[[Home], object]:
    """The words or the last step of a story that is not sent yet."""
    return lambda home: (name, _not_sent_yet(home))


def _quoted(home: Home) -> object:
    """A passage of the quote bank with its story, else the first story."""
    bank = [(q.record, q.passage) for q in quotes(home) if not q.gap]
    return bank[0] if bank else _first_story(home)


def _quoted_story(home: Home) -> object:
    """The story of a passage of the quote bank, else the first."""
    found = _quoted(home)
    return found[0] if isinstance(found, tuple) else found


def _behind_a_place(home: Home) -> object:
    """The stories behind the first line of a comparison of places."""
    rows = [row for row in compare_people(home, By.PLACE, ()).rows if row.key]
    return looking_at(rows[0].label, place=rows[0].key) if rows else None


def _report(home: Home) -> object:
    """A report with the quotes of the bank in it; begun when there is none."""
    known = reports(home)
    if known:
        return known[0].id
    ident = begin_report(home, ReportType.AUDIO, "What people told us")
    for quote in quotes(home):
        if not quote.gap:
            add_passage(home, ident, 0, quote.passage)
    return ident


VIEWS = (
    View("home", "researcher", "home"),
    View("where-and-who", "researcher", "conversation", _at_step("who")),
    View("consent", "researcher", "conversation", _at_step("consent")),
    View("conversation", "researcher", "conversation", _at_step("talk")),
    View("words-after", "researcher", "conversation", _words_of("words")),
    View("ready", "researcher", "conversation", _words_of("ready")),
    View("write-down", "researcher", "transcribe", _with_sound, "stories"),
    View("sound-check", "researcher", "sound_check"),
    View("my-stories", "researcher", "stories"),
    View("story", "researcher", "record", _with_sound, "stories"),
    View("send", "researcher", "send"),
    View("hearing-back", "researcher", "heard"),
    View("care", "researcher", "care"),
    View("trash", "researcher", "trash"),
    View("private-cards", "researcher", "cards"),
    View("from-phone", "researcher", "from_phone"),
    View("queue", "coordinator", "queue"),
    View("review", "coordinator", "review", _sitting),
    View("programme", "coordinator", "programme"),
    View("take-back", "coordinator", "take_back", _first_teller),
    View("bring-in", "coordinator", "bring_in"),
    View("codebook", "coordinator", "codebook"),
    View("coverage", "coordinator", "coverage"),
    View("you-said-we-did", "coordinator", "feedback"),
    View("tag-chat", "coordinator", "tag_chat", through="codebook"),
    View("wards-that-changed", "coordinator", "moved_places", through="coverage"),
    View("to-settle", "coordinator", "settle"),
    View("send-back", "coordinator", "send_back"),
    View("codebook-changes", "coordinator", "codebook_changes", through="codebook"),
    View("library", "evaluator", "library", lambda _: "women"),
    View("passage", "evaluator", "record", _quoted, "library"),
    View("wishes-that-wait", "coordinator", "waiting_wishes", through="queue"),
    View("closed-and-put-away", "coordinator", "shut", through="queue"),
    View("files-that-do-not-fit", "coordinator", "odd_files", through="queue"),
    View("something-wrong", "coordinator", "something_wrong", through="queue"),
    View("kept-long-enough", "coordinator", "kept", through="queue"),
    View("what-people-asked-for", "coordinator", "asked_for", through="programme"),
    View("your-researchers", "coordinator", "team", through="queue"),
    View("one-person", "coordinator", "member", lambda home: home.member, "programme"),
    View("who-may-do-what", "coordinator", "people_log", through="programme"),
    View("quotes", "evaluator", "quotes"),
    View("report", "evaluator", "report", _report, "reports"),
    View("reports", "evaluator", "reports"),
    View("sent-out", "evaluator", "sent_out", through="reports"),
    View("agreement", "evaluator", "agreement"),
    View("coding", "evaluator", "coding", _quoted_story),
    View("across", "evaluator", "across", lambda _: "compare"),
    View("stories-behind", "evaluator", "found", _behind_a_place, "across"),
    View("pictures", "evaluator", "pictures", lambda _: "place"),
    View("matrix", "evaluator", "matrix"),
    View("ways", "researcher", "ways", through="preferences"),
    View("make-room", "researcher", "make_room", through="preferences"),
    View("help", "researcher", "help"),
    View("preferences", "researcher", "preferences"),
    View("copies", "researcher", "copies", through="preferences"),
    View("keys", "coordinator", "keys", through="preferences"),
    View("closing", "researcher", "closing", through="preferences"),
)


def write_pictures(
    homes: dict[str, Path], folder: Path, machine: Machine, *, from_right: bool = False, **look: object
) -> list[Path]:
    """Write a PNG of each main screen into `folder`; `homes` by role; `look` are settings such as theme="dark" or text_scale=2.0.

    `from_right` mirrors the window, as for a language that is read from the right.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["ldp-stories"])
    settings = Settings().changed(**{"theme": "light", **look})
    apply_settings(settings)
    if isinstance(app, QApplication):
        theme().apply(app)
    if from_right:
        QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    folder.mkdir(parents=True, exist_ok=True)
    sweeper = Sweeper()
    try:
        return [path for role in homes for path in _of_role(role, homes[role], folder, machine, settings)]
    finally:
        sweeper.close()
        if from_right:
            QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _of_role(role: str, place: Path, folder: Path, machine: Machine, settings: Settings) -> Iterator[Path]:
    window = Window(machine, folder / "none", settings, folder / ".settings.json")
    window.open_desk(open_home(place, None, machine))
    window.show()
    try:
        for view in VIEWS:
            if view.role == role:
                yield _take(window, view, folder)
    finally:
        window.close()
        window.deleteLater()
        (folder / ".settings.json").unlink(missing_ok=True)


def _take(window: Window, view: View, folder: Path) -> Path:
    navigator = window.navigator
    if navigator is None or window.home is None:
        raise RuntimeError("the desk is not open")
    way = ((view.through, None),) if view.through else ()
    navigator.to_place(Place(view.role, (*way, (view.key, view.what(window.home)))))
    settle(window)
    path = folder / f"{view.name}.png"
    window.grab().save(str(path))
    return path


def settle(window: Window) -> None:
    """Let the window finish what it began: its tasks, its layouts, its painting; at most five seconds."""
    waited = QElapsedTimer()
    waited.start()
    loop = QEventLoop()
    quiet = 0
    while quiet < 4 and waited.elapsed() < _LIMIT_MS:
        QTimer.singleShot(40, loop.quit)
        loop.exec()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        quiet = 0 if window.tasks.running(quiet=True) else quiet + 1
