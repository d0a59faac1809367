"""Keys: another passphrase, what happens when it is forgotten, the key for the rescue commands, and closing this home."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.keep_copies import copies_elsewhere
from ldp_stories.services.keep_keys import export_key, recovery_from
from ldp_stories.services.prove_recovery import Proved, prove, recovery_tested_on
from ldp_stories.services.start_home import change_passphrase, recovery_slot
from ldp_stories.ui.preferences.share_keys import ShareCard
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.refill import refill
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Card, column, row
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, heading, helper
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage


class KeysScreen(Screen):
    """One card for each thing a person does with keys."""

    def __init__(self, context: Context, what: object = None) -> None:
        super().__init__()
        del what
        self.title = tr("Keys")
        self.context = context
        page = ScrollPage(margins=(36, 16, 36, 20))
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        top = display(tr("Keys"))
        page.body.addLayout(row(back, None))
        page.body.addWidget(top)
        cards = [self._passphrase(), self._forgotten()]
        if Role.COORDINATOR in context.home.roles():
            self.share = ShareCard(context)
            cards += [self._testing(), self.share]
        for card in (*cards, self._rescue(), self._closing()):
            page.body.addWidget(card)
        page.body.addStretch(1)
        self.box.addWidget(page)
        self.set_focus_start(top)

    def _passphrase(self) -> Card:
        card = Card(spacing=12).add(heading(tr("Passphrase")))
        if self.context.home.practice:
            return card.add(helper(tr("Practice needs no passphrase. Your real notebook has one.")))
        names = {
            "old": tr("Passphrase now"),
            "new": tr("New passphrase"),
            "again": tr("New passphrase again"),
        }
        self.secrets = {key: TextField(name=name, secret=True) for key, name in names.items()}
        self.fields = {key: Field(names[key], field) for key, field in self.secrets.items()}
        self.secrets["again"].entered.connect(lambda _: self.change())
        self.change_it = Button(tr("Change it"), icon="key", size="field")
        self.change_it.clicked.connect(self.change)
        words = helper(tr("Change it when anyone has seen it. Four words are best."))
        return card.add(words, *self.fields.values(), row(self.change_it, None))

    def change(self) -> None:
        """Change the passphrase when both new ones are the same."""
        typed = {key: field.text() for key, field in self.secrets.items()}
        for field in self.fields.values():
            field.set_error("")
        if typed["new"] != typed["again"]:
            self.fields["again"].set_error(tr("The two are not the same. Type the new one again."))
            self.secrets["again"].edit.setFocus()
            return
        self.change_it.rest()
        self.context.tasks.run(
            tr("Changing the passphrase"),
            lambda _: change_passphrase(self.context.home, typed["old"], typed["new"]),
            lane="store",
            done=lambda _: self._changed(),
            failed=self._not_changed,
            owner=self,
        )

    def _changed(self) -> None:
        self.change_it.wake()
        for field in self.secrets.values():
            field.set_text("")
        words = tr("Your passphrase is changed. The old one opens nothing here any more.")
        if copies_elsewhere(self.context.home):
            words += " " + tr(
                "Your copies on sticks still open with the old one: make them again, and delete the old ones."
            )
        self.context.tell(words)

    def _not_changed(self, error: UserError) -> None:
        self.change_it.wake()
        key = "old" if error.code == "WRONG_PASSPHRASE" else "new"
        self.fields[key].set_error(sentence(error))
        self.secrets[key].edit.setFocus()

    def _forgotten(self) -> Card:
        home = self.context.home
        self.state = CheckLine(tr("If you forget it"))
        tested = recovery_tested_on(home)
        if recovery_slot(home) is None:
            self.state.set_state(
                tr("Only you can open this notebook"),
                tr("The programme has no recovery key."),
                "warning-circle",
                "warn",
            )
        elif not tested:
            self.state.set_state(
                tr("The programme's key is not yet tested"),
                tr("Your coordinator tests it when they have your first file."),
                "warning-circle",
                "warn",
            )
        else:
            day = shown_day(tested)
            opens = tr("The programme's key opens this notebook.")
            self.state.set_state(tr("Recovery tested on {day}", day=day), opens, "check-circle-fill", "ok")
        words = helper(tr("The people who keep the programme's key can open everything in this notebook."))
        card = Card(spacing=12).add(heading(tr("If you forget it")), self.state)
        return card.add(words) if recovery_slot(home) is not None else card

    def _testing(self) -> Card:
        self.proved = column(spacing=8)
        self.test = Button(tr("Test it on every laptop"), icon="check", size="field")
        self.test.clicked.connect(self._test)
        at_start = QWidget()
        at_start.setLayout(row(self.test, None))
        self.test_field = Field(
            tr("The programme's key file"),
            at_start,
            helper=tr(
                "Its own file, or one share and the keys of its two keepers, chosen together. They are only read. Nothing of them stays here."
            ),
        )
        return Card(spacing=12).add(heading(tr("Test the recovery key")), self.test_field, self.proved)

    def _test(self) -> None:
        paths = self.context.pick_files(tr("Choose the key's file, or a share and two keepers' keys"), "")
        if not paths:
            return
        self.test_field.set_error("")
        self.context.tasks.run(
            tr("Testing the recovery key"),
            lambda _: prove(self.context.home, recovery_from(paths)),
            lane="store",
            done=self._tested,
            failed=lambda error: self.test_field.set_error(sentence(error)),
            owner=self,
        )

    def _tested(self, found: Sequence[Proved]) -> None:
        good = tr("Recovery tested. The next file you send says so.")
        bad = tr("The key does not open this laptop. Ask for its file again.")
        lines = [
            CheckLine(
                f"{one.member}, {one.label}" if one.label else one.member or one.device,
                line=good if one.opens else bad,
                icon="check-circle-fill" if one.opens else "warning-circle",
                tone="ok" if one.opens else "bad",
            )
            for one in found
        ]
        refill(self.proved, *lines)
        self.context.tell(good)

    def _rescue(self) -> Card:
        self.save_key = Button(tr("Save the key"), icon="floppy-disk", size="field")
        self.save_key.clicked.connect(self._save_key)
        words = tr(
            "With this key, files sent to you can be opened without this program. Whoever has it can read them. Keep it locked away."
        )
        self.rescue_field = Field(tr("Key for rescue"), self.save_key, helper=words)
        return Card(spacing=12).add(heading(tr("Key for rescue")), self.rescue_field)

    def _save_key(self) -> None:
        folder = self.context.pick_folder(tr("Where to save the key"))
        if folder is None:
            return
        try:
            path = export_key(self.context.home, folder / "ldp-stories-key.txt")
        except UserError as error:
            self.rescue_field.set_error(sentence(error))
            return
        self.rescue_field.set_error("")
        self.context.tell(tr("The key is in {file}.", file=path.name))

    def _closing(self) -> Card:
        self.close_it = Button(tr("Close this home"), icon="trash", kind="danger", size="field")
        self.close_it.clicked.connect(lambda: self.go.emit("closing", None))
        words = helper(tr("When you hand the laptop back. You see first what nobody has received."))
        return Card(spacing=12).add(heading(tr("Close this home")), words, row(self.close_it, None))
