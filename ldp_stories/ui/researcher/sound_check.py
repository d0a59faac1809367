"""Sound check: a large meter, the microphone by its name, three seconds to be listened to, and what the laptop has room for (SCREENS.md 6)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import SENTENCES, UserError
from ldp_stories.services.check_sound import TRY_MS, Listening, Trial, Verdict
from ldp_stories.services.recording import LEAST_MINUTES, RecorderStatus, microphones, room_left
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.player_link import Part, SoundLink
from ldp_stories.ui.record.sound_teller import alarm_words, sound_words
from ldp_stories.ui.researcher.laptop_lines import battery_line, room_line
from ldp_stories.ui.researcher.step import on_enter
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, Surface, column, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.frame import is_compact
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.meter import LevelMeter
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.side import SideLayout

_TONES = {
    "good": ("check-circle-fill", "ok"),
    "quiet": ("warning-circle", "warn"),
    "loud": ("warning-circle", "warn"),
}


def verdict_words(verdict: Verdict) -> tuple[str, str, str]:
    """What is said after three seconds, as (words, icon, tone)."""
    return {
        Verdict.GOOD: (tr("Good sound. This is how it will be kept."), "check-circle-fill", "ok"),
        Verdict.QUIET: (tr("Very quiet. Move closer, and listen again."), "warning-circle", "warn"),
        Verdict.LOUD: (tr("Too loud. Move away a little, and listen again."), "warning-circle", "warn"),
        Verdict.NOTHING: (
            tr("We heard nothing. Try another microphone, or allow this one in the privacy settings."),
            "x-circle",
            "bad",
        ),
    }[verdict]


class _Hop(QObject):
    """Brings what a recorder's thread says to the window's thread."""

    status = Signal(object)
    ended = Signal(str)


class SoundCheckScreen(Screen):
    """Listens while it is in sight, and keeps nothing. A recording that runs is shown, never disturbed."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Sound check")
        self.heading = display(tr("Sound check"))
        self.listening: Listening | None = None
        self.trial: Trial | None = None
        self.verdict: Verdict | None = None
        self._hop = _Hop()
        self.link = SoundLink(context, self)
        self._parts()
        self._page()
        queued = Qt.ConnectionType.QueuedConnection
        self._hop.status.connect(self._hear, queued)
        self._hop.ended.connect(self._silent, queued)
        context.live.heard.connect(self._hear_recording)
        self.link.ended.connect(self._heard_it)
        self.link.failed.connect(lambda error: self._say(sentence(error), "x-circle", "bad"))
        self.set_focus_start(self.heading)
        self._look_for_microphones()
        self._show_room()

    def source(self) -> str | dict[str, object]:
        """The microphone to try, in the recorder's terms."""
        wanted = self.context.settings.microphone
        return f"microphone:{wanted}" if wanted else "microphone"

    def _parts(self) -> None:
        wanted = self.context.settings.microphone
        self.chooser = Combo(_options([], wanted), name=tr("Microphone"), value=wanted, icon="microphone")
        self.chooser.chosen.connect(self._choose)
        self.meter = LevelMeter(name=tr("How loud it is"), blocks=30, high=56)
        self.icon = IconMark("minus-circle", "text2", 22)
        self.word = Label(tr("Getting ready"), role="lead", weight=600)
        self.device = helper("")
        self.try_it = Button(
            tr("Listen to 3 seconds"), kind="primary", size="main", icon="ear", key="Ctrl+Enter", bind=False
        )
        on_enter(self.try_it)
        self.try_it.clicked.connect(self.try_out)
        self.player = PlayerBar(name=tr("Your three seconds"), speeds=False)
        self.link.bind(self.player)
        self.player.hide()
        self.result_icon = IconMark("check-circle-fill", "ok", 22)
        self.result = Label("", weight=600)
        self.result_line = QWidget()
        line = row(self.result_icon, self.result, spacing=12)
        line.setStretch(1, 1)
        self.result_line.setLayout(line)
        self.result_line.hide()
        self.room = CheckLine(tr("Looking at the disk"), icon="circle", tone="plain")
        self.battery = CheckLine(tr("Power is fine"))

    def _page(self) -> None:
        sound = Card(padding=(28, 24, 28, 26), spacing=16)
        state = row(self.icon, self.word, None, self.device, spacing=12)
        sound.add(Field(tr("Microphone"), self.chooser), 2, self.meter, state, 4)
        self.in_card = row(self.try_it, None)
        sound.add(self.in_card, self.result_line, self.player)
        page = QWidget()
        page.setLayout(column(sound, None))
        laptop = Card(padding=(26, 22, 24, 20), spacing=6).add(
            heading(tr("This laptop")), self.room, self.battery
        )
        laptop.add(6, helper(tr("Notes work without a microphone. They are just as good.")))
        side = QWidget()
        side.setLayout(column(laptop, None))
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        words = helper(tr("Speak as the person will, from where they will sit. Nothing of it is kept."))
        body = column(row(back, None), self.heading, words, 10, spacing=6)
        body.setContentsMargins(36, 16, 36, 16)
        body.addWidget(SideLayout(page, side, label=tr("This laptop"), width=336), 1)
        whole = QWidget()
        whole.setLayout(body)
        self.box.addWidget(Scroll(whole), 1)
        self.pinned = row(None)
        self.bar = Surface("paper", top_line=True)
        self.bar.setLayout(self.pinned)
        self.pinned.setContentsMargins(36, 12, 36, 12)
        self.box.addWidget(self.bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the main action stays in sight, under what scrolls."""
        super().resizeEvent(event)
        place = self.pinned if is_compact(self.window().width()) else self.in_card
        self.bar.setVisible(place is self.pinned)
        if place.indexOf(self.try_it) < 0:
            (self.in_card if place is self.pinned else self.pinned).removeWidget(self.try_it)
            place.insertWidget(0, self.try_it)

    def showEvent(self, event: QShowEvent) -> None:
        """In sight: listen."""
        super().showEvent(event)
        self.listen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, behind the lock or the hidden page too: the microphone is let go."""
        super().hideEvent(event)
        self.leaving()

    def leaving(self) -> None:
        """Let go of the microphone and of the three seconds."""
        self.link.close()
        self._stop_listening()
        self._forget_trial()

    def listen(self) -> None:
        """Show how loud it is now."""
        if self.listening is not None or self.context.live.running or self.context.live.starting:
            return
        self._show_word("starting")
        try:
            self.listening = Listening(
                self.context.home, self._hop.status.emit, self._hop.ended.emit, self.source()
            )
        except OSError:
            self._silent("RECORDER_SILENT")

    def try_out(self) -> None:
        """Keep three seconds, then play them."""
        if self.context.live.running or self.context.live.starting:
            self._say(tr("A recording is running. It is not disturbed."), "info", "plain")
            return
        self.link.close()
        self._stop_listening()
        self._forget_trial()
        self.player.hide()
        self.try_it.setEnabled(False)
        self._say(tr("Speak now. We listen for 3 seconds."), "ear", "accent")
        try:
            self.trial = Trial(self.context.home, self._hop.status.emit, self._hop.ended.emit, self.source())
        except (OSError, UserError):
            self._silent("RECORDER_SILENT")

    def _stop_listening(self) -> None:
        listening, self.listening = self.listening, None
        if listening is not None:
            listening.end()

    def _forget_trial(self) -> None:
        trial, self.trial = self.trial, None
        self.try_it.setEnabled(True)
        if trial is not None:
            trial.close()

    def _hear_recording(self, status: RecorderStatus) -> None:
        if self.context.live.running and self.isVisible():
            self._hear(status)

    def _hear(self, status: RecorderStatus) -> None:
        self.meter.set_level(status.level)
        self.device.setText(status.device)
        if status.state == "listening":
            self._say_now(tr("Listening. Say something."), "ear", "text2")
        else:
            self._show_word(status.state)
        if self.trial is not None and self.verdict is None and status.saved_ms >= TRY_MS:
            self._enough(self.trial)

    def _enough(self, trial: Trial) -> None:
        self.verdict = Verdict.GOOD  # asked for once
        self.context.tasks.run(
            tr("Listening"), lambda _: trial.finish(), done=self._judged, owner=self, quiet=True
        )

    def _judged(self, verdict: Verdict) -> None:
        self.verdict = None
        trial = self.trial
        self.try_it.setEnabled(True)
        self.meter.set_level(0.0)
        self._say(*verdict_words(verdict))
        if trial is None or verdict is Verdict.NOTHING:
            self._forget_trial()
            self.listen()
            return
        self._say_now(tr("This is what we heard"), "ear", "text2")
        self.player.show()
        self.link.show_parts([Part("three seconds", TRY_MS, 0, trial.sound, lambda: trial.peaks)])
        self.link.play()

    def _heard_it(self) -> None:
        """The three seconds were played: show the level again."""
        self.listen()

    def _silent(self, code: str) -> None:
        """The recorder ended by itself: there is no microphone, or it did not answer."""
        self.listening = None
        self._forget_trial()
        self._show_word("silent")
        words = tr("We heard nothing. Try another microphone, or allow this one in the privacy settings.")
        self.device.setText("")  # of one that has come out
        if code == "NO_MICROPHONE":
            self.word.setText(alarm_words("lost")[0])
            words = tr(
                "No microphone was found. Plug one in, or allow it in the privacy settings. Then listen again."
            )
        elif code == "RECORDER_SILENT":
            words = tr(SENTENCES[code])
        self._say(words, "x-circle", "bad")

    def _say(self, words: str, icon: str, tone: str) -> None:
        self.result.setText(words)
        self.result_icon.set_icon(icon, "text2" if tone == "plain" else tone)
        self.result_line.show()
        announce(self, words, assertive=tone == "bad")

    def _show_word(self, state: str) -> None:
        self._say_now(sound_words(state), *_TONES.get(state, ("minus-circle", "text2")))

    def _say_now(self, words: str, icon: str, tone: str) -> None:
        """What is so now, beside the meter."""
        self.icon.set_icon(icon, tone)
        self.word.setText(words)

    def _choose(self, name: str) -> None:
        self.context.change_settings(microphone=name)
        self.context.tell(tr("Kept"))
        self.result_line.hide()
        self.player.hide()
        self.leaving()
        self.listen()

    def _look_for_microphones(self) -> None:
        command = self.context.home.machine.recorder_command
        self.context.tasks.run(
            tr("Looking for microphones"),
            lambda _: microphones(command),
            done=self._found_microphones,
            failed=lambda _: None,
            owner=self,
            quiet=True,
        )

    def _found_microphones(self, found: Sequence[str]) -> None:
        self.chooser.set_options(_options(found, self.chooser.value()))

    def _show_room(self) -> None:
        left = room_left(self.context.home)
        self.room.set_state(*room_line(left.minutes))
        self.battery.set_state(*battery_line(left.battery))
        if left.minutes < LEAST_MINUTES:
            self._say(tr(SENTENCES["NO_ROOM_TO_RECORD"]), "warning-circle", "warn")


def _options(found: Sequence[str], chosen: str) -> list[Option]:
    names = list(dict.fromkeys([*found, chosen]))
    return [Option("", tr("The one this laptop uses")), *(Option(n, n) for n in names if n)]
