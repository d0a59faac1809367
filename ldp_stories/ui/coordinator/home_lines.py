"""What stands beside the stories on a coordinator's first screen: one line of ways to what waits, each with its number, and to the researchers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.domain.roles import Role
from ldp_stories.services.answer_rights import still_open
from ldp_stories.services.home import Home
from ldp_stories.services.incidents import incidents
from ldp_stories.services.keep_until import due_list
from ldp_stories.services.odd_files import Odd, odd_files
from ldp_stories.services.rule_orders import waiting_wishes
from ldp_stories.services.shut_stories import shut_stories
from ldp_stories.services.withdraw import undecided
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.destroy_screen import DestroyLines
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import clear
from ldp_stories.ui.widgets.flow import FlowLayout

NOUNS = frozenset(
    {
        "order",
        "order_ruling",
        "received",
        "receipt",
        "request",
        "incident",
        "programme",
        "quarantine",
        "record",
        "rights_request",
    }
)


@dataclass(frozen=True)
class Counts:
    """How many of each wait."""

    wishes: int = 0
    odd: int = 0
    wrong: int = 0
    due: int = 0
    asked: int = 0
    shut: int = 0
    held: int = 0


def counts(home: Home) -> Counts:
    """Counted off the window's thread. A file that came again needs nobody."""
    if Role.COORDINATOR not in home.roles():
        return Counts()
    return Counts(
        wishes=len(waiting_wishes(home)),
        odd=sum(1 for o in odd_files(home) if o.odd is not Odd.AGAIN),
        wrong=sum(1 for i in incidents(home) if not i.decision),
        due=len(due_list(home).rows),
        asked=still_open(home),
        shut=len(shut_stories(home)),
        held=len(undecided(home)),
    )


class HomeLines(QWidget):
    """`go(place)` when one is pressed. The line is always there: it holds the way to the researchers."""

    go = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.destroy_line = DestroyLines(context)
        self.destroy_line.go.connect(lambda: self.go.emit("destroy"))
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self.flow = FlowLayout(holder, gap=8)
        self.buttons: dict[str, Button] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.destroy_line)
        box.addWidget(holder)
        self._show(Counts())
        self.look()

    def look(self) -> None:
        """Count again."""
        self.destroy_line.look()
        home = self.context.home
        self.context.tasks.run(
            tr("Looking what waits"), lambda _: counts(home), done=self._show, owner=self, quiet=True
        )

    def _show(self, found: Counts) -> None:
        ways = (
            ("waiting_wishes", found.wishes, "hand", many(found.wishes, "{n} wish waits", "{n} wishes wait")),
            (
                "take_back",
                found.held,
                "pause",
                many(found.held, "{n} story held until you decide", "{n} stories held until you decide"),
            ),
            (
                "something_wrong",
                found.wrong,
                "warning-circle",
                many(found.wrong, "{n} thing went wrong", "{n} things went wrong"),
            ),
            (
                "odd_files",
                found.odd,
                "hourglass",
                many(found.odd, "{n} file does not fit", "{n} files do not fit"),
            ),
            (
                "kept",
                found.due,
                "clock",
                many(found.due, "{n} thing kept long enough", "{n} things kept long enough"),
            ),
            (
                "asked_for",
                found.asked,
                "hand",
                many(found.asked, "{n} person waits for an answer", "{n} people wait for an answer"),
            ),
            (
                "shut",
                found.shut,
                "lock-simple",
                many(found.shut, "{n} story closed or put away", "{n} stories closed or put away"),
            ),
            ("team", 1, "users", tr("Your researchers")),
        )
        wanted = {place: (icon, words) for place, count, icon, words in ways if count}
        if {p: b.text() for p, b in self.buttons.items()} == {p: w for p, (_, w) in wanted.items()}:
            return
        held = next((p for p, b in self.buttons.items() if b.hasFocus()), "")
        clear(self.flow)
        self.buttons = {}
        for place, (icon, words) in wanted.items():
            button = Button(words, kind="quiet", size="dense", icon=icon)
            button.clicked.connect(lambda _=False, p=place: self.go.emit(p))
            self.flow.addWidget(button)
            button.show()
            self.buttons[place] = button
        if held:
            self.buttons.get(held, self.buttons["team"]).setFocus()
