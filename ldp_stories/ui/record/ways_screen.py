"""Ways to send: set up a shared folder, an inbox that is watched, or a server. A password stays locked in this notebook."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.routes import (
    FOLDER,
    INBOX,
    S3,
    SERVERS,
    SFTP,
    WEBDAV,
    Way,
    change_secret,
    first_key,
    forget_route,
    save_route,
    saved_routes,
    trust_key,
    try_route,
)
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, sentence, tr, visible
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import Label, display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage

_SIZES = {"": 0, "16": 16 << 20, "128": 128 << 20, "1000": 1_000_000_000}


class WaysScreen(Screen):
    """The ways there are, and a form for a new one. Nothing is asked of a server until *Try it*, *Send* or *Fetch* is pressed."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.context = context
        self.title = tr("Ways to send")
        self.cards: dict[str, WayCard] = {}
        self.heading = display(tr("Ways to send"))
        self.trouble = Banner("", tone="bad", icon="warning-circle")
        self.trouble.hide()
        holder = QWidget()
        self.rows = QVBoxLayout(holder)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(10)
        page = ScrollPage(margins=(36, 16, 36, 20), spacing=14)
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        page.body.addLayout(row(back, None))
        page.body.addLayout(row(self.heading, None))
        page.body.addWidget(
            helper(tr("Sticks, folders and mail always work. Here you can add a shared folder or a server."))
        )
        page.body.addWidget(holder)
        page.body.addWidget(self._form())
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.set_focus_start(self.heading)
        self._chosen()
        self.refresh(frozenset())

    def _form(self) -> Card:
        card = Card(spacing=12)
        kinds = [
            Option(FOLDER, tr("Shared folder")),
            Option(INBOX, tr("Inbox folder")),
            Option(WEBDAV, tr("Web folder (Nextcloud, SharePoint)")),
            Option(SFTP, tr("SFTP server")),
            Option(S3, tr("S3 store")),
        ]
        self.kind = ChoiceRow(kinds, name=tr("What kind of way?"), value=[FOLDER])
        self.kind.chosen.connect(lambda _: self._chosen())
        self.name = TextField(name=tr("What do you call it?"))
        self.address = TextField(name=tr("Address"))
        self.user = TextField(name=tr("Your name there"))
        self.secret = TextField(name=tr("Your password there"), secret=True)
        sizes = [
            Option("", tr("As usual")),
            Option("16", tr("16 MB")),
            Option("128", tr("128 MB")),
            Option("1000", tr("1 GB")),
        ]
        self.largest = ChoiceRow(sizes, name=tr("Largest file it takes"), value=[""])
        self.pick = Button(tr("Choose the folder"), icon="folder-open", size="field")
        self.pick.clicked.connect(self._pick)
        self.fields = {
            "address": Field(
                tr("Address"), self.address, helper=tr("https://... or sftp://..., as you were told")
            ),
            "user": Field(tr("Your name there"), self.user),
            "secret": Field(
                tr("Your password there"), self.secret, helper=tr("It stays locked in this notebook.")
            ),
        }
        self.save = Button(tr("Keep this way"), kind="primary", size="main", icon="check")
        self.save.clicked.connect(self.keep)
        card.add(heading(tr("Add a way")), self.kind, Field(tr("What do you call it?"), self.name))
        self.size_field = Field(tr("Largest file it takes"), self.largest)
        card.add(row(self.pick, None), *self.fields.values(), self.size_field)
        card.add(self.trouble, row(self.save, None))
        return card

    def _kind(self) -> str:
        return str((self.kind.value() or [FOLDER])[0])

    def _chosen(self) -> None:
        server = self._kind() in SERVERS
        self.pick.setVisible(not server)
        self.size_field.setVisible(self._kind() != INBOX)  # nothing is sent there
        place = self.fields["address"]
        label = tr("Address") if server else tr("Where the folder is")
        place.label.setText(label)
        self.address.edit.setAccessibleName(label)
        place.helper.setText(
            tr("https://... or sftp://..., as you were told")
            if server
            else tr("Choose it, or type its place.")
        )
        for name in ("user", "secret"):
            self.fields[name].setVisible(server)

    def _pick(self) -> None:
        folder = self.context.pick_folder(tr("Choose the folder"))
        if folder is not None:
            self.address.set_text(str(folder))

    def keep(self) -> None:
        """Keep what stands in the form; no server is asked."""
        try:
            save_route(
                self.context.home,
                kind=self._kind(),
                name=self.name.text(),
                address=self.address.text(),
                user=self.user.text(),
                secret=self.secret.text(),
                part_bytes=_SIZES[str((self.largest.value() or [""])[0])],
            )
        except UserError as error:
            self.trouble.set_text(sentence(error))
            self.trouble.show()
            announce(self, sentence(error), assertive=True)
            return
        self.trouble.hide()
        for field in (self.name, self.address, self.user, self.secret):
            field.set_text("")
        self.context.tell(tr("Kept. You find it under Send and Bring in."))
        self.refresh(frozenset())

    def refresh(self, changes: frozenset[str]) -> None:
        """Show the ways there are. A card that stands stays, with what it said and what is half typed in it."""
        del changes
        ways = {way.id: way for way in saved_routes(self.context.home)}
        for ident in [i for i in self.cards if i not in ways]:
            old = self.cards.pop(ident)
            self.rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        for way in ways.values():
            if way.id in self.cards:
                self.cards[way.id].way = way
                continue
            card = WayCard(self.context, way)
            card.forget.clicked.connect(lambda _=False, w=way: self._forget(w))
            self.cards[way.id] = card
            self.rows.addWidget(card)

    def _forget(self, way: Way) -> None:
        forget_route(self.context.home, way.id)
        self.context.tell(tr("Forgotten, with its password."))
        self.refresh(frozenset())


class WayCard(Card):
    """One way: where it goes, [Try it], [Forget it]; for a new SFTP server its key to compare first."""

    def __init__(self, context: Context, way: Way) -> None:
        super().__init__(padding=(20, 14, 16, 14), spacing=8)
        self.context, self.way, self.key = context, way, ""
        self.answer = Label("", role="small", weight=500)
        self.answer.hide()
        self.test = Button(tr("Try it"), size="dense", name=tr("Try {name}", name=way.name))
        self.test.clicked.connect(self.try_it)
        self.trust = Button(tr("It is the same key"), size="dense")
        self.trust.clicked.connect(self._trust)
        self.look = Button(
            tr("See its new key"), size="dense", name=tr("See the new key of {name}", name=way.name)
        )
        self.look.clicked.connect(lambda: self._ask(new=True))
        self.trust.hide()
        self.look.hide()
        self.forget = quiet(tr("Forget it"), name=tr("Forget {name}", name=way.name))
        words = column(
            Label(way.name, weight=600), Label(visible(way.address), role="small", color="text2"), spacing=1
        )
        self.password = quiet(
            tr("Change the password"), name=tr("Change the password for {name}", name=way.name)
        )
        self.password.clicked.connect(self._ask_password)
        self.password.setVisible(way.kind in SERVERS)
        top = row(words, self.test, self.password, self.forget, spacing=12)
        top.setStretch(0, 1)
        self.add(top, self.answer, row(self.trust, self.look, None), self._password())

    def _password(self) -> QWidget:
        """The place for a server's password that has changed; it is shown when a person asks for it."""
        self.secret = TextField(name=tr("New password for {name}", name=self.way.name), secret=True)
        keep = Button(tr("Keep the new password"), size="dense", icon="check")
        keep.clicked.connect(self.change_password)
        self.secret.entered.connect(lambda _: self.change_password())
        self.place = QWidget()
        self.place.setLayout(
            column(
                Field(
                    tr("New password for {name}", name=self.way.name),
                    self.secret,
                    helper=tr("It stays locked in this notebook."),
                ),
                row(keep, None),
                spacing=8,
            )
        )
        self.place.hide()
        return self.place

    def _ask_password(self) -> None:
        self.place.setVisible(self.place.isHidden())
        if not self.place.isHidden():
            self.secret.setFocus()

    def change_password(self) -> None:
        """Keep what was typed; an empty field changes nothing."""
        typed = self.secret.text()
        if not typed:
            self._say(tr("Type the new password first. Nothing was changed."), "bad")
            self.secret.setFocus()
            return
        try:
            change_secret(self.context.home, self.way.id, typed)
        except UserError as error:
            self._say(sentence(error), "bad")
            return
        self.way = next(w for w in saved_routes(self.context.home) if w.id == self.way.id)
        self.secret.set_text("")
        self.place.hide()
        self._say(tr("The new password is kept. Press Try it to see whether it works."), "ok")
        self.test.setFocus()

    def try_it(self) -> None:
        """Ask what is there; of a server that is new, ask for its key first."""
        self._ask(new=self.way.kind == SFTP and not self.way.host_key)

    def _ask(self, *, new: bool) -> None:
        self.test.setEnabled(False)
        self.look.hide()

        def job(_: object) -> tuple[str, str] | int:
            return first_key(self.way.address) if new else len(try_route(self.way))

        self.context.tasks.run(
            tr("Trying {name}", name=self.way.name), job, done=self._tried, failed=self._failed, owner=self
        )

    def _tried(self, found: tuple[str, str] | int) -> None:
        self.test.setEnabled(True)
        if isinstance(found, int):
            self._say(many(found, "It works. {n} file is there.", "It works. {n} files are there."), "ok")
            return
        self.key = found[0]
        self.trust.show()
        self.test.setFocus()
        self._say(tr("Its key is {key}. Compare it with who looks after the server.", key=found[1]), "text")

    def _trust(self) -> None:
        trust_key(self.context.home, self.way.id, self.key)
        self.way = next(w for w in saved_routes(self.context.home) if w.id == self.way.id)
        self.trust.hide()
        self.try_it()

    def _failed(self, error: UserError) -> None:
        self.test.setEnabled(True)
        self.look.setVisible(error.code == "ROUTE_OTHER_KEY")
        self.test.setFocus()
        self._say(sentence(error), "bad")

    def _say(self, words: str, color: str) -> None:
        self.answer.setText(words)
        self.answer.set_color(color)
        self.answer.show()
        announce(self, words)
