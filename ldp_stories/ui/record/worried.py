""" "Worried about someone?": what to do now, over everything, with no form to fill in first (SCREENS.md 5.9)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ldp_stories.services.act_on_worry import WorryStep, told_someone, worry_steps
from ldp_stories.services.record_encounter import set_facts
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import clock, time_of_day, tr
from ldp_stories.ui.widgets.buttons import Button, primary
from ldp_stories.ui.widgets.card import Line, column, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper, small
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.scroll import ScrollPage


class NumberMark(IconMark):
    """A step's number in a round tile; the first is red."""

    def __init__(self, number: int) -> None:
        urgent = number == 1
        super().__init__(
            f"number-circle-{number}-fill" if urgent else f"number-circle-{number}",
            color="bad" if urgent else "accent",
            size=34,
        )


class WorriedPage(ScrollPage):
    """The seven steps; `closed` to go away. `conversation` is the one being recorded, which goes on unless stopped."""

    closed = Signal()

    def __init__(self, context: Context, conversation: str | None = None) -> None:
        super().__init__(margins=(36, 28, 36, 20), spacing=10)
        self.context, self.conversation = context, conversation
        self.heading = display(tr("Worried about someone?"))
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close = Button(tr("Close"), icon="x", key="Esc", bind=False, name=tr("Close"))
        close.clicked.connect(self.closed)
        words = column(
            self.heading,
            helper(tr("Do this now. There is no form to fill in first. It works with no internet.")),
            spacing=2,
        )
        top = row(IconMark("lifebuoy", color="bad", size=24, tile="badsoft"), words, None, close, spacing=16)
        self.body.addLayout(top)
        self.body.addWidget(Line())
        for step in worry_steps(context.home):
            self.body.addLayout(self._step(step))
        self.body.addStretch(1)
        self._add_told()
        self._pin()

    def _step(self, step: WorryStep) -> object:
        words = column(heading(step.title), helper(step.line), spacing=0)
        things: list[object] = [NumberMark(step.number), words, None]
        if step.number == 3 and self.context.live.running and self.context.live.status is not None:
            stop = Button(tr("Stop recording, {time}", time=clock(self.context.live.status.ms)), icon="stop")
            stop.clicked.connect(lambda: self._stop(stop))
            things.append(stop)
        if step.phone:
            number = Label(step.phone, role="title", color="bad" if step.number == 1 else "text", wrap=False)
            number.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            number.setAccessibleName(tr("Call {digits}", digits=" ".join(step.phone.replace(" ", ""))))
            things.append(number)
        return row(*things, spacing=16)

    def _add_told(self) -> None:
        self.told_box = QWidget()
        self.who = TextField(name=tr("Whom did you tell?"), value=tr("duty lead"))
        ways = [Option("phone", tr("By phone")), Option("in person", tr("In person"))]
        self.way = ChoiceRow(ways, name=tr("How did you tell them?"), value=["phone"])
        now = self.context.home.now().astimezone()
        self.at = TextField(name=tr("At what time?"), value=time_of_day(now))
        keep = Button(tr("Keep this note"), icon="check")
        keep.clicked.connect(self._keep_told)
        fields = row(
            Field(tr("Whom did you tell?"), self.who),
            Field(tr("How?"), self.way),
            Field(tr("When?"), self.at),
            keep,
            spacing=16,
        )
        put(self.told_box, fields)
        self.told_box.hide()
        self.body.addWidget(self.told_box)
        self.kept = small("")
        self.kept.hide()
        self.body.addWidget(self.kept)

    def _pin(self) -> None:
        self.tell = primary(tr("I have told someone"), icon="check", size="field")
        self.tell.clicked.connect(self._show_told)
        self.close_story = Button(tr("Keep this story closed"), icon="lock-simple", size="field")
        self.close_story.clicked.connect(self._close_story)
        self.close_story.setVisible(self.conversation is not None)
        self.pin(self.tell, self.close_story, None, small(tr("Nothing here is sent anywhere")))

    def focus_start(self) -> None:
        """Focus on the heading, so that a reader says it first."""
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self, button: Button) -> None:
        self.context.live.stop()
        button.setText(tr("Recording stopped. Nothing was deleted."))
        button.setEnabled(False)

    def _show_told(self) -> None:
        self.told_box.show()
        self.who.edit.setFocus()

    def _keep_told(self) -> None:
        way = (self.way.value() or ["phone"])[0]
        told_someone(self.context.home, who=self.who.text().strip(), way=way, at=self.at.text().strip())
        self.told_box.hide()
        self.kept.setText(
            tr(
                "Kept here: told {who}, {at}. It stays on this laptop.",
                who=self.who.text(),
                at=self.at.text(),
            )
        )
        self.kept.show()
        self.context.tell(tr("Noted that you told someone."))

    def _close_story(self) -> None:
        if self.conversation is not None:
            set_facts(self.context.home, self.conversation, closed=True)
            self.close_story.setEnabled(False)
            self.context.tell(tr("This story stays closed. It is not sent."))
