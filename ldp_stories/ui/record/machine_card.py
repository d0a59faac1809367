"""A first draft by machine: which engine and model, progress with Stop, and plain words about how far to trust it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from ldp_stories.errors import UserError
from ldp_stories.services import transcribe
from ldp_stories.services.write_by_machine import EngineInfo, engines, write_by_machine
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.tasks import Task
from ldp_stories.ui.text import percent, sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.labels import Label, heading, helper, small


class MachineCard(Card):
    """`heard` when the machine's words have come or gone. `language()` is that of the sound, "" for the story's own."""

    heard = Signal()

    def __init__(self, context: Context, record: str, language: Callable[[], str]) -> None:
        super().__init__(padding=(24, 18, 20, 20), spacing=10)
        self.context, self.record, self._language = context, record, language
        self.engines = engines()
        self.task: Task | None = None
        self.words = helper(
            tr(
                "This laptop can listen and write a rough draft. Nothing is sent. It makes mistakes, and its words stay apart from yours."
            )
        )
        self.engine = Combo(
            [Option(one.name, one.name) for one in self.engines],
            name=tr("Which listener"),
            value=self.engines[0].name if self.engines else "",
        )
        self.engine.chosen.connect(lambda _: self.show_state())
        self.model = quiet(tr("Choose the folder of its model"), icon="folder-open")
        self.model.clicked.connect(self.choose_model)
        self.model_name = small("")
        self.listen = Button(tr("Let it listen"), icon="robot")
        self.listen.clicked.connect(self.start)
        self.stop = Button(tr("Stop"), icon="stop")
        self.stop.clicked.connect(self.stop_it)
        self.remove = quiet(tr("Take its words away"), icon="trash")
        self.remove.clicked.connect(self.take_away)
        self.state = Label("", role="small", weight=600)
        self.add(
            heading(tr("A first draft by machine")), self.words, self.engine, self.model, self.model_name
        )
        self.add(self.state, row(self.listen, self.stop, None), row(self.remove, None))
        context.tasks.changed.connect(self._tell)
        self.show_state()

    @property
    def info(self) -> EngineInfo | None:
        """The engine chosen."""
        return next((one for one in self.engines if one.name == self.engine.value()), None)

    @property
    def folder(self) -> Path | None:
        """The model's folder, for an engine that wants one."""
        chosen = self.context.settings.speech_model
        return Path(chosen) if chosen and self.info is not None and self.info.wants_model else None

    def show_state(self) -> None:
        """Show what can be done now."""
        info, running = self.info, self.task is not None
        allowed = transcribe.may_write_down(self.context.home, self.record)
        if info is None:
            self.words.setText(tr("No listener is installed on this laptop. The words are yours to write."))
        elif not allowed:
            self.words.setText(tr("They did not say yes to their words being written down."))
        usable = info is not None and allowed
        self.engine.setVisible(usable and len(self.engines) > 1)
        wants = usable and info is not None and info.wants_model
        self.model.setVisible(wants and not running)
        self.model_name.setVisible(wants)
        self.model_name.setText(self.folder.name if self.folder else tr("No model chosen yet"))
        self.listen.setVisible(usable and not running)
        self.listen.setEnabled(not wants or self.folder is not None)
        self.stop.setVisible(running)
        self.state.setVisible(bool(self.state.text()))
        there = transcribe.machine_words(self.context.home, self.record) is not None
        self.remove.setVisible(there and not running)

    def choose_model(self) -> None:
        """The person says where the model lies; the program fetches none."""
        folder = self.context.pick_folder(tr("The folder of the model"))
        if folder is not None:
            self.context.change_settings(speech_model=str(folder))
            self.show_state()

    def start(self) -> None:
        """Listen, as a task that shows in the foot strip and can be stopped."""
        info, home, record, model = self.info, self.context.home, self.record, self.folder
        if info is None:
            return
        language = self._language()
        self.state.setText(tr("Listening"))
        self.task = self.context.tasks.run(
            tr("A machine is listening"),
            lambda progress: write_by_machine(
                home, record, info.name, model=model, language=language, progress=progress
            ),
            done=self._done,
            failed=self._failed,
            stopped=lambda: self._over(tr("Stopped. Nothing of it was kept.")),
            owner=self,
        )
        self.show_state()

    def stop_it(self) -> None:
        """End it."""
        if self.task is not None:
            self.context.tasks.stop(self.task.number)

    def take_away(self) -> None:
        """Hide the machine's words."""
        found = transcribe.machine_words(self.context.home, self.record)
        if found is not None:
            transcribe.remove_machine_words(self.context.home, found.id, self.record)
            self._over(tr("Its words are gone. Yours are as they were."))
            self.heard.emit()

    def _tell(self) -> None:
        if self.task is not None and not self.task.settled and self.task.share:
            self.state.setText(tr("Listening, {share} done", share=percent(self.task.share)))

    def _done(self, _layer: str) -> None:
        self._over(tr("It is done. Check every word: it guesses."))
        self.heard.emit()

    def _failed(self, error: UserError) -> None:
        self._over(sentence(error))

    def _over(self, words: str) -> None:
        self.task = None
        self.state.setText(words)
        announce(self, words)
        self.show_state()
