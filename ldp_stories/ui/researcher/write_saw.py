"""Write what I saw: seen, heard and wondered stay apart, and nobody is named. Typing is kept at once (SCREENS.md 6)."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ldp_stories.services import read_pack
from ldp_stories.services.edit_record import mark_ready, write_observation
from ldp_stories.services.keep_answers import SAW, keep_saw, saw_typed, saw_written
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.keeping import Keeper
from ldp_stories.ui.record.place_options import place_options
from ldp_stories.ui.record.title_warning import TitleWarning
from ldp_stories.ui.record.undoing import Undoing
from ldp_stories.ui.researcher.step import on_enter
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import column, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class WriteSawScreen(Screen):
    """Three boxes, a place, and [It is ready]. [Keep as a draft] writes it down without being ready."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Write what I saw")
        typed = saw_typed(context.home)
        self.typed = typed
        keep = partial(keep_saw, context.home)
        self.keeper = Keeper(keep, self, save_half=partial(keep, half=True))
        self.undoing = Undoing(context.home, SAW, self.keeper.flush)
        self.heading = display(tr("Write what I saw"))
        self.trouble = Label("", weight=600, color="bad")
        self.trouble.hide()
        page = ScrollPage(spacing=16)
        self.box.addWidget(page)
        lead = helper(tr("No names. Say what you saw first, and what you think about it last."))
        page.body.addLayout(column(self.heading, lead, spacing=2))
        page.body.addLayout(row(self._place(), self._spot(), spacing=20))
        self.editors: dict[str, Editor] = {}
        self.fields: dict[str, Field] = {}
        for name, label, hint in self._labels():
            page.body.addWidget(self._box(name, label, hint))
        self.name = TextField(name=tr("Title"), value=typed.get("title", ""))
        self.name.changed.connect(partial(self.keeper.keep, "title"))
        self.undoing.watch("title", self.name)
        page.body.addWidget(
            Field(tr("Title"), self.name, helper=tr("Leave it blank and we use the first words"))
        )
        page.body.addWidget(TitleWarning(self.name))
        self.photos = Button(tr("Add photos from my phone"), icon="device-mobile")
        self.photos.clicked.connect(self._add_photos)
        page.body.addLayout(
            column(
                row(self.photos, None),
                helper(tr("A face needs a yes. The photo stays locked. What you wrote is kept as a draft.")),
                spacing=6,
            )
        )
        page.body.addWidget(self.trouble)
        page.body.addStretch(1)
        self.ready = Button(
            tr("It is ready"), kind="primary", size="main", icon="check", key="Ctrl+Enter", bind=False
        )
        on_enter(self.ready)
        self.ready.clicked.connect(lambda: self._write(ready=True))
        self.draft = Button(tr("Keep as a draft"), icon="pencil-simple", size="main")
        self.draft.clicked.connect(lambda: self._write(ready=False))
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="main")
        back.clicked.connect(self.done)
        page.pin(back, None, self.draft, self.ready)
        self.set_focus_start(self.heading)

    def leaving(self) -> None:
        """What is half typed is kept, and is here again next time."""
        self.keeper.flush()

    def _labels(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("saw", tr("I saw"), tr("Only what anybody could have seen.")),
            ("heard", tr("I heard"), tr("Words people said out loud, with no names.")),
            ("wondered", tr("I wondered"), tr("What you make of it. It stays apart from what you saw.")),
        )

    def _box(self, name: str, label: str, hint: str) -> QWidget:
        editor = Editor(name=label, value=self.typed.get(name, ""), rows=3)
        editor.changed.connect(partial(self.keeper.keep, name))
        self.undoing.watch(name, editor)
        self.editors[name] = editor
        self.fields[name] = Field(label, editor, helper=hint)
        return self.fields[name]

    def _place(self) -> QWidget:
        options = place_options(self.context.home)
        value = self.typed.get("place", "")
        self.place = Combo(
            options, name=tr("Place"), value=value, placeholder=tr("Choose a place"), icon="map-pin"
        )
        self.place.chosen.connect(partial(self.keeper.keep, "place"))
        hint = tr("Reports only say the ward, not the street.")
        return Field(tr("Place"), self.place, helper=hint, needed=tr("needed to send"))

    def _spot(self) -> QWidget:
        options = [Option(c.key, c.label) for c in read_pack.choices(self.context.home, "setting")]
        name = tr("What kind of spot?")
        self.spot = Combo(options, name=name, value=self.typed.get("setting", ""), placeholder=tr("Choose"))
        self.spot.chosen.connect(partial(self.keeper.keep, "setting"))
        return Field(name, self.spot, helper=tr("For example a home, a park or a café."))

    def _write(self, *, ready: bool) -> None:
        if self._written(ready=ready):
            self.context.tell(tr("It is ready to send.") if ready else tr("Kept as a draft."))
            self.go.emit("stories", None)

    def _add_photos(self) -> None:
        """What is written becomes a draft, and photos are brought in for it."""
        record = self._written(ready=False)
        if record:
            self.context.tell(tr("Kept as a draft. Choose its photos."))
            self.go.emit("from_phone", record)

    def _written(self, *, ready: bool) -> str:
        """Write it down; the id of the story, or "" when something is missing, which is then said."""
        self.keeper.flush()
        words = {name: editor.text() for name, editor in self.editors.items()}
        self.fields["saw"].set_error("")
        if not any(text.strip() for text in words.values()):
            self.fields["saw"].set_error(tr("Write a line first. A short one is enough."))
            self.editors["saw"].setFocus()
            return ""
        if ready and not self.place.value():
            self.trouble.setText(tr("One thing left: say where it was."))
            self.trouble.show()
            announce(self, self.trouble.text(), assertive=True)
            self.place.setFocus()
            return ""
        home = self.context.home
        record = write_observation(
            home, **words, place=self.place.value() or None, setting=self.spot.value(), title=self.name.text()
        )
        saw_written(home)
        if ready:
            mark_ready(home, record)
        return record
