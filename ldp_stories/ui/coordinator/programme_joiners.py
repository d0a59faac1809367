"""Who wants to join: their name, their six words to compare by voice, and [Let them in] (CONTRACTS.md 8, AT-6)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.admit_people import JoinRequest, MemberRow, admit
from ldp_stories.services.set_aside import let_go
from ldp_stories.ui.coordinator.six_words import SixWords
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, put, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field
from ldp_stories.ui.widgets.labels import Label, heading, helper

ROLE_WORDS: Final = {
    Role.RESEARCHER: str(QT_TRANSLATE_NOOP("LDP Stories", "Researcher")),
    Role.COORDINATOR: str(QT_TRANSLATE_NOOP("LDP Stories", "Coordinator")),
    Role.EVALUATOR: str(QT_TRANSLATE_NOOP("LDP Stories", "Evaluator")),
    Role.READER: str(QT_TRANSLATE_NOOP("LDP Stories", "Reader")),
}
_JOINING: Final = (Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR)


class JoinerCard(Card):
    """One person who wants to join. `let_in(MemberRow)` when it is done, `sent_away` when they are not known here."""

    let_in = Signal(object)
    sent_away = Signal()

    def __init__(self, context: Context, joiner: JoinRequest) -> None:
        super().__init__(padding=(26, 20, 26, 22), spacing=10)
        self.context, self.joiner, self.busy = context, joiner, False
        name = joiner.name or tr("Somebody")
        asked = tr(
            "Wants to join as {role}. Sent on {day}.",
            role=tr(ROLE_WORDS[joiner.role]).lower(),
            day=shown_day(joiner.at),
        )
        self.role = ChoiceRow(
            [Option(r.value, tr(ROLE_WORDS[r])) for r in _JOINING],
            name=tr("What will {name} be?", name=name),
            value=[joiner.role.value],
        )
        self.role.chosen.connect(self._role_chosen)
        self.clearance = ChoiceRow(
            [Option("yes", tr("May read words before they are masked"))],
            name=tr("For an evaluator"),
            many=True,
        )
        self.trouble = Label("", role="small", weight=500, color="bad")
        self.trouble.hide()
        self.go_on = Button(
            tr("Let them in"),
            kind="primary",
            icon="user-plus",
            size="field",
            name=tr("Let {name} in", name=name),
        )
        self.go_on.clicked.connect(self.admit)
        self.away = Button(
            tr("Not the same words"),
            size="field",
            name=tr("Not the same words: send the file of {name} away", name=name),
        )
        self.away.clicked.connect(self.send_away)
        compare = helper(
            tr("Ring {name}, or ask in person. Ask for their six words. Are these the same?", name=name)
        )
        put(self.body, column(heading(name), helper(asked), spacing=1), compare, SixWords(joiner.words), 4)
        put(self.body, Field(tr("What will {name} be?", name=name), self.role), self.clearance, self.trouble)
        put(self.body, 4, row(self.go_on, self.away, None))
        self._role_chosen([joiner.role.value])

    @property
    def chosen_role(self) -> Role:
        """The role they will have."""
        return Role((self.role.value() or [self.joiner.role.value])[0])

    def _role_chosen(self, keys: list[str]) -> None:
        if not keys:
            self.role.set_value([self.joiner.role.value])
        self.clearance.setVisible(self.chosen_role is Role.EVALUATOR)

    def admit(self) -> None:
        """Write them into the list of people and bring in what they sent."""
        self._busy(True)
        role, clearance = (
            self.chosen_role,
            bool(self.clearance.value()) and self.chosen_role is Role.EVALUATOR,
        )
        self.context.tasks.run(
            tr("Letting {name} in", name=self.joiner.name),
            lambda _: admit(self.context.home, self.joiner.bundle, role=role, clearance=clearance),
            lane="store",
            done=self._admitted,
            failed=self._failed,
            owner=self,
        )

    def _admitted(self, row: MemberRow) -> None:
        self.busy = False
        self.let_in.emit(row)

    def send_away(self) -> None:
        """The words differ: delete what was set aside. Nothing of it ever entered."""
        try:
            let_go(self.context.home, self.joiner.bundle)
        except UserError as error:
            self._failed(error)
            return
        self.context.tell(
            tr(
                "The file was sent away. Nothing of it was added. Tell {name} in person.",
                name=self.joiner.name,
            )
        )
        self.sent_away.emit()

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        self.trouble.setText(sentence(error))
        self.trouble.show()
        announce(self, sentence(error), assertive=True)

    def _busy(self, busy: bool) -> None:
        self.busy = busy
        self.go_on.setEnabled(not busy)
        self.away.setEnabled(not busy)
