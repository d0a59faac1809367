"""The codebook of a coordinator: the tree and the entry, and beside them what can be changed, with the count before and undo after."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ldp_stories.domain.codebook import Change, CodebookChange
from ldp_stories.domain.tags import Tag
from ldp_stories.errors import UserError
from ldp_stories.services.change_codebook import stories_changed
from ldp_stories.services.codebook_history import ChangeRow, history, undo
from ldp_stories.services.find import codebook
from ldp_stories.services.keep_answers import form_done, forms_begun
from ldp_stories.services.split_tag import open_splits
from ldp_stories.services.take_elsewhere import take_codebook
from ldp_stories.ui.coordinator.codebook_form import FORMS, ChangeForm, Job, form_name, form_of
from ldp_stories.ui.record.bring_codes import PROPOSED, BringCodes
from ldp_stories.ui.record.codebook_screen import CodebookScreen
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.banner import UndoLine
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import column
from ldp_stories.ui.widgets.chips import FilterChip
from ldp_stories.ui.widgets.flow import FlowLayout


class CodebookDesk(CodebookScreen):
    """The codebook with its changes: add, change, put into another, split, stop using; what changed, the tag chat, stories to split."""

    def __init__(self, context: Context, what: object = None) -> None:
        self.form: ChangeForm | None = None
        self.changed = ""
        super().__init__(context, what)
        self.pages = QStackedWidget()
        if (item := self.box.takeAt(0)) is not None and (page := item.widget()) is not None:
            self.pages.addWidget(page)
        self.box.addWidget(self.pages)
        self.list.moved.connect(lambda _: self._offer())
        self._offer()
        self._look_for_splits()
        if not what:
            self._reopen()

    def _reopen(self) -> None:
        """A form that was being filled in when the program ended, or the screen was left, is open again."""
        tags = {tag.id: tag for tag in codebook(self.context.home, retired=True)}
        for name in forms_begun(self.context.home, FORMS):
            kind, ident = form_of(name)
            tag = tags.get(ident)
            if kind is Change.ADD or (tag is not None and _can(kind, tag)):
                self._open(kind, tag)
                return

    def _more(self, body: QVBoxLayout) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, gap=10)
        self.add = Button(tr("Add a tag"), icon="plus", key="Ctrl+N")
        self.add.clicked.connect(lambda: self.open_form(Change.ADD, name=""))
        self.old = FilterChip(tr("Show old tags"))
        self.old.setCheckable(True)
        self.old.toggled.connect(self._show_old)
        chat, changes = quiet(tr("Tag chat"), icon="chats-circle"), quiet(tr("What changed"), icon="clock")
        chat.clicked.connect(lambda: self.go.emit("tag_chat", None))
        changes.clicked.connect(lambda: self.go.emit("codebook_changes", None))
        self.splits = quiet("", icon="git-fork")
        self.splits.hide()
        self.splits.clicked.connect(lambda: self.go.emit("split", None))
        self.bring = BringCodes(self.context, PROPOSED)
        self.foreign = quiet(tr("Bring in tags"), icon="download-simple")
        self.foreign.setToolTip(tr("From another program"))
        self.foreign.clicked.connect(lambda: self.bring.setVisible(not self.bring.isVisible()))
        self.out = quiet(tr("Save as a file"), icon="upload-simple")
        self.out.setToolTip(tr("For another program"))
        self.out.clicked.connect(self.save_out)
        for thing in (self.add, self.old, chat, changes, self.foreign, self.out, self.splits):
            flow.addWidget(thing)
        body.addWidget(holder)
        self.bring.hide()
        self.bring.said.connect(lambda words, _: self.context.tell(words))
        self.bring.added.connect(self._brought)
        body.addWidget(self.bring)
        self.suggest = Button(tr("Suggest one?"), kind="soft", icon="plus")
        self.suggest.clicked.connect(lambda: self.open_form(Change.ADD, name=self.search.text().strip()))
        self.suggest.hide()
        body.addWidget(self.suggest)
        self.undo = UndoLine()
        self.undo.undone.connect(self._undo)
        body.addWidget(self.undo)

    def _beside(self) -> QWidget:
        self.acts = {
            Change.EDIT: Button(tr("Change its words"), icon="pencil-simple", size="dense"),
            Change.MERGE: Button(tr("Put into another"), icon="git-merge", size="dense"),
            Change.SPLIT: Button(tr("Split it"), icon="git-fork", size="dense"),
            Change.RETIRE: Button(tr("Stop using it"), icon="archive", size="dense"),
        }
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        for what, button in self.acts.items():
            button.clicked.connect(lambda _=False, w=what: self.open_form(w))
            flow.addWidget(button)
        self.tools = holder
        page = QWidget()
        box = column(self.entry, holder, spacing=12)
        box.setStretch(0, 1)
        page.setLayout(box)
        return page

    def _show_old(self, shown: bool) -> None:
        self.retired = shown
        self._read(self.list.current_key())

    def show_tag(self, ident: str) -> None:
        """Show the entry of a tag; its stories come a moment later."""
        super().show_tag(ident)
        self._offer()

    def _offer(self) -> None:
        """Offer only what can be done with the tag shown; nothing found offers to add it."""
        tag = self.entry.tag
        self.tools.setVisible(tag is not None)
        for what, button in self.acts.items():
            button.setVisible(tag is not None and _can(what, tag))
        nothing = not self.groups and bool(self.search.text().strip())
        self.none.setText(tr("No tag by that name."))
        self.suggest.setVisible(nothing)

    def open_form(self, what: Change, *, name: str = "") -> None:
        """Open the form of a change in place of the entry; the count of stories comes a moment later."""
        tag = self.entry.tag if what is not Change.ADD else None
        if tag is not None or what is Change.ADD:
            self.leaving()
            self._open(what, tag, name)

    def _open(self, what: Change, tag: Tag | None, name: str = "") -> None:
        self._take_away()
        form = ChangeForm(what, tag, codebook(self.context.home), name=name)
        form.remember(self.context.home)
        form.advise(self.context)
        form.closed.connect(self.close_form)
        form.save.connect(self.save)
        self.form = form
        self.pages.addWidget(form)
        self.pages.setCurrentWidget(form)
        form.focus_start()
        if tag is not None:
            self._count(form, tag)

    def leaving(self) -> None:
        """What is half typed stands there again when one comes back."""
        if self.form is not None:
            self.form.typing.flush()

    def focus_start(self) -> None:
        """The focus starts at the title, or in a form that was half typed."""
        if self.form is not None:
            self.form.focus_start()
        else:
            super().focus_start()

    def _count(self, form: ChangeForm, tag: Tag) -> None:
        def done(found: tuple[str, ...]) -> None:
            if self.form is form:
                form.show_count(len(found))

        home = self.context.home
        self.context.tasks.run(
            tr("Counting stories"),
            lambda _: stories_changed(home, tag.id),
            done=done,
            owner=self,
            quiet=True,
        )

    def close_form(self) -> None:
        """Go back to the entry; nothing was changed, and what was typed is let go of."""
        if self.form is not None:
            self.form.typing.done()
            self._take_away()
            self.list.setFocus()

    def _take_away(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self.pages.removeWidget(form)
            form.hide()
            form.deleteLater()

    def save(self, job: Job) -> None:
        """Save a change off the window's thread; what is refused is said beside the form, with everything still typed."""
        form, home = self.form, self.context.home
        if form is None:
            return
        form.keep.setEnabled(False)
        form.typing.flush()
        name = form_name(form.what, form.tag)

        def change() -> ChangeRow:
            job(home)
            form_done(home, name)  # here, or a screen that was left meanwhile would offer it once more
            return history(home)[0]

        def failed(error: UserError) -> None:
            form.keep.setEnabled(True)
            form.say(sentence(error))

        self.context.tasks.run(
            tr("Saving the change"),
            lambda _: change(),
            lane="store",
            done=lambda made: self._saved(form, made.change),
            failed=failed,
            owner=self,
            quiet=True,
        )

    def _saved(self, form: ChangeForm, change: CodebookChange) -> None:
        self.changed = change.id
        split = form.what is Change.SPLIT and change.stories
        tag = (
            form.tag.id if form.tag else next(iter(change.tags), "")
        )  # a new tag is shown, not the one before
        self.close_form()
        words = tr("Changed. Everybody gets it with the next programme file.")
        self.undo.show_undo(words)
        self.context.tell(words)
        self.search.set_text("")  # a tag with a new name must not vanish from what was searched for
        self._read(tag or self.list.current_key())
        self._look_for_splits()
        if split:
            self.go.emit("split", tag)

    def save_out(self) -> None:
        """The codebook as a REFI-QDA file, for any program that reads one; it holds nothing that people said."""
        folder, home = self.context.pick_folder(tr("Where shall it go?")), self.context.home
        if folder is None:
            return
        self.context.tasks.run(
            tr("Saving the codebook"),
            lambda _: take_codebook(home, folder),
            done=lambda path: self.context.tell(tr("The codebook is made: {name}", name=path.name)),
            failed=lambda error: self.context.tell(sentence(error)),
            owner=self,
        )

    def _brought(self) -> None:
        self.bring.hide()
        self.changed = history(self.context.home)[0].change.id
        self.undo.show_undo(tr("The tags of the file are in the codebook, as proposed ones."))
        self._read(self.list.current_key())

    def _undo(self) -> None:
        try:
            undo(self.context.home, self.changed)
        except UserError as error:
            self.context.tell(sentence(error))
            return
        self.context.tell(tr("Undone. The tags are as they were."))
        self._read(self.list.current_key())
        self._look_for_splits()

    def _look_for_splits(self) -> None:
        def done(waiting: int) -> None:
            self.splits.setText(
                many(waiting, "{n} story to sort after a split", "{n} stories to sort after a split")
            )
            self.splits.setVisible(bool(waiting))

        home = self.context.home
        self.context.tasks.run(
            tr("Looking for stories"),
            lambda _: sum(len(s.items) for s in open_splits(home)),
            done=done,
            owner=self,
            quiet=True,
        )


def _can(what: Change, tag: Tag) -> bool:
    """Whether this can be done with a tag: one that is not used any more has only its words."""
    return tag.in_use or what is Change.EDIT
