""" "Worried about someone?": what to do now, over everything, with no form to fill in first (SCREENS.md 5.9)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.act_on_worry import WorryStep, safeguarding_log, told_someone, worry_steps
from ldp_stories.services.edit_record import keep_closed, was_sent
from ldp_stories.services.record_encounter import set_facts
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import clock, time_of_day, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Line, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.facts import StepRow
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, display, helper, small
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.theme import theme

STOP_STEP: Final = 3
"""The step that says to stop the recording if it makes things worse."""


class WorriedPage(QWidget):
    """The seven steps, and `foot` with the two actions to stand under them; `closed` to go away.

    `conversation` is the one that is open (its recording goes on unless it is stopped here), `record` the story in front: either can be
    kept closed from here. `to_notes` asks for the notes of whom was told.
    """

    closed = Signal()
    to_notes = Signal()

    def __init__(self, context: Context, conversation: str | None = None, record: str = "") -> None:
        super().__init__()
        self.context, self.conversation, self.record = context, conversation, record
        self.stop_button: Button | None = None
        self.heading = display(tr("Worried about someone?"))
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setProperty("starts_reading", True)
        self.close_button = Button(tr("Close"), icon="x", key="Esc", bind=False)
        self.close_button.clicked.connect(self.closed)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(16)
        words = column(
            self.heading,
            helper(tr("Do this now. There is no form to fill in first. It works with no internet.")),
            spacing=2,
        )
        if theme().large:
            self.body.addLayout(row(None, self.close_button))
            self.body.addLayout(words)
        else:
            mark = IconMark("lifebuoy", color="bad", size=24, tile="badsoft")
            self.body.addLayout(row(mark, words, None, self.close_button, spacing=16))
        self.body.addWidget(Line())
        for step in worry_steps(context.home):
            self.body.addWidget(self._step(step))
            self.body.addStretch(1)
        self._add_told()
        self.foot = self._make_foot()

    def _step(self, step: WorryStep) -> StepRow:
        live = self.context.live
        if step.number == STOP_STEP and live.running:
            ms = live.status.ms if live.status is not None else 0
            self.stop_button = Button(tr("Stop recording, {time}", time=clock(ms)), icon="stop")
            self.stop_button.clicked.connect(self._stop)
            live.heard.connect(self._tick)
        return StepRow(
            step.number,
            step.title,
            line=step.line,
            phone=step.phone,
            hot=step.number == 1,
            action=self.stop_button if step.number == STOP_STEP else None,
        )

    def _tick(self, status: RecorderStatus) -> None:
        """The time on [Stop recording] goes on with the recording."""
        if self.stop_button is not None and self.stop_button.isEnabled():
            words = tr("Stop recording, {time}", time=clock(status.ms))
            if self.stop_button.text() != words:
                self.stop_button.setText(words)

    def _add_told(self) -> None:
        self.told_box = QWidget()
        self.who = TextField(name=tr("Whom did you tell?"), value=tr("duty lead"))
        ways = [Option("phone", tr("By phone")), Option("in person", tr("In person"))]
        self.way = ChoiceRow(ways, name=tr("How did you tell them?"), value=["phone"])
        self.at = TextField(name=tr("At what time?"), value=time_of_day(self.context.home.now().astimezone()))
        self.reference = TextField(name=tr("Their number for it"))
        self.keep = primary(tr("Keep this note"), icon="check", size="field")
        self.keep.clicked.connect(self._keep_told)
        fields = (
            Field(tr("Whom did you tell?"), self.who),
            Field(tr("How?"), self.way),
            Field(tr("When?"), self.at),
            Field(tr("Their number for it"), self.reference, helper=tr("If they gave you one.")),
        )
        note = small(tr("Only this is kept, and only on this laptop. No story and no name."))
        if theme().large:
            self.told_box.setLayout(column(*fields, note, row(self.keep, None), spacing=12))
        else:
            self.told_box.setLayout(column(row(*fields, spacing=16), row(note, None, self.keep), spacing=12))
        self.told_box.hide()
        if theme().large:  # the foot has no room for it
            self.body.addWidget(self.told_box)

    def _make_foot(self) -> QWidget:
        self.tell = primary(tr("I have told someone"), icon="check", size="field")
        self.tell.clicked.connect(self._show_told)
        self.close_story = Button(tr("Keep this story closed"), icon="lock-simple", size="field")
        self.close_story.clicked.connect(self._close_story)
        self.close_story.setVisible(self.conversation is not None or bool(self.record))
        self.notes = quiet(tr("Whom you told"), icon="list-bullets")
        self.notes.clicked.connect(self.to_notes)
        self.notes.setVisible(bool(safeguarding_log(self.context.home)))
        self.kept = Label("", role="small", color="ok", weight=600)
        self.kept.hide()
        actions = QWidget()
        flow = FlowLayout(actions, gap=12)
        flow.addWidget(self.tell)
        flow.addWidget(self.close_story)
        flow.addWidget(self.notes)
        nowhere = Label(tr("Nothing here is sent anywhere"), role="small", color="text2", wrap=theme().large)
        foot = QWidget()
        if theme().large:
            foot.setLayout(column(self.kept, actions, nowhere, spacing=8))
        else:
            line = row(actions, self.kept, None, IconMark("lock-simple", "text2", 16), nowhere, spacing=8)
            foot.setLayout(column(Line(), self.told_box, line, spacing=14))
        return foot

    def focus_start(self) -> None:
        """Focus on the heading, so that a reader says it first."""
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        """The microphone is let go at once; sealing a long recording takes a moment and holds nothing up."""
        recording = self.context.live.hand_over()
        if self.stop_button is not None:
            self.stop_button.setEnabled(False)
        if recording is None:
            self._stopped()
            return
        self.context.tasks.run(
            tr("Keeping the recording"),
            lambda _: recording.stop(),
            lane="store",
            done=lambda _: self._stopped(),
            failed=lambda _: self._stopped(),  # on a full disk it is sealed when there is room
            owner=self,
            quiet=True,
        )

    def _stopped(self) -> None:
        words = tr("Recording stopped. Nothing was deleted.")
        if self.stop_button is not None:
            self.stop_button.setText(words)
        announce(self, words, assertive=True)

    def _show_told(self) -> None:
        self.told_box.show()
        self.tell.hide()  # the next press is that of the note
        self.who.edit.setFocus()

    def _keep_told(self) -> None:
        way = (self.way.value() or ["phone"])[0]
        told = told_someone(
            self.context.home,
            who=self.who.text().strip(),
            way=way,
            at=self.at.text().strip(),
            reference=self.reference.text().strip(),
        )
        self.told_box.hide()
        self.kept.setText(tr("Kept on this laptop: told {who}, {at}.", who=told.who, at=told.at))
        self.kept.show()
        self.notes.show()
        self.tell.setEnabled(False)
        self.tell.show()
        self.context.tell(tr("Noted that you told someone."))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_story(self) -> None:
        if self.conversation is not None:
            set_facts(self.context.home, self.conversation, closed=True)
        elif self.record:
            keep_closed(self.context.home, self.record)
        self.close_story.setText(tr("This story stays closed"))
        self.close_story.setEnabled(False)
        words = tr("This story stays closed. It is not sent.")
        if self.conversation is None and self.record and was_sent(self.context.home, self.record):
            words = tr(
                "This story stays closed. It went out before: send again, so that it is closed there too."
            )
        self.context.tell(words)
