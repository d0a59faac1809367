"""What a look into one file and into several have in common: nothing is added yet, add or leave, and where one goes on afterwards."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget

from ldp_stories.domain.roles import Role
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.labels import display, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class LookBefore(Screen):
    """A screen with `heading`, `line`, and the buttons `add` and `leave_it`; once it was added `on` and `back` take their place."""

    def __init__(self, context: Context, *, add: str, leave: str) -> None:
        super().__init__()
        self.context = context
        self.title = tr("Look before adding")
        self.finished = self.working = False
        self.heading = display(tr("Looking inside"))
        self.line = helper(tr("Nothing has been added yet."))
        self.add = Button(add, kind="primary", icon="download-simple", size="main", key="Ctrl+S")
        self.leave_it = Button(leave, size="main", icon="x")
        self.on = Button(tr("Go to the queue"), kind="primary", size="main", trailing="arrow-right")
        self.back = Button(tr("Bring in more"), size="main", icon="arrow-left")
        self.on.clicked.connect(self._go_on)
        self.back.clicked.connect(self.done)
        self.on.hide()
        self.back.hide()

    def lay_out(self, *parts: QWidget) -> None:
        """The page: heading and line, `parts` below, the buttons always in sight."""
        page = ScrollPage(spacing=16)
        top: QLayout = column(row(self.heading, None), self.line, spacing=4)
        page.body.addLayout(top)
        for part in parts:
            page.body.addWidget(part)
        page.body.addStretch(1)
        page.pin(self.add, self.leave_it, self.on, self.back, None)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)

    def show_ways_on(self, words: str) -> None:
        """It is done: say so, and offer where a person of these roles goes on."""
        self.line.hide()
        for button in (self.add, self.leave_it):
            button.hide()
        roles = self.context.home.roles()
        coordinator = Role.COORDINATOR in roles
        self.on.setText(tr("Go to the queue") if coordinator else tr("Go to the library"))
        self.on.setVisible(coordinator or Role.EVALUATOR in roles)
        self.back.show()
        (self.on if self.on.isVisibleTo(self) else self.back).setFocus()
        self.context.tell(words)

    def _go_on(self) -> None:
        self.go.emit("queue" if Role.COORDINATOR in self.context.home.roles() else "library", None)
