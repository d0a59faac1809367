"""The report builder: what stands in it, the check, and *Check and save*. Every passage is asked for permission again when it opens."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import Chapter, Report, ReportType
from ldp_stories.services.check_disclosure import questions, tick, untick
from ldp_stories.services.look_across import across_tags, tags_today
from ldp_stories.services.make_report import Made, make_report
from ldp_stories.services.publish import quotes
from ldp_stories.services.renew_tags import bring_up_to_date, tag_changes
from ldp_stories.services.report_drafts import keep_typing, typed, write_typed
from ldp_stories.services.write_report import open_report, put_away
from ldp_stories.ui.evaluator.report_chapter import ChapterCard
from ldp_stories.ui.evaluator.report_check import CheckCard
from ldp_stories.ui.evaluator.report_names import NamesCard
from ldp_stories.ui.evaluator.report_words import WAYS, type_words
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.plain_line import PlainLine
from ldp_stories.ui.record.press import QtPress
from ldp_stories.ui.text import many, sentence, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.buttons import Button, primary, quiet
from ldp_stories.ui.widgets.card import Card, row
from ldp_stories.ui.widgets.choices import ChoiceRow, Option
from ldp_stories.ui.widgets.field import Field, TextField
from ldp_stories.ui.widgets.labels import display, helper, small
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.widgets.scroll import ScrollPage
from ldp_stories.ui.widgets.tab_order import focus_kept

KEEP_MS = 300
_NOUNS = frozenset({"consent", "order", "passage", "layer", "record", "quote"})
_LETTERS = 60
_MOST_NAMES = 5


class ReportScreen(Screen):
    """One report (`what` is its id). What is typed is kept within 300 ms and written when a field is left."""

    def __init__(self, context: Context, what: object) -> None:
        super().__init__()
        self.context, self.home = context, context.home
        self.report = typed(self.home, str(what))
        self.title = self.report.title or type_words(self.report.type)
        self.page = ScrollPage(spacing=16)
        self.heading = display(self.title)
        self.trouble = Banner("", tone="bad", icon="x-circle")
        self.made = Banner("", tone="ok", icon="check-circle")
        self.parts: list[QWidget] = []
        self.chapters: list[ChapterCard] = []
        self.plain = PlainLine(context)
        self.plain.look(over_it(self.report))
        self.facts = self._facts()
        back = Button(tr("Back"), kind="quiet", icon="arrow-left", key="Alt+Left", size="dense")
        back.clicked.connect(self.done)
        self.names = NamesCard()
        self.names.wanted.connect(self._renew)
        for thing in (self.heading, self.trouble, self.made, self.names, self.facts):
            self.page.body.addWidget(thing)
        self.page.body.insertLayout(0, row(back, None))
        self.page.body.addStretch(1)
        away = quiet(tr("Put it away"), icon="trash")
        away.clicked.connect(self._put_away)
        self.save = primary(tr("Check and save"), icon="file-text", size="field")
        self.save.clicked.connect(self._save)
        self.still = small("")
        self.page.pin(away, None, self.still, self.save)
        if self.page.pinned is not None:
            self.page.pinned.setAlignment(self.still, Qt.AlignmentFlag.AlignVCenter)
        self.box.addWidget(self.page)
        for banner in (self.trouble, self.made):
            banner.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(lambda: keep_typing(self.home, self.report))
        self.set_focus_start(self.heading)
        self._show()

    def about(self) -> object:
        """The report's id."""
        return self.report.id

    def leaving(self) -> None:
        """Write what was typed."""
        self._timer.stop()
        if not self._away:
            write_typed(self.home, self.report)

    _away = False

    def refresh(self, changes: frozenset[str]) -> None:
        """Ask for permission again when something about people or passages changed; never while a person types."""
        if (not changes or changes & _NOUNS) and not self._away and not self._typing():
            self._show()

    def _typing(self) -> bool:
        return self._timer.isActive()

    def _facts(self) -> Card:
        card = Card(spacing=14)
        self.name = TextField(name=tr("Title"), value=self.report.title)
        self.lead = TextField(name=tr("One line under the title"), value=self.report.lead)
        self.audience = TextField(name=tr("For whom"), value=self.report.audience)
        self.until = TextField(
            name=tr("Until which day"), value=self.report.expires, placeholder="2027-01-31"
        )
        self.way = ChoiceRow(
            [Option(c.value, tr(words)) for c, words in WAYS.items()],
            name=tr("Where does it go?"),
            value=[self.report.channel.value],
        )
        card.add(Field(tr("Title"), self.name), Field(tr("One line under the title"), self.lead), self.plain)
        way = Field(
            tr("Where does it go?"),
            self.way,
            helper=tr("Sounds go along only where people said yes to this."),
        )
        card.add(way, Field(tr("For whom"), self.audience))
        day = Field(
            tr("Until which day"),
            self.until,
            helper=tr("Year, month, day. People are asked to delete it then."),
        )
        card.add(day)
        if self.report.type is ReportType.AREA:
            card.add(
                helper(
                    tr(
                        "It fits on one page with 5 to 7 short steps, an empty line between them, and 2 or 3 quotes."
                    )
                )
            )
        day.setVisible(self.report.type is ReportType.SHARE)
        for field, key in (
            (self.name, "title"),
            (self.lead, "lead"),
            (self.audience, "audience"),
            (self.until, "expires"),
        ):
            field.changed.connect(lambda words, key=key: self._type(replace(self.report, **{key: words})))
            field.changed.connect(lambda _: self.plain.look(over_it(self.report)))
            field.edit.editingFinished.connect(self._write)
        self.way.chosen.connect(self._choose_way)
        return card

    def _choose_way(self, keys: list[str]) -> None:
        if not keys:
            self.way.set_value([self.report.channel.value])
            return
        self._change(replace(self.report, channel=Channel(keys[0])))

    def _type(self, report: Report) -> None:
        self.report = report
        self.made.hide()
        self._timer.start()

    def _write(self) -> None:
        self._timer.stop()
        write_typed(self.home, self.report)

    def _change(self, report: Report) -> None:
        self.report = report
        self.made.hide()
        self._write()
        self._show()

    def _show(self) -> None:
        with focus_kept(self):
            self._lay_parts()

    def _lay_parts(self) -> None:
        for part in self.parts:
            self.page.body.removeWidget(part)
            part.hide()
            part.deleteLater()
        opened = open_report(self.home, self.report)
        bank = [Option(q.passage, _short(q.text), q.attribution) for q in quotes(self.home) if not q.gap]
        pictures = self.report.pictures
        tags = [Option(tag, label) for tag, label in across_tags(self.home)] if pictures else []
        self.chapters = [
            ChapterCard(self.context, n, self._tagged_today(c), opened.shown, bank, tags)
            for n, c in enumerate(self.report.chapters, 1)
        ]
        self._show_names()
        for card in self.chapters:
            card.looked.connect(lambda kind: self.go.emit("pictures", kind))
            card.typed.connect(lambda chapter, n=card.number: self._type(self._with(n, chapter)))
            card.changed.connect(lambda chapter, n=card.number: self._left(n, chapter))
            card.moved.connect(lambda at, step, n=card.number: self.chapters[n - 1].stand_on(at, step))
        more = quiet(tr("Add a heading"), icon="plus")
        more.clicked.connect(
            lambda: self._change(replace(self.report, chapters=(*self.report.chapters, Chapter(""))))
        )
        self.check = CheckCard(questions(self.home, self.report.id))
        self.check.ticked.connect(self._tick)
        self.parts = [*self.chapters, more, self.check]
        for part in self.parts:
            self.page.body.insertWidget(self.page.body.count() - 1, part)
            part.setVisible(True)
        self.save.setEnabled(self.check.left == 0)
        left = self.check.left
        self.still.setText(many(left, "{n} question left", "{n} questions left") if left else "")

    def _tagged_today(self, chapter: Chapter) -> Chapter:
        """The chapter with the tags that its pictures show today: one that was merged is the one it became."""
        parts = tuple(replace(p, tags=tags_today(self.home, p.tags)) if p.tags else p for p in chapter.parts)
        return replace(chapter, parts=parts)

    def _show_names(self) -> None:
        """The tags that are called otherwise since this was saved, and the choice to follow."""
        changed = tag_changes(self.home, self.report)
        self.names.setVisible(bool(changed))
        if changed:
            told = [tr("{old} is called {new} now.", old=old, new=new) for old, new in changed[:_MOST_NAMES]]
            more = len(changed) - _MOST_NAMES
            told += (
                [many(more, "{n} more tag has another name.", "{n} more tags have other names.")]
                if more > 0
                else []
            )
            self.names.set_changes(told)

    def _renew(self) -> None:
        self._write()
        self.report = bring_up_to_date(self.home, self.report.id)
        self._show()
        self.context.tell(tr("The tags have today's names."))

    def _with(self, number: int, chapter: Chapter) -> Report:
        chapters = tuple(chapter if n == number else c for n, c in enumerate(self.report.chapters, 1))
        return replace(self.report, chapters=chapters)

    def _left(self, number: int, chapter: Chapter) -> None:
        """A part was added, moved or taken out, or a field was left: only the first redraws the page, the second must not take the focus."""
        before = _shape(self.report)
        grew = len(chapter.parts) > len(self.report.chapters[number - 1].parts)
        self.report = self._with(number, chapter)
        self._write()
        if before != _shape(self.report):
            self.made.hide()
            self._show()
            if grew and (editor := self.chapters[number - 1].editors.get(len(chapter.parts) - 1)):
                editor.edit.setFocus(Qt.FocusReason.OtherFocusReason)  # who adds words types them

    def _tick(self, number: int, yes: bool) -> None:
        self._write()
        self.report = (
            tick(self.home, self.report.id, [number]) if yes else untick(self.home, self.report.id, number)
        )
        self._show()
        self.check.rows[number].focus_start()

    def _put_away(self) -> None:
        self._away = True
        self._timer.stop()
        put_away(self.home, self.report.id)
        self.done.emit()

    def _save(self) -> None:
        folder = self.context.pick_folder(tr("Where shall it go?"))
        if folder is None:
            return
        self._write()
        home, ident, press = self.home, self.report.id, QtPress()
        self.context.tasks.run(
            tr("Making the report"),
            lambda progress: make_report(home, ident, folder, press=press, progress=progress),
            done=self._is_made,
            failed=lambda error: self._say(sentence(error), bad=True),
            owner=self,
        )

    def _is_made(self, made: Made) -> None:
        told = [
            tr("It is in {name}.", name=made.folder.name),
            many(made.shown, "{n} passage", "{n} passages"),
        ]
        told.append(many(made.sounds, "{n} plays", "{n} play"))
        if made.gaps:
            told.append(many(made.gaps, "{n} gap", "{n} gaps"))
        self._say(f"{told[0]} {', '.join(told[1:])}.")

    def _say(self, words: str, *, bad: bool = False) -> None:
        for banner in (self.trouble, self.made):
            banner.hide()
        banner = self.trouble if bad else self.made
        banner.set_text(words)
        banner.show()
        self.page.into_sight(banner)  # the button stands at the foot of a long page
        self.context.tell(words)


def _shape(report: Report) -> list[list[tuple[str, str, tuple[str, ...]]]]:
    """What a report is made of, but for our own words."""
    return [[(p.passage, p.picture, p.tags) for p in c.parts] for c in report.chapters]


def over_it(report: Report) -> str:
    """What we wrote over the chapters; each of these looks at its own."""
    return f"{report.title}\n{report.lead}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LETTERS else f"{words[: _LETTERS - 1]}…"
