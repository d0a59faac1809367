"""Under a film that proves a yes: a copy taken out to watch it, after it is said what that means, and deleted again with one press."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.proof_out import ProofOut, delete_proof_out, proofs_out, take_proof_out
from ldp_stories.services.show_evidence import Proof
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import Button, quiet
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.labels import Label, small


class FilmOut(QWidget):
    """One film: [Take a copy out] asks first; then where each copy lies, with [Delete that copy]."""

    def __init__(self, context: Context, proof: Proof) -> None:
        super().__init__()
        self.context, self.proof = context, proof
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.take = quiet(tr("Take a copy out to watch it"), icon="arrow-square-out")
        self.take.clicked.connect(self._ask)
        self.warning = Label(
            tr(
                "Out there it is not locked: whoever finds it sees who they are. Choose a folder on this laptop, watch it,"
                " and delete it."
            )
        )
        self.choose = Button(tr("Choose where"), icon="folder-open", size="field")
        self.choose.clicked.connect(self._take)
        self.leave = quiet(tr("Leave it locked"), icon="lock-simple")
        self.leave.clicked.connect(self._leave)
        self.asking = QWidget()
        self.asking.setLayout(row(self.choose, self.leave, None, spacing=12))
        self.lies = small("")
        self.delete = Button(tr("Delete that copy"), icon="trash", size="field")
        self.delete.clicked.connect(self._delete)
        self.trouble = Label("", role="small", weight=500, color="bad")
        for part in (self.warning, self.asking, self.lies, self.trouble):
            box.addWidget(part)
        box.addLayout(row(self.take, self.delete, None, spacing=12))
        self._show(asking=False)

    def _show(self, *, asking: bool, trouble: str = "") -> None:
        there = proofs_out(self.context.home, self.proof.evidence.id)
        self.lies.setText(
            tr("A copy lies here, not locked: {path}", path=", ".join(str(one.path) for one in there))
        )
        self.trouble.setText(trouble)
        for part, shown in (
            (self.take, not asking and not there),
            (self.warning, asking),
            (self.asking, asking),
            (self.lies, bool(there)),
            (self.delete, bool(there)),
            (self.trouble, bool(trouble)),
        ):
            part.setVisible(shown)

    def _ask(self) -> None:
        self._show(asking=True)
        announce(self, self.warning.text())
        self.choose.setFocus()

    def _leave(self) -> None:
        self._show(asking=False)
        self.take.setFocus()

    def _take(self) -> None:
        folder = self.context.pick_folder(tr("Where shall the film go?"))
        if folder is None:
            return
        home, proof = self.context.home, self.proof
        self.context.tasks.run(
            tr("Taking a copy of the film out"),
            lambda report: take_proof_out(
                home, proof.evidence.id, proof.evidence.type, (proof.item, proof.key), folder, report
            ),
            done=self._taken,
            failed=self._failed,
            owner=self,
        )

    def _taken(self, made: ProofOut) -> None:
        self._show(asking=False)
        self.context.tell(tr("Saved as {name}. What is saved there is not locked.", name=made.path.name))
        self.delete.setFocus()

    def _failed(self, error: UserError) -> None:
        self._show(asking=True, trouble=sentence(error))
        announce(self, sentence(error), assertive=True)

    def _delete(self) -> None:
        try:
            delete_proof_out(self.context.home, self.proof.evidence.id)
        except OSError:
            self._show(
                asking=False, trouble=tr("It could not be deleted. Close what shows it, and try again.")
            )
            return
        self._show(asking=False)
        self.context.tell(tr("That copy is deleted. The film stays locked here."))
        self.take.setFocus()
