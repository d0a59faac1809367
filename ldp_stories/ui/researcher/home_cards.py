"""The cards of Home: starting a conversation, whether this laptop is ready, and the newest thing heard back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ldp_stories.services.edit_record import Heard, hearing_back
from ldp_stories.services.my_stories import HomeSummary
from ldp_stories.services.recording import microphones
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.researcher.heard_words import heard_line, heard_words
from ldp_stories.ui.researcher.laptop_lines import LOW_BATTERY, LOW_MINUTES, battery_line, room_line
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.labels import Label, heading, helper, small, title
from ldp_stories.ui.widgets.picture import TalkPicture
from ldp_stories.ui.widgets.rail import IconMark

_EDGE, _BESIDE = 29, 24


class StartCard(Card):
    """ "Start a conversation". `new`, `write` and `phone` are its buttons; compact keeps only those."""

    def __init__(self) -> None:
        super().__init__(padding=(_EDGE, 22, _EDGE, 18), spacing=8)
        self._compact = False
        self.new = primary(tr("New conversation"), icon="chats-circle", key="Ctrl+N")
        self.write = quiet(tr("Write what I saw"), icon="eye")
        self.phone = quiet(tr("Bring in from my phone"), icon="device-mobile")
        self.more = quiet(tr("More ways"), icon="plus")
        self.more.clicked.connect(lambda: self._show_more())
        self.title = title(tr("Start a conversation"))
        self.words = helper(tr("Where and who, consent, then record.\nIt works with no internet."))
        self.picture = TalkPicture()
        left = column(
            self.title,
            self.words,
            14,
            row(self.new, self.more, None),
            6,
            row(self.write, self.phone, None),
            spacing=2,
        )
        self.left = left
        box = row(left, self.picture, spacing=_BESIDE)
        box.setStretch(0, 1)
        self.add(box, None)

    def set_width(self, room: int) -> None:
        """The picture stands only where the words and buttons leave room for it."""
        if (whole := self.layout()) is not None:
            whole.activate()  # a button that has just gone takes no room
        taken = self.left.minimumSize().width() + 2 * _EDGE
        self.picture.setVisible(
            not self._compact and room >= taken + _BESIDE + self.picture.sizeHint().width()
        )

    def set_compact(self, compact: bool) -> None:
        """Only the ways to start, where there is little room."""
        self._compact = compact
        for part in (self.title, self.words, self.picture):
            part.setVisible(not compact)
        self.more.setVisible(compact)
        self.write.setVisible(not compact)
        self.phone.setVisible(not compact)
        self.set_fill("paper" if compact else "surface", None if compact else "line")
        edge = 0 if compact else _EDGE
        self.body.setContentsMargins(edge, 0 if compact else 22, edge, 0 if compact else 18)

    def _show_more(self) -> None:
        self.more.hide()
        self.write.show()
        self.phone.show()
        self.write.setFocus()


class LaptopCard(Card):
    """ "This laptop is ready": microphone, room, battery; compact folds it to one line with [See]."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(26, 22, 24, 18), spacing=6)
        self.context = context
        self._warned: set[str] = set()
        self.mark = IconMark("check-circle-fill", "ok", 20)
        self.heading = heading(tr("This laptop is ready"))
        self.see = quiet(tr("See"), trailing="caret-down")
        self.see.clicked.connect(self._unfold)
        self.microphone = CheckLine(tr("Looking for the microphone"), icon="circle", tone="plain")
        self.room = CheckLine(tr("Looking at the disk"), icon="circle", tone="plain")
        self.battery = CheckLine(tr("On mains power"), line=tr("It does not run from its battery"))
        self.recovery = CheckLine(
            tr("Recovery is not tested yet"),
            line=tr("Until it is, a forgotten passphrase may lock this laptop for good."),
            icon="key",
            tone="warn",
        )
        self.recovery.hide()
        self.lines = QWidget()
        self.check = quiet(tr("Sound check"), icon="ear")
        checks = column(
            self.microphone, self.room, self.battery, self.recovery, row(self.check, None), spacing=2
        )
        self.lines.setLayout(checks)
        top = row(self.mark, self.heading, self.see, spacing=12)
        top.setStretch(1, 1)
        self.add(top, self.lines, None)

    def set_compact(self, compact: bool) -> None:
        """One line, or the whole card."""
        self.mark.setVisible(compact)
        self.see.setVisible(compact)
        self.lines.setVisible(not compact)
        self.set_fill("paper" if compact else "surface", None if compact else "line")
        self.body.setContentsMargins(*((4, 0, 0, 0) if compact else (26, 22, 24, 18)))

    def _unfold(self) -> None:
        self.lines.setVisible(not self.lines.isVisible())

    def look(self) -> None:
        """Look for microphones (takes a moment, so off the window's thread)."""
        command = self.context.home.machine.recorder_command
        self.context.tasks.run(
            "Microphone",
            lambda _: microphones(command),
            done=self._microphones,
            failed=lambda _: self._microphones(()),
            owner=self,
            quiet=True,
        )

    def _microphones(self, found: tuple[str, ...]) -> None:
        self._warn("microphone", not found)
        if found:
            self.microphone.set_state(tr("Microphone found"), found[0], "check-circle-fill", "ok")
        else:
            line = tr("Plug one in, or take notes. Notes are just as good.")
            self.microphone.set_state(tr("No microphone found"), line, "warning-circle", "warn")
        self._say()

    def show_summary(self, summary: HomeSummary) -> None:
        """Room on the disk, and the battery."""
        self._warn("room", summary.minutes < LOW_MINUTES)
        self._warn("battery", summary.battery is not None and summary.battery < LOW_BATTERY)
        self.room.set_state(*room_line(summary.minutes))
        self.battery.set_state(*battery_line(summary.battery))
        untested = summary.has_recovery and not summary.recovery_tested and not summary.practice
        self.recovery.setVisible(untested)
        self._say()

    def _warn(self, about: str, warned: bool) -> None:
        if warned:
            self._warned.add(about)
        else:
            self._warned.discard(about)

    def _say(self) -> None:
        fine = not self._warned
        self.heading.setText(tr("This laptop is ready") if fine else tr("Look before you start"))
        self.mark.set_icon("check-circle-fill" if fine else "warning-circle", "ok" if fine else "warn")


class HeardCard(Card):
    """ "Hearing back": the newest thing, and [Answer 1 question]."""

    def __init__(self, context: Context) -> None:
        super().__init__(padding=(26, 18, 26, 22), spacing=8)
        self.context = context
        self.words = Label("", people=True, start=True)
        self.who = small("")
        self.answer = Button(tr("See all"), icon="chat-circle-dots")
        top = row(
            IconMark("envelope-simple-open", "accent", 20), heading(tr("Hearing back")), None, spacing=12
        )
        self.add(top, self.words, self.who, None, row(self.answer, None))
        self.show_heard(())

    def look(self) -> None:
        """Read what came back."""
        home = self.context.home
        self.context.tasks.run(
            "Hearing back",
            lambda _: hearing_back(home),
            done=self.show_heard,
            failed=lambda _: None,
            owner=self,
            quiet=True,
        )

    def show_heard(self, heard: tuple[Heard, ...]) -> None:
        """Show the newest, and how many questions wait."""
        questions = sum(1 for h in heard if h.kind == "question" and not h.answered)
        if heard:
            newest = heard[0]
            self.words.setText(heard_words(newest))
            self.who.setText(heard_line(newest))
        else:
            self.words.setText(tr("Nothing yet. When your coordinator answers, it is here."))
        self.who.setVisible(bool(heard))
        self.answer.setVisible(bool(heard))
        words = many(questions, "Answer {n} question", "Answer {n} questions") if questions else tr("See all")
        self.answer.setText(words)
