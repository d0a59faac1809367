"""The recording on the conversation screen: its state, the clock, what is saved, pause, marking, level and words about the sound."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.record_encounter import conversation, may_record
from ldp_stories.services.recording import RecorderStatus, room_left
from ldp_stories.services.recover_recording import seal_left_open
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.sound_teller import alarm_words, over_words, sound_words
from ldp_stories.ui.text import clock, many, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.labels import Label, helper
from ldp_stories.ui.widgets.meter import LevelMeter
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.waveform import Waveform

_TONES: Final = {
    "listening": ("ear", "text2"),
    "good": ("check-circle-fill", "ok"),
    "quiet": ("warning-circle", "warn"),
    "loud": ("warning-circle", "warn"),
    "silent": ("warning-circle", "bad"),
    "lost": ("warning-circle", "bad"),
}
_ENDED: Final = ("ended", "full")
_LOW_MINUTES: Final = 15
_LOW_BATTERY: Final = 10
_LOOK_EVERY_MS: Final = 30_000


class RecordingCard(Card):
    """`marked(ms)` when a moment is marked. `at_ms` is the present place in the joined take, None while nothing is recorded.

    `on_to_notes` when it records and the focus was still on [Record], which is gone then.
    """

    marked = Signal(int)
    on_to_notes = Signal()

    def __init__(self, context: Context, talk: Conversation) -> None:
        super().__init__(padding=(28, 16, 28, 18), spacing=8)
        self.context, self.talk = context, talk
        self._state = ""
        self._looked_at = -_LOOK_EVERY_MS  # the first look is at once
        self._marks: list[int] = [n.at_ms for n in talk.notes if n.marked and n.at_ms is not None]
        self.dot = IconMark("record-fill", "bad", 20)
        self.state = Label("", role="heading", weight=600)
        self.saved = Chip("", icon="check-circle", tone="ok")
        self.time = Label("", role="timer", wrap=False)
        self.record = primary(tr("Record"), icon="record-fill", key="Ctrl+R")
        self.check = quiet(tr("Sound check"), icon="ear")
        self.pause = Button(tr("Pause"), icon="pause", key="Ctrl+P", size="main")
        self.mark = primary(tr("Mark this moment"), icon="star", key="Ctrl+M")
        self.wave = Waveform(name=tr("The sound"), high=76, live=True, stars=True)
        self.device = helper("")
        self.meter = LevelMeter(name=tr("How loud it is"))
        self.sound_icon = IconMark("check-circle-fill", "ok", 18)
        self.sound = Label("", weight=600)
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.trouble.hide()
        self.alarm = Banner("", tone="bad", icon="warning-circle")
        self.alarm.hide()
        self.notice = Banner("", tone="warn", icon="info")
        self.notice.hide()
        self.laptop = Banner("", tone="warn", icon="warning-circle")
        self.laptop.hide()
        for button in (self.pause, self.mark):  # pressed with the pointer, they leave the focus in the notes
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        self.record.clicked.connect(self.start)
        self.pause.clicked.connect(self.toggle_pause)
        self.mark.clicked.connect(self.mark_moment)
        context.live.heard.connect(self._hear)
        context.live.changed.connect(self.show_state)
        context.live.began.connect(self._began)
        context.live.refused.connect(self._refused)
        self.show_state()
        if self._left_open:
            self._seal()

    def _lay_out(self) -> None:
        self.add(row(self.dot, self.state, None, self.saved, spacing=12))
        self.add(row(self.time, None, self.check, self.record, self.pause, self.mark, spacing=12))
        self.add(self.wave, self.alarm)
        line = row(
            IconMark("microphone", "text2", 18),
            self.device,
            self.meter,
            self.sound_icon,
            self.sound,
            spacing=10,
        )
        line.setStretch(2, 1)
        self.level_line = QWidget()
        self.level_line.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self.add(self.level_line, self.trouble, self.notice, self.laptop)

    @property
    def mine(self) -> bool:
        """Whether the running recording is this conversation's."""
        return self.context.live.running and self.context.live.conversation == self.talk.id

    @property
    def at_ms(self) -> int | None:
        """The present place in the joined take."""
        status = self.context.live.status
        return status.ms if self.mine and status is not None else None

    @property
    def _left_open(self) -> bool:
        """Whether a recorder died where nobody could seal what it had: behind the lock, or on a full disk."""
        return not self.mine and any(take.state == "live" for take in self.talk.takes)

    def _seal(self) -> None:
        home, talk = self.context.home, self.talk.id

        def done(talk: Conversation) -> None:
            self.talk = talk
            self.show_state()

        self.context.tasks.run(
            tr("Looking what is safe"),
            lambda _: seal_left_open(home, talk),
            lane="store",
            done=done,
            failed=lambda _: None,  # no room yet: it is tried again when they record more, or finish
            owner=self,
            quiet=True,
        )

    def start(self) -> None:
        """Begin to record, or go on as the next part; the window goes on meanwhile."""
        home, talk = self.context.home, self.talk.id
        wanted = self.context.settings.microphone
        source = f"microphone:{wanted}" if wanted else "microphone"
        if self._left_open:  # else the gap could not be measured from its end
            self.context.live.start(home, talk, source, before=lambda: seal_left_open(home, talk))
        else:
            self.context.live.start(home, talk, source)

    def _began(self, conversation: str) -> None:
        if conversation != self.talk.id:
            return
        self.talk = _fresh(self.context, self.talk)
        for banner in (self.trouble, self.laptop):
            banner.hide()
        self._looked_at = -_LOOK_EVERY_MS  # the first look is at once
        self.show_state()
        announce(self, tr("Recording started"), assertive=True)

    def _refused(self, conversation: str, error: UserError) -> None:
        if conversation == self.talk.id:
            self.show_state()
            self._trouble(sentence(error))

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        live = self.context.live
        if live.paused and not may_record(self.context.home, self.talk.id).open:
            self._trouble(
                tr("Somebody here has not said yes to being recorded. Ask them first. What you have is safe.")
            )
        elif live.paused:
            self.trouble.hide()
            live.resume()
            announce(self, tr("Recording again"), assertive=True)
        else:
            live.pause()
            announce(self, tr("Paused"), assertive=True)

    def mark_moment(self) -> None:
        """Mark the present moment."""
        at = self.at_ms
        if at is not None:
            self._marks.append(at)
            self._show_marks()
            self.marked.emit(at)
            announce(self, tr("Moment marked"))

    def show_state(self) -> None:
        """Show whether it records, pauses, or waits to begin."""
        live, running = self.context.live, self.mine
        paused = running and live.paused
        words = tr("Paused") if paused else tr("Recording") if running else tr("Not recording yet")
        starting = live.starting and live.conversation == self.talk.id
        if starting:
            words = tr("Getting ready")
        elif not running and self.talk.sound_ms:
            words = tr("Stopped. What was recorded is kept.")
        alarm = live.alarm if running and not paused else ""
        self.state.setText(alarm or words)
        self.state.set_color("bad" if running and not paused else "text")
        icon = "warning-circle" if alarm else "pause" if paused else "record-fill" if running else "record"
        self.dot.set_icon(icon, "bad" if running else "text2")
        pressed = self.record.hasFocus()
        self.record.setVisible(not running)
        self.check.setVisible(not running and not live.running and not starting)
        self.record.setText(tr("Record more") if self.talk.sound_ms else tr("Record"))
        self.pause.setVisible(running)
        self.pause.setText(tr("Go on") if paused else tr("Pause"))
        self.mark.setVisible(running)
        if running and pressed:  # who went on to their notes meanwhile is left there
            self.mark.setFocus()
            self.on_to_notes.emit()
        self.level_line.setVisible(running)
        self._show_words()
        if not running:
            self.time.setText(clock(self.talk.sound_ms))
            self.saved.setVisible(bool(self.talk.sound_ms))
            self.saved.set_state(
                tr("Saved up to {time}", time=clock(self.talk.sound_ms)), "check-circle", "ok"
            )
        elif live.status is not None:
            self._show(live.status)

    def _hear(self, status: RecorderStatus) -> None:
        if self.context.live.conversation == self.talk.id:
            self._show(status)

    def _show(self, status: RecorderStatus) -> None:
        self.wave.set_peaks(list(self.context.live.bars))
        self._show_marks()
        shown = clock(status.ms)
        if shown != self.time.text():
            self.time.setText(shown)
        saved = tr("Saved up to {time}", time=clock(status.saved_ms))
        if saved != self.saved.text():
            self.saved.set_state(saved, "check-circle", "ok")
        self.saved.setVisible(True)
        self.meter.set_level(status.level)
        if status.device != self.device.text():
            self.device.setText(status.device)
        self._show_words()
        if status.state != self._state:
            self._show_word(status.state)
        if status.ms - self._looked_at >= _LOOK_EVERY_MS:
            self._looked_at = status.ms
            self._look_at_laptop()

    def _show_words(self) -> None:
        """What stands of the microphone, what to do when nothing comes in, and why it ended by itself (said by the window, aloud too)."""
        live = self.context.live
        here = live.conversation == self.talk.id
        state = live.status.state if self.mine and not live.paused and live.status is not None else ""
        for banner, words in (
            (self.alarm, alarm_words(state)[1] or (over_words(live.over) if here else "")),
            (self.notice, live.notice if here else ""),
        ):
            if words != banner.label.text():
                banner.set_text(words)
            if banner.isHidden() == bool(words):
                banner.setVisible(bool(words))
                if banner is self.alarm and words:
                    QTimer.singleShot(0, self, self._into_sight)
        self.wave.setVisible(self.mine and self.alarm.isHidden())

    def _into_sight(self) -> None:
        """On a small screen somebody may have scrolled down to their notes: an alarm must be seen."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self.alarm, 0, 8)
            above.ensureWidgetVisible(self.state, 0, 8)

    def _show_word(self, state: str) -> None:
        self._state = state
        icon, tone = _TONES.get(state, ("minus-circle", "text2"))
        self.sound_icon.set_icon(icon, tone)
        self.sound.setText(sound_words(state))
        if state in _ENDED:
            self.talk = _fresh(self.context, self.talk)
        self.show_state()

    def _look_at_laptop(self) -> None:
        """Now and then: does the disk or the battery come to its end?"""
        left = room_left(self.context.home)
        words = []
        if left.minutes < _LOW_MINUTES:
            words.append(
                many(
                    left.minutes, "Room for {n} more minute of sound.", "Room for {n} more minutes of sound."
                )
            )
        if left.battery is not None and left.battery < _LOW_BATTERY:
            words.append(tr("Battery {n} %. Plug in, or come to an end.", n=left.battery))
        text = " ".join(words)
        if text and text != self.laptop.label.text():
            announce(self, text)
        self.laptop.set_text(text)
        self.laptop.setVisible(bool(text))

    def _trouble(self, words: str) -> None:
        self.trouble.set_text(words)
        self.trouble.show()
        announce(self, words, assertive=True)

    def _show_marks(self) -> None:
        status = self.context.live.status
        shown = max(1, self.wave.width() // 6) * 100
        now = status.ms if status is not None else 0
        begin = now - len(self.wave.bars()) * 100
        self.wave.set_marks([(m - begin) / shown for m in self._marks if m >= begin])


def _fresh(context: Context, talk: Conversation) -> Conversation:
    try:
        return conversation(context.home, talk.id)
    except UserError:  # it was finished meanwhile
        return talk
